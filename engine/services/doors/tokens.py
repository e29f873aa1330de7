"""Tokens for programs: made and revoked by people, shown once, kept as a digest; what they may do is their person's."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from engine.domain.actor import Actor
from engine.domain.token_scope import EVERYTHING, TokenScope, in_order
from engine.domain.vocabulary import Role, Verb
from engine.errors import Forbidden, Invalid, NotFound
from engine.services.desk import Desk
from engine.services.doors.secret import digest_of
from engine.services.people import rights
from engine.store.database import Connection
from engine.store.doors import programs
from engine.wording import N_

PREFIX: Final = "luoshi_"
"""Every token begins so: whoever finds one in a log knows what it opens."""
DAYS: Final = 90
LONGEST_DAYS: Final = 366
SOON: Final = timedelta(days=14)
"""So long before its end a token is said to end soon."""
_NOTED: Final = timedelta(minutes=5)

Standing = Literal["good", "expiring", "expired", "revoked"]


@dataclass(frozen=True, slots=True)
class Token:
    """A token as its list shows it. Instants are UTC; `used_at` is exact to five minutes."""

    id: int
    name: str
    person: str
    person_name: str
    scopes: tuple[TokenScope, ...]
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None

    def standing(self, at: datetime) -> Standing:
        """Whether it opens anything at an instant, and whether it soon will not."""
        if self.revoked_at is not None:
            return "revoked"
        if at >= self.expires_at:
            return "expired"
        return "expiring" if at >= self.expires_at - SOON else "good"


@dataclass(frozen=True, slots=True)
class Made:
    """A new token. `secret` is told once and kept nowhere."""

    token: Token
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who is behind a token, and what it may be used for."""

    actor: Actor
    scopes: frozenset[TokenScope]


def create(
    desk: Desk,
    actor: Actor,
    name: str,
    scopes: Collection[TokenScope],
    *,
    at: datetime,
    days: int = DAYS,
    within: frozenset[TokenScope] = EVERYTHING,
) -> Made:
    """A token of `actor`'s own for `scopes`, good for `days` days from `at`.

    `within`: what the one who makes it may do themselves (a token makes none that may do more). Raises Invalid without
    a name or scopes or with an impossible number of days, Forbidden for a scope beyond `within`.
    """
    if not name.strip() or not scopes:
        raise Invalid(
            "token-unnamed", N_("A token needs a name and at least one scope."), hint=N_("Name what will use it.")
        )
    if not 1 <= days <= LONGEST_DAYS:
        raise Invalid(
            "token-days",
            N_("A token is good for 1 to {longest} days."),
            hint=N_("Make a new one before it ends."),
            longest=LONGEST_DAYS,
        )
    if set(scopes) - within:
        raise Forbidden("beyond-this-token", N_("A token cannot make one that may do more than itself."))
    secret = PREFIX + secrets.token_urlsafe(32)
    row = {
        "digest": digest_of(secret),
        "person_id": actor.id,
        "name": name.strip(),
        "scopes": [str(scope) for scope in in_order(scopes)],
        "made_at": at,
        "expires_at": at + timedelta(days=days),
    }
    with desk.database.transaction() as connection:
        number = programs.add_token(connection, row)
        detail = {"token": number, "name": row["name"], "scopes": row["scopes"], "days": days}
        _record(desk, connection, Verb.MAKE_TOKEN, actor, at, detail)
        [made] = programs.tokens(connection, None, number=number)
    return Made(_token(made), secret)


def listed(desk: Desk, actor: Actor) -> tuple[Token, ...]:
    """A person's tokens, newest first; administrators and auditors see everybody's, never the secrets."""
    with desk.database.reading() as connection:
        rows = programs.tokens(connection, None if actor.role in (Role.ADMINISTRATOR, Role.AUDITOR) else actor.id)
    return tuple(_token(row) for row in rows)


def revoke(desk: Desk, actor: Actor, number: int, *, at: datetime) -> None:
    """End a token at once. Raises NotFound for a number that is not one's own (an administrator ends anybody's)."""
    with desk.database.transaction() as connection:
        rows = programs.tokens(connection, None, number=number)
        if not rows or (rows[0].person_id != actor.id and actor.role is not Role.ADMINISTRATOR):
            raise NotFound("no-such-token", N_("You have no token {number}."), number=number)
        if rows[0].revoked_at is None:
            programs.revoke(connection, number, at)
            detail = {"token": number, "name": rows[0].name, "person": rows[0].person_id}
            _record(desk, connection, Verb.REVOKE_TOKEN, actor, at, detail)


def bearer(desk: Desk, secret: str, *, at: datetime) -> Bearer | None:
    """Who is behind a token; None when it is unknown, has ended, was revoked, or its person has left."""
    if not secret.startswith(PREFIX):
        return None
    with desk.database.reading() as connection:
        row = programs.bearer(connection, digest_of(secret))
    if row is None or not row.active or row.revoked_at is not None or at >= row.expires_at:
        return None
    if row.used_at is None or at >= row.used_at + _NOTED:
        with desk.database.transaction() as connection:
            programs.used(connection, row.id, at)
    actor = Actor(row.person_id, row.name, row.unit_id, row.unit_name, Role(row.role))
    return Bearer(actor, frozenset(TokenScope(scope) for scope in row.scopes))


def _record(
    desk: Desk, connection: Connection, verb: Verb, actor: Actor, at: datetime, detail: dict[str, object]
) -> None:
    rights.record(connection, rights.act_of(desk.book.office(connection), verb, actor, at, detail))


def _token(row: Any) -> Token:
    return Token(
        row.id,
        row.name,
        row.person_id,
        row.person_name,
        tuple(TokenScope(scope) for scope in row.scopes),
        row.made_at,
        row.expires_at,
        row.used_at,
        row.revoked_at,
    )
