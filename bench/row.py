"""One line of the table: what was measured, beside the limit measured in the same run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Row:
    """A measured value beside its limit, both in `unit`, medians of several rounds.

    What `ratio` says depends on the row and is part of `sense`: for rates it is ours over the raw limit's (more is
    better); for `check` and `help` our seconds over the raw ones (less is better); for `rehearse` the seconds allowed
    over ours (more is better); for `upload` the files found
    again over those sent. `goal` is what the ratio should be `at_least` or `at_most`.
    """

    name: str
    value: float
    unit: str
    limit: float
    ratio: float
    sense: Literal["at_least", "at_most"]
    goal: float
    against: str
    notes: tuple[str, ...] = ()

    @property
    def reached(self) -> bool:
        """Whether the goal is reached."""
        return self.ratio >= self.goal if self.sense == "at_least" else self.ratio <= self.goal

    def told(self) -> dict[str, object]:
        """The row as bench/latest.json has it."""
        return {
            "name": self.name,
            "value": round(self.value, 4),
            "unit": self.unit,
            "limit": round(self.limit, 4),
            "ratio": round(self.ratio, 3),
        }
