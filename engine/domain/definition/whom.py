"""Whom the table speaks of: units, groups, rosters and people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from pydantic import Field

from engine.domain.definition.value import Fault, Ruled, Slug, Value, Words
from engine.domain.vocabulary import Role, UnitKind
from engine.wording import N_


class Unit(Value):
    """A department, sub-district, association, institute or service unit.

    `service` is a service unit's kind (集贸市场, 加油站 …); `industry` names the department in charge of it; `leader`
    is the id of its own leader in charge (分管领导), '' where it is its group's or the programme's.
    """

    id: Slug
    name: Words
    kind: UnitKind
    service: str = ""
    industry: str = ""
    sub_district: str = ""
    leader: str = ""
    sample: bool = False


class Where(Value):
    """Members by attribute; every attribute given must match, each against its list."""

    kind: tuple[UnitKind, ...] = ()
    service: tuple[Words, ...] = ()
    industry: tuple[Words, ...] = ()
    sub_district: tuple[Words, ...] = ()

    def matches(self, unit: Unit) -> bool:
        """Whether the unit is a member."""
        return all(
            not wanted or value in wanted
            for wanted, value in (
                (self.kind, unit.kind),
                (self.service, unit.service),
                (self.industry, unit.industry),
                (self.sub_district, unit.sub_district),
            )
        )


class Join(Value):
    """A member that joined or left after the start, from that day on.

    `due`: the date agreed with a late joiner for what was already due (story 3); without it only later work is theirs.
    """

    unit: Words
    day: date
    due: date | None = None


class UnitGroup(Ruled):
    """各街道, 各成员单位, 各行业主管部门 …: by list or by attribute; members may join or leave (story 3).

    `leader`: the leader in charge (a person's id) of those members that name none of their own.
    """

    name: Words
    members: tuple[Words, ...] = ()
    where: Where | None = None
    joined: tuple[Join, ...] = ()
    left: tuple[Join, ...] = ()
    leader: str = ""
    assumed: str = ""

    def faults(self) -> Iterator[Fault]:
        """Not exactly one of a list and attributes."""
        if bool(self.members) == (self.where is not None):
            yield Fault("group", N_("a group has either `members` or `where`"), *(("where",) if self.where else ()))


class Roster(Value):
    """A CSV file of units or people beside units.yaml; `sample` marks invented rows."""

    file: Words
    sample: bool = False


class Units(Value):
    """units.yaml: who there is."""

    units: Annotated[tuple[Unit, ...], Field(min_length=1)]
    groups: tuple[UnitGroup, ...] = ()
    rosters: tuple[Roster, ...] = ()
    people: tuple[Roster, ...] = ()


class Person(Value):
    """Somebody who acts for a unit. Contacts are kept out of definitions that are published."""

    id: Slug
    name: Words
    unit: Words
    role: Role
    email: str = ""
    phone: str = ""
    deputy: str = ""
    sample: bool = False
