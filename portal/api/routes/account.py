"""One's own account: setting the password, seeing and ending visits."""

from __future__ import annotations

from fastapi import APIRouter

from engine.domain.token_scope import TokenScope
from engine.services.doors import account as service
from engine.services.people import keep
from portal.api.door import Caller, Who, scoped
from portal.api.models.account import Contacts, Ended, PasswordIn, Visit, Visits

router = APIRouter(tags=["account"])


@router.post("/password", status_code=204)
@scoped(TokenScope.ADMINISTER)
def set_password(who: Who, given: PasswordIn) -> None:
    """Set my own password; every other visit of mine ends, tokens stay."""
    service.change_password(who.desk, who.actor, given.old, given.new, at=who.at, keep=_visit(who))


@router.get("/contacts")
@scoped(TokenScope.READ)
def contacts(who: Who) -> Contacts:
    """My telephone and e-mail."""
    return Contacts.model_validate(keep.own_contacts(who.desk, who.actor))


@router.put("/contacts", status_code=204)
@scoped(TokenScope.ADMINISTER)
def set_contacts(who: Who, given: Contacts) -> None:
    """Change them."""
    keep.change_own(who.desk, given.model_dump(), who.actor, at=who.at)


@router.get("/visits")
@scoped(TokenScope.ADMINISTER)
def visits(who: Who) -> Visits:
    """Where I am signed in."""
    found = service.visits(who.desk, who.actor, at=who.at, token=_visit(who))
    return Visits(items=tuple(map(Visit.model_validate, found)))


@router.delete("/visits")
@scoped(TokenScope.ADMINISTER)
def end_others(who: Who) -> Ended:
    """Sign me out everywhere but here."""
    return Ended(ended=service.end_others(who.desk, who.actor, token=_visit(who)))


def _visit(who: Caller) -> str:
    """The secret of the visit that asks; '' for a token."""
    return "" if who.via == "token" else who.credential
