"""Scores of whole indicators: what does not apply is left out, sums are sums, means are means."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from declared import milestone

from engine.domain.definition.wanted import Measure
from engine.domain.measures import MeasureValue
from engine.domain.scoring import Inputs, score
from engine.domain.totals import UnitScore, indicator_total

COVERAGE = Measure(id="coverage", title="覆盖率", numerator="已", denominator="应", at_least=Decimal(1))


def unit(name: str, rule: dict[str, Any], some: int, of: int, **changes: Any) -> UnitScore:
    made = milestone({"by": "08-31"}, score=rule, measures=(COVERAGE,))
    figures = {"coverage": MeasureValue(Decimal(some), Decimal(of))}
    inputs = Inputs(**({"points": Decimal(3), "approved": True, "measures": figures} | changes))
    return UnitScore(name, inputs, score(made, inputs))


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
