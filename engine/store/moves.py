"""The only module that writes stages and history, both in one transaction, so that neither is without the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, insert, literal, select, update

from engine.domain.vocabulary import StageKind
from engine.errors import Refused
from engine.store import chain
from engine.store import tables as t
from engine.store.chain import Act
from engine.store.prepared import Prepared
from engine.store.rows import add
from engine.store.tallies import keeping
from engine.wording import N_


@dataclass(frozen=True, slots=True)
class Moved:
    """One assignment moved by one act: from where it was seen to where it goes, with further columns set."""

    assignment: int
    source: str
    target: str
    kind: StageKind
    sets: Mapping[str, object] = field(default_factory=dict)


def record(connection: Connection, deeds: Sequence[tuple[Act, Sequence[Moved]]]) -> list[int]:
    """Record acts one after the other with what each moved; returns their numbers.

    Raises Refused `moved-meanwhile` when an assignment no longer stands where it was seen; the caller's
    transaction is then rolled back whole.
    """
    if not deeds:
        return []
    if len(deeds) == 1 and len(deeds[0][1]) == 1:
        return [_record_one(connection, deeds[0][0], deeds[0][1][0])]
    at = chain.head(connection)
    sums = keeping.Stamping(connection, sorted({m.assignment for _, moved in deeds for m in moved}))
    acts: list[dict[str, object]] = []
    transitions: list[dict[str, object]] = []
    stamps: dict[tuple[str, ...], list[dict[str, object]]] = defaultdict(list)
    for act, moved in deeds:
        lines = "\n".join(
            chain.line(m.assignment, m.source, m.target or m.source) for m in sorted(moved, key=lambda m: m.assignment)
        )
        digest = chain.link(at.digest, at.id + 1, act, lines)
        acts.append(chain.row(at, act, digest, chain.seal(lines)))
        at = chain.Head(at.id + 1, digest)
        for m in moved:
            stamp = _stamp(m, at.id, act.as_of)
            sums.note(m.assignment, stamp)
            stamps[tuple(m.sets)].append(stamp)
            transitions.append(_transition(m, at.id))
    add(connection, t.act, acts)
    for columns, rows in stamps.items():
        _stamp_all(connection, columns, rows)
    sums.arrived()
    add(connection, t.transition, transitions)
    return [int(str(row["id"])) for row in acts]


def sweep(
    connection: Connection,
    act: Act,
    where: Sequence[ColumnElement[bool]],
    *,
    target: str = "",
    kind: StageKind | None = None,
    sets: Mapping[str, Any] | None = None,
    together: list[int] | None = None,
) -> tuple[int, int]:
    """One act over every assignment that `where` selects, in a constant number of statements.

    Returns the act's number and how many assignments it moved; without any, nothing is recorded and the
    number is 0. `target` '' leaves the stage as it is. `where` may correlate with other tables. `together`: of a block
    of `all_together`.
    """
    at = chain.head(connection)
    number = at.id + 1
    a = t.assignment.c
    values: dict[str, Any] = {"prior_stage": a.stage, "act_id": number, **(sets or {})}
    if target:
        values |= {"stage": target, "stage_kind": str(kind), "stage_since": act.as_of}
    connection.execute(insert(t.act), [chain.row(at, act, digest="")])
    moved = _write_history(
        connection, select(literal(number), a.id, a.stage, literal(target) if target else a.stage).where(*where)
    )
    if not moved:
        connection.execute(t.act.delete().where(t.act.c.id == number))
        return 0, 0
    these = a.id.in_(select(t.transition.c.assignment_id).where(t.transition.c.act_id == number))
    sums = keeping.Leaving(connection, [these], values)
    connection.execute(update(t.assignment).where(these).values(values))
    if sums.arrived():
        if together is None:
            keeping.add_to_units(connection, [these], 1)
        else:
            together.append(number)
    _close(connection, at, number, act)
    return number, moved


@contextmanager
def all_together(connection: Connection) -> Iterator[list[int]]:
    """A block of sweeps that move no assignment twice: units get the sums of all of them at once, at its end."""
    acts: list[int] = []
    yield acts
    if acts:
        of_them = select(t.transition.c.assignment_id).where(t.transition.c.act_id.in_(acts))
        keeping.add_to_units(connection, [t.assignment.c.id.in_(of_them)], 1)


def issue(connection: Connection, act: Act, rows: Select[Any], *, fresh: bool = False) -> tuple[int, int]:
    """Issue assignments from a SELECT whose columns are named like the assignment's (without act and stage history).

    Rows whose (period, unit) exists are skipped; a `fresh` period, just opened, has none to look for.
    Returns the act's number (0 when nothing was new) and the count.
    """
    at = chain.head(connection)
    number = at.id + 1
    connection.execute(insert(t.act), [chain.row(at, act, digest="")])
    source = rows.subquery()
    columns = [*source.c.keys(), "act_id"]
    chosen = select(*source.c, literal(number).label("act_id"))
    if not fresh:
        issued_already = select(t.assignment.c.id).where(
            t.assignment.c.period_id == source.c.period_id, t.assignment.c.unit_id == source.c.unit_id
        )
        chosen = chosen.where(~issued_already.exists())
    a = t.assignment.c
    last = connection.execute(select(func.coalesce(func.max(a.id), 0))).scalar_one()
    connection.execute(insert(t.assignment).from_select(columns, chosen))
    # Writers come one at a time, so what this act issued is what has been numbered since.
    fresh_ones = [a.id > last, a.act_id == number]
    issued = _write_history(connection, select(literal(number), a.id, literal(""), a.stage).where(*fresh_ones))
    if not issued:
        connection.execute(t.act.delete().where(t.act.c.id == number))
        return 0, 0
    keeping.issued(connection, fresh_ones)
    _close(connection, at, number, act)
    return number, issued


def _record_one(connection: Connection, act: Act, m: Moved) -> int:
    at = chain.head(connection)
    digest = chain.link(at.digest, at.id + 1, act, chain.line(m.assignment, m.source, m.target or m.source))
    number = at.id + 1
    add(connection, t.act, [chain.row(at, act, digest)])
    stamp = _stamp(m, number, act.as_of)
    sums = keeping.Stamping(connection, [m.assignment])
    sums.note(m.assignment, stamp)
    _stamp_all(connection, tuple(m.sets), [stamp])
    sums.arrived()
    add(connection, t.transition, [_transition(m, number)])
    return number


def _stamp(m: Moved, number: int, as_of: date) -> dict[str, object]:
    stamp: dict[str, object] = {"at_id": m.assignment, "at_stage": m.source, "act_id": number, **m.sets}
    if m.target:
        stamp |= {"stage": m.target, "stage_kind": str(m.kind), "stage_since": as_of}
    return stamp


def _transition(m: Moved, number: int) -> dict[str, object]:
    return {
        "act_id": number,
        "assignment_id": m.assignment,
        "from_stage": m.source,
        "to_stage": m.target or m.source,
    }


@cache
def _stamping(columns: tuple[str, ...], moves: bool) -> Prepared:
    """The stamping UPDATE for a set of columns; few shapes exist, each built once."""
    names = [*columns, "act_id", *(("stage", "stage_kind", "stage_since") if moves else ())]
    a = t.assignment.c
    return Prepared(
        update(t.assignment)
        .where(a.id == bindparam("at_id"), a.stage == bindparam("at_stage"))
        .values({"prior_stage": a.stage, **{name: bindparam(name, type_=a[name].type) for name in names}})
    )


def _stamp_all(connection: Connection, columns: tuple[str, ...], rows: list[dict[str, object]]) -> None:
    for moves in (True, False):
        chosen = [row for row in rows if ("stage" in row) is moves]
        if chosen and _stamping(columns, moves).many(connection, chosen) != len(chosen):
            raise moved_meanwhile()


def moved_meanwhile() -> Refused:
    """Somebody else has acted on what was looked at: nothing is recorded, and the reader is asked to look again."""
    return Refused(
        "moved-meanwhile",
        N_("Somebody else has just acted on this assignment; nothing of yours was recorded."),
        hint=N_("Look at it again, then decide."),
    )


def _write_history(connection: Connection, lines: Select[Any]) -> int:
    """Write transitions from a SELECT of act, assignment, from and to; returns how many."""
    statement = insert(t.transition).from_select(["act_id", "assignment_id", "from_stage", "to_stage"], lines)
    return int(connection.execute(statement.execution_options(preserve_rowcount=True)).rowcount)


def _close(connection: Connection, at: chain.Head, number: int, act: Act) -> None:
    lines = chain.lines_of(connection, number)
    connection.execute(
        update(t.act)
        .where(t.act.c.id == number)
        .values(digest=chain.link(at.digest, number, act, lines), sealed=chain.seal(lines))
    )
