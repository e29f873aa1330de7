"""Accounts and visits: what signing in reads and writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, or_, select, update

from engine.store import tables as t
from engine.store.prepared import Prepared
from engine.store.rows import upsert

_P, _A, _V = t.person.c, t.account.c, t.visit.c


def by_name(connection: Connection, name: str) -> list[Row[Any]]:
    """Active people with that id, e-mail address or telephone, and their account where they have one."""
    statement = (
        select(_P.id, _P.name, _P.role, _P.unit_id, _P.sample, _A.password, _A.must_change, _A.failed, _A.locked_until)
        .select_from(t.person.outerjoin(t.account, _A.person_id == _P.id))
        .where(_P.active.is_(True), or_(_P.id == name, _P.email == name, _P.phone == name))
    )
    return list(connection.execute(statement))


def account(connection: Connection, person: str) -> Row[Any] | None:
    """A person's account."""
    return connection.execute(select(t.account).where(_A.person_id == person)).one_or_none()


def wrong_name(connection: Connection, digest: str) -> Row[Any] | None:
    """How often a name that nobody has, or from a network, was tried in vain."""
    return connection.execute(select(t.wrong_name).where(t.wrong_name.c.digest == digest)).one_or_none()


def note_wrong_name(connection: Connection, row: Mapping[str, object], *, older: datetime) -> None:
    """Count a try at a name that nobody has, or from a network, and forget those last tried before `older`."""
    upsert(connection, t.wrong_name, [row], ("digest",))
    connection.execute(delete(t.wrong_name).where(t.wrong_name.c.at < older))


def save_accounts(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Open accounts or change them whole."""
    upsert(connection, t.account, rows, ("person_id",))


def change_account(connection: Connection, person: str, fields: Mapping[str, object]) -> None:
    """Change some columns of an account."""
    connection.execute(update(t.account).where(_A.person_id == person).values(**fields))


def any_account_of(connection: Connection, role: str) -> bool:
    """Whether anybody active of that role can sign in."""
    statement = (
        select(func.count())
        .select_from(t.account.join(t.person, _P.id == _A.person_id))
        .where(_P.role == role, _P.active.is_(True), _A.password != "")
    )
    return bool(connection.execute(statement).scalar_one())


def sample_people(connection: Connection) -> list[str]:
    """Ids of the active people that come from a sample roster."""
    return list(connection.execute(select(_P.id).where(_P.sample.is_(True), _P.active.is_(True))).scalars())


def begin_visit(connection: Connection, row: Mapping[str, object]) -> None:
    """Let somebody in, and note when."""
    connection.execute(insert(t.visit), dict(row))
    connection.execute(update(t.person).where(_P.id == row["person_id"]).values(last_in=row["began_at"]))


_VISIT = Prepared(
    select(
        _V.person_id,
        _V.via,
        _V.seen_at,
        _V.ends_at,
        _P.name,
        _P.unit_id,
        t.unit.c.name.label("unit_name"),
        t.unit.c.kind.label("unit_kind"),
        _P.role,
        _P.active,
        _A.must_change,
    )
    .select_from(
        t.visit.join(t.person, _P.id == _V.person_id)
        .join(t.unit, t.unit.c.id == _P.unit_id)
        .outerjoin(t.account, _A.person_id == _P.id)
    )
    .where(_V.digest == bindparam("wanted"))
)


def visit(connection: Connection, digest: str) -> Any | None:
    """A visit with the person behind it."""
    return _VISIT.one(connection, {"wanted": digest})


def seen(connection: Connection, digest: str, at: datetime) -> None:
    """Note that a visit is still going on."""
    connection.execute(update(t.visit).where(_V.digest == digest).values(seen_at=at))


def end_visit(connection: Connection, digest: str) -> None:
    """Let somebody out."""
    connection.execute(delete(t.visit).where(_V.digest == digest))


def end_visits(connection: Connection, person: str, *, but: str = "") -> int:
    """Let a person out everywhere, but for one visit; returns how many ended."""
    return connection.execute(delete(t.visit).where(_V.person_id == person, _V.digest != but)).rowcount


def visits_of(connection: Connection, person: str, at: datetime, seen_since: datetime) -> list[Row[Any]]:
    """A person's visits that go on at an instant and were seen after another one, newest first."""
    going = (_V.person_id == person, _V.ends_at > at, _V.seen_at > seen_since)
    return list(connection.execute(select(t.visit).where(*going).order_by(_V.began_at.desc())))


def forget_visits(connection: Connection, before: datetime) -> None:
    """Remove visits that ended before an instant."""
    connection.execute(delete(t.visit).where(_V.ends_at < before))
