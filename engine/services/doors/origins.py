"""Wrong passwords counted by where they come from, so that many accounts cannot be tried from one place."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil
from typing import Final

from engine.errors import Refused
from engine.services.desk import Desk
from engine.services.doors.secret import digest_of
from engine.store.database import Connection
from engine.store.doors import access
from engine.wording import N_

_FORGIVEN: Final = timedelta(minutes=1)
"""So long it takes until one wrong try is forgotten: a whole building may share one address."""
_FIRST_PAUSE: Final = timedelta(minutes=1)
_LONGEST_PAUSE: Final = timedelta(minutes=30)


def check_origin(connection: Connection, origin: str, at: datetime) -> None:
    """Raise Refused `origin-locked` while tries from there are held back; '' is never."""
    row = access.wrong_name(connection, _key(origin)) if origin else None
    if row is not None and row.locked_until is not None and row.locked_until > at:
        raise Refused(
            "origin-locked",
            N_("Too many wrong passwords came from your network: signing in there waits {minutes} minutes."),
            hint=N_("Whoever is in already stays in. If nobody of you did that, tell an administrator."),
            minutes=ceil((row.locked_until - at).total_seconds() / 60),
        )


def count_origin(desk: Desk, origin: str, free: int, at: datetime) -> None:
    """Note a wrong password from there; beyond `free` of them a pause follows, each twice as long, to half an hour."""
    with desk.database.transaction() as connection:
        row = access.wrong_name(connection, _key(origin))
        failed = 1
        if row is not None:
            failed += max(0, int(row.failed) - int((at - row.at) / _FORGIVEN))
        beyond = failed - free
        until = at + min(_FIRST_PAUSE * 2 ** min(beyond - 1, 10), _LONGEST_PAUSE) if beyond > 0 else None
        told = {"digest": _key(origin), "failed": failed, "locked_until": until, "at": at}
        access.note_wrong_name(connection, told, older=at - timedelta(days=1))


def _key(origin: str) -> str:
    """Beside the names that nobody has, told from them by its first sign."""
    return f"@{digest_of(origin)}"
