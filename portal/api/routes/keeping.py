"""People as they are kept: added, changed, leaving and back, their accounts, and work that nobody has."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter

from engine.domain.token_scope import TokenScope
from engine.services.people import account, keep, look, unowned
from engine.services.work import leave as departures
from engine.store.people.who import Sought, State
from portal.api.door import Caller, Who, scoped
from portal.api.models import keeping as m
from portal.api.models.keeping import PageNumber
from portal.api.models.value import Name

router = APIRouter(tags=["people"])


@router.get("/search/people")
@scoped(TokenScope.READ)
def search(
    who: Who,
    words: Name = "",
    unit: Name = "",
    role: Name = "",
    state: State | None = "active",
    of_shops: bool = False,
    page: PageNumber = 1,
) -> m.FoundPeople:
    """People by unit and name, narrowed, fifty on a page; a head finds their own unit's."""
    found = look.people(who.desk, who.actor, Sought(words, unit, role, state, of_shops), at=who.at, page=page)
    return m.FoundPeople(items=tuple(map(m.PersonLine.model_validate, found.lines)), number=found.number)


@router.post("/people", status_code=201)
@scoped(TokenScope.ADMINISTER)
def add(who: Who, given: m.PersonIn) -> m.Made:
    """Add a person; without an id one is given."""
    return m.Made(id=keep.add(who.desk, given.model_dump(exclude_none=True), who.actor, at=who.at))


@router.get("/people/{person}")
@scoped(TokenScope.READ)
def person(who: Who, person: Name) -> m.KeptPerson:
    """One person."""
    return _shown(who, person)


@router.patch("/people/{person}")
@scoped(TokenScope.ADMINISTER)
def change(who: Who, person: Name, given: m.PersonIn) -> m.KeptPerson:
    """Change what is given."""
    keep.change(who.desk, person, given.model_dump(exclude_none=True), who.actor, at=who.at)
    return _shown(who, person)


@router.post("/people/{person}/roster")
@scoped(TokenScope.ADMINISTER)
def take_over(who: Who, person: Name) -> m.KeptPerson:
    """The roster's word stands again."""
    keep.take_over(who.desk, person, who.actor, at=who.at)
    return _shown(who, person)


@router.get("/people/{person}/leave")
@scoped(TokenScope.READ)
def leaving(who: Who, person: Name) -> m.Departing:
    """What leaving would mean."""
    return m.Departing.of(departures.preview(who.desk, person, who.actor))


@router.post("/people/{person}/leave")
@scoped(TokenScope.ADMINISTER)
def leave(who: Who, person: Name, given: m.Leave) -> m.LeftBehind:
    """离岗: their work goes where it is said."""
    left = departures.leave(who.desk, person, who.actor, at=who.at, reason=given.reason, to=given.to)
    return m.LeftBehind(handed_on=left.handed_on, unowned=left.unowned)


@router.post("/people/{person}/back")
@scoped(TokenScope.ADMINISTER)
def come_back(who: Who, person: Name) -> m.CameBack:
    """They are here again, with the work that is still where it went."""
    return m.CameBack(work=keep.come_back(who.desk, person, who.actor, at=who.at))


@router.post("/people/{person}/password")
@scoped(TokenScope.ADMINISTER)
def password(who: Who, person: Name) -> m.OneTime:
    """A one-time password, told once; it is never kept, so a repeated request makes another one."""
    return m.OneTime(person=person, password=account.reset_password(who.desk, person, who.actor, at=who.at))


@router.post("/people/{person}/unlock", status_code=204)
@scoped(TokenScope.ADMINISTER)
def unlock(who: Who, person: Name) -> None:
    """They may try again at once."""
    account.unlock(who.desk, person, who.actor, at=who.at)


@router.post("/people/{person}/visits", status_code=204)
@scoped(TokenScope.ADMINISTER)
def end_visits(who: Who, person: Name) -> None:
    """They are out everywhere."""
    account.end_visits(who.desk, person, who.actor, at=who.at)


@router.get("/unowned")
@scoped(TokenScope.READ)
def work_of_nobody(who: Who) -> m.Unowned:
    """Work that nobody has."""
    found = unowned.unowned(who.desk, who.actor)
    return m.Unowned(items=tuple(map(m.UnownedWork.of, found.units)), number=found.number)


@router.post("/unowned", status_code=204)
@scoped(TokenScope.ADMINISTER)
def hand_on(who: Who, given: m.HandOn) -> None:
    """Hand it on to a person of the unit."""
    unowned.hand_on(who.desk, given.assignments, given.to, who.actor, at=who.at)


def _shown(who: Caller, person: str) -> m.KeptPerson:
    it = look.person(who.desk, person, who.actor)
    return m.KeptPerson(**asdict(it.line), owned=it.owned, roster=it.roster, may_grant=it.roles,
                        leads=tuple(each for each, _ in it.leads), leads_the_rest=it.leads_the_rest)  # fmt: skip
