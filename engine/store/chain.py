"""The hash chain over acts: what is sealed and how (engine/store/verifying.py walks it)."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, String, bindparam, cast, literal, select

from engine.domain.vocabulary import Verb
from engine.store import tables as t
from engine.store.prepared import Prepared
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


BEGINNING: Final = Head(0, GENESIS)
"""Before the first act."""


def line(assignment: int, source: str, target: str) -> str:
    """One transition as the chain sees it."""
    return f"{assignment}|{source}|{target}"


_HEAD = Prepared(select(t.act.c.id, t.act.c.digest).order_by(t.act.c.id.desc()).limit(1))
LINE = (
    cast(t.transition.c.assignment_id, String)
    + literal("|")
    + t.transition.c.from_stage
    + literal("|")
    + t.transition.c.to_stage
)
"""A transition as the chain sees it, in SQL."""


def head(connection: Connection) -> Head:
    """The newest link, or the genesis when nothing has been done yet."""
    row = _HEAD.one(connection, {})
    return Head(row.id, row.digest) if row else BEGINNING


def digest_of(connection: Connection, number: int) -> str | None:
    """The digest of an act; None when there is none of that number. 0 is the beginning."""
    if number == 0:
        return GENESIS
    return connection.execute(select(t.act.c.digest).where(t.act.c.id == number)).scalar_one_or_none()


def link(prev: str, number: int, act: Act, lines: str) -> str:
    """The digest of an act: its predecessor, its own words and its transitions, in one SHA-256."""
    words = (act.programme, str(act.verb), act.actor, instant_text(act.at), act.as_of.isoformat(), act.reason)
    return link_text(prev, number, (*words, act.definition), canonical_json(act.detail), lines)


def link_text(prev: str, number: int, words: Sequence[str], detail: str, lines: str) -> str:
    """The same from stored bytes: programme, verb, actor, at, as_of, reason and definition, then the detail."""
    told = canonical_json([number, *words])
    return hashlib.sha256(f"{prev}\n{told[:-1]},{detail}]\n{lines}".encode()).hexdigest()


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
        select(LINE.label("line"), t.transition.c.assignment_id.label("at"))
        .where(t.transition.c.act_id == bindparam("act"))
        .order_by(t.transition.c.assignment_id)
        .subquery()
    )
    text = connection.execute(select(joined_lines(ordered.c.line, ordered.c.at)), {"act": act_id}).scalar_one_or_none()
    return text or ""


def seal(lines: str) -> bytes | None:
    """A compressed copy of a bulk act's transitions, so that an altered row can be named and put back."""
    return zlib.compress(lines.encode(), 1) if "\n" in lines else None
