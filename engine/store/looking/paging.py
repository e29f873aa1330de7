"""Pages of long lists: the kept sums say among which few assignments the page lies, and only those are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, and_, func, literal, or_, select

from engine.domain.lights import WORST_FIRST
from engine.domain.narrowing import Sort
from engine.store import tables as t
from engine.store.looking import boards
from engine.store.looking.boards import Counted, Where
from engine.store.looking.views import Lit, rank_of
from engine.store.tallies.alike import NEVER

BY_SUMS: Final = frozenset({Sort.WORST, Sort.DUE})
"""The orders that sums know."""


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
    groups: Counted,
    lit: Lit,
    where: Where,
    sort: Sort,
    limit: int,
    after: Sequence[str | int] = (),
) -> list[Row[Any]]:
    """The same page as `boards.page` gives for `lit` and `where`; `groups`: the same narrowing, told of groups."""
    begin = _place(sort, after)
    found: list[Row[Any]] = []
    for some in _together(_slots(connection, groups, sort, begin, limit), begin, limit):
        if len(found) >= limit:
            break
        narrowed = [*where, t.assignment.c.id > after[-1]] if some[0].place == begin else where
        look = _of_one_place if len({slot.place for slot in some}) == 1 else _of_several
        found += look(connection, some, lit, narrowed, sort, limit - len(found))
    return found


def _of_one_place(
    connection: Connection, slots: Sequence[_Slot], lit: Lit, where: Where, sort: Sort, limit: int
) -> list[Row[Any]]:
    """Thousands may share a place: each kind of stage is read by its index, which has them by number."""
    if sort is Sort.WORST:
        shown = str(WORST_FIRST[slots[0].rank])
        where, lit = [*where, lit == shown], literal(shown)
    statement = boards.keyed(lit, sort).where(*where).order_by(t.assignment.c.id).limit(limit)
    rows = [row for slot in slots for row in connection.execute(statement.where(_here(slot)))]
    return sorted(rows, key=lambda row: int(row.id))[:limit]


def _of_several(
    connection: Connection, slots: Sequence[_Slot], lit: Lit, where: Where, sort: Sort, limit: int
) -> list[Row[Any]]:
    here = or_(*map(_here, slots))
    if sort is Sort.WORST:
        ranks = groupby(slots, key=lambda slot: slot.rank)
        here = and_(here, or_(*(and_(rank_of(lit) == rank, or_(*map(_here, those))) for rank, those in ranks)))
    return boards.page(connection, lit, [*where, here], sort, limit)


def _place(sort: Sort, after: Sequence[str | int]) -> tuple[int, date] | None:
    if not after:
        return None
    rank, due = (after[0], after[1]) if sort is Sort.WORST else (0, after[0])
    return int(rank), date.fromisoformat(str(due))


def _slots(
    connection: Connection, groups: Counted, sort: Sort, begin: tuple[int, date] | None, limit: int
) -> list[_Slot]:
    """The slots from a place on, in order, until they hold `limit` assignments beyond that place."""
    g = groups.told
    rank: ColumnElement[int] = rank_of(groups.lit) if sort is Sort.WORST else literal(0)
    inner = (
        select(rank.label("rank"), t.tally.c.due_on, g.stage_kind, g.weight.label("number"))
        .select_from(g.source)
        .where(*groups.where)
        .subquery()
    )
    c = inner.c
    statement = select(c.rank, c.due_on, c.stage_kind, func.sum(c.number)).group_by(c.rank, c.due_on, c.stage_kind)
    if begin:
        later = or_(c.rank > begin[0], and_(c.rank == begin[0], c.due_on >= begin[1]))
        statement = statement.where(later)
    # Every slot holds somebody, so that so many are enough; the place of the cursor may have one for each kind.
    statement = statement.order_by(c.rank, c.due_on, c.stage_kind).limit(limit + 5)
    found: list[_Slot] = []
    beyond = 0
    for row in connection.execute(statement).tuples():
        slot = _Slot(int(row[0]), row[1], row[2], int(row[3]))
        if beyond >= limit and slot.place != found[-1].place:
            break
        found.append(slot)
        beyond += slot.number if slot.place != begin else 0
    return found


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


def _here(slot: _Slot) -> ColumnElement[bool]:
    a = t.assignment.c
    due = a.due_on.is_(None) if slot.due_on == NEVER else a.due_on == slot.due_on
    return and_(a.stage_kind == slot.stage_kind, due)
