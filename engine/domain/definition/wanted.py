"""What is wanted as proof: evidence requirements and measures."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from engine.domain.definition.value import Slug, Value, Words
from engine.domain.vocabulary import EvidenceKind


def _read_share(value: Any) -> Decimal:
    if isinstance(value, str):
        text = value.strip().replace("％", "%")
        if text.endswith("%"):
            return Decimal(text[:-1].strip()) / 100
        return Decimal(text)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError("write a number or a percentage such as 95%")
    return Decimal(str(value))


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


Amount = Annotated[Decimal, BeforeValidator(_read_share), PlainSerializer(_plain, return_type=str)]
"""A number; `95%` reads as 0.95."""

Extension = Annotated[str, Field(pattern=r"^[a-z0-9]{1,8}$")]


class EvidenceWanted(Value):
    """One item of evidence an assignment asks for; `min` 0 means welcome but not required."""

    id: Slug
    title: Words
    kind: EvidenceKind = EvidenceKind.DOCUMENT
    accept: tuple[Extension, ...] = ()
    min: Annotated[int, Field(ge=0)] = 1
    max_megabytes: Annotated[int, Field(ge=1, le=2048)] = 50
    help: str = ""

    @model_validator(mode="after")
    def _only_files_have_types(self) -> EvidenceWanted:
        if self.accept and not self.kind.is_file:
            raise ValueError("only files have types to accept")
        return self


class Slice(Value):
    """A sub-threshold for named kinds of unit or device: 其中：集贸市场…100% (rows 40, 51-54)."""

    id: Slug
    title: Words
    kinds: tuple[Words, ...] = ()
    at_least: Amount
    denominator: Literal["own", "all"] = "own"


class Measure(Value):
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

    @model_validator(mode="after")
    def _consistent(self) -> Measure:
        if self.at_least is not None and self.exactly is not None:
            raise ValueError("give `at_least` or `exactly`, not both")
        if self.kind == "rate" and not (self.numerator and self.denominator):
            raise ValueError("a rate names its numerator and its denominator")
        threshold = self.threshold
        if self.kind == "rate" and threshold is not None and not 0 <= threshold <= 1:
            raise ValueError("a rate's threshold lies between 0% and 100%")
        ids = [part.id for part in self.of_which]
        if len(set(ids)) < len(ids):
            raise ValueError("two sub-thresholds share one id")
        return self

    @property
    def threshold(self) -> Decimal | None:
        """The value to reach; None when the table names none."""
        return self.at_least if self.at_least is not None else self.exactly
