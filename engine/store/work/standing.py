"""Where assignments stand: the plain facts that decisions are made on, read set by set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, func, select

from engine.store import tables as t
from engine.store.prepared import Prepared
from engine.store.types import one_of

_CHUNK = 500
_SIZES = (1, 5, 25, 100, _CHUNK)
"""Statements are built for so many numbers at once; where there are fewer, the last one is named again."""
LARGEST = 2**63 - 1
"""The largest number a database can be asked for."""

_FACTS = (
    t.assignment.c.id,
    t.assignment.c.period_id,
    t.assignment.c.unit_id,
    t.assignment.c.definition_id,
    t.assignment.c.stage,
    t.assignment.c.stage_kind,
    t.assignment.c.stage_since,
    t.assignment.c.due_on,
    t.assignment.c.first_due_on,
    t.assignment.c.received_on,
    t.assignment.c.effective_on,
    t.assignment.c.returned,
    t.assignment.c.returned_from,
    t.assignment.c.resubmit_by,
    t.assignment.c.missed_on,
    t.assignment.c.opened_at,
    t.assignment.c.owner,
    t.assignment.c.submitter,
    t.assignment.c.score,
    t.assignment.c.self_score,
    t.assignment.c.vetoed,
    t.assignment.c.settled,
    t.assignment.c.act_id,
    t.period.c.programme,
    t.period.c.indicator,
    t.period.c.key.label("period"),
    t.period.c.year,
    t.period.c.milestone,
    t.period.c.title.label("period_title"),
    t.period.c.open_on,
    t.period.c.assess_on,
    func.coalesce(t.assignment.c.window_from, t.period.c.window_from).label("window_from"),
    func.coalesce(t.assignment.c.window_to, t.period.c.window_to).label("window_to"),
    func.coalesce(t.assignment.c.points, t.period.c.points).label("points"),
    t.unit.c.name.label("unit_name"),
    t.unit.c.kind.label("unit_kind"),
    t.unit.c.industry,
)


def facts() -> Select[Any]:
    """Assignments with their period and unit, to be narrowed by the caller."""
    return (
        select(*_FACTS)
        .select_from(t.assignment)
        .join(t.period, t.period.c.id == t.assignment.c.period_id)
        .join(t.unit, t.unit.c.id == t.assignment.c.unit_id)
    )


_WHOLE = facts()


def first_dated(connection: Connection, unit: str = "") -> int | None:
    """The first assignment that has a due date, of this unit if one is named; else its first one of all."""
    a = t.assignment.c
    where = [a.unit_id == unit] if unit else [a.due_on.is_not(None)]
    order = (a.due_on.is_(None), a.id)
    found: int | None = connection.execute(select(a.id).where(*where).order_by(*order).limit(1)).scalar()
    return found


def standings(connection: Connection, ids: Sequence[int]) -> dict[int, Row[Any]]:
    """The facts of these assignments by id; unknown ids are absent, those among them that no database can hold."""
    if any(number > LARGEST for number in ids):
        ids = [number for number in ids if number <= LARGEST]
    return {row.id: row for row in _of_these(connection, _WHOLE, t.assignment.c.id, ids)}


def chunks(ids: Sequence[Any]) -> Iterator[list[Any]]:
    """Pieces small enough for one IN list on every database."""
    for start in range(0, len(ids), _CHUNK):
        yield list(ids[start : start + _CHUNK])


def by_assignment(
    connection: Connection, statement: Select[Any], column: ColumnElement[int], ids: Sequence[int]
) -> dict[int, list[Any]]:
    """Rows of `statement` for these assignments, grouped by assignment id (which it must select)."""
    grouped: dict[int, list[Any]] = defaultdict(list)
    for row in _of_these(connection, statement, column, ids):
        grouped[row.assignment_id].append(row)
    return grouped


def _of_these(
    connection: Connection, statement: Select[Any], column: ColumnElement[int], ids: Sequence[int]
) -> Iterator[Any]:
    for chunk in chunks(ids):
        size = next(size for size in _SIZES if size >= len(chunk))
        wanted = {f"wanted_{at}": chunk[min(at, len(chunk) - 1)] for at in range(size)}
        yield from _of_some(statement, column, size).all(connection, wanted)


@cache
def _of_some(statement: Select[Any], column: ColumnElement[int], size: int) -> Prepared:
    return Prepared(statement.where(one_of(column, (bindparam(f"wanted_{at}") for at in range(size)))))


_EVIDENCE = select(t.evidence).order_by(t.evidence.c.id)
_PARTS = (
    select(t.part, t.unit.c.name.label("unit_name"))
    .join(t.unit, t.unit.c.id == t.part.c.unit_id)
    .order_by(t.part.c.unit_id)
)
_REVIEWS = select(t.review).order_by(t.review.c.id)
_FIGURES = select(t.figure).order_by(t.figure.c.measure, t.figure.c.slice)
_JUDGEMENTS = select(t.judgement).order_by(t.judgement.c.kind)
_REQUESTS = select(t.request).order_by(t.request.c.id)


def evidence_of(connection: Connection, ids: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """Every piece of evidence, replaced ones too, by assignment."""
    return by_assignment(connection, _EVIDENCE, t.evidence.c.assignment_id, ids)


def stored_file(connection: Connection, assignment: int, piece: int) -> Row[Any] | None:
    """Name, digest and media type of a piece of evidence that is a file."""
    e, b = t.evidence.c, t.blob.c
    statement = select(e.name, e.sha256, b.media_type).join_from(t.evidence, t.blob, b.sha256 == e.sha256)
    return connection.execute(statement.where(e.id == piece, e.assignment_id == assignment)).one_or_none()


def parts_of(connection: Connection, ids: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """Cooperating parts with the unit's name, by assignment."""
    return by_assignment(connection, _PARTS, t.part.c.assignment_id, ids)


def reviews_of(connection: Connection, ids: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """Verdicts in order, by assignment."""
    return by_assignment(connection, _REVIEWS, t.review.c.assignment_id, ids)


def figures_of(connection: Connection, ids: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """Reported figures, by assignment."""
    return by_assignment(connection, _FIGURES, t.figure.c.assignment_id, ids)


def judgements_of(connection: Connection, ids: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """Reviewers' own inputs to scores, by assignment."""
    return by_assignment(connection, _JUDGEMENTS, t.judgement.c.assignment_id, ids)


def requests_of(connection: Connection, ids: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """What units asked for, by assignment."""
    return by_assignment(connection, _REQUESTS, t.request.c.assignment_id, ids)


Facts = Row[Any]
"""A row of `facts()`."""


def newer_than(connection: Connection, number: int) -> list[Facts]:
    """Assignments issued after the one of that number, in order."""
    statement = facts().where(t.assignment.c.id > number).order_by(t.assignment.c.id)
    return list(connection.execute(statement))


def at_stage(connection: Connection, stage: str) -> list[int]:
    """Numbers of the assignments at a stage."""
    statement = select(t.assignment.c.id).where(t.assignment.c.stage == stage).order_by(t.assignment.c.id)
    return list(connection.execute(statement).scalars())


def of_indicator(connection: Connection, indicator: str, year: int) -> list[int]:
    """Numbers of an indicator's assignments in a year, by due date (none last) and unit."""
    a, p = t.assignment.c, t.period.c
    statement = (
        select(a.id)
        .join_from(t.assignment, t.period, p.id == a.period_id)
        .where(p.indicator == indicator, p.year == year)
        .order_by(p.due_on.is_(None), p.due_on, p.id, a.unit_id)
    )
    return list(connection.execute(statement).scalars())
