"""The history for people: narrowed, in pages, one act with everything it moved, for those who see all work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from engine.domain.actor import SYSTEM, Actor
from engine.domain.lifecycle import stage_title
from engine.domain.names import doer_name
from engine.domain.periods import called
from engine.domain.vocabulary import Verb
from engine.errors import NotFound
from engine.services.desk import Desk
from engine.services.seeing import check_sees_all
from engine.store.database import Connection
from engine.store.looking import acts
from engine.store.work import standing
from engine.wording import N_

_LINES = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which acts; an empty condition says nothing. Days are the programme's, both ends included.

    `who`: part of a name, or a person's id; `unit`: part of a name, or an id: acts on that unit's work.
    """

    who: str = ""
    verb: Verb | None = None
    unit: str = ""
    indicator: str = ""
    assignment: int | None = None
    day_from: date | None = None
    day_to: date | None = None


@dataclass(frozen=True, slots=True)
class Concerned:
    """An assignment that an act concerns; `source` and `target` are titles of stages, '' where there is none."""

    assignment: int
    number: str
    title: str
    period: str
    unit_name: str
    source: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class ActEntry:
    """One act: who (`actor_unit` '' for the system), what, when (UTC), why, and what it concerns.

    `moved`: how many assignments; `about`: the first of them. `digest` follows from `prev`: the chain.
    """

    id: int
    verb: str
    actor: str
    actor_unit: str
    at: datetime
    as_of: date
    reason: str
    moved: int
    about: Concerned | None
    detail: Any
    definition: str
    prev: str
    digest: str


def page(
    desk: Desk, actor: Actor, wanted: Wanted, *, before: int | None = None, limit: int = 50
) -> tuple[ActEntry, ...]:
    """Up to `limit` acts numbered before one of them, newest first. Raises Forbidden for a limited view."""
    check_sees_all(desk, actor)
    with desk.database.reading() as connection:
        return _page(desk, connection, wanted, before, limit)


def every(desk: Desk, actor: Actor, wanted: Wanted) -> Iterator[ActEntry]:
    """All of them as they were at one moment. Raises Forbidden for a limited view, when it is first asked."""
    check_sees_all(desk, actor)
    return _every(desk, wanted)


def _every(desk: Desk, wanted: Wanted) -> Iterator[ActEntry]:
    with desk.database.reading() as connection:
        before: int | None = None
        while found := _page(desk, connection, wanted, before, _LINES):
            yield from found
            before = found[-1].id


def one(
    desk: Desk, actor: Actor, number: int, *, after: int = 0, limit: int = 100
) -> tuple[ActEntry, tuple[Concerned, ...]]:
    """An act with up to `limit` of the assignments it concerns, numbered after one of them.

    Raises Forbidden for a limited view, NotFound for a number that no act has.
    """
    check_sees_all(desk, actor)
    with desk.database.reading() as connection:
        row = acts.one(connection, number)
        if row is None:
            raise NotFound("unknown-act", N_("The history has no act {number}."), number=number)
        rows = acts.moved(connection, number, after=after, limit=limit)
        concerned = tuple(_concerned(desk, connection, each, moved=True) for each in rows)
        return _entry(row, concerned[0] if concerned else None), concerned


def _page(desk: Desk, connection: Connection, wanted: Wanted, before: int | None, limit: int) -> tuple[ActEntry, ...]:
    rows = acts.page(connection, _in_store(desk, connection, wanted), before=before, limit=limit)
    known = standing.standings(connection, sorted({row.about for row in rows if row.about is not None}))
    about = {number: _concerned(desk, connection, row) for number, row in known.items()}
    return tuple(_entry(row, about.get(row.about)) for row in rows)


def _in_store(desk: Desk, connection: Connection, wanted: Wanted) -> acts.Wanted:
    zone = ZoneInfo(desk.book.office(connection).catalog.programme.timezone)
    since, until = wanted.day_from, wanted.day_to
    return acts.Wanted(
        SYSTEM.id if wanted.who == doer_name(SYSTEM.id, None) else wanted.who,
        wanted.verb,
        wanted.unit,
        wanted.indicator,
        wanted.assignment,
        datetime.combine(since, time(), zone) if since else None,
        datetime.combine(until + timedelta(days=1), time(), zone) if until and until < date.max else None,
    )


def _entry(row: Any, about: Concerned | None) -> ActEntry:
    return ActEntry(
        row.id,
        row.verb,
        doer_name(row.actor, row.actor_name),
        row.actor_unit or "",
        row.at,
        row.as_of,
        row.reason,
        int(row.moved),
        about,
        row.detail,
        row.definition,
        row.prev,
        row.digest,
    )


def _concerned(desk: Desk, connection: Connection, row: Any, *, moved: bool = False) -> Concerned:
    definition = desk.book.definition(connection, row.definition_id)
    named: Sequence[str] = ("", "")
    if moved:
        named = [stage_title(definition.workflow, stage) if stage else "" for stage in (row.from_stage, row.to_stage)]
    period = called(row.period_title, row.year)
    return Concerned(int(row.id), definition.number, definition.title, period, row.unit_name, named[0], named[1])
