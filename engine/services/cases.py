"""An assignment as a verb sees it: its facts, its definition, and the one decision put to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from engine.domain.actor import Actor
from engine.domain.days import day_of
from engine.domain.definition import Definition, Milestone
from engine.domain.definition.when import Continuous
from engine.domain.keeping import OFFICE_ROLES
from engine.domain.lifecycle import ACTING_ROLES, Move, decide
from engine.domain.needs import Facts, Who
from engine.domain.vocabulary import Role, StageKind, Verb
from engine.errors import Invalid, NotFound
from engine.services.desk import Desk, Office
from engine.store.chain import Act
from engine.store.database import Connection, Row
from engine.store.moves import Moved
from engine.store.work import standing
from engine.wording import N_


@dataclass(frozen=True)
class Case:
    """One assignment in one transaction, at one instant."""

    row: Row[Any]
    definition: Definition
    office: Office
    at: datetime
    today: date

    @property
    def id(self) -> int:
        """The assignment's number."""
        return int(self.row.id)

    @cached_property
    def milestone(self) -> Milestone:
        """The milestone the assignment's period belongs to."""
        return self.definition.milestone(self.row.milestone)

    @cached_property
    def reviewing_unit(self) -> str:
        """The unit that stands for the office here: another one for the office's own work (story 10)."""
        return self.office.own_work if self.row.unit_id == self.office.office else self.office.office

    @cached_property
    def industry_unit(self) -> str:
        """The industry department in charge of the unit; the office where there is none or it is the unit itself."""
        found = self.office.ids.get(self.row.industry, "")
        return found if found and found != self.row.unit_id else self.reviewing_unit

    def sides(self, actor: Actor, parts: Sequence[str] = ()) -> frozenset[Who]:
        """Which sides of the workflow the actor stands on here."""
        if actor.role is Role.SYSTEM:
            return frozenset({Who.SYSTEM})
        if actor.role not in ACTING_ROLES:
            return frozenset()
        found = set()
        if actor.unit == self.row.unit_id:
            found.add(Who.LEAD)
        if actor.unit in parts:
            found.add(Who.COOPERATING)
        if actor.role in OFFICE_ROLES and actor.unit in (self.office.office, self.reviewing_unit):
            found.add(Who.OFFICE)
        if actor.unit == self.industry_unit:
            found.add(Who.INDUSTRY)
        if actor.role is Role.LEADER:
            found.add(Who.LEADER)
        return frozenset(found)

    @cached_property
    def who_can(self) -> Mapping[Who, str]:
        """The units behind the sides, for refusals that say who may."""
        names = self.office.names
        return {
            Who.LEAD: self.row.unit_name,
            Who.OFFICE: names.get(self.reviewing_unit, ""),
            Who.INDUSTRY: names.get(self.industry_unit, ""),
            Who.LEADER: names.get(self.office.leader, ""),
        }

    def decide(self, verb: Verb, actor: Actor, *, parts: Sequence[str] = (), **more: Any) -> Move:
        """Put the one decision. Raises Refused or Forbidden with a sentence that says what would be needed."""
        facts = Facts(
            stage=self.row.stage,
            actor=actor,
            sides=self.sides(actor, parts),
            own_unit=actor.unit == self.row.unit_id,
            submitter=self.row.submitter,
            opened=self.row.opened_at is not None,
            continuous=self.continuous and self.today < self.row.assess_on,
            who_can=self.who_can,
            **more,
        )
        return decide(self.definition.workflow, verb, facts)

    @property
    def continuous(self) -> bool:
        """Whether evidence is taken at any time until the assessment."""
        return isinstance(self.milestone.when, Continuous)

    def act(self, verb: Verb, actor: Actor, reason: str = "", detail: Any = None) -> Act:
        """The act that records what `actor` does here."""
        return Act(self.row.programme, verb, actor.id, self.at, self.today, reason, self.definition.digest, detail)

    def stays(self, sets: Mapping[str, object] | None = None) -> Moved:
        """The assignment stays at its stage, with these columns set."""
        return Moved(self.id, self.row.stage, "", StageKind(self.row.stage_kind), sets or {})

    def goes(self, move: Move, sets: Mapping[str, object] | None = None) -> Moved:
        """The assignment goes where the move says (or stays), with these columns set."""
        kind = move.target_kind or StageKind(self.row.stage_kind)
        return Moved(self.id, self.row.stage, move.target, kind, sets or {})


def each_once(numbers: Sequence[int]) -> None:
    """Of two orders for one assignment in a batch the second would be decided on what the first has changed.

    Raises Invalid naming the assignment.
    """
    if len(set(numbers)) < len(numbers):
        raise Invalid(
            "twice-in-one-batch",
            N_("Assignment {number} stands in one batch twice."),
            hint=N_("Give the orders one after the other."),
            number=next(number for number in numbers if list(numbers).count(number) > 1),
        )


def cases(desk: Desk, connection: Connection, ids: Sequence[int], at: datetime) -> dict[int, Case]:
    """The cases of these assignments. Raises NotFound naming the first unknown number."""
    office = desk.book.office(connection)
    today = day_of(at, office.catalog.programme)
    rows = standing.standings(connection, ids)
    for number in ids:
        if number not in rows:
            raise NotFound(
                "unknown-assignment",
                N_("There is no assignment {number}."),
                hint=N_("`luoshi agenda` lists the numbers."),
                number=number,
            )
    return {
        number: Case(rows[number], desk.book.definition(connection, rows[number].definition_id), office, at, today)
        for number in ids
    }
