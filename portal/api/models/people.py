"""Who there is, who is asking, and the tokens they work with."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Self

from pydantic import Field

from engine.domain.token_scope import TokenScope
from engine.domain.vocabulary import Role, UnitKind
from engine.services.doors.tokens import DAYS, LONGEST_DAYS
from engine.wording import Language
from portal.api.models.value import Answered, Given, Name


class Session(Answered):
    """Who is asking, by which door (`token` or the sign-in), and what the credential may be used for."""

    person: str
    name: str
    role: Role
    unit: str
    unit_name: str
    via: str
    scopes: tuple[TokenScope, ...]
    language: Language


class Unit(Answered):
    """A unit; one that has left stays for the archive."""

    id: str
    name: str
    kind: UnitKind
    service: str
    industry: str
    sub_district: str
    leader: str
    sample: bool
    left_on: date | None


class Person(Answered):
    """Somebody who acts for a unit."""

    id: str
    name: str
    unit: str
    unit_name: str
    role: Role
    email: str
    phone: str
    deputy: str
    active: bool
    sample: bool

    @classmethod
    def of(cls, row: Any) -> Self:
        """From a row of people."""
        rest = {name: getattr(row, name) for name in cls.model_fields if name != "unit"}
        return cls(unit=row.unit_id, **rest)


class Token(Answered):
    """A token for programs; what it may do is its person's rights within `scopes`."""

    id: int
    name: str
    person: str
    person_name: str
    scopes: tuple[TokenScope, ...]
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


class TokenIn(Given):
    """A token to be made for oneself."""

    name: Name
    scopes: Annotated[frozenset[TokenScope], Field(min_length=1)]
    days: Annotated[int, Field(ge=1, le=LONGEST_DAYS)] = DAYS


class NewToken(Answered):
    """A token just made. `secret` is told once; it goes into the header `Authorization: Bearer …`."""

    token: Token
    secret: str
