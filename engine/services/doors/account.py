"""One's own account: setting one's password, where else one is signed in, and ending those visits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.domain.actor import Actor
from engine.errors import Forbidden, Invalid
from engine.services.desk import Desk
from engine.services.doors import passwords, sign_in
from engine.services.doors.secret import digest_of
from engine.store.doors import access
from engine.wording import N_


@dataclass(frozen=True, slots=True)
class Visit:
    """Somewhere one is signed in. Instants are UTC, `seen_at` exact to five minutes; `here`: where one asks from."""

    via: str
    began_at: datetime
    seen_at: datetime
    ends_at: datetime
    here: bool


def change_password(desk: Desk, actor: Actor, old: str, new: str, *, at: datetime, keep: str = "") -> None:
    """Set one's own password; every other visit ends, the one of the token `keep` goes on.

    Wrong tries count like those at the door: a visit left open on a desk is no place to guess from. Raises Forbidden
    for a wrong old password, Refused `locked` after too many, Invalid for a poor new one.
    """
    with desk.database.reading() as connection:
        account = access.account(connection, actor.id)
    sign_in.check_not_locked(account.locked_until if account else None, at)
    if account is None or not passwords.fits(old, account.password):
        if account is not None:
            sign_in.count_failure(desk, actor.id, int(account.failed) + 1, at)
        raise Forbidden("wrong-old-password", N_("The present password is another one."))
    passwords.check_new(new, actor.id, actor.name, old)
    fields = {
        "password": passwords.hashed(new),
        "must_change": False,
        "changed_at": at,
        "failed": 0,
        "locked_until": None,
    }
    with desk.database.transaction() as connection:
        access.change_account(connection, actor.id, fields)
        access.end_visits(connection, actor.id, but=digest_of(keep) if keep else "")


def check_twice(new: str, again: str) -> None:
    """A new password is typed twice the same. Raises Invalid."""
    if new != again:
        raise Invalid("not-the-same", N_("The two new passwords differ."), hint=N_("Type the same one twice."))


def visits(desk: Desk, actor: Actor, *, at: datetime, token: str = "") -> tuple[Visit, ...]:
    """Where a person is signed in at `at`, newest first; `token`: the secret of the visit that asks, if one does."""
    mine = digest_of(token) if token else ""
    with desk.database.reading() as connection:
        rows = access.visits_of(connection, actor.id, at, at - sign_in.IDLE)
    return tuple(Visit(row.via, row.began_at, row.seen_at, row.ends_at, row.digest == mine) for row in rows)


def end_others(desk: Desk, actor: Actor, *, token: str = "") -> int:
    """Sign a person out everywhere but at the visit of `token`; returns at how many places."""
    with desk.database.transaction() as connection:
        return access.end_visits(connection, actor.id, but=digest_of(token) if token else "")
