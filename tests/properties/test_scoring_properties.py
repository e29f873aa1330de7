"""Scores stay in bounds and equal the sum of their parts; rates roll up by sums; what is exempt is spread exactly."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from engine.domain.definition.indicator import Milestone
from engine.domain.definition.scoring import ScoreRule
from engine.domain.definition.wanted import Measure, Slice
from engine.domain.definition.when import When
from engine.domain.measures import MeasureValue, roll_up
from engine.domain.scoring import Inputs, score
from engine.wording import use_language

MEASURE = Measure(
    id="m",
    title="率",
    numerator="已",
    denominator="应",
    at_least=Decimal("0.9"),
    of_which=(Slice(id="s", title="其中", at_least=Decimal("0.1")),),
)
PLAIN = ["completion", "threshold", "count", "checklist", "rubric"]
TIERS = [{"from": "0.9", "share": 1}, {"from": 0, "share": "0.3"}]
points = st.decimals(0, 100, places=2)
whole = st.integers(0, 10_000).map(Decimal)


@st.composite
def rules(draw: st.DrawFn) -> dict[str, Any]:
    """Any score rule with any additions."""
    rule: dict[str, Any] = draw(
        st.one_of(
            st.sampled_from(["completion", "threshold", "count", "checklist", "rubric"]).map(
                lambda name: {"rule": name}
            ),
            st.just({"rule": "proportional", "measure": "m"}),
            st.just(
                {"rule": "tiers", "measure": "m", "tiers": [{"from": "0.9", "share": 1}, {"from": 0, "share": "0.3"}]}
            ),
        )
    )
    if draw(st.booleans()):
        rule["late"] = {"per_day": draw(points), "at_most": draw(st.none() | points)}
    if draw(st.booleans()):
        rule["floor"] = draw(points)
    if draw(st.booleans()):
        rule["bonus"] = {"title": "加分", "at_most": draw(st.decimals("0.01", 5, places=2))}
    if draw(st.booleans()):
        rule["veto"] = [{"id": "v", "title": "否决"}]
    return rule


@st.composite
def values(draw: st.DrawFn) -> MeasureValue:
    """Any report: complete, partly missing, or with nothing to count."""
    numbers = draw(st.none() | st.tuples(whole, whole))
    slices = draw(st.dictionaries(st.just("s"), st.tuples(whole, whole)))
    return MeasureValue(numbers[0] if numbers else None, numbers[1] if numbers else None, slices=slices)


inputs = st.builds(
    Inputs,
    points=points,
    approved=st.booleans(),
    late_days=st.integers(-3, 400),
    measures=st.dictionaries(st.just("m"), values()),
    items_wanted=st.integers(0, 5),
    items_approved=st.integers(0, 9),
    events=st.integers(0, 9),
    events_wanted=st.integers(0, 5),
    rubric=st.none() | st.decimals(-5, 200, places=2),
    bonus=st.decimals(-5, 10, places=2),
    vetoes=st.sampled_from([(), (), ("v",), ("unknown",)]),
    self_assessed=st.none() | points,
)


def milestone(rule: dict[str, Any]) -> Milestone:
    return Milestone(
        id="",
        title="样例",
        when=TypeAdapter(When).validate_python({"by": "08-31"}),
        points=Decimal(3),
        evidence=(),
        measures=(MEASURE,),
        score=TypeAdapter(ScoreRule).validate_python(rule),
    )


@given(rules(), inputs)
def test_a_score_stays_in_bounds_and_is_the_sum_of_its_parts(rule: dict[str, Any], given_: Inputs) -> None:
    made = milestone(rule)
    result = score(made, given_)
    cap = made.score.bonus.at_most if made.score.bonus else Decimal(0)
    assert 0 <= result.final <= given_.points + cap
    assert result.final == result.base - result.deduction + result.bonus
    assert 0 <= result.deduction <= result.base <= given_.points
    assert result.final.as_tuple().exponent in (0, -1, -2)
    assert result.final == 0 or (given_.approved and not given_.vetoes)
    amounts = [line.amount for line in result.lines if line.what in ("base", "deduction", "bonus", "veto")]
    assert sum((amount for amount in amounts if amount is not None), Decimal(0)) == result.final


@given(rules(), inputs)
def test_every_line_can_be_said_in_both_languages(rule: dict[str, Any], given_: Inputs) -> None:
    result = score(milestone(rule), given_)
    for language in ("zh", "en"):
        with use_language(language):
            assert all(line.sentence and "{" not in line.sentence for line in result.lines)
    assert result == score(milestone(rule), given_)


@given(rules(), inputs, st.integers(1, 30))
def test_being_later_never_pays(rule: dict[str, Any], given_: Inputs, days: int) -> None:
    later = replace(given_, late_days=given_.late_days + days)
    assert score(milestone(rule), later).final <= score(milestone(rule), given_).final


@given(st.lists(st.tuples(whole, whole.filter(bool)), min_size=1, max_size=8), st.randoms())
def test_rates_roll_up_by_sums_in_any_order_and_grouping(pairs: list[tuple[Decimal, Decimal]], order: Any) -> None:
    reports = [MeasureValue(some, of, slices={"s": (some, of)}) for some, of in pairs]
    rolled = roll_up(reports)
    some, of = (sum(column, Decimal(0)) for column in zip(*pairs, strict=True))
    assert (rolled.numerator, rolled.denominator, rolled.slices["s"]) == (some, of, (some, of))
    assert rolled.rate == some / of
    assert (
        min(a / b for a, b in pairs) - Decimal("1e-20") <= some / of <= max(a / b for a, b in pairs) + Decimal("1e-20")
    )
    cut = order.randint(0, len(reports))
    order.shuffle(reports)
    assert roll_up([roll_up(reports[:cut]), roll_up(reports[cut:])]).rate == rolled.rate
