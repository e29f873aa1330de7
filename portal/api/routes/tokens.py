"""Tokens for programs."""

from __future__ import annotations

from fastapi import APIRouter

from engine.domain.token_scope import TokenScope
from engine.services.doors import tokens as service
from portal.api.door import Who, scoped
from portal.api.models.people import NewToken, Token, TokenIn
from portal.api.models.value import Answered, Number

router = APIRouter(prefix="/tokens", tags=["tokens"])


class Tokens(Answered):
    """Tokens, newest first, those that have ended too."""

    items: tuple[Token, ...]


@router.get("")
@scoped(TokenScope.ADMINISTER)
def tokens(who: Who) -> Tokens:
    """My tokens; administrators and auditors see everybody's."""
    return Tokens(items=tuple(map(Token.model_validate, service.listed(who.desk, who.actor))))


@router.post("", status_code=201)
@scoped(TokenScope.ADMINISTER)
def create(who: Who, given: TokenIn) -> NewToken:
    """Make one for myself; its secret is told once and is never kept, so a repeated request makes another one."""
    made = service.create(who.desk, who.actor, given.name, given.scopes, at=who.at, days=given.days, within=who.scopes)
    return NewToken(token=Token.model_validate(made.token), secret=made.secret)


@router.delete("/{number}", status_code=204)
@scoped(TokenScope.ADMINISTER)
def revoke(who: Who, number: Number) -> None:
    """End one at once."""
    service.revoke(who.desk, who.actor, number, at=who.at)
