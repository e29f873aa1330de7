"""Scoring set by set: the SQL twin of the rules that need only a figure and two dates (property-tested equal)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, literal, or_, select

from engine.domain.definition import Milestone
from engine.domain.definition.scoring import Completion, Proportional
from engine.domain.vocabulary import StageKind
from engine.store import tables as t
from engine.store.types import days_between, greatest, least


@dataclass(frozen=True, slots=True)
class Group:
    """Assignments scored by one rule: of one definition and milestone, in these periods."""

    definition_id: int
    milestone: str
    periods: tuple[int, ...]


def _assessable(today: date) -> ColumnElement[bool]:
    """Dated ones are assessable at once, continuous ones from their assessment date on."""
    a = t.assignment.c
    assessed = select(t.period.c.id).where(t.period.c.assess_on <= today)
    return or_(a.due_on.is_not(None), a.period_id.in_(assessed))


def ready_groups(connection: Connection, today: date) -> list[Group]:
    """The groups that have something approved and assessable to score, in a stable order."""
    a, p = t.assignment.c, t.period.c
    statement = (
        select(a.definition_id, p.milestone, p.id)
        .join_from(t.assignment, t.period, p.id == a.period_id)
        .where(a.stage_kind == str(StageKind.SCORE), _assessable(today))
        .distinct()
        .order_by(a.definition_id, p.milestone, p.id)
    )
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    for row in connection.execute(statement):
        found[row.definition_id, row.milestone].append(row.id)
    return [Group(*key, tuple(periods)) for key, periods in found.items()]


def ready(group: Group, stages: Sequence[str], today: date) -> list[ColumnElement[bool]]:
    """What is to be scored of one group, standing at one of these stages.

    By period and stage, not by kind of stage: everything waiting for a score, of every group, is of that kind, and
    its index would be walked once for each group.
    """
    a = t.assignment.c
    at = a.stage == stages[0] if len(stages) == 1 else a.stage.in_(stages)
    return [a.period_id.in_(group.periods), a.definition_id == group.definition_id, at, _assessable(today)]


def plain() -> ColumnElement[bool]:
    """Assignments without a reviewer's own input (rubric, bonus, veto) and without points of their own."""
    judged = select(t.judgement.c.kind).where(t.judgement.c.assignment_id == t.assignment.c.id).exists()
    return and_(~judged, t.assignment.c.points.is_(None))


def numbers(connection: Connection, where: Sequence[ColumnElement[bool]]) -> list[int]:
    """The numbers of the assignments selected, in order."""
    return list(connection.execute(select(t.assignment.c.id).where(*where).order_by(t.assignment.c.id)).scalars())


def expression(milestone: Milestone) -> ColumnElement[int] | None:
    """The score in hundredths as an SQL expression, or None when the rule wants the row-wise form."""
    base = _base(milestone)
    late = milestone.score.late or milestone.late
    if base is None:
        return None
    if late is None:
        return base
    per_day, cap = _hundredths(late.per_day), None if late.at_most is None else _hundredths(late.at_most)
    floor = _hundredths(milestone.score.floor or Decimal(0))
    if per_day is None or floor is None or (late.at_most is not None and cap is None):
        return None
    a = t.assignment.c
    lost: ColumnElement[int] = greatest(func.coalesce(days_between(a.due_on, a.received_on), 0), 0) * per_day
    if cap is not None:
        lost = least(lost, cap)
    # What was earned is looked up from the figures: as few times as can be. No base is below zero.
    return greatest(base - lost, least(base, floor) if floor else 0)


_STEPS = 400
"""Up to here 2 * 100.00 points in hundredths * a figure of 10**12 * the threshold's parts fits in 64 bits."""


def _base(milestone: Milestone) -> ColumnElement[int] | None:
    points = select(t.period.c.points).where(t.period.c.id == t.assignment.c.period_id).scalar_subquery()
    match milestone.score:
        case Completion():
            return points
        case Proportional(measure=measure_id):
            measure = milestone.measure(measure_id)
            if measure is None or measure.threshold is None or measure.threshold <= 0:
                return None
            wanted = Fraction(measure.threshold)
            if max(wanted.numerator, wanted.denominator) > _STEPS:
                return None
            return _proportional(points, measure_id, wanted, rate=measure.kind == "rate")
        case _:
            return None


def _proportional(points: Any, measure: str, wanted: Fraction, *, rate: bool) -> ColumnElement[int]:
    """Points times reached over wanted, capped, rounded half up, in whole numbers throughout."""
    f, p = t.figure.c, t.period.c
    over = f.numerator * wanted.denominator
    under = (f.denominator if rate else literal(1)) * wanted.numerator
    rounded = (p.points * over * 2 + under) // (under * 2)
    reached = (
        case((f.denominator == 0, p.points), (over >= under, p.points), else_=rounded)
        if rate
        else case((over >= under, p.points), else_=rounded)
    )
    found = (
        select(reached)
        .select_from(t.figure.join(t.period, p.id == t.assignment.c.period_id))
        .where(f.assignment_id == t.assignment.c.id, f.measure == measure, f.slice == "")
        .correlate(t.assignment)
        .scalar_subquery()
    )
    return func.coalesce(found, 0)


def _hundredths(value: Decimal) -> int | None:
    """Whole hundredths, or None when the value is finer than that."""
    hundredths = value * 100
    return int(hundredths) if hundredths == hundredths.to_integral_value() else None
