"""How a simulated unit goes about one assignment: drawn once from the seed and the assignment's identity."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

_MANNERS: Final = ("prompt", "punctual", "late", "silent")
_WEIGHTS: Final = (45, 42, 9, 4)


@dataclass(frozen=True, slots=True)
class Temperament:
    """What this unit will do here. Days are working days unless said otherwise.

    `accept_after` opening; `days_before_due` (negative: calendar days late); `quality` between 0 and 1 of what is
    reported; `faulty` first submissions get one item returned, `wrong` ones are returned whole; `asks` for more time.
    """

    silent: bool
    accept_after: int
    days_before_due: int
    quality: float
    faulty: bool
    wrong: bool
    mends_after: int
    review_after: int
    asks: bool
    luck: int


def temperament(seed: int, indicator: str, period: str, unit: str) -> Temperament:
    """The same seed and identity always give the same temperament, whatever else happens in the year."""
    rng = Random(f"{seed}/{indicator}/{period}/{unit}")
    manner = rng.choices(_MANNERS, _WEIGHTS)[0]
    before = {"prompt": rng.randint(8, 30), "punctual": rng.randint(0, 7), "late": -rng.randint(1, 14), "silent": 0}
    roll = rng.random()
    return Temperament(
        silent=manner == "silent",
        accept_after=rng.randint(0, 4),
        days_before_due=before[manner],
        quality=min(1.0, 0.9 + rng.random() * 0.13),
        faulty=roll < 0.07,
        wrong=0.07 <= roll < 0.09,
        mends_after=rng.randint(1, 6),
        review_after=rng.randint(1, 4),
        asks=manner == "late" and rng.random() < 0.3,
        luck=rng.randint(0, 1_000_000),
    )
