"""How units stand by their points: a sentence in a paper, and the list of all behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from engine.reports.official.blocks import Attachment, Grid, Words
from engine.services.looking import progress
from engine.services.reporting.papers.facts import share
from engine.wording import N_, say

_LIST: Final = N_("List of units' points")
_WHOLE: Final = 10_000
"""A rate of one, in hundredths of a percent."""
_NAMED: Final = 3


def leaders(ranked: progress.Ranking) -> Words:
    """Who is first, in a sentence that names the list."""
    if not ranked.places:
        return Words(say(N_("Nothing has been scored yet.")))
    first = [place.name for place in ranked.places if place.rank == 1]
    words = N_("{units} units have points so far; {first} of them have all that were possible. All are in “{list}”.")
    if ranked.places[0].rate < _WHOLE:
        words = N_("{units} units have points so far; first is {name}. All are in “{list}”.")
    named = "、".join(first[:_NAMED])
    return Words(say(words, units=ranked.total, first=len(first), name=named, list=say(_LIST)))


def places(ranked: progress.Ranking) -> Sequence[Attachment]:
    """The list of all units with points; nothing while there is none."""
    if not ranked.places:
        return ()
    titles = (N_("place"), N_("unit"), N_("points earned"), N_("points possible"), N_("rate"))
    rows = [
        (str(p.rank), p.name, f"{p.earned / 100:.2f}", f"{p.possible / 100:.2f}", share(p.earned, p.possible))
        for p in ranked.places
    ]
    return (Attachment(say(_LIST), [Grid(list(map(say, titles)), rows, (16, 66, 26, 26, 22))]),)
