"""Scores by every rule, the figures of the stories exact, and the sentences that explain them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from declared import milestone

from engine.domain.definition.wanted import Measure, Slice
from engine.domain.measures import MeasureValue, percent, roll_up
from engine.domain.scoring import Inputs, Scored, score
from engine.wording import use_language

WHEN = {"by": "08-31"}
COVERAGE = Measure(id="coverage", title="检定覆盖率", numerator="已检定", denominator="应检定", at_least=Decimal(1))
PASSING = Measure(
    id="passing",
    title="合格率",
    numerator="合格",
    denominator="全部",
    at_least=Decimal("0.9"),
    of_which=(Slice(id="demo", title="示范单位", at_least=Decimal("0.1")),),
)


def rate(numerator: int, denominator: int, **slices: tuple[int, int]) -> MeasureValue:
    parts = {name: (Decimal(some), Decimal(of)) for name, (some, of) in slices.items()}
    return MeasureValue(Decimal(numerator), Decimal(denominator), slices=parts)


def scored(rule: dict[str, Any], *measures: Measure, **inputs: Any) -> Scored:
    made = Inputs(**({"points": Decimal(3), "approved": True} | inputs))
    return score(milestone(WHEN, score=rule, measures=measures), made)


def said(result: Scored) -> str:
    with use_language("en"):
        return "\n".join(line.sentence for line in result.lines)


PROPORTIONAL = {"rule": "proportional", "measure": "coverage", "late": {"per_day": "0.1", "at_most": 1}}


def test_the_august_deadline_to_the_hundredth() -> None:
    value = {"coverage": rate(1940, 2000)}
    assert scored(PROPORTIONAL, COVERAGE, measures=value).final == Decimal("2.91")
    late = scored(PROPORTIONAL, COVERAGE, measures=value, late_days=2)
    assert (late.final, late.base, late.deduction) == (Decimal("2.71"), Decimal("2.91"), Decimal("0.20"))
    assert not late.met
    assert "1940 of 2000, 97%; 100% wanted, 3% short" in said(late)
    assert "2 days late: 0.20 points off" in said(late)


def test_the_deduction_stops_at_its_cap_and_at_the_floor() -> None:
    assert scored(PROPORTIONAL, COVERAGE, measures={"coverage": rate(1, 1)}, late_days=99).final == Decimal("2.00")
    floored = {"rule": "completion", "floor": "2.5", "late": {"per_day": 1}}
    assert scored(floored, late_days=4).final == Decimal("2.50")
    unfloored = {"rule": "completion", "late": {"per_day": 1}}
    assert scored(unfloored, late_days=4).final == Decimal("0.00")


def test_two_milestones_make_the_sum_of_their_parts() -> None:
    late = {"rule": "completion", "late": {"per_day": "0.1"}}
    verification, filing = scored(late, points=Decimal(2)), scored(late, points=Decimal(1), late_days=5)
    assert (verification.final, filing.final) == (Decimal(2), Decimal("0.50"))
    assert verification.final + filing.final == Decimal("2.50")


def test_rates_roll_up_by_sums_not_means() -> None:
    whole = roll_up([rate(2, 2), rate(1400, 2900)])
    assert (whole.numerator, whole.denominator) == (1402, 2902)
    assert whole.rate is not None and percent(whole.rate) == "48.3%"


def test_of_which_names_the_part_and_by_how_much() -> None:
    value = {"passing": rate(92, 100, demo=(4, 50))}
    result = scored({"rule": "threshold"}, PASSING, measures=value)
    assert (result.final, result.met) == (Decimal(0), False)
    assert "合格率: 92 of 100, 92%; 90% wanted, met." in said(result)
    assert "示范单位: 4 of 50, 8%; 10% wanted, 2% short." in said(result)
    assert "Not met: 示范单位. No points." in said(result)
    met = scored({"rule": "threshold"}, PASSING, measures={"passing": rate(92, 100, demo=(5, 50))})
    assert (met.final, met.met) == (Decimal(3), True)


def test_a_slice_of_all_is_over_the_measures_denominator() -> None:
    part = Slice(id="demo", title="示范单位", at_least=Decimal("0.1"), denominator="all")
    measure = PASSING.model_copy(update={"of_which": (part,)})
    value = {"passing": rate(92, 100, demo=(9, 9))}
    result = scored({"rule": "threshold"}, measure, measures=value)
    assert "示范单位: 9 of 100, 9%; 10% wanted, 1% short." in said(result)


@pytest.mark.parametrize(("events", "final"), [(4, "3.00"), (3, "2.25"), (0, "0.00"), (9, "3.00")])
def test_events_count_in_proportion(events: int, final: str) -> None:
    result = scored({"rule": "count"}, events=events, events_wanted=4)
    assert (result.final, result.met) == (Decimal(final), events >= 4)


def test_the_number_of_events_comes_from_the_count_when_not_given() -> None:
    counted = milestone({"count": {"at_least": 4}}, score={"rule": "count"})
    assert score(counted, Inputs(Decimal(3), True, events=3)).final == Decimal("2.25")


def test_a_veto_comes_first() -> None:
    rule = {
        "rule": "completion",
        "bonus": {"title": "创新", "at_most": 1},
        "veto": [{"id": "fraud", "title": "弄虚作假"}],
    }
    result = scored(rule, bonus=Decimal(1), vetoes=("fraud",))
    assert (result.final, result.vetoed, result.met) == (Decimal(0), True, False)
    assert "Vetoed: 弄虚作假." in said(result)


def test_a_bonus_has_a_cap_and_needs_a_rule_and_an_approval() -> None:
    rule = {"rule": "completion", "bonus": {"title": "创新", "at_most": "0.5"}}
    result = scored(rule, bonus=Decimal(2), bonus_by="王五", bonus_reason="首创")
    assert (result.final, result.bonus) == (Decimal("3.50"), Decimal("0.50"))
    assert scored({"rule": "completion"}, bonus=Decimal(2)).final == Decimal(3)
    assert scored(rule, bonus=Decimal(2), approved=False).final == Decimal(0)


def test_tiers_checklist_and_rubric() -> None:
    tiers = {
        "rule": "tiers",
        "measure": "coverage",
        "tiers": [{"from": 1, "share": 1}, {"from": "0.9", "share": "0.6"}],
    }
    assert scored(tiers, COVERAGE, measures={"coverage": rate(95, 100)}).final == Decimal("1.80")
    assert scored(tiers, COVERAGE, measures={"coverage": rate(89, 100)}).final == Decimal(0)
    assert scored({"rule": "checklist"}, items_wanted=3, items_approved=2).final == Decimal(2)
    given = scored({"rule": "rubric"}, rubric=Decimal("2.4"), rubric_by="李四", rubric_reason="材料齐全")
    assert given.final == Decimal("2.40")
    base = next(line for line in given.lines if line.what == "base")
    assert (base.person, base.amount) == ("李四", Decimal("2.40"))
    assert scored({"rule": "rubric"}, rubric=Decimal(9)).final == Decimal(3)
    assert scored({"rule": "rubric"}).final == Decimal(0)


def test_nothing_to_count_is_not_applicable_and_said_so() -> None:
    result = scored(PROPORTIONAL, COVERAGE, measures={"coverage": rate(0, 0)})
    assert (result.final, result.applicable) == (Decimal(3), False)
    assert "not applicable, the denominator is 0" in said(result)


def test_what_was_not_reported_earns_nothing() -> None:
    for rule in (PROPORTIONAL, {"rule": "threshold"}):
        result = scored(rule, COVERAGE)
        assert (result.final, result.met) == (Decimal(0), False)
        assert "检定覆盖率: not reported." in said(result)


def test_a_threshold_is_exact_however_close() -> None:
    result = scored({"rule": "threshold"}, COVERAGE, measures={"coverage": rate(99999, 100000)})
    assert result.final == Decimal(0)
    assert "99.99%; 100% wanted, < 0.1% short" in said(result)


def test_rounding_is_half_up() -> None:
    assert scored(PROPORTIONAL, COVERAGE, points=Decimal("0.05"), measures={"coverage": rate(1, 2)}).final == Decimal(
        "0.03"
    )


def test_the_same_inputs_give_the_same_lines_and_the_own_assessment_changes_nothing() -> None:
    value = {"coverage": rate(1940, 2000)}
    plain = scored(PROPORTIONAL, COVERAGE, measures=value)
    again = scored(PROPORTIONAL, COVERAGE, measures=value)
    boasted = scored(PROPORTIONAL, COVERAGE, measures=value, self_assessed=Decimal(3), submitted_by="张三")
    assert plain == again
    assert boasted.final == plain.final
    assert next(line for line in boasted.lines if line.what == "self").person == "张三"


def test_lines_lead_from_the_rule_to_the_person() -> None:
    figure = MeasureValue(Decimal(1940), Decimal(2000), evidence="台账.xlsx", person="张三")
    result = scored(
        PROPORTIONAL,
        COVERAGE,
        measures={"coverage": figure},
        late_days=2,
        evidence=("检定证书.pdf",),
        approved_by="李四",
    )
    assert [line.what for line in result.lines] == ["rule", "input", "base", "deduction", "result"]
    assert (result.lines[1].evidence, result.lines[1].person) == ("台账.xlsx", "张三")
    assert (result.lines[2].evidence, result.lines[2].person) == ("检定证书.pdf", "李四")
    assert "逾期2天，扣0.20分。" in [line.sentence for line in result.lines]


@pytest.mark.parametrize(
    ("value", "shown"), [("0.97", "97%"), ("0.4831", "48.3%"), ("0.9999", "99.99%"), ("1", "100%")]
)
def test_shares_are_never_rounded_up_to_whole(value: str, shown: str) -> None:
    assert percent(Decimal(value)) == shown


def test_counts_and_yes_no() -> None:
    plans = Measure(id="plans", title="方案", kind="count", unit="份", at_least=Decimal(3))
    result = scored({"rule": "threshold"}, plans, measures={"plans": MeasureValue(value=Decimal(2))})
    assert "方案: 2份; 3份 wanted, 1份 short." in said(result)
    group = Measure(id="group", title="领导小组", kind="yes-no")
    assert scored({"rule": "threshold"}, group, measures={"group": MeasureValue(value=Decimal(1))}).met
    assert not scored({"rule": "threshold"}, group, measures={"group": MeasureValue(value=Decimal(0))}).met
