"""Tokens of programs and the answers kept for requests that are sent again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from engine.store import tables as t
from engine.store.prepared import Prepared
from engine.store.rows import add

_T, _P, _K = t.access_token.c, t.person.c, t.kept_answer.c

_BEARER = Prepared(
    select(
        _T.id,
        _T.scopes,
        _T.expires_at,
        _T.used_at,
        _T.revoked_at,
        _T.person_id,
        _P.name,
        _P.unit_id,
        _P.role,
        _P.active,
        t.unit.c.name.label("unit_name"),
    )
    .select_from(t.access_token.join(t.person, _P.id == _T.person_id).join(t.unit, t.unit.c.id == _P.unit_id))
    .where(_T.digest == bindparam("wanted"))
)


def bearer(connection: Connection, digest: str) -> Any | None:
    """A token with the person behind it."""
    return _BEARER.one(connection, {"wanted": digest})


def add_token(connection: Connection, row: Mapping[str, object]) -> int:
    """Keep a new token; returns its number."""
    return int(connection.execute(insert(t.access_token).returning(_T.id), dict(row)).scalar_one())


def used(connection: Connection, number: int, at: datetime) -> None:
    """Note that a token was used."""
    connection.execute(update(t.access_token).where(_T.id == number).values(used_at=at))


def revoke(connection: Connection, number: int, at: datetime) -> None:
    """End a token; one that was ended before keeps its moment."""
    connection.execute(update(t.access_token).where(_T.id == number, _T.revoked_at.is_(None)).values(revoked_at=at))


def tokens(connection: Connection, person: str | None, *, number: int | None = None) -> list[Row[Any]]:
    """Tokens with their person's name, newest first: a person's, or everybody's; or the one of that number."""
    statement = select(t.access_token, _P.name.label("person_name")).join(t.person, _P.id == _T.person_id)
    if person is not None:
        statement = statement.where(_T.person_id == person)
    if number is not None:
        statement = statement.where(_T.id == number)
    return list(connection.execute(statement.order_by(_T.id.desc())))


def kept(connection: Connection, caller: str, key: str) -> Row[Any] | None:
    """What was kept of an earlier request of this caller with that key."""
    return connection.execute(select(t.kept_answer).where(_K.caller == caller, _K.key == key)).one_or_none()


def keep(connection: Connection, row: Mapping[str, object], *, older: datetime) -> bool:
    """Note that a key is being used, and forget what is older than that instant; False when it is there already."""
    connection.execute(delete(t.kept_answer).where(_K.at < older))
    if kept(connection, str(row["caller"]), str(row["key"])) is not None:
        return False  # writers come one at a time, so what is looked up here stays true
    add(connection, t.kept_answer, [row])
    return True


def keep_answer(connection: Connection, caller: str, key: str, status: int, body: str) -> None:
    """Keep what the request was answered."""
    connection.execute(update(t.kept_answer).where(_K.caller == caller, _K.key == key).values(status=status, body=body))
