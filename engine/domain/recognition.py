"""Ranking for the annual recognition: by score, equal scores share a rank, veto and unresolved red are left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from engine.wording import N_, say

VETOED: Final = N_("A veto stands: {what}.")
UNRESOLVED_RED: Final = N_("A red light is not resolved: {what}.")
BELOW_MINIMUM: Final = N_("The score {score} is below the minimum {minimum}.")
BEYOND_PLACES: Final = N_("Rank {rank}; there are {places} places.")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that stands for recognition. `score` is what it is ranked by (a score rate or points).

    `vetoes` and `reds`: titles of the established vetoes and of the indicators that show red on the day.
    """

    unit: str
    name: str
    score: Decimal
    vetoes: tuple[str, ...] = ()
    reds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A place in the list; equal scores share the rank (1, 1, 3)."""

    rank: int
    unit: str
    name: str
    score: Decimal


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A unit that is not in the list, and every reason why."""

    unit: str
    name: str
    score: Decimal
    reasons: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The reasons in the reader's language."""
        return tuple(say(message, **dict(params)) for message, params in self.reasons)


def rank(
    candidates: Iterable[Candidate], places: int, minimum: Decimal | None = None
) -> tuple[tuple[Ranked, ...], tuple[LeftOut, ...]]:
    """Rank what may be ranked and say why the rest is left out (story 15).

    A unit with a veto, an unresolved red or a score below `minimum` takes no rank. Everybody who shares the last
    place is in, so the list may be longer than `places`. Order: score, then unit id, so that it is reproducible.
    """
    standing = sorted(candidates, key=lambda one: (-one.score, one.unit))
    ranked: list[Ranked] = []
    left_out: list[LeftOut] = []
    for one in standing:
        if reasons := _reasons(one, minimum):
            left_out.append(LeftOut(one.unit, one.name, one.score, reasons))
            continue
        place = ranked[-1].rank if ranked and ranked[-1].score == one.score else len(ranked) + 1
        ranked.append(Ranked(place, one.unit, one.name, one.score))
    for late in (one for one in ranked if one.rank > places):
        beyond = ((BEYOND_PLACES, (("rank", str(late.rank)), ("places", str(places)))),)
        left_out.append(LeftOut(late.unit, late.name, late.score, beyond))
    return tuple(one for one in ranked if one.rank <= places), tuple(left_out)


def _reasons(one: Candidate, minimum: Decimal | None) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    reasons = [(VETOED, (("what", title),)) for title in one.vetoes]
    reasons += [(UNRESOLVED_RED, (("what", title),)) for title in one.reds]
    if minimum is not None and one.score < minimum:
        params = (("score", str(one.score)), ("minimum", str(minimum)))
        return (*reasons, (BELOW_MINIMUM, params))
    return tuple(reasons)
