"""Who is asking, and who there is."""

from __future__ import annotations

from fastapi import APIRouter

from engine.domain.token_scope import TokenScope, in_order
from engine.services.looking import register
from engine.wording import language
from portal.api.door import Who, scoped
from portal.api.models.people import Person, Session, Unit
from portal.api.models.value import Cursor, Limit, Page
from portal.api.paging import after, paged

router = APIRouter(tags=["people"])


@router.get("/session")
@scoped(TokenScope.READ)
def session(who: Who) -> Session:
    """Who I am here."""
    actor = who.actor
    return Session(
        person=actor.id,
        name=actor.name,
        role=actor.role,
        unit=actor.unit,
        unit_name=actor.unit_name,
        via=who.via,
        scopes=in_order(who.scopes),
        language=language(),
    )


@router.get("/units")
@scoped(TokenScope.READ)
def units(who: Who, limit: Limit = 50, cursor: Cursor = "") -> Page[Unit]:
    """Every unit."""
    rows = register.units(who.desk, after=after(cursor), limit=limit + 1)
    return paged(rows, limit, Unit.model_validate, lambda row: row.id)


@router.get("/people")
@scoped(TokenScope.READ)
def people(who: Who, limit: Limit = 50, cursor: Cursor = "") -> Page[Person]:
    """Everybody, for those who see every unit's work; otherwise the people of one's own unit."""
    rows = register.people(who.desk, who.actor, after=after(cursor), limit=limit + 1)
    return paged(rows, limit, Person.of, lambda row: row.id)
