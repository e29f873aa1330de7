"""The hash chain over acts: what is sealed, how it is sealed, and finding the first altered row."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, String, bindparam, cast, func, literal, select

from engine.domain.vocabulary import Verb
from engine.store import tables as t
from engine.store.types import canonical_json, instant_text, joined_lines

GENESIS: Final = "0" * 64
"""What the first act points back to."""


@dataclass(frozen=True, slots=True)
class Act:
    """Who does what, when and why. `as_of` is the programme's day the act counts for, `definition` a digest."""

    programme: str
    verb: Verb
    actor: str
    at: datetime
    as_of: date
    reason: str = ""
    definition: str = ""
    detail: Any = None


@dataclass(frozen=True, slots=True)
class Head:
    """The newest link: its number and digest."""

    id: int
    digest: str


def line(assignment: int, source: str, target: str) -> str:
    """One transition as the chain sees it."""
    return f"{assignment}|{source}|{target}"


_HEAD = select(t.act.c.id, t.act.c.digest).order_by(t.act.c.id.desc()).limit(1)
_LINE = (
    cast(t.transition.c.assignment_id, String)
    + literal("|")
    + t.transition.c.from_stage
    + literal("|")
    + t.transition.c.to_stage
)


def head(connection: Connection) -> Head:
    """The newest link, or the genesis when nothing has been done yet."""
    row = connection.execute(_HEAD).one_or_none()
    return Head(row.id, row.digest) if row else Head(0, GENESIS)


def link(prev: str, number: int, act: Act, lines: str) -> str:
    """The digest of an act: its predecessor, its own words and its transitions, in one SHA-256."""
    words = canonical_json(
        [
            number,
            act.programme,
            str(act.verb),
            act.actor,
            instant_text(act.at),
            act.as_of.isoformat(),
            act.reason,
            act.definition,
            act.detail,
        ]
    )
    return hashlib.sha256(f"{prev}\n{words}\n{lines}".encode()).hexdigest()


def row(head_: Head, act: Act, digest: str, sealed: bytes | None = None) -> dict[str, object]:
    """The act as a row, one after `head_`."""
    return {
        "id": head_.id + 1,
        "programme": act.programme,
        "verb": str(act.verb),
        "actor": act.actor,
        "at": act.at,
        "as_of": act.as_of,
        "reason": act.reason,
        "definition": act.definition,
        "detail": act.detail,
        "prev": head_.digest,
        "digest": digest,
        "sealed": sealed,
    }


def lines_of(connection: Connection, act_id: int) -> str:
    """The transitions of an act in canonical order, read back from the database."""
    ordered = (
        select(_LINE.label("line"), t.transition.c.assignment_id.label("at"))
        .where(t.transition.c.act_id == bindparam("act"))
        .order_by(t.transition.c.assignment_id)
        .subquery()
    )
    text = connection.execute(select(joined_lines(ordered.c.line, ordered.c.at)), {"act": act_id}).scalar_one_or_none()
    return text or ""


def seal(lines: str) -> bytes | None:
    """A compressed copy of a bulk act's transitions, so that an altered row can be named and put back."""
    return zlib.compress(lines.encode(), 1) if "\n" in lines else None


@dataclass(frozen=True, slots=True)
class Fault:
    """The first place where the history is not what it was: which act, which row, and how."""

    act: int
    row: str
    what: str


def first_fault(connection: Connection) -> tuple[int, int, Fault | None]:
    """Walk the chain from the beginning: acts seen, transitions seen, and the first fault if any."""
    prev, number, seen = GENESIS, 0, 0
    for record, text in _acts(connection):
        number += 1
        if record.id != number:
            return number - 1, seen, Fault(number, f"act {number}", "missing")
        act = Act(
            record.programme,
            Verb(record.verb),
            record.actor,
            record.at,
            record.as_of,
            record.reason,
            record.definition,
            record.detail,
        )
        if record.prev != prev or record.digest != link(prev, number, act, text):
            return number, seen, Fault(number, _altered(record, act, text, prev), "altered")
        prev = record.digest
        seen += text.count("\n") + 1 if text else 0
    beyond = connection.execute(select(func.max(t.assignment.c.act_id))).scalar_one_or_none() or 0
    if beyond > number:
        return number, seen, Fault(number + 1, f"act {number + 1}", "missing")
    return number, seen, None


def _acts(connection: Connection) -> Iterator[tuple[Any, str]]:
    """Acts in order with their transition text; transitions of many acts are read together."""
    last = 0
    while True:
        page = connection.execute(select(t.act).where(t.act.c.id > last).order_by(t.act.c.id).limit(2000)).all()
        if not page:
            return
        last = page[-1].id
        ordered = (
            select(t.transition.c.act_id, _LINE.label("line"), t.transition.c.assignment_id.label("at"))
            .where(t.transition.c.act_id >= page[0].id, t.transition.c.act_id <= last)
            .order_by(t.transition.c.act_id, t.transition.c.assignment_id)
            .subquery()
        )
        texts = dict(
            connection.execute(
                select(ordered.c.act_id, joined_lines(ordered.c.line, ordered.c.at)).group_by(ordered.c.act_id)
            )
            .tuples()
            .all()
        )
        for record in page:
            yield record, texts.get(record.id, "")


def _altered(record: Any, act: Act, text: str, prev: str) -> str:
    """Which row of the act differs: by its sealed copy for bulk acts, else the act and its one transition."""
    if record.sealed is None:
        return f"act {record.id}" + (f", transition {text}" if text else "")
    sealed = zlib.decompress(record.sealed).decode()
    if record.digest != link(prev, record.id, act, sealed):
        return f"act {record.id}"
    before, now = sealed.split("\n"), text.split("\n")
    changed = next((f"{old} → {new}" for old, new in zip(before, now, strict=False) if old != new), "")
    if changed:
        return f"act {record.id}, transition {changed}"
    gone = set(before) ^ set(now)
    return f"act {record.id}, transition {sorted(gone)[0]}" if gone else f"act {record.id}"
