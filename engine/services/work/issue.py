"""下达: open every period whose day has come and issue its assignments, each once however often this runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from engine.domain.actor import SYSTEM, Actor
from engine.domain.days import day_of
from engine.domain.definition import Definition
from engine.domain.periods import Period
from engine.domain.vocabulary import StageKind, Terminal, Verb
from engine.services.desk import Desk, Office
from engine.store import moves
from engine.store.chain import Act
from engine.store.database import Connection, Row
from engine.store.programme import adopted
from engine.store.word import outbox
from engine.store.work import issuing
from engine.store.work.let_go import LEFT
from engine.wording import N_, say


@dataclass(frozen=True, slots=True)
class Issued:
    """What was opened: numbers of periods, assignments and cooperating parts, and the keys `indicator/period`."""

    periods: int = 0
    assignments: int = 0
    parts: int = 0
    opened: tuple[str, ...] = ()

    def __add__(self, other: Issued) -> Issued:
        return Issued(
            self.periods + other.periods,
            self.assignments + other.assignments,
            self.parts + other.parts,
            self.opened + other.opened,
        )


NOTHING: Final = Issued()


def issue(desk: Desk, *, at: datetime, indicator: str | None = None, actor: Actor = SYSTEM) -> Issued:
    """Open all periods due to open by the day of `at` that are not open yet (of one indicator, when given).

    Idempotent: a second call, one at the same moment, or one after a restart changes nothing (story 12).
    Members who joined a group meanwhile get theirs, with the date agreed at joining (story 3).
    """
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        opening = _Opening(desk, connection, office, at, day_of(at, office.catalog.programme), actor)
        total = Issued()
        for definition, period in opening.waiting(indicator):
            total += opening.open(definition, period)
        total += opening.follow_members(indicator)
    return total


def follow_members(desk: Desk, connection: Connection, office: Office, *, at: datetime, actor: Actor) -> Issued:
    """In an open transaction: who has joined a group or the programme gets what is open, who left is let go.

    `office` is given: the book must not remember units that a transaction taken back has written.
    """
    return _Opening(desk, connection, office, at, day_of(at, office.catalog.programme), actor).follow_members(None)


@dataclass(frozen=True)
class _Opening:
    """One run of issuing: the transaction, the catalog in force, the day and who asked for it."""

    desk: Desk
    connection: Connection
    office: Office
    at: datetime
    today: date
    actor: Actor

    def waiting(self, indicator: str | None) -> Iterator[tuple[Definition, Period]]:
        """Periods whose day has come and that are not open, last year's and next year's too (year boundary)."""
        row = adopted.in_force(self.connection)
        since = row.since if row else self.today
        found = [
            (definition, period)
            for definition in self.office.catalog.definitions.values()
            if indicator in (None, definition.id)
            for year in (self.today.year - 1, self.today.year, self.today.year + 1)
            for period in self.office.periods(definition, year)
            if period.open_on <= self.today
            and period.year >= self.office.year
            and (period.due_on or period.assess_on) >= since
        ]
        known = issuing.opened(self.connection, [(definition.id, period.key) for definition, period in found])
        return ((definition, period) for definition, period in found if (definition.id, period.key) not in known)

    def open(self, definition: Definition, period: Period) -> Issued:
        """Open one period and issue it to everybody it asks."""
        number = adopted.numbers(self.connection)[definition.digest]
        row = {
            "programme": self.office.catalog.programme.id,
            "indicator": definition.id,
            "key": period.key,
            "milestone": period.milestone,
            "year": period.year,
            "title": period.title,
            "definition_id": number,
            "open_on": period.open_on,
            "due_on": period.due_on,
            "assess_on": period.assess_on,
            "window_from": period.window[0],
            "window_to": period.window[1],
            "points": int(period.points * 100),
        }
        period_id = issuing.open_period(self.connection, row)
        issued = self._issue(definition, period.milestone, period.key, period_id, number, period.due_on, fresh=True)
        return Issued(1, opened=(f"{definition.id}/{period.key}",)) + issued

    def follow_members(self, indicator: str | None) -> Issued:
        """Issue to late joiners (of one indicator, when given), and withdraw the work of units that left."""
        total = NOTHING
        if groups := issuing.joined_groups(self.connection, self.today):
            for row in issuing.joined_late(self.connection, self.today):
                if indicator in (None, row.indicator):
                    total += self.join(row, groups)
        self.let_go()
        return total

    def join(self, row: Row[Any], groups: frozenset[str]) -> Issued:
        """Issue an open period to members who joined one of its groups late; those who have it are passed over."""
        definition = self.desk.book.definition(self.connection, row.definition_id)
        if groups.isdisjoint(definition.lead):
            return Issued()
        return self._issue(definition, row.milestone, row.key, row.id, row.definition_id, row.due_on, fresh=False)

    def let_go(self) -> None:
        """Withdraw the work of units that left; their evidence stays and their points leave the total (story 3)."""
        deeds = []
        for row in issuing.leavers(self.connection, self.today):
            definition = self.desk.book.definition(self.connection, row.definition_id)
            if row.group and row.group not in definition.lead:
                continue
            if issuing.still_leads(self.connection, definition.lead, row.unit_id, self.today):
                continue
            reason = say(N_("{unit} left on {day}."), unit=row.unit_name, day=row.left_on)
            act = Act(
                self.office.catalog.programme.id,
                Verb.TERMINATE,
                self.actor.id,
                self.at,
                self.today,
                reason,
                definition.digest,
                {LEFT: row.group},
            )
            deeds.append((act, [moves.Moved(row.id, row.stage, Terminal.WITHDRAWN, StageKind.DONE)]))
        if deeds:
            moves.record(self.connection, deeds)

    def _issue(
        self,
        definition: Definition,
        milestone: str,
        key: str,
        period_id: int,
        number: int,
        due_on: date | None,
        *,
        fresh: bool,
    ) -> Issued:
        first = definition.workflow.stages[0]
        members = issuing.leads(definition.lead, definition.milestone(milestone).only, self.today)
        rows = issuing.fresh_assignments(
            period_id, due_on, number, first.id, str(StageKind(first.kind)), self.today, members
        )
        detail = {"indicator": definition.id, "period": key}
        act = Act(
            self.office.catalog.programme.id,
            Verb.ISSUE,
            self.actor.id,
            self.at,
            self.today,
            "",
            definition.digest,
            detail,
        )
        act_id, count = moves.issue(self.connection, act, rows, fresh=fresh)
        if not count:
            return Issued()
        parts = 0
        if definition.cooperating and definition.cooperating_part == "wanted":
            parts = issuing.ask_parts(self.connection, act_id, definition.cooperating, self.today)
        told = [self._announcement("issued", f"act:{act_id}", act_id)]
        if parts:
            told.append(self._announcement("part-asked", f"parts:{act_id}", act_id))
        outbox.enqueue(self.connection, told)
        return Issued(0, count, parts)

    def _announcement(self, notice: str, audience: str, act_id: int) -> dict[str, object]:
        """One row for everybody the act asked; delivery expands it to people, set-based."""
        programme = self.office.catalog.programme.id
        return outbox.letter(notice, act_id, programme, self.today, self.at, {"audience": audience})
