"""Pages of long lists: the kept sums say among which few assignments the page lies, and only those are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, case, false, func, literal, or_, select, true

from engine.domain.lights import WORST_FIRST
from engine.domain.narrowing import Sort
from engine.store import tables as t
from engine.store.looking import boards
from engine.store.looking.conditions import day, lit_of, text, told_of, where, whole
from engine.store.looking.shapes import Question, Shape
from engine.store.looking.views import rank_of
from engine.store.prepared import Prepared
from engine.store.tallies.alike import NEVER

BY_SUMS: Final = frozenset({Sort.WORST, Sort.DUE})
"""The orders that sums know."""
_SHAPES: Final = 100
_SIZES: Final = (0, 1, 2, 4, 8, 16, 32, 64)
"""So many slots a statement may be built for; the places left over are given to no slot."""
_A: Final = t.assignment.c


class _Slot(NamedTuple):
    """Assignments of one light (0 where the order does not ask for it), due date and kind of stage."""

    rank: int
    due_on: date
    stage_kind: str
    number: int

    @property
    def place(self) -> tuple[int, date]:
        """Where it comes in the order; slots of one place are told apart by number only."""
        return self.rank, self.due_on


def page(
    connection: Connection,
    groups: Question,
    rows: Question,
    sort: Sort,
    limit: int,
    after: Sequence[str | int] = (),
) -> list[Any]:
    """The same page as `boards.page` gives for `rows`; `groups`: the same narrowing, told of groups.

    In the order of lights `rows` need not ask for the light that `groups` ask for.
    """
    begin = _place(sort, after)
    found: list[Any] = []
    for some in _together(_slots(connection, groups, sort, begin, limit), begin, limit):
        if len(found) >= limit:
            break
        if some[0].place == some[-1].place:
            past = int(after[-1]) if some[0].place == begin else None
            found += _of_one_place(connection, some, rows, sort, limit, past)
        else:
            found += _of_several(connection, some, rows, sort, limit)
    return found[:limit]


def _of_one_place(
    connection: Connection, slots: Sequence[_Slot], rows: Question, sort: Sort, limit: int, past: int | None
) -> list[Any]:
    """Thousands may share a place: each kind of stage is read by its index, which has them by number."""
    shown = str(WORST_FIRST[slots[0].rank]) if sort is Sort.WORST else ""
    look = _one_slot(rows.shape, sort, limit, slots[0].due_on == NEVER, past is not None)
    found: list[Any] = []
    for slot in slots:
        values = {"shown": shown, "kind_0": slot.stage_kind, "due_0": slot.due_on, "past": past}
        found += look.all(connection, {**rows.values, **values})
    return sorted(found, key=lambda row: int(row.id))[:limit]


@lru_cache(_SHAPES)
def _one_slot(shape: Shape, sort: Sort, limit: int, undated: bool, later: bool) -> Prepared:
    conditions = [*where(shape), _here(0, undated=undated)]
    lit = lit_of(shape)
    if sort is Sort.WORST:
        # Most of a slot shows its light. As a plain comparison PostgreSQL would take it for one row in two hundred, and
        # read the whole slot rather than its first rows.
        conditions.append(case((lit == text("shown"), true()), else_=false()))
        lit = text("shown")
    if later:
        conditions.append(_A.id > whole("past"))
    return Prepared(boards.keyed(lit, sort).where(*conditions).order_by(_A.id).limit(limit))


def _of_several(connection: Connection, slots: Sequence[_Slot], rows: Question, sort: Sort, limit: int) -> list[Any]:
    pairs = dict.fromkeys((slot.due_on, slot.stage_kind) for slot in slots)
    dated = [pair for pair in pairs if pair[0] != NEVER]
    undated = [pair for pair in pairs if pair[0] == NEVER]
    values: dict[str, Any] = {"first": slots[0].rank, "from": slots[0].due_on, "last": slots[-1].rank}
    values["until"] = slots[-1].due_on
    sizes = [next(size for size in _SIZES if size >= len(some)) for some in (dated, undated)]
    for at, (due_on, kind) in enumerate(_filled(dated, sizes[0]) + _filled(undated, sizes[1])):
        values |= {f"kind_{at}": kind, f"due_{at}": due_on}
    look = _several_slots(rows.shape, sort, limit, *sizes)
    return look.all(connection, {**rows.values, **values})


def _filled(pairs: list[tuple[date, str]], size: int) -> list[tuple[date, str]]:
    return pairs + [(NEVER, "")] * (size - len(pairs))


@lru_cache(_SHAPES)
def _several_slots(shape: Shape, sort: Sort, limit: int, dated: int, undated: int) -> Prepared:
    """A stretch of the order: these days and kinds, and nothing before its first place or past its last."""
    lit = lit_of(shape)
    keys = boards.order_of(sort, lit)
    slots = [_here(at, undated=at >= dated) for at in range(dated + undated)]
    stretch: list[ColumnElement[bool]] = []
    if sort is Sort.WORST:
        rank, due = rank_of(lit), func.coalesce(_A.due_on, literal(NEVER, _A.due_on.type))
        stretch.append(or_(rank > whole("first"), and_(rank == whole("first"), due >= day("from"))))
        stretch.append(or_(rank < whole("last"), and_(rank == whole("last"), due <= day("until"))))
    statement = boards.keyed(lit, sort).where(*where(shape), or_(*slots), *stretch)
    return Prepared(statement.order_by(*keys).limit(limit))


def _here(at: int, *, undated: bool) -> ColumnElement[bool]:
    due = _A.due_on.is_(None) if undated else _A.due_on == day(f"due_{at}")
    return and_(_A.stage_kind == text(f"kind_{at}"), due)


def _place(sort: Sort, after: Sequence[str | int]) -> tuple[int, date] | None:
    if not after:
        return None
    rank, due = (after[0], after[1]) if sort is Sort.WORST else (0, after[0])
    return int(rank), date.fromisoformat(str(due))


def _slots(
    connection: Connection, groups: Question, sort: Sort, begin: tuple[int, date] | None, limit: int
) -> list[_Slot]:
    """The slots from a place on, in order, until they hold `limit` assignments beyond that place."""
    cursor = dict(zip(("first", "from"), begin, strict=True)) if begin else {}
    found: list[_Slot] = []
    beyond = 0
    for row in _slots_from(groups.shape, sort, limit, bool(begin)).all(connection, {**groups.values, **cursor}):
        slot = _Slot(int(row.rank), row.due_on, row.stage_kind, int(row.number))
        if beyond >= limit and slot.place != found[-1].place:
            break
        found.append(slot)
        beyond += slot.number if slot.place != begin else 0
    return found


@lru_cache(_SHAPES)
def _slots_from(shape: Shape, sort: Sort, limit: int, later: bool) -> Prepared:
    told = told_of(shape)
    rank: ColumnElement[int] = rank_of(lit_of(shape)) if sort is Sort.WORST else literal(0)
    inner = (
        select(rank.label("rank"), t.tally.c.due_on, told.stage_kind, told.weight.label("number"))
        .select_from(told.source)
        .where(*where(shape))
        .subquery()
    )
    c = inner.c
    place = (c.rank, c.due_on, c.stage_kind)
    statement = select(*place, func.sum(c.number).label("number")).group_by(*place)
    if later:
        first = whole("first")
        statement = statement.where(or_(c.rank > first, and_(c.rank == first, c.due_on >= day("from"))))
    # Every slot holds somebody, so that so many are enough; the place of the cursor may have one for each kind.
    return Prepared(statement.order_by(*place).limit(limit + 5))


def _together(slots: list[_Slot], begin: tuple[int, date] | None, limit: int) -> list[list[_Slot]]:
    """Slots to be looked at by one question: those of one place, or small ones of several beyond the cursor's."""
    found: list[list[_Slot]] = []
    for _, those in groupby(slots, key=lambda slot: slot.place):
        here = list(those)
        small = found and found[-1][0].place != begin
        if small and sum(slot.number for slot in (*found[-1], *here)) <= limit:
            found[-1] += here
        else:
            found.append(here)
    return found
