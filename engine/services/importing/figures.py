"""From the figures a row wants to measures; what a measure cannot hold is told instead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.domain.definition.wanted import Measure
from engine.reading.responsibility.doubts import Doubt
from engine.services.importing.said import Figure
from engine.wording import N_, say

_LONGEST, _MOST_DIGITS = 40, 12


def measures_of(figures: Sequence[Figure], line: int) -> tuple[list[tuple[Figure, Measure]], list[Doubt]]:
    """A measure for each lower bound or exact figure, beside it; and the doubts about the others."""
    made: list[tuple[Figure, Measure]] = []
    doubts: list[Doubt] = []
    for each in figures:
        target = each.target
        if target.op in ("<=", "<"):
            message = N_("“{text}” is an upper bound; a measure knows only what is to be reached.")
            doubts.append(_doubt("assumed", "upper-bound", message, each, line))
            continue
        if target.ambiguous:
            doubts.append(_doubt("ambiguous", "about", N_("“{text}” is no exact figure."), each, line))
        if target.note == "percent-twice":
            doubts.append(
                _doubt("assumed", "percent-twice", N_("“{text}”: the percent sign stands twice."), each, line)
            )
        if target.value.adjusted() > _MOST_DIGITS:
            doubts.append(_doubt("unread", "figure", N_("“{text}” is out of all proportion."), each, line))
            continue
        made.append((each, _measure(f"m{len(made) + 1}", each)))
    return made, doubts


def _measure(name: str, figure: Figure) -> Measure:
    target = figure.target
    title = _title(figure)
    bound = "exactly" if target.op == "=" else "at_least"
    share = target.value / 100
    if target.unit == "%" and 0 <= share <= 1:
        return Measure(
            id=name,
            title=title,
            numerator=say(N_("what reaches it (to be put into words): {title}"), title=title),
            denominator=say(N_("all that is counted (to be put into words): {title}"), title=title),
            **{bound: share},
        )
    return Measure(id=name, title=title, kind="count", unit=target.unit.split("/")[0], **{bound: target.value})


def _title(figure: Figure) -> str:
    bare = re.sub(r"\s+", "", figure.target.metric) or re.sub(r"\s+", "", figure.target.text)
    bare = bare.strip("，、；：。,;:的")
    return bare[-_LONGEST:] or say(N_("figure"))


def _doubt(weight: str, code: str, message: str, figure: Figure, line: int) -> Doubt:
    text = figure.target.text
    params: dict[str, object] = {"text": re.sub(r"\s+", "", text)}
    place = (figure.spot, text, figure.start, figure.end, params)
    return Doubt(weight, code, message, "", line, *place)  # type: ignore[arg-type]
