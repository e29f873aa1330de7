"""个人链接: which service units have one, issuing and revoking them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from engine.domain.token_scope import TokenScope
from engine.services.doors import links as service
from engine.services.doors.secret import read_key
from engine.store.doors.personal_links import State, Wanted
from portal.api.door import Who, scoped
from portal.api.models.links import (
    ChoiceIn,
    LinkedUnit,
    LinkedUnits,
    LinksIn,
    NewLink,
    NewLinks,
    Revoked,
    RevokedIn,
)
from portal.api.models.value import Limit, Name
from portal.qr import drawn

router = APIRouter(prefix="/links", tags=["personal links"])


@router.get("")
@scoped(TokenScope.ADMINISTER)
def links(
    who: Who,
    group: Name = "",
    words: Name = "",
    state: State | None = None,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    limit: Limit = 50,
) -> LinkedUnits:
    """The service units I may give links to, by name."""
    wanted = Wanted(group=group, words=words.strip(), state=state)
    found = service.units(who.desk, who.actor, wanted, at=who.at, page=page, size=limit)
    return LinkedUnits(items=_told(found.lines), number=found.number, groups=found.groups)


@router.post("/preview")
@scoped(TokenScope.ADMINISTER)
def preview(who: Who, given: ChoiceIn) -> LinkedUnits:
    """Whom an issue or a revocation would concern; nothing changes."""
    wanted = None if given.units else Wanted(group=given.group, words=given.words.strip(), state=given.state)
    lines = service.chosen(who.desk, who.actor, at=who.at, ids=given.units, wanted=wanted)
    return LinkedUnits(items=_told(lines), number=len(lines), groups=())


@router.post("", status_code=201)
@scoped(TokenScope.ADMINISTER)
def issue(who: Who, given: LinksIn) -> NewLinks:
    """Issue them; a link is told once and is never kept, so a repeated request issues new ones."""
    key = read_key(who.runtime.settings.home)
    made = service.issue(who.desk, key, given.units, who.actor, at=who.at, days=given.days)
    address = who.runtime.settings.portal_address
    return NewLinks(
        items=tuple(
            NewLink(
                unit=one.unit,
                unit_name=one.unit_name,
                person_name=one.person_name,
                ends_at=one.ends_at,
                address=f"{address}/enter/{one.token}",
                qr=drawn(f"{address}/enter/{one.token}"),
            )
            for one in made
        )
    )


@router.post("/revocations")
@scoped(TokenScope.ADMINISTER)
def revoke(who: Who, given: RevokedIn) -> Revoked:
    """Close them at once, and let out who is in by one."""
    return Revoked(units=service.revoke(who.desk, given.units, who.actor, at=who.at, reason=given.reason))


def _told(lines: tuple[service.UnitLine, ...]) -> tuple[LinkedUnit, ...]:
    return tuple(map(LinkedUnit.model_validate, lines))
