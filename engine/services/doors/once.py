"""A request sent again with the same key is not done again: the key is recorded in the act's own transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from engine.errors import Invalid, Refused
from engine.services.desk import Desk
from engine.store.database import Connection, Database
from engine.store.doors import programs
from engine.wording import N_

KEPT: Final = timedelta(days=1)
"""So long a key is known."""
LONGEST_KEY: Final = 200


@dataclass(frozen=True, slots=True)
class Key:
    """An Idempotency-Key of a caller (the digest of their token or visit) for one request (its digest)."""

    caller: str
    key: str
    request: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What an earlier request was answered."""

    status: int
    body: str


def key_of(credential: str, key: str, request: bytes) -> Key:
    """The key of a request. Raises Invalid for one that is too long."""
    if not 0 < len(key) <= LONGEST_KEY:
        raise Invalid("key-length", N_("An Idempotency-Key has from 1 to {longest} characters."), longest=LONGEST_KEY)
    return Key(hashlib.sha256(credential.encode()).hexdigest(), key, hashlib.sha256(request).hexdigest())


def earlier(desk: Desk, key: Key, *, at: datetime) -> Answer | None:
    """What the same request was answered within a day; None when it is new.

    Raises Invalid when the key belongs to another request, Refused when the earlier one was done but its answer was
    not kept, because the portal stopped in between or is still at it.
    """
    with desk.database.reading() as connection:
        row = programs.kept(connection, key.caller, key.key)
    if row is None or row.at < at - KEPT:
        return None
    if row.request != key.request:
        raise Invalid(
            "key-of-another-request",
            N_("This Idempotency-Key belongs to another request."),
            hint=N_("Take a new key for each request, and the same one only to send that request again."),
        )
    if not row.status:
        raise _done_already()
    return Answer(row.status, row.body)


def noting(desk: Desk, key: Key, *, at: datetime) -> Desk:
    """The same desk, whose next transaction records the key as well: both are kept, or neither.

    A service that writes in several transactions records it in the first of them.
    """
    return replace(desk, database=_Noting(desk.database, key, at))


def keep(desk: Desk, key: Key, answer: Answer) -> None:
    """Keep what the request was answered."""
    with desk.database.transaction() as connection:
        programs.keep_answer(connection, key.caller, key.key, answer.status, answer.body)


class _Noting(Database):
    """A database that records a key with what is written first."""

    def __init__(self, inner: Database, key: Key, at: datetime) -> None:
        self.url, self.sqlite, self.engine, self.durable = inner.url, inner.sqlite, inner.engine, inner.durable
        self._row = {"caller": key.caller, "key": key.key, "request": key.request, "at": at}
        self._at, self._noted = at, False

    @contextmanager
    def transaction(self, *, lasting: bool = True) -> Iterator[Connection]:
        with super().transaction(lasting=lasting) as connection:
            if not self._noted:
                if not programs.keep(connection, self._row, older=self._at - KEPT):
                    raise _done_already()
                self._noted = True
            yield connection


def _done_already() -> Refused:
    return Refused(
        "done-already",
        N_("A request with this Idempotency-Key was received before; it is not done twice."),
        hint=N_("Look at what it was about; to do it again, send it with a new key."),
    )
