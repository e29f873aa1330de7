"""The light of assignments on a day, one by one and set by set, from the same catalog and calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from engine.domain.chasing import behind_on, latest_since
from engine.domain.definition import Definition
from engine.domain.lights import Standing, light, near
from engine.domain.vocabulary import Light, StageKind
from engine.services.cases import Case
from engine.services.desk import Desk, Office
from engine.store.database import Connection
from engine.store.looking import views
from engine.store.looking.told import GROUPS
from engine.store.programme import adopted


@dataclass(frozen=True)
class Lamp:
    """What lights are read by on one day."""

    desk: Desk
    connection: Connection
    office: Office
    today: date

    @cached_property
    def near(self) -> date:
        """The latest due date that counts as near."""
        return near(self.today, self.office.catalog.programme.lights.blue, self.office.calendar)

    @cached_property
    def definitions(self) -> dict[int, Definition]:
        """Definitions that assignments may be under, by number."""
        numbers = adopted.numbers(self.connection).values()
        return {number: self.desk.book.definition(self.connection, number) for number in numbers}

    @cached_property
    def expression(self) -> views.Lit:
        """The light as SQL, of single assignments."""
        return views.light(self.today, self.near, self._behind)

    @cached_property
    def of_groups(self) -> views.Lit:
        """The light as SQL, of groups of assignments that stand alike."""
        return views.light(self.today, self.near, self._behind, GROUPS)

    @cached_property
    def _behind(self) -> views.Behind:
        yesterday = self.today - timedelta(days=1)
        latest: dict[str, dict[date | None, list[int]]] = {}
        for number, definition in self.definitions.items():
            for stage in definition.workflow.stages:
                since = None if stage.within is None else latest_since(yesterday, stage.within, self.office.calendar)
                latest.setdefault(stage.id, {}).setdefault(since, []).append(number)
        # Mostly a stage allows everybody the same: then nobody needs to be asked for the definition.
        return tuple(
            (None if len(days) == 1 else tuple(numbers), stage, since)
            for stage, days in latest.items()
            for since, numbers in days.items()
            if since is not None
        )

    def of(self, case: Case) -> Light:
        """The light of one assignment, by the pure rule."""
        row, stage = case.row, case.definition.workflow.stage(case.row.stage)
        return light(
            Standing(
                StageKind(row.stage_kind),
                row.stage,
                row.open_on,
                row.due_on,
                row.received_on,
                bool(row.returned),
                row.resubmit_by,
                row.missed_on,
                behind_on(_since(case), stage.within if stage else None, self.office.calendar),
                row.stage_kind == StageKind.DONE,
                bool(row.settled),
            ),
            self.today,
            self.near,
        )


def _since(case: Case) -> date:
    """The day from which a stage is expected to be done; a duty without a date waits for its assessment (story 8)."""
    waits = case.row.stage_kind == StageKind.SCORE and case.row.due_on is None
    since: date = max(case.row.stage_since, case.row.assess_on) if waits else case.row.stage_since
    return since
