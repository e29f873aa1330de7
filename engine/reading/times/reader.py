"""The reader: from left to right, the first that knows the words at a place reads them; nothing is read twice."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from engine.reading.signs import Phrase
from engine.reading.times.dated import dated
from engine.reading.times.noticed import noticed
from engine.reading.times.recurring import recurring
from engine.reading.times.relative import undated, whole
from engine.reading.times.telling import Found
from engine.reading.times.value import From, Reading, Times, Unset

_READERS: Final = (recurring, noticed, dated, undated)


def read_time(phrase: str, year: int) -> Times:
    """What a phrase says of time; `year` is the document's, for words that name none.

    Conventions (docs/reading.md): 月底 and 月底前 are the month's last day; 旬 are 1-10, 11-20 and 21 to the end; a
    span by name (旬, quarter, half, year) is due on its last day, with the span as window; a bare month keeps its
    precision; where two readings are possible both are given and marked.
    """
    source = Phrase(phrase)
    text = source.plain
    if alone := whole(text, year):
        return Times(phrase, (_placed(alone, source, 0, len(text)),))
    found: list[Reading] = []
    at, named = 0, year
    while at < len(text):
        if text[at] == "《" and (closed := text.find("》", at)) > 0:
            at = closed + 1  # a year in the title of a document is no time of the work
            continue
        part = _read(text, at, named, year)
        if part is None:
            at += 1
            continue
        for reading in part.readings:
            placed = _placed(reading, source, part.start, part.end)
            if not any(placed.same_as(known) for known in found):
                found.append(placed)
        if not any(isinstance(reading, From) for reading in part.readings):
            named = part.year
        at = max(part.end, at + 1)
    return Times(phrase, tuple(each for each in found if not (isinstance(each, Unset) and _idle(each, phrase, found))))


def _idle(name: Unset, phrase: str, found: list[Reading]) -> bool:
    """Whether other words say when: 6月15日前印发食品安全宣传周方案. In a list of days the name itself is a time."""
    beside = phrase[max(name.start - 2, 0) : name.start] + phrase[name.end : name.end + 1]
    return not _LISTED.intersection(beside) and any(not isinstance(each, Unset) for each in found)


_LISTED: Final = frozenset("、和及与暨”")


def _read(text: str, at: int, named: int, year: int) -> Found | None:
    for reader in _READERS:
        found = reader(text, at, year if reader is recurring else named)
        if found is not None:
            return found
    return None


def _placed(reading: Reading, source: Phrase, start: int, end: int) -> Reading:
    first, last = source.place(start, end)
    return replace(reading, text=source.source[first:last], start=first, end=last)
