"""Totals of units and indicators: what does not apply is spread, sums are sums, means are means."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from declared import milestone

from engine.domain.definition.wanted import Measure
from engine.domain.measures import MeasureValue
from engine.domain.scoring import Inputs, score
from engine.domain.totals import Earned, UnitScore, indicator_total, redistribute, unit_total

COVERAGE = Measure(id="coverage", title="覆盖率", numerator="已", denominator="应", at_least=Decimal(1))


def unit(name: str, rule: dict[str, Any], some: int, of: int, **changes: Any) -> UnitScore:
    made = milestone({"by": "08-31"}, score=rule, measures=(COVERAGE,))
    figures = {"coverage": MeasureValue(Decimal(some), Decimal(of))}
    inputs = Inputs(**({"points": Decimal(3), "approved": True, "measures": figures} | changes))
    return UnitScore(name, inputs, score(made, inputs))


def test_exempt_points_are_spread_so_that_they_neither_help_nor_hurt() -> None:
    total = unit_total(
        [Earned(Decimal(6), Decimal(3)), Earned(Decimal(2), Decimal(2)), Earned(Decimal(2), exempt=True)]
    )
    assert (total.final, total.points, total.exempt) == (Decimal(5), Decimal(8), Decimal(2))
    assert total.rate == Decimal("0.625")
    assert total.full == Decimal("6.25")


def test_what_is_not_scored_yet_stands_apart() -> None:
    total = unit_total([Earned(Decimal(3), Decimal(3)), Earned(Decimal(4))])
    assert (total.rate, total.open) == (Decimal(1), Decimal(4))
    assert unit_total([Earned(Decimal(4))]).rate is None
    assert unit_total([]).full == Decimal(0)


def test_redistribution_keeps_the_sum_to_the_hundredth() -> None:
    points = {"a": Decimal(1), "b": Decimal(1), "c": Decimal(1), "d": Decimal(1)}
    spread = redistribute(points, {"d"})
    assert spread == {"a": Decimal("1.34"), "b": Decimal("1.33"), "c": Decimal("1.33"), "d": Decimal(0)}
    assert redistribute(points, set(points)) == dict.fromkeys(points, Decimal(0))


def test_an_indicator_by_mean_by_share_and_by_sums() -> None:
    for aggregate, final in (("mean", "2.23"), ("share-that-pass", "1.50"), ("sums", "1.45")):
        rule = {"rule": "proportional", "measure": "coverage", "aggregate": aggregate}
        made = milestone({"by": "08-31"}, score=rule, measures=(COVERAGE,))
        total = indicator_total(made, Decimal(3), [unit("a", rule, 2, 2), unit("b", rule, 1400, 2900)])
        assert total.final == Decimal(final), aggregate
        assert (total.units, total.passed) == (2, 1)


def test_sums_keep_the_denominator_of_a_unit_not_approved() -> None:
    rule = {"rule": "proportional", "measure": "coverage", "aggregate": "sums"}
    made = milestone({"by": "08-31"}, score=rule, measures=(COVERAGE,))
    total = indicator_total(made, Decimal(3), [unit("a", rule, 50, 50), unit("b", rule, 50, 50, approved=False)])
    assert total.final == Decimal("1.50")


def test_units_left_out_do_not_count() -> None:
    rule = {"rule": "completion"}
    made = milestone({"by": "08-31"}, score=rule, measures=(COVERAGE,))
    gone = unit("b", rule, 0, 9, approved=False)
    kept = indicator_total(
        made, Decimal(3), [unit("a", rule, 1, 1), UnitScore("b", gone.inputs, gone.scored, exempt=True)]
    )
    assert (kept.final, kept.units) == (Decimal(3), 1)
    assert indicator_total(made, Decimal(3), []).final is None
