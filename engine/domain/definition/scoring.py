"""How points are given: the closed union of score rules, late deduction, bonus and veto."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from engine.domain.definition.value import Fault, Ruled, Slug, Value, Words
from engine.domain.definition.wanted import Amount, Points
from engine.wording import N_


class Late(Value):
    """Deduction per calendar day after the due date, up to a cap, in points.

    A day may cost less than a hundredth: the sum is rounded, half up.
    """

    per_day: Annotated[Amount, Field(ge=0)]
    at_most: Annotated[Points, Field(ge=0)] | None = None


class Bonus(Value):
    """Extra points a reviewer may grant, up to a cap, with a reason."""

    title: Words
    at_most: Annotated[Points, Field(gt=0)]


class Veto(Value):
    """一票否决: when a reviewer establishes it, the score is zero and recognition is barred."""

    id: Slug
    title: Words


class Tier(Value):
    """From this value of the measure on, this share of the points."""

    from_: Amount = Field(alias="from")
    share: Annotated[Amount, Field(ge=0, le=1)]
    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)


class Scoring(Value):
    """What every rule may add. `points` overrides the programme's scale for this indicator."""

    points: Annotated[Points, Field(ge=0)] | None = None
    late: Late | None = None
    floor: Annotated[Points, Field(ge=0)] | None = None
    bonus: Bonus | None = None
    veto: tuple[Veto, ...] = ()
    aggregate: Literal["mean", "share-that-pass", "sums"] = "mean"


class Completion(Scoring):
    """All points when approved."""

    rule: Literal["completion"]


class Threshold(Scoring):
    """All points when every measure (and every of-which part) is met, else none."""

    rule: Literal["threshold"]


class Proportional(Scoring):
    """Points times value over threshold, never more than the points (story 4)."""

    rule: Literal["proportional"]
    measure: Slug


class Tiers(Scoring, Ruled):
    """A share of the points by the tier that the measure's value reaches."""

    rule: Literal["tiers"]
    measure: Slug
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)]

    def faults(self) -> Iterator[Fault]:
        """Tiers that do not descend."""
        starts = [tier.from_ for tier in self.tiers]
        for at, (higher, lower) in enumerate(itertools.pairwise(starts), start=1):
            if lower >= higher:
                message = N_("list the tiers from the highest to the lowest, each once")
                yield Fault("order", message, "tiers", at, "from")


class Counted(Scoring):
    """Points times distinct dated events over the number wanted (story 7)."""

    rule: Literal["count"]


class Checklist(Scoring):
    """Points times approved items over items wanted."""

    rule: Literal["checklist"]


class Rubric(Scoring):
    """The reviewer gives the points, with a reason."""

    rule: Literal["rubric"]
    criteria: tuple[Words, ...] = ()


ScoreRule = Annotated[
    Completion | Threshold | Proportional | Tiers | Counted | Checklist | Rubric,
    Field(discriminator="rule"),
]
