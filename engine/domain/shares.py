"""What share of its points an assignment earns by the declared rule, before deduction, bonus and veto."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from engine.domain.definition.indicator import Milestone
from engine.domain.definition.scoring import Checklist, Completion, Counted, Proportional, Rubric, Threshold, Tiers
from engine.domain.measures import Judged, MeasureValue, percent, plain
from engine.wording import N_


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a score rests on. `points`: what this period can earn. `late_days`: calendar days, 0 when in time.

    `items_*` count required evidence items, `events` distinct dated events inside the window. `rubric` and `bonus`
    are in points. `vetoes` are ids of established vetoes. The rest are labels for the explanation.
    """

    points: Decimal
    approved: bool
    late_days: int = 0
    measures: Mapping[str, MeasureValue] = field(default_factory=dict)
    items_wanted: int = 0
    items_approved: int = 0
    events: int = 0
    events_wanted: int = 0
    rubric: Decimal | None = None
    bonus: Decimal = Decimal(0)
    vetoes: tuple[str, ...] = ()
    self_assessed: Decimal | None = None
    evidence: tuple[str, ...] = ()
    submitted_by: str = ""
    approved_by: str = ""
    rubric_by: str = ""
    rubric_reason: str = ""
    bonus_by: str = ""
    bonus_reason: str = ""
    veto_by: str = ""


Share = tuple[Fraction, str, tuple[tuple[str, str], ...]]
FULL = Fraction(1)


def share_of(milestone: Milestone, inputs: Inputs, judged: tuple[Judged, ...]) -> Share:
    """The share of the points, 0 to 1, with its sentence."""
    match milestone.score:
        case Completion():
            return FULL, N_("Approved: all points."), ()
        case Threshold():
            missed = [part.title for part in judged if not part.met]
            if missed:
                return Fraction(0), N_("Not met: {what}. No points."), (("what", "; ".join(missed)),)
            return FULL, N_("Every threshold is met: all points."), ()
        case Proportional(measure=measure):
            return _proportional(_whole(judged, measure))
        case Tiers() as rule:
            return _tier(rule, _whole(judged, rule.measure))
        case Counted():
            wanted = inputs.events_wanted or milestone.events_wanted
            return _part_of(inputs.events, wanted, N_("{some} of {all} events wanted, each counted once."))
        case Checklist():
            return _part_of(inputs.items_approved, inputs.items_wanted, N_("{some} of {all} items wanted approved."))
        case Rubric():
            return _rubric(inputs)
        case _:
            assert_never(milestone.score)


def _whole(judged: tuple[Judged, ...], measure: str) -> Judged | None:
    return next((part for part in judged if part.measure == measure and not part.slice), None)


def _proportional(part: Judged | None) -> Share:
    if part is None or (part.applicable and part.reached is None):
        return Fraction(0), N_("The figure was not reported: no points."), ()
    if not part.applicable:
        return FULL, N_("Not applicable, the denominator is 0: all points."), ()
    return part.ratio, N_("Points in proportion: {share} of what is wanted."), (("share", percent(part.ratio)),)


def _tier(rule: Tiers, part: Judged | None) -> Share:
    if part is None or (part.applicable and part.reached is None):
        return Fraction(0), N_("The figure was not reported: no points."), ()
    if not part.applicable or part.reached is None:
        return FULL, N_("Not applicable, the denominator is 0: all points."), ()
    for tier in rule.tiers:
        if part.reached >= Fraction(tier.from_):
            start = percent(tier.from_) if part.kind == "rate" else plain(tier.from_)
            params = (("start", start), ("share", percent(tier.share)))
            return Fraction(tier.share), N_("The tier from {start} gives {share} of the points."), params
    return Fraction(0), N_("Below the lowest tier: no points."), ()


def _part_of(some: int, wanted: int, message: str) -> Share:
    share = min(Fraction(max(some, 0), wanted), FULL) if wanted > 0 else FULL
    return share, message, (("some", str(some)), ("all", str(wanted)))


def _rubric(inputs: Inputs) -> Share:
    if inputs.rubric is None:
        return Fraction(0), N_("The reviewer has not given points yet."), ()
    given = min(max(inputs.rubric, Decimal(0)), inputs.points)
    share = Fraction(given) / Fraction(inputs.points) if inputs.points else Fraction(0)
    return share, N_("Given by the reviewer: {reason}"), (("reason", inputs.rubric_reason),)
