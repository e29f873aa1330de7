"""Definitions that are being worked on: texts by file, newest last, and the proposals made of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, delete, func, insert, select, update

from engine.store import tables as t
from engine.store.prepared import Prepared

_T, _P = t.definition_text.c, t.proposal.c


def newest(connection: Connection, programme: str) -> dict[str, Row[Any]]:
    """How every file stands that was ever worked on: its newest text by file, with the name of who wrote it."""
    last = select(func.max(_T.id)).where(_T.programme == programme).group_by(_T.file)
    rows = connection.execute(_named().where(_T.id.in_(last)).order_by(_T.file))
    return {row.file: row for row in rows}


def newest_of(connection: Connection, programme: str, file: str) -> Row[Any] | None:
    """The newest text of one file."""
    wanted = _named().where(_T.programme == programme, _T.file == file)
    return connection.execute(wanted.order_by(_T.id.desc()).limit(1)).one_or_none()


def text(connection: Connection, programme: str, number: int) -> Row[Any] | None:
    """A text by its number."""
    return connection.execute(_named().where(_T.programme == programme, _T.id == number)).one_or_none()


def texts(connection: Connection, programme: str, file: str) -> list[Row[Any]]:
    """Every text kept of a file with the name of who wrote it, newest first."""
    wanted = _named().where(_T.programme == programme, _T.file == file).order_by(_T.id.desc())
    return list(connection.execute(wanted))


def _named() -> Select[Any]:
    """Texts with the name of who wrote them."""
    return select(t.definition_text, t.person.c.name.label("person_name")).select_from(
        t.definition_text.outerjoin(t.person, t.person.c.id == _T.person)
    )


def keep(connection: Connection, row: Mapping[str, object], most: int) -> int:
    """Add a text and forget the oldest beyond `most` of its file; returns its number."""
    connection.execute(insert(t.definition_text), dict(row))
    same = (_T.programme == row["programme"], _T.file == row["file"])
    kept = select(_T.id).where(*same).order_by(_T.id.desc()).limit(most).subquery()
    oldest = connection.execute(select(func.min(kept.c.id), func.max(kept.c.id))).one()
    connection.execute(delete(t.definition_text).where(*same, _T.id < oldest[0]))
    return int(oldest[1])


def open_proposal(connection: Connection, programme: str) -> Any | None:
    """The proposal that waits for a second person, if any, with the name of who made it."""
    return _OPEN.one(connection, {"programme": programme})


def _proposed(programme: str | ColumnElement[str]) -> Select[Any]:
    """Proposals with the names of their two people, newest first."""
    first, second = t.person.alias("first"), t.person.alias("second")
    named = t.proposal.outerjoin(first, first.c.id == _P.proposed_by).outerjoin(second, second.c.id == _P.approved_by)
    names = (first.c.name.label("proposer_name"), second.c.name.label("approver_name"))
    return select(t.proposal, *names).select_from(named).where(_P.programme == programme).order_by(_P.id.desc())


_OPEN: Final = Prepared(_proposed(bindparam("programme")).where(_P.state == "proposed").limit(1))
"""Every page asks."""


def propose(connection: Connection, row: Mapping[str, object]) -> None:
    """Lay a plan before the others; one that still waits gives way to it."""
    waiting = update(t.proposal).where(_P.programme == row["programme"], _P.state == "proposed")
    connection.execute(waiting.values(state="withdrawn", decided_at=row["proposed_at"]))
    connection.execute(insert(t.proposal), dict(row))


def decide(connection: Connection, number: int, fields: Mapping[str, object]) -> None:
    """Say what became of a proposal."""
    connection.execute(update(t.proposal).where(_P.id == number).values(**fields))


def proposals(connection: Connection, programme: str, limit: int = 20) -> list[Row[Any]]:
    """Proposals, newest first."""
    return list(connection.execute(_proposed(programme).limit(limit)))
