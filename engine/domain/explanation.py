"""The sentences that explain a score, kept as English message ids with their figures, said in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal, assert_never

from engine.domain.definition.indicator import Milestone
from engine.domain.definition.scoring import Checklist, Completion, Counted, Proportional, Rubric, Threshold, Tiers
from engine.domain.measures import Judged, MeasureValue, percent, plain
from engine.wording import N_, say

What = Literal["rule", "input", "part", "self", "veto", "base", "deduction", "bonus", "sum", "result"]
Params = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One step from rule to points. `amount` in points where the step gives or takes some."""

    what: What
    message: str
    params: Params = ()
    amount: Decimal | None = None
    evidence: str = ""
    person: str = ""

    @property
    def sentence(self) -> str:
        """The step in the reader's language."""
        return say(self.message, **dict(self.params))


def rule_line(milestone: Milestone, points: Decimal) -> Line:
    """Which rule governs, and how many points there are to earn."""
    params = (("points", f"{points:.2f}"),)
    return Line("rule", _rule(milestone), params, points)


def _rule(milestone: Milestone) -> str:
    match milestone.score:
        case Completion():
            return N_("{points} points when approved.")
        case Threshold():
            return N_("{points} points when every threshold is met, else none.")
        case Proportional():
            return N_("{points} points in proportion to the figure over its threshold.")
        case Tiers():
            return N_("{points} points by the tier the figure reaches.")
        case Counted():
            return N_("{points} points by how many events took place.")
        case Checklist():
            return N_("{points} points by how many items are approved.")
        case Rubric():
            return N_("{points} points given by the reviewer.")
        case _:
            assert_never(milestone.score)


def judged_lines(judged: Iterable[Judged], unit: str, value: MeasureValue) -> list[Line]:
    """A measure's figures, the whole and its of-which parts, each with what is missing (story 6)."""
    return [_judged_line(part, unit, value) for part in judged]


def _judged_line(part: Judged, unit: str, value: MeasureValue) -> Line:
    what: What = "part" if part.slice else "input"
    params = [("title", part.title)]
    if not part.applicable:
        message = N_("{title}: not applicable, the denominator is 0.")
    elif part.reached is None:
        message = N_("{title}: not reported.")
    else:
        params += [("reached", _shown(part, part.reached, unit)), *_figures(part)]
        message, more = _verdict(part, unit)
        params += more
    return Line(what, message, tuple(params), None, value.evidence, value.person)


def _verdict(part: Judged, unit: str) -> tuple[str, list[tuple[str, str]]]:
    counted = part.numerator is not None and part.denominator is not None
    if part.wanted is None:
        return (N_("{title}: {some} of {all}, {reached}.") if counted else N_("{title}: {reached}.")), []
    params = [("wanted", _shown(part, part.wanted, unit))]
    if part.met:
        with_all = N_("{title}: {some} of {all}, {reached}; {wanted} wanted, met.")
        return (with_all if counted else N_("{title}: {reached}; {wanted} wanted, met.")), params
    if not part.short:
        return N_("{title}: {reached}; exactly {wanted} wanted, not met."), params
    params.append(("short", _gap(part, unit)))
    with_all = N_("{title}: {some} of {all}, {reached}; {wanted} wanted, {short} short.")
    return (with_all if counted else N_("{title}: {reached}; {wanted} wanted, {short} short.")), params


def _figures(part: Judged) -> list[tuple[str, str]]:
    if part.numerator is None or part.denominator is None:
        return []
    return [("some", plain(part.numerator)), ("all", plain(part.denominator))]


def _shown(part: Judged, number: Fraction, unit: str) -> str:
    match part.kind:
        case "rate":
            return percent(number)
        case "yes-no":
            return "1" if number else "0"
        case _:
            return plain(Decimal(number.numerator) / Decimal(number.denominator)) + unit


def _gap(part: Judged, unit: str) -> str:
    if part.kind == "rate":
        # A gap smaller than a tenth of a point still has to show.
        shown = percent(part.short)
        return shown if shown != "0%" else "< 0.1%"
    return _shown(part, part.short, unit)


SELF: Final = N_("The unit's own assessment: {points} points.")
VETO: Final = N_("Vetoed: {what}. No points, and no recognition this year.")
LATE: Final = N_("{days} days late: {points} points off.")
BONUS: Final = N_("Bonus of {points} points: {reason}")
RESULT: Final = N_("Final score: {points} points.")


def self_line(points: Decimal, person: str) -> Line:
    """自评, beside the final score; it never changes it."""
    return Line("self", SELF, (("points", f"{points:.2f}"),), points, "", person)


def veto_line(titles: tuple[str, ...], person: str) -> Line:
    """一票否决, and who established it."""
    return Line("veto", VETO, (("what", "; ".join(titles)),), Decimal("0.00"), "", person)


def deduction_line(days: int, points: Decimal) -> Line:
    """What lateness costs."""
    return Line("deduction", LATE, (("days", str(days)), ("points", f"{points:.2f}")), -points)


def bonus_line(points: Decimal, person: str, reason: str) -> Line:
    """What was granted on top, by whom and why."""
    return Line("bonus", BONUS, (("points", f"{points:.2f}"), ("reason", reason)), points, "", person)


def result_line(points: Decimal) -> Line:
    """The final figure."""
    return Line("result", RESULT, (("points", f"{points:.2f}"),), points)
