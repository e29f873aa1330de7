"""The light of assignments on a day, one by one and set by set, from the same catalog and calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from engine.domain.chasing import behind_on, latest_since
from engine.domain.lights import Standing, light, near
from engine.domain.vocabulary import Light, StageKind
from engine.services.cases import Case
from engine.services.desk import Desk, Office
from engine.services.rules import Rules
from engine.store.database import Connection
from engine.store.looking import conditions, views
from engine.store.looking.shapes import Lit
from engine.store.looking.told import GROUPS


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
    def rules(self) -> Rules:
        """What the definitions that assignments may be under say together."""
        return self.desk.book.rules(self.connection, self.office)

    @cached_property
    def lit(self) -> Lit:
        """How statements are asked for lights on this day."""
        yesterday, calendar = self.today - timedelta(days=1), self.office.calendar
        since = {within: latest_since(yesterday, within, calendar) for within in set(self.rules.allowed)}
        return Lit.on(self.today, self.near, self.rules.behind, tuple(since[each] for each in self.rules.allowed))

    @property
    def expression(self) -> conditions.Lit:
        """The light of single assignments as SQL with this day in it, for questions that are asked seldom."""
        return views.light(self.lit.behind, tuple(self.lit.days.items()))

    @property
    def of_groups(self) -> conditions.Lit:
        """The same of groups of assignments that stand alike."""
        return views.light(self.lit.behind, tuple(self.lit.days.items()), GROUPS)

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
