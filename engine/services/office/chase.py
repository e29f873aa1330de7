"""催办 and 督办: mark what was missed, climb the ladder once per rung, and the office's own reminder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from engine.domain.actor import SYSTEM, Actor
from engine.domain.chasing import Cutoff, due_cutoffs, nearer_lead
from engine.domain.days import day_of
from engine.domain.definition import Definition
from engine.domain.vocabulary import Role, StageKind, Verb
from engine.errors import Invalid
from engine.services.cases import Case
from engine.services.desk import Desk, Office
from engine.services.together import Deed, do_for_all
from engine.store import moves
from engine.store.chain import Act
from engine.store.database import Connection
from engine.store.word import chasing, outbox
from engine.store.word.outbox import Mailing
from engine.store.work import settling
from engine.wording import N_

_REACH = timedelta(days=31)
"""How far one run looks back: the sweep catches up day by day, so nothing older can have been missed."""


@dataclass(frozen=True, slots=True)
class Chased:
    """How many letters each rung of the ladder wrote."""

    rungs: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All letters together."""
        return sum(self.rungs.values())


def miss_due(desk: Desk, *, at: datetime) -> int:
    """Mark what did not come in by its due date, once, as of the day after; it stays (story 1). Returns how many."""
    with desk.database.transaction() as connection:
        programme = desk.book.office(connection).catalog.programme
        done = 0
        for due_on in settling.unmarked_due_dates(connection, day_of(at, programme)):
            missed_on = due_on + timedelta(days=1)
            act = Act(programme.id, Verb.MISS, SYSTEM.id, at, missed_on, "", "", {"due": due_on})
            done += moves.sweep(connection, act, settling.unmarked(due_on), sets={"missed_on": missed_on})[1]
    return done


def chase(desk: Desk, *, at: datetime, late: bool = False) -> Chased:
    """Write the letters of every rung that is due; each rung once per assignment and due date, never daily.

    `late`: the day of `at` has passed and is only being caught up; reminders before a due date are then left to the run
    of the present day, which knows how many days are left.
    """
    with desk.database.transaction() as connection:
        mark = connection.begin_nested()
        _, written = climb(desk, connection, at=at, late=late)
        # An act that wrote nothing is no act: a sweep every few minutes would drown the history.
        mark.commit() if written else mark.rollback()
    return Chased(written)


def climb(desk: Desk, connection: Connection, *, at: datetime, late: bool = False) -> tuple[int, dict[str, int]]:
    """The same inside a transaction: the number of the act that writes the letters, and how many each rung wrote."""
    office = desk.book.office(connection)
    today = day_of(at, office.catalog.programme)
    ladder = _Ladder(desk, connection, office, today, late)
    act = Act(office.catalog.programme.id, Verb.REMIND, SYSTEM.id, at, today, "", office.digest)
    written: dict[str, int] = {}
    [act_id] = moves.record(connection, [(act, [])])
    for cutoff in ladder.cutoffs():
        count = ladder.write(cutoff, act_id, at)
        if count:
            written[cutoff.key] = written.get(cutoff.key, 0) + count
    return act_id, written


@dataclass(frozen=True, slots=True)
class Reminder:
    """`actor` reminds the unit of an assignment, in their own words."""

    assignment: int
    actor: Actor
    words: str


def remind(desk: Desk, assignment: int, actor: Actor, words: str, *, at: datetime) -> None:
    """The office's own 催办 with its own words, to the unit's clerks and head. Raises Invalid without words."""
    with desk.database.transaction() as connection:
        remind_within(desk, connection, [Reminder(assignment, actor, words)], at=at)


def remind_within(desk: Desk, connection: Connection, orders: Sequence[Reminder], *, at: datetime) -> None:
    """The same for many, all or none, inside a transaction that has something to do before or after it."""
    do_for_all(desk, connection, orders, _reminding, _reminded, at=at)


def _reminding(case: Case, order: Reminder) -> Deed:
    weigh_reminder(case, order)
    return case.act(Verb.REMIND, order.actor, order.words), [case.stays()]


def _reminded(case: Case, order: Reminder, act: int) -> Iterator[Mapping[str, object]]:
    more = {"audience": f"act:{act}/clerk,head", "urgent": True, "params": {"reason": order.words}}
    yield outbox.letter("remind", act, case.row.programme, case.today, case.at, more)


def weigh_reminder(case: Case, order: Reminder) -> None:
    """Raise what forbids a reminder: who asks, where the work stands, or that it has no words."""
    case.decide(Verb.REMIND, order.actor)
    if not order.words.strip():
        raise Invalid("words-wanted", N_("A reminder needs its words."), hint=N_("Say in a sentence what is wanted."))


@dataclass(frozen=True)
class _Ladder:
    """The ladder on one day."""

    desk: Desk
    connection: Connection
    office: Office
    today: date
    late: bool = False

    @cached_property
    def definitions(self) -> Mapping[int, Definition]:
        """Every definition that assignments may be under, by number."""
        return self.desk.book.rules(self.connection, self.office).definitions

    def cutoffs(self) -> Iterator[Cutoff]:
        """What is due today, bounded to what can have been missed since the last sweep."""
        leads = self._periods
        withins = {stage.within for d in self.definitions.values() for stage in d.workflow.stages if stage.within}
        ladder, calendar = self.office.catalog.chasing, self.office.calendar
        for cutoff in due_cutoffs(ladder, self.today, calendar, leads, withins, late=self.late):
            since = cutoff.since or cutoff.until - _REACH
            yield replace(cutoff, since=since)

    def write(self, cutoff: Cutoff, act_id: int, at: datetime) -> int:
        """Write one rung's letters; returns how many are new."""
        written = 0
        for stages, industry in self._stages(cutoff):
            roles = set(cutoff.rung.to)
            to: Literal["unit", "office", "industry"] = "unit"
            if cutoff.reference == "unreviewed":
                to = "industry" if industry else "office"
                roles |= {Role.CLERK, Role.HEAD} if industry else set()
            for who, leader in ((roles - {Role.LEADER}, False), (roles & {Role.LEADER}, True)):
                if who:
                    ahead = cutoff.rung.before is not None
                    aim = chasing.Aim(cutoff.reference, bool(cutoff.lead), stages is not None, to, leader, ahead)
                    mailing = self._mailing(cutoff, act_id, at, who)
                    written += chasing.write(self.connection, aim, mailing, self._values(cutoff, aim, stages))
        return written

    def _mailing(self, cutoff: Cutoff, act_id: int, at: datetime, who: set[Role]) -> Mailing:
        programme, rung = self.office.catalog.programme.id, cutoff.rung
        return Mailing(programme, rung.notice, "chase", act_id, self.today, at, tuple(sorted(who)), rung.urgent)

    def _values(self, cutoff: Cutoff, aim: chasing.Aim, stages: list[tuple[int, str]] | None) -> dict[str, object]:
        values: dict[str, object] = {"rung": cutoff.key}
        if cutoff.reference == "unanswered":
            values |= {"after": cutoff.rung.after, **self._sent(cutoff)}
        else:
            values |= {"since": cutoff.since, "until": cutoff.until}
        if aim.by_period:
            values["periods"] = self._periods[cutoff.lead, cutoff.nearer]
        if stages is not None:
            values["stages"] = stages
        if aim.to != "unit":
            values |= {"office": self.office.office, "own_work": self.office.own_work}
        if aim.elsewhere:
            values["in_unit"] = self.office.leader
        return values

    def _sent(self, cutoff: Cutoff) -> dict[str, object]:
        """The days in which the sheet went out, as instants of the programme's zone."""
        assert cutoff.since is not None  # `cutoffs` bounds it
        zone = ZoneInfo(self.office.catalog.programme.timezone)
        first, after = (datetime.combine(day, time(), zone) for day in (cutoff.since, cutoff.until + timedelta(days=1)))
        return {"sent_since": first, "sent_before": after}

    @cached_property
    def _periods(self) -> dict[tuple[str, str], list[int]]:
        """Periods by the leads that their milestones ask reminders for, each with the next nearer one."""
        found: dict[tuple[str, str], list[int]] = {}
        for row in chasing.periods(self.connection):
            leads = self.definitions[row.definition_id].milestone(row.milestone).remind
            for lead in leads:
                found.setdefault((lead, nearer_lead(lead, leads)), []).append(row.id)
        return found

    def _stages(self, cutoff: Cutoff) -> Iterator[tuple[list[tuple[int, str]] | None, bool]]:
        """The (definition, stage) pairs a behind-rung concerns, industry reviews apart; None where any will do."""
        if cutoff.within is None:
            yield None, False
            return
        kind = StageKind.ASSIGN if cutoff.reference == "unaccepted" else StageKind.REVIEW
        for industry in (False, True):
            found = [
                (number, stage.id)
                for number, definition in self.definitions.items()
                for stage in definition.workflow.stages
                if stage.kind is kind and stage.within == cutoff.within and (stage.who == "industry") is industry
            ]
            if found:
                yield found, industry
