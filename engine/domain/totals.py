"""From the scores of units to the score of a whole indicator; what does not apply is left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal, assert_never

from engine.domain.definition.indicator import Milestone
from engine.domain.explanation import Line, result_line
from engine.domain.measures import MeasureValue, hundredths, roll_up
from engine.domain.scoring import Scored, score
from engine.domain.shares import Inputs
from engine.wording import N_

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class UnitScore:
    """What one unit contributes to an indicator's score. `exempt` units (不适用, left the group) are left out."""

    unit: str
    inputs: Inputs
    scored: Scored
    exempt: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorTotal:
    """The score of a whole indicator (one milestone, one period) over its units, with its explanation."""

    aggregate: Literal["mean", "share-that-pass", "sums"]
    points: Decimal
    final: Decimal | None
    units: int
    passed: int
    lines: tuple[Line, ...]


def indicator_total(milestone: Milestone, points: Decimal, units: Sequence[UnitScore]) -> IndicatorTotal:
    """Unit scores as one: their mean, the share of units that pass, or the rule applied to summed figures.

    `sums` takes figures of approved units with their denominators; a unit not approved (or vetoed) counts with its
    denominators and nothing achieved. `final` is None when every unit is exempt.
    """
    counted = [unit for unit in units if not unit.exempt]
    passed = sum(unit.scored.met for unit in counted)
    aggregate = milestone.score.aggregate
    if not counted:
        none = Line("sum", N_("No unit left to score."))
        return IndicatorTotal(aggregate, points, None, 0, 0, (none,))
    match aggregate:
        case "mean":
            final, lines = _mean(counted)
        case "share-that-pass":
            final, lines = _share_that_pass(points, passed, len(counted))
        case "sums":
            final, lines = _sums(milestone, points, counted)
        case _:
            assert_never(aggregate)
    return IndicatorTotal(aggregate, points, final, len(counted), passed, lines)


def _mean(units: Sequence[UnitScore]) -> tuple[Decimal, tuple[Line, ...]]:
    final = hundredths(Fraction(_sum(unit.scored.final for unit in units)) / len(units))
    params = (("units", str(len(units))),)
    return final, (Line("sum", N_("The mean of {units} units."), params, final), result_line(final))


def _share_that_pass(points: Decimal, passed: int, units: int) -> tuple[Decimal, tuple[Line, ...]]:
    final = hundredths(Fraction(points) * passed / units)
    params = (("passed", str(passed)), ("units", str(units)))
    return final, (Line("sum", N_("{passed} of {units} units pass."), params, final), result_line(final))


def _sums(milestone: Milestone, points: Decimal, units: Sequence[UnitScore]) -> tuple[Decimal, tuple[Line, ...]]:
    measures = {
        measure.id: roll_up(
            value if unit.inputs.approved and not unit.scored.vetoed else _nothing_achieved(value)
            for unit in units
            if (value := unit.inputs.measures.get(measure.id)) is not None
        )
        for measure in milestone.measures
    }
    whole = Inputs(
        points,
        approved=any(unit.inputs.approved for unit in units),
        measures=measures,
        items_wanted=sum(unit.inputs.items_wanted for unit in units),
        items_approved=sum(unit.inputs.items_approved for unit in units if unit.inputs.approved),
        events=sum(unit.inputs.events for unit in units if unit.inputs.approved),
        events_wanted=sum(unit.inputs.events_wanted or milestone.events_wanted for unit in units),
    )
    summed = score(milestone, whole)
    return summed.final, summed.lines


def _nothing_achieved(value: MeasureValue) -> MeasureValue:
    return replace(
        value,
        numerator=None if value.numerator is None else Decimal(0),
        value=None if value.value is None else Decimal(0),
        slices={part: (Decimal(0), of) for part, (_, of) in value.slices.items()},
    )


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)
