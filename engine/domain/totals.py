"""From single scores to a unit's total and an indicator's score; what does not apply is spread over the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
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
class Earned:
    """One assignment in a total: points it could earn, and what it earned (None: not scored yet)."""

    points: Decimal
    final: Decimal | None = None
    exempt: bool = False


@dataclass(frozen=True, slots=True)
class UnitTotal:
    """A unit's total. `rate` = final over the points of what is scored and not exempt: what units are ranked by.

    `full`: the same rate of all points asked of the unit, so that 不适用 neither helps nor hurts. `open` and `exempt`
    are points not scored yet and points that fell away. `rate` is None when nothing is scored.
    """

    final: Decimal
    points: Decimal
    open: Decimal
    exempt: Decimal
    rate: Decimal | None
    full: Decimal


def unit_total(parts: Iterable[Earned]) -> UnitTotal:
    """Add up a unit's assignments; exempt ones leave the total and their points are spread in proportion."""
    listed = tuple(parts)
    live = [part for part in listed if not part.exempt]
    scored = [part for part in live if part.final is not None]
    final = _sum(part.final or ZERO for part in scored)
    points = _sum(part.points for part in scored)
    waiting = _sum(part.points for part in live if part.final is None)
    exempt = _sum(part.points for part in listed if part.exempt)
    rate = final / points if points else None
    share = Fraction(final) / Fraction(points) if points else Fraction(0)
    return UnitTotal(final, points, waiting, exempt, rate, hundredths(Fraction(points + exempt) * share))


def redistribute(points: Mapping[str, Decimal], exempt: Collection[str]) -> dict[str, Decimal]:
    """Points per key after those of `exempt` keys are spread over the rest in proportion to what each has.

    In whole hundredths by largest remainder, so that the sum stays exactly the same. When nothing is left to
    spread over, every key has 0.
    """
    live = {key: value for key, value in points.items() if key not in exempt and value > 0}
    spread = dict.fromkeys(points, ZERO)
    if not live:
        return spread
    whole = int(_sum(points.values()) * 100)
    total = Fraction(_sum(live.values()))
    exact = {key: Fraction(value) * whole / total for key, value in live.items()}
    floors = {key: int(value) for key, value in exact.items()}
    by_remainder = sorted(live, key=lambda key: (floors[key] - exact[key], key))
    for key in by_remainder[: whole - sum(floors.values())]:
        floors[key] += 1
    return spread | {key: Decimal(value) / 100 for key, value in floors.items()}


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
