"""What a person must look at when a programme is rolled on, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from engine.catalog import Catalog
from engine.domain.definition import Indicator, Units
from engine.domain.definition.when import By, Count, Dates
from engine.reading.targets import read_targets
from engine.services.rolling.words import comes_back
from engine.wording import N_, say

_NAMED: Final = 12
"""So many names stand in one sentence."""

Code = Literal[
    "moved-day",
    "fixed-day",
    "one-off",
    "target-year",
    "said-year",
    "ambiguous",
    "left",
    "joined",
    "sample",
    "no-contact",
    "gone",
]

SENTENCES: Final[dict[Code, str]] = {
    "moved-day": N_("“{words}” is another day this year: {before} becomes {after}."),
    "fixed-day": N_("The day was written out for one year: {before} becomes {after}."),
    "one-off": N_("“{words}” names last year: done once, or to be done again?"),
    "target-year": N_("A figure is wanted for a year that is named: “{words}”."),
    "said-year": N_("The words name a year: “{words}”."),
    "ambiguous": N_("Could be read in two ways last year: {words}"),
    "left": N_("{words} left the group during the year: see whether the group's list is still right."),
    "joined": N_("{words} joined the group during the year: it now counts from the year's first day."),
    "sample": N_("The roster {words} holds invented rows."),
    "no-contact": N_("The rosters name no contact of {words}: nobody there gets word."),
    "gone": N_("{words} left, and the people's roster still names them: see who follows."),
}


@dataclass(frozen=True)
class Look:
    """One thing to look at: `place` is the indicator's id, or a file; `before` and `after` where a day is proposed."""

    code: Code
    place: str
    indicator: Indicator | None = None
    words: str = ""
    before: str = ""
    after: str = ""

    @property
    def number(self) -> str:
        """The indicator's number in the table, '' for the programme as a whole."""
        return self.indicator.number if self.indicator else ""

    @property
    def title(self) -> str:
        """The indicator's title, else the file."""
        return self.indicator.title if self.indicator else self.place

    @property
    def sentence(self) -> str:
        """What it is, in the reader's language."""
        return say(SENTENCES[self.code], words=self.words, before=self.before, after=self.after)

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        told = {"code": self.code, "place": self.place, "number": self.number, "title": self.title, "words": self.words}
        proposed = {"before": self.before, "after": self.after} if self.after else {}
        return told | proposed | {"message": self.sentence}


def looked_at(indicator: Indicator, before: int) -> Iterator[Look]:
    """What of an indicator holds for one year only, or was doubtful; the words themselves stay word for word."""
    words = (indicator.time_text, indicator.requirement)
    named = _year_in(words, before)
    parts = [part.when for part in indicator.milestones] or [indicator.when]
    once = any(isinstance(each, By | Dates | Count) and not each.yearly for each in parts)
    figures = [_clause(text, each.start) for text in words for each in read_targets(text, before)]
    wanted = [each for each in figures if re.search(r"20\d\d年", each)]
    if named and once and not any(comes_back(text, before) for text in words):
        yield Look("one-off", indicator.id, indicator, named)
    if wanted:
        yield Look("target-year", indicator.id, indicator, wanted[0])
    elif named and not once:
        yield Look("said-year", indicator.id, indicator, named)
    for doubt in indicator.doubts:
        yield Look("ambiguous", indicator.id, indicator, doubt.about)


def units_to_look_at(units: Units, year: int) -> Iterator[Look]:
    """Who left or joined during the years before, and rosters that are samples still."""
    for group in units.groups:
        for code, entries in (("left", group.left), ("joined", group.joined)):
            for each in entries:
                if each.day.year < year:
                    yield Look(code, "units.yaml", words=f"{each.unit}（{group.name}，{each.day}）")  # type: ignore[arg-type]
    for roster in (*units.rosters, *units.people):
        if roster.sample:
            yield Look("sample", "units.yaml", words=roster.file)


def unreached(catalog: Catalog) -> Iterator[Look]:
    """The units of which the rosters know nobody with an address, as one thing to look at."""
    if catalog.without_contact:
        yield Look("no-contact", "units.yaml", words=named([unit.name for unit in catalog.without_contact]))


def named(names: Sequence[str]) -> str:
    """Names in one sentence: the first of many, and how many there are."""
    first = "、".join(names[:_NAMED])
    return (
        first if len(names) <= _NAMED else say(N_("{names} and others, {count} in all"), names=first, count=len(names))
    )


def _year_in(words: tuple[str, ...], year: int) -> str:
    """The words that name the year, as much of them as says what for: 2022年3月中旬."""
    for text in words:
        if found := re.search(rf"{year}\s*年[^，。；\n]{{0,12}}", text):
            return "".join(found.group().split())
    return ""


def _clause(text: str, at: int) -> str:
    """The clause a figure stands in."""
    start = max((text.rfind(sign, 0, at) for sign in "，。；\n"), default=-1) + 1
    ends = [end for sign in "，。；\n" if (end := text.find(sign, at)) >= 0]
    return "".join(text[start : min(ends, default=len(text))].split())
