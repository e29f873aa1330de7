"""Reported figures against their thresholds: rates rolled up by sums, each of-which part judged on its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

from engine.domain.definition.wanted import Measure, Slice

Figures = tuple[Decimal, Decimal]
"""A numerator and its denominator."""


@dataclass(frozen=True, slots=True)
class MeasureValue:
    """What was reported for a measure. A rate has numerator and denominator; a count or a yes-no (1 or 0) has `value`.

    `slices`: of-which figures by slice id. `evidence` and `person` say where the figure stands and who gave it.
    """

    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    slices: Mapping[str, Figures] = field(default_factory=dict)
    evidence: str = ""
    person: str = ""

    @property
    def rate(self) -> Decimal | None:
        """Numerator over denominator; None when not reported or when the denominator is 0 (not applicable)."""
        if self.numerator is None or not self.denominator:
            return None
        return self.numerator / self.denominator

    @property
    def not_applicable(self) -> bool:
        """Whether there was nothing to count: the denominator was reported, and it is 0."""
        return self.denominator is not None and not self.denominator


@dataclass(frozen=True, slots=True)
class Judged:
    """A measure, or one of-which part of it, against its threshold; exact fractions, for rates 1 is 100 %."""

    measure: str
    slice: str
    title: str
    kind: str
    reached: Fraction | None
    wanted: Fraction | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    applicable: bool = True
    exactly: bool = False

    @property
    def met(self) -> bool:
        """Whether it stands: what does not apply is no failure; what was not reported is one."""
        if not self.applicable:
            return True
        if self.reached is None:
            return False
        if self.wanted is None:
            return True
        return self.reached == self.wanted if self.exactly else self.reached >= self.wanted

    @property
    def short(self) -> Fraction:
        """By how much it falls short; 0 when it does not."""
        if not self.applicable or self.wanted is None:
            return Fraction(0)
        return max(self.wanted - (self.reached or Fraction(0)), Fraction(0))

    @property
    def ratio(self) -> Fraction:
        """Reached over wanted, between 0 and 1: the share of the points a proportional rule gives."""
        if not self.applicable:
            return Fraction(1)
        reached = max(self.reached or Fraction(0), Fraction(0))
        wanted = self.wanted if self.wanted is not None else Fraction(1)
        return min(reached / wanted, Fraction(1)) if wanted > 0 else Fraction(1)


def judge(measure: Measure, value: MeasureValue | None) -> tuple[Judged, ...]:
    """The whole first, then every of-which part, each against its own threshold (story 6)."""
    value = value or MeasureValue()
    return (_whole(measure, value), *(_part(measure, part, value) for part in measure.of_which))


def _whole(measure: Measure, value: MeasureValue) -> Judged:
    wanted = None if measure.threshold is None else Fraction(measure.threshold)
    exactly = measure.exactly is not None
    if measure.kind == "rate":
        numbers = (value.numerator, value.denominator)
        reached = _over(*numbers)
        if reached is None and value.value is not None:
            reached = Fraction(value.value)
        applicable = not value.not_applicable
        return Judged(measure.id, "", measure.title, "rate", reached, wanted, *numbers, applicable, exactly)
    given = value.value if value.value is not None else value.numerator
    if measure.kind == "yes-no" and wanted is None:
        wanted = Fraction(1)
    reached = None if given is None else Fraction(given)
    return Judged(measure.id, "", measure.title, measure.kind, reached, wanted, exactly=exactly)


def _part(measure: Measure, part: Slice, value: MeasureValue) -> Judged:
    numerator, denominator = value.slices.get(part.id, (None, None))
    if part.denominator == "all" and numerator is not None:
        denominator = value.denominator
    applicable = denominator is None or bool(denominator)
    reached = _over(numerator, denominator)
    wanted = Fraction(part.at_least)
    return Judged(measure.id, part.id, part.title, "rate", reached, wanted, numerator, denominator, applicable)


def _over(numerator: Decimal | None, denominator: Decimal | None) -> Fraction | None:
    if numerator is None or not denominator:
        return None
    return Fraction(numerator) / Fraction(denominator)


def roll_up(values: Iterable[MeasureValue]) -> MeasureValue:
    """Several reports as one, by sums: 2 of 2 and 1,400 of 2,900 are 1,402 of 2,902 = 48.3 % (story 5)."""
    reports = tuple(values)
    slices: dict[str, Figures] = {}
    for report in reports:
        for part, (numerator, denominator) in report.slices.items():
            before = slices.get(part, (Decimal(0), Decimal(0)))
            slices[part] = (before[0] + numerator, before[1] + denominator)
    return MeasureValue(
        numerator=_total(report.numerator for report in reports),
        denominator=_total(report.denominator for report in reports),
        value=_total(report.value for report in reports),
        slices=dict(sorted(slices.items())),
    )


def _total(numbers: Iterable[Decimal | None]) -> Decimal | None:
    given = [number for number in numbers if number is not None]
    return sum(given, Decimal(0)) if given else None


def hundredths(amount: Fraction) -> Decimal:
    """An exact amount as points: two places, half up. Meant for amounts of 0 and above."""
    return Decimal((amount * 100 + Fraction(1, 2)).__floor__()) / 100


def percent(share: Fraction | Decimal) -> str:
    """A share as people read it, one place half up; never rounded up to a 100 % that was not reached."""
    exact = Fraction(share) * 100
    number = Decimal(exact.numerator) / Decimal(exact.denominator)
    shown = number.quantize(Decimal("0.1"), ROUND_HALF_UP)
    if number < 100 <= shown:
        shown = number.quantize(Decimal("0.01"), ROUND_DOWN)
    return f"{plain(shown)}%"


def plain(number: Decimal) -> str:
    """A number without trailing zeros or exponent."""
    return format(number.normalize(), "f")
