"""What all models have in common: how numbers, points, words and pages are written."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Generic, TypeVar

from fastapi import Path, Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

LARGEST = 2_147_483_647
"""The largest number of anything: what both databases take."""


class Answered(BaseModel):
    """What the API gives. Frozen, and read from our own values by the names of their fields."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class Given(BaseModel):
    """What the API takes: unknown fields are refused, so that a slip is told and not passed over."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Item = TypeVar("Item")


class Page(Answered, Generic[Item]):
    """A page of a list; `next` is the cursor of the following one, null after the last."""

    items: tuple[Item, ...]
    next: str | None = None


class Failure(Answered):
    """Why not, and what would help. `kind`: invalid, refused, forbidden, not-found, unavailable."""

    code: str = Field(examples=["not-visible"])
    kind: str
    message: str
    remedy: str


def _two_places(points: Decimal) -> Decimal:
    if not points.is_finite() or points != round(points, 2):
        raise ValueError("points have at most two decimals")
    return points


Number = Annotated[int, Path(ge=1, le=LARGEST)]
NumberOf = Annotated[int, Field(ge=1, le=LARGEST)]
Limit = Annotated[int, Query(ge=1, le=200, description="At most so many on a page.")]
Cursor = Annotated[str, Query(max_length=200, description="`next` of the page before.")]
Text = Annotated[str, StringConstraints(max_length=4000, pattern=r"^[^\x00]*$")]
Name = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]
PointsIn = Annotated[Decimal, Field(ge=0, le=1_000_000), AfterValidator(_two_places)]


def points(hundredths: int | None) -> str | None:
    """Points as the API writes them: a decimal string with two places."""
    return None if hundredths is None else f"{Decimal(hundredths) / 100:.2f}"
