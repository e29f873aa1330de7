"""Walking the hash chain: is the history what it was, and if not, which row is the first that differs."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, String, and_, func, or_, select, type_coerce, union_all
from sqlmodel import SQLModel

from engine.store import chain
from engine.store import tables as t
from engine.store.types import joined_lines

_PAGE = 2000
_WORDS = ("programme", "verb", "actor", "at", "as_of", "reason", "definition")


@dataclass(frozen=True, slots=True)
class Fault:
    """The first place where the history is not what it was: which act, which row, and how."""

    act: int
    row: str
    what: str


@dataclass(frozen=True, slots=True)
class Walked:
    """How far a walk has come: the last sound act, how many acts and transitions it passed, and what it stumbled on.

    `end`: it has come to the newest act there is.
    """

    head: chain.Head
    acts: int
    transitions: int
    fault: Fault | None
    end: bool


def first_fault(connection: Connection) -> tuple[int, int, Fault | None]:
    """Walk the chain from the beginning: acts seen, transitions seen, and the first fault if any."""
    walked = walk(connection)
    return walked.acts, walked.transitions, walked.fault


def walk(connection: Connection, start: chain.Head = chain.BEGINNING, *, most: int | None = None) -> Walked:
    """Walk the chain on from `start`, which was found sound, for at most so many acts (None: to its end).

    Everything is compared as stored, byte by byte: what can no longer be read is altered, not an error.
    """
    prev, number, seen = start.digest, start.id, 0
    for record, text, rows in _acts(connection, start.id, most):
        number += 1
        stop = _fault(record, text, rows, number, prev)
        if stop is not None:
            known = number - 1 if stop.what == "missing" else number
            return Walked(chain.Head(number - 1, prev), known - start.id, seen, stop, False)
        prev = record.digest
        seen += rows
    last = _last_told(connection)
    if last > number and (most is None or number - start.id < most):
        fault = Fault(number + 1, f"act {number + 1}", "missing")
        return Walked(chain.Head(number, prev), number - start.id, seen, fault, False)
    return Walked(chain.Head(number, prev), number - start.id, seen, None, last <= number)


def _fault(record: Any, text: str, rows: int, number: int, prev: str) -> Fault | None:
    """What is wrong with the act that stands where act `number` should, after one whose digest is `prev`."""
    if record.id != number:
        return Fault(number, f"act {number}", "missing")
    if record.prev != prev or record.digest != _digest(record, prev, text):
        return Fault(number, _altered(record, text, prev), "altered")
    if rows != (text.count("\n") + 1 if text else 0):
        return Fault(number, f"act {number}, one transition hidden in another", "altered")
    if _unsealed(record.sealed) != (text if "\n" in text else None):
        return Fault(number, f"act {number}, sealed copy", "altered")
    return None


def stray(connection: Connection) -> Fault | None:
    """The first assignment that does not stand where its last transition took it; None when all do."""
    a, tr = t.assignment.c, t.transition.c
    last = select(tr.assignment_id, func.max(tr.act_id).label("act")).group_by(tr.assignment_id).subquery()
    told = t.transition.alias("told").c
    moved = (
        select(a.id, a.act_id, last.c.act)
        .select_from(t.assignment)
        .outerjoin(last, last.c.assignment_id == a.id)
        .outerjoin(told.assignment_id.table, and_(told.assignment_id == a.id, told.act_id == last.c.act))
        .where(or_(told.to_stage.is_(None), told.to_stage != a.stage))
        .order_by(a.id)
        .limit(1)
    )
    row = connection.execute(moved).one_or_none()
    return None if row is None else Fault(row.act or row.act_id, f"assignment {row.id}, stage", "altered")


def _acts(connection: Connection, last: int, most: int | None) -> Iterator[tuple[Any, str, int]]:
    """Acts after `last` in order with the text and the number of their transitions, read for many acts together."""
    a, tr = t.act.c, t.transition.c
    raw = [type_coerce(a[name], String()).label(name) for name in (*_WORDS, "detail")]
    while most is None or most > 0:
        size = _PAGE if most is None else min(_PAGE, most)
        chosen = select(a.id, *raw, a.prev, a.digest, a.sealed).where(a.id > last).order_by(a.id).limit(size)
        page = connection.execute(chosen).all()
        if not page:
            return
        last, most = page[-1].id, None if most is None else most - len(page)
        ordered = (
            select(tr.act_id, chain.LINE.label("line"), tr.assignment_id.label("at"))
            .where(tr.act_id >= page[0].id, tr.act_id <= last)
            .order_by(tr.act_id, tr.assignment_id)
            .subquery()
        )
        lines = joined_lines(ordered.c.line, ordered.c.at)
        grouped = select(ordered.c.act_id, lines.label("text"), func.count().label("rows")).group_by(ordered.c.act_id)
        texts = {row.act_id: (row.text, row.rows) for row in connection.execute(grouped)}
        for record in page:
            yield record, *texts.get(record.id, ("", 0))


def _digest(record: Any, prev: str, lines: str) -> str:
    words = [str(getattr(record, name)) for name in _WORDS]
    return chain.link_text(prev, record.id, words, "null" if record.detail is None else str(record.detail), lines)


def _unsealed(sealed: bytes | None) -> str | None:
    """The sealed copy as text; empty when it cannot be read."""
    try:
        return None if sealed is None else zlib.decompress(sealed).decode()
    except (zlib.error, UnicodeDecodeError):
        return ""


def _last_told(connection: Connection) -> int:
    """The highest act that anything on record speaks of: what a cut-off end leaves behind."""
    tables = [table for table in SQLModel.metadata.sorted_tables if "act_id" in table.c]
    highest = union_all(*(select(func.max(table.c.act_id).label("act")) for table in tables)).subquery()
    return int(connection.execute(select(func.max(highest.c.act))).scalar_one() or 0)


def _altered(record: Any, text: str, prev: str) -> str:
    """Which row of the act differs: by its sealed copy for bulk acts, else the act and its one transition."""
    if record.sealed is None:
        return f"act {record.id}" + (f", transition {text}" if text else "")
    sealed = _unsealed(record.sealed)
    if not sealed or record.digest != _digest(record, prev, sealed):
        return f"act {record.id}"
    before, now = sealed.split("\n"), text.split("\n")
    changed = next((f"{old} → {new}" for old, new in zip(before, now, strict=False) if old != new), "")
    if changed:
        return f"act {record.id}, transition {changed}"
    gone = set(before) ^ set(now)
    return f"act {record.id}, transition {sorted(gone)[0]}" if gone else f"act {record.id}"
