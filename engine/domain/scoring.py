"""The score of one assignment by its declared rule, every point explained: rule, inputs, evidence, person."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from engine.domain.definition.indicator import Milestone
from engine.domain.definition.scoring import Checklist, Counted, Rubric
from engine.domain.explanation import (
    Line,
    bonus_line,
    deduction_line,
    judged_lines,
    result_line,
    rule_line,
    self_line,
    veto_line,
)
from engine.domain.measures import Judged, MeasureValue, hundredths, judge, roll_up
from engine.domain.shares import Inputs, share_of
from engine.wording import N_

__all__ = ["Inputs", "Line", "MeasureValue", "Scored", "roll_up", "score"]

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Scored:
    """The final score and its parts, in points of two places: final = base - deduction + bonus, or 0 under a veto.

    `met`: the requirement itself stands, whatever the points. `applicable`: False when all that was to be measured
    has a denominator of 0, which gives full points and says so.
    """

    final: Decimal
    base: Decimal
    deduction: Decimal
    bonus: Decimal
    vetoed: bool
    met: bool
    lines: tuple[Line, ...]
    applicable: bool = True


def score(milestone: Milestone, inputs: Inputs) -> Scored:
    """Veto first, then the rule, then late deduction down to the floor, then bonus up to its cap.

    Pure: the same milestone and inputs give the same score and the same lines. Rounding is half up to hundredths,
    once for the base and once for the deduction. 0 <= final <= points + bonus cap.
    """
    judged = tuple(part for measure in milestone.measures for part in judge(measure, inputs.measures.get(measure.id)))
    lines = [rule_line(milestone, inputs.points)]
    for measure in milestone.measures:
        own = [part for part in judged if part.measure == measure.id]
        lines += judged_lines(own, measure.unit, inputs.measures.get(measure.id) or MeasureValue())
    if inputs.self_assessed is not None:
        lines.append(self_line(inputs.self_assessed, inputs.submitted_by))
    titles = tuple(veto.title for veto in milestone.score.veto if veto.id in inputs.vetoes)
    if inputs.vetoes:
        lines.append(veto_line(titles or inputs.vetoes, inputs.veto_by))
        lines.append(result_line(ZERO))
        return Scored(ZERO, ZERO, ZERO, ZERO, True, False, tuple(lines))
    base, why = _base(milestone, inputs, judged)
    lines.append(why)
    deduction = _deduction(milestone, inputs, base)
    if inputs.late_days > 0:
        lines.append(deduction_line(inputs.late_days, deduction))
    bonus = _bonus(milestone, inputs)
    if bonus:
        lines.append(bonus_line(bonus, inputs.bonus_by, inputs.bonus_reason))
    final = base - deduction + bonus
    lines.append(result_line(final))
    whole = [part for part in judged if not part.slice]
    applicable = not whole or any(part.applicable for part in whole)
    return Scored(final, base, deduction, bonus, False, _met(milestone, inputs, judged), tuple(lines), applicable)


def _base(milestone: Milestone, inputs: Inputs, judged: tuple[Judged, ...]) -> tuple[Decimal, Line]:
    """What the rule gives before deduction and bonus, and the sentence that says why."""
    if not inputs.approved:
        return ZERO, Line("base", N_("Not approved: no points."), amount=ZERO)
    share, message, params = share_of(milestone, inputs, judged)
    base = hundredths(Fraction(inputs.points) * share)
    who = inputs.rubric_by if isinstance(milestone.score, Rubric) else inputs.approved_by
    return base, Line("base", message, params, base, "; ".join(inputs.evidence), who)


def _deduction(milestone: Milestone, inputs: Inputs, base: Decimal) -> Decimal:
    """Points lost for lateness: per calendar day, up to the cap, and never below the floor."""
    late = milestone.score.late or milestone.late
    if late is None or inputs.late_days <= 0:
        return ZERO
    lost = late.per_day * inputs.late_days
    if late.at_most is not None:
        lost = min(lost, late.at_most)
    spare = max(base - hundredths(Fraction(milestone.score.floor or 0)), ZERO)
    return min(hundredths(Fraction(lost)), spare)


def _bonus(milestone: Milestone, inputs: Inputs) -> Decimal:
    """What was granted beyond the points, up to the declared cap; none where the rule offers none."""
    if milestone.score.bonus is None or not inputs.approved or inputs.bonus <= 0:
        return ZERO
    return hundredths(Fraction(min(inputs.bonus, milestone.score.bonus.at_most)))


def _met(milestone: Milestone, inputs: Inputs, judged: tuple[Judged, ...]) -> bool:
    if not inputs.approved or not all(part.met for part in judged):
        return False
    match milestone.score:
        case Counted():
            return inputs.events >= (inputs.events_wanted or milestone.events_wanted)
        case Checklist():
            return inputs.items_approved >= inputs.items_wanted
        case _:
            return True
