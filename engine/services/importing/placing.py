"""Which of several times a figure belongs to: the words around both decide, and where they do not, that is told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from engine.reading.responsibility.doubts import Doubt
from engine.reading.responsibility.table import Row
from engine.services.importing.said import Figure
from engine.services.importing.whens import Part
from engine.wording import N_


def nearest_part(row: Row, figure: Figure, parts: Sequence[Part]) -> int:
    """The part whose stretch of words the figure stands in; after 其中 the one whose words it shares most."""
    stretches = _stretches(row, parts)
    if figure.column != "time" or not stretches:
        return 0
    inside = [at for at, start, end in stretches if start <= figure.start < end]
    if inside and not _of_which(row, figure):
        return inside[-1]
    text = row.cells.get("time", "")
    # What the share is of stands behind the figure as often as before it: the whole clause is compared.
    words = _pairs(_clause(text, figure.start, figure.end))
    return max(stretches, key=lambda each: len(words & _pairs(_before_of_which(text[each[1] : each[2]]))))[0]


def scattered(row: Row, figures: Sequence[Figure], parts: Sequence[Part]) -> list[Doubt]:
    """A doubt where figures after 其中 follow two times or more: which of them they keep is not said."""
    if len(_stretches(row, parts)) < 2:
        return []
    told = [each for each in figures if _of_which(row, each)]
    if not told:
        return []
    message = N_("Several days stand before “其中”: which of them holds for “{text}” is not said.")
    taken = N_("the day whose words are most alike")
    first = told[0]
    params: dict[str, object] = {"text": re.sub(r"\s+", "", first.target.text)}
    return [
        Doubt(
            "ambiguous",
            "of-which",
            message,
            taken,
            row.line,
            first.spot,
            first.target.text,
            first.start,
            told[-1].end,
            params,
        )
    ]


def _stretches(row: Row, parts: Sequence[Part]) -> list[tuple[int, int, int]]:
    """(part, start, end) of the words from each time of the time column to the next."""
    starts = [(at, part.saying.start) for at, part in enumerate(parts) if part.saying and part.saying.column == "time"]
    ordered = sorted(starts, key=lambda each: each[1])
    if not ordered:
        return []
    end = len(row.cells.get("time", ""))
    ends = [following[1] for _, following in pairwise(ordered)] + [end]
    return [(at, start, until) for (at, start), until in zip(ordered, ends, strict=True)]


def _of_which(row: Row, figure: Figure) -> bool:
    return figure.column == "time" and "其中" in row.cells.get("time", "")[: figure.end]


def _before_of_which(text: str) -> str:
    return text.split("其中")[0]


def _clause(text: str, start: int, end: int) -> str:
    begun = max(text.rfind(sign, 0, start) for sign in "；;。：:") + 1
    stops = [at for sign in "；;。" if (at := text.find(sign, end)) >= 0]
    return text[begun : min(stops, default=len(text))]


def _pairs(text: str) -> set[str]:
    return {"".join(pair) for pair in pairwise(re.sub(r"\W", "", text))}
