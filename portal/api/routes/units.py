"""Units and groups as they are kept."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query

from engine.domain.token_scope import TokenScope
from engine.services.people import groups, places, putting_back, units
from engine.store.people.where import Sought, State
from portal.api import paging
from portal.api.door import Caller, Who, scoped
from portal.api.models import units as m
from portal.api.models.keeping import Duty, Made, PageNumber
from portal.api.models.value import Cursor, Limit, Name, Page
from portal.api.paging import after_number

router = APIRouter(tags=["units"])


@router.get("/search/units")
@scoped(TokenScope.READ)
def search(
    who: Who,
    words: Name = "",
    kind: Name = "",
    industry: Name = "",
    sub_district: Name = "",
    group: Name = "",
    state: State | None = "here",
    page: PageNumber = 1,
) -> m.FoundUnits:
    """Units by kind and name, narrowed, fifty on a page, for those who see every unit's work."""
    sought = Sought(words, kind, industry, sub_district, group, state)
    found = places.units(who.desk, who.actor, sought, at=who.at, page=page)
    return m.FoundUnits(items=tuple(map(m.UnitLine.model_validate, found.lines)), number=found.number)


@router.post("/units", status_code=201)
@scoped(TokenScope.ADMINISTER)
def add(who: Who, given: m.UnitIn) -> Made:
    """Add a unit; it joins the groups whose attributes it has."""
    return Made(id=units.add(who.desk, given.model_dump(exclude_none=True), who.actor, at=who.at))


@router.get("/units/{unit}")
@scoped(TokenScope.READ)
def unit(who: Who, unit: Name) -> m.KeptUnit:
    """One unit."""
    return _shown(who, unit)


@router.patch("/units/{unit}")
@scoped(TokenScope.ADMINISTER)
def change(who: Who, unit: Name, given: m.UnitIn) -> m.KeptUnit:
    """Change what is given; groups by attribute follow."""
    units.change(who.desk, unit, given.model_dump(exclude_none=True), who.actor, at=who.at)
    return _shown(who, unit)


@router.post("/units/{unit}/roster")
@scoped(TokenScope.ADMINISTER)
def take_over(who: Who, unit: Name) -> m.KeptUnit:
    """The roster's word stands again."""
    units.take_over(who.desk, unit, who.actor, at=who.at)
    return _shown(who, unit)


@router.post("/units/{unit}/close")
@scoped(TokenScope.ADMINISTER)
def close(who: Who, unit: Name, given: m.From) -> m.KeptUnit:
    """It is gone from a day on: open work is withdrawn, evidence stays."""
    units.close(who.desk, unit, given.on, who.actor, at=who.at, reason=given.reason)
    return _shown(who, unit)


@router.post("/units/{unit}/reopen")
@scoped(TokenScope.ADMINISTER)
def reopen(who: Who, unit: Name) -> m.KeptUnit:
    """It is here again."""
    units.open_again(who.desk, unit, who.actor, at=who.at)
    return _shown(who, unit)


@router.get("/units/{unit}/withdrawn")
@scoped(TokenScope.ADMINISTER)
def withdrawn(who: Who, unit: Name) -> m.PutBackLines:
    """What was withdrawn because the unit left, and can be put back now that it is here again."""
    found = putting_back.waiting(who.desk, unit, who.actor, at=who.at)
    return m.PutBackLines(items=tuple(map(m.PutBackLine.model_validate, found)))


@router.post("/units/{unit}/put-back", status_code=204)
@scoped(TokenScope.ADMINISTER)
def put_back(who: Who, unit: Name, given: m.PutBackIn) -> None:
    """Put these back, all or none, each to the stage at which it was withdrawn."""
    order = putting_back.PutBack(unit, given.assignments, who.actor, given.due_on, given.reason)
    putting_back.put_back(who.desk, order, at=who.at)


@router.post("/units/{unit}/join")
@scoped(TokenScope.ADMINISTER)
def join(who: Who, unit: Name, given: m.Join) -> m.JoinedGroup:
    """It joins a group from a day on."""
    issued = groups.join(who.desk, unit, given.group, given.on, who.actor, at=who.at, due=given.due)
    return m.JoinedGroup(assignments=issued.assignments)


@router.post("/units/{unit}/quit", status_code=204)
@scoped(TokenScope.ADMINISTER)
def quit_group(who: Who, unit: Name, given: m.Quit) -> None:
    """It leaves a group from a day on."""
    groups.quit_group(who.desk, unit, given.group, given.on, who.actor, at=who.at, reason=given.reason)


@router.get("/groups")
@scoped(TokenScope.READ)
def every_group(who: Who) -> m.Groups:
    """Every group, for those who see every unit's work."""
    places.check_looks(who.desk, who.actor)
    return m.Groups(items=tuple(map(m.Group.model_validate, groups.groups(who.desk, at=who.at))))


@router.get("/groups/members")
@scoped(TokenScope.READ)
def members(who: Who, group: Annotated[Name, Query()], limit: Limit = 50, cursor: Cursor = "") -> Page[m.Member]:
    """The members of a group, those who left too."""
    places.check_looks(who.desk, who.actor)
    number = max(after_number(cursor), 1)
    found = groups.group(who.desk, group, at=who.at, page=number, size=limit)
    following = paging.cursor(number + 1) if number * limit < found.number else None
    return Page(items=tuple(map(m.Member.model_validate, found.members)), next=following)


def _shown(who: Caller, unit: str) -> m.KeptUnit:
    it = places.unit(who.desk, unit, who.actor)
    duties = tuple(Duty(assignment=d.number, indicator=d.indicator, title=d.title, period=d.period, due_on=d.due_on)
                   for d in it.duties)  # fmt: skip
    belongs = tuple(map(m.Belonging.model_validate, it.belongs))
    return m.KeptUnit(**asdict(it.line), belongs=belongs, duties=duties, roster=it.roster)
