"""What is wanted as proof: evidence requirements and measures."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from engine.domain.definition.value import Fault, Ruled, Slug, Value, Words
from engine.domain.vocabulary import EvidenceKind
from engine.wording import N_

_AMOUNT = N_("write a number or a percentage such as 95%")


_DIGITS = 12


def _read_share(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise Fault("amount", _AMOUNT)
    try:
        text = str(value).strip().replace("％", "%")
        amount = Decimal(text[:-1].strip()) / 100 if text.endswith("%") else Decimal(text)
    except (InvalidOperation, ValueError):
        raise Fault("amount", _AMOUNT) from None
    if not amount.is_finite() or not -_DIGITS <= amount.adjusted() <= _DIGITS:
        raise Fault("amount", N_("this number is out of all proportion"))
    return amount


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


_IN_SCHEMA = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^\d+(\.\d+)?[%％]?$"}]}
_WRITTEN = (PlainSerializer(_plain, return_type=str), WithJsonSchema(_IN_SCHEMA))
Amount = Annotated[Decimal, BeforeValidator(_read_share), *_WRITTEN]
"""A number; `95%` reads as 0.95."""


def _read_points(value: Any) -> Decimal:
    points = _read_share(value)
    if points != round(points, 2):
        raise Fault("points", N_("points go down to hundredths"), hint=N_("write it with two decimals, such as 1.25"))
    return points


Points = Annotated[Decimal, BeforeValidator(_read_points), *_WRITTEN]
"""Points as people write them: never finer than the hundredths that the record holds (ADR 0005)."""

Extension = Annotated[str, Field(pattern=r"^[a-z0-9]{1,8}$")]


_PERCENT = N_("write 95% or 0.95")


class EvidenceWanted(Ruled):
    """One item of evidence an assignment asks for; `min` 0 means welcome but not required."""

    id: Slug
    title: Words
    kind: EvidenceKind = EvidenceKind.DOCUMENT
    accept: tuple[Extension, ...] = ()
    min: Annotated[int, Field(ge=0)] = 1
    max_megabytes: Annotated[int, Field(ge=1, le=2048)] = 50
    help: str = ""

    def faults(self) -> Iterator[Fault]:
        """File types for what is no file."""
        if self.accept and not self.kind.is_file:
            yield Fault("accept", N_("only files have types to accept"), "accept", kind=str(self.kind))


class Slice(Value):
    """A sub-threshold for named kinds of unit or device: 其中：集贸市场…100% (rows 40, 51-54)."""

    id: Slug
    title: Words
    kinds: tuple[Words, ...] = ()
    at_least: Amount
    denominator: Literal["own", "all"] = "own"


class Measure(Ruled):
    """A figure an assignment reports and its threshold.

    `rate`: numerator over denominator, rolled up by sums, never as a mean of rates (story 5).
    `count`: a number of things. `yes-no`: done or not. `by`: also reported per kind or unit, so that
    reports can name who is below.
    """

    id: Slug
    title: Words
    kind: Literal["rate", "count", "yes-no"] = "rate"
    numerator: str = ""
    denominator: str = ""
    unit: str = ""
    at_least: Amount | None = None
    exactly: Amount | None = None
    of_which: tuple[Slice, ...] = ()
    by: tuple[Words, ...] = ()

    def faults(self) -> Iterator[Fault]:
        """Two thresholds, a rate without its parts or beyond 100%, sub-thresholds of one id."""
        if self.at_least is not None and self.exactly is not None:
            yield Fault("two-thresholds", N_("give `at_least` or `exactly`, not both"), "exactly")
        if self.kind == "rate" and not (self.numerator and self.denominator):
            yield Fault("rate", N_("a rate names its `numerator` and its `denominator`"))
        threshold = self.threshold
        if self.kind == "rate" and threshold is not None and not 0 <= threshold <= 1:
            at = "at_least" if self.at_least is not None else "exactly"
            yield Fault("rate", N_("a rate's threshold lies between 0% and 100%"), at, hint=_PERCENT)
        seen: set[str] = set()
        for number, part in enumerate(self.of_which):
            if part.id in seen:
                yield Fault("twice", N_("two sub-thresholds share the id `{id}`"), "of_which", number, "id", id=part.id)
            if self.kind == "rate" and not 0 <= part.at_least <= 1:
                message = N_("a rate's threshold lies between 0% and 100%")
                yield Fault("rate", message, "of_which", number, "at_least", hint=_PERCENT)
            seen.add(part.id)

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """What is reported: slice and words, the whole (slice '') first, then of-which parts, then kinds."""
        slices = tuple((part.id, part.title) for part in self.of_which)
        return (("", self.title), *slices, *((kind, kind) for kind in self.by))

    @property
    def threshold(self) -> Decimal | None:
        """The value to reach; None when the table names none."""
        return self.at_least if self.at_least is not None else self.exactly
