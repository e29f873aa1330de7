"""The signs of a phrase made alike, with the way back to its places: full width, spaces, line breaks, numerals."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import Final

DIGITS: Final = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2, "元": 1}
NUMERAL: Final = r"(?:\d+|[一二两三四五六七八九十百]+)"
"""A whole number in either writing."""


@dataclass(frozen=True)
class Phrase:
    """A phrase as it stands in the source."""

    source: str

    @cached_property
    def _kept(self) -> tuple[tuple[str, int], ...]:
        numbering = _numbering(self.source)
        apart = frozenset(match.start() for match in _CLOCK.finditer(self.source))
        return tuple(
            (NUMBERED if at in numbering else " " if at in apart else _plain(sign), at)
            for at, sign in enumerate(self.source)
            if not sign.isspace() or at in apart
        )

    @cached_property
    def plain(self) -> str:
        """The phrase in half width and without white space: what patterns are tried on."""
        return "".join(sign for sign, _ in self._kept)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where `plain[start:end]` stands in the source, as offsets in characters."""
        return self._kept[start][1], self._kept[end - 1][1] + 1


def _plain(sign: str) -> str:
    """Full width as half width, one sign for one sign; all dashes as one."""
    if sign in _DASHES:
        return "-"
    if sign in _DOTS:
        return "·"
    made = unicodedata.normalize("NFKC", sign)
    return made if len(made) == 1 and not unicodedata.decomposition(sign).startswith("<circle>") else sign


def _numbering(source: str) -> frozenset[int]:
    """Where 1、… 2、… count the points of a cell: numbers that are no months, though 2、9月底前 looks like two."""
    return frozenset(at for match in point_numbers(source) for at in range(match.start(1), match.end()))


def point_numbers(source: str) -> list[re.Match[str]]:
    """The numbers that count the points of a cell, from 1 on without a gap; none where there are fewer than two."""
    found = list(_POINTS.finditer(source))
    counted = [int(match[1]) for match in found] == list(range(1, len(found) + 1))
    return found if counted and len(found) > 1 else []


NUMBERED: Final = "#"
"""Stands in `plain` for a sign of the numbering of points."""
_POINTS: Final = re.compile(r"(?:^|(?<=[\n；;。]))[^\S\n]*([0-9０-９]{1,2})[^\S\n]*[、.．)）]")
_CLOCK: Final = re.compile(r"(?<=\d)\s(?=\d{1,2}[:：]\d\d)")
"""The one blank that parts two numbers: 2022-12-31 17:00."""
_DOTS: Final = frozenset("•‧・∙⋅")
_DASHES: Final = frozenset("‐‑‒–—―−﹣－─━～〜~∼⸺⸻ー﹘➖")


def number(text: str) -> int:
    """A whole number from digits or Chinese numerals up to 999: 12, 十二, 二十, 一百二十. Raises ValueError."""
    if text.isdecimal():
        return int(text)
    total, units = 0, 0
    for sign in text:
        match sign:
            case "百":
                total, units = total + (units or 1) * 100, 0
            case "十":
                total, units = total + (units or 1) * 10, 0
            case "廿" | "卅":
                total += {"廿": 20, "卅": 30}[sign]
            case _ if sign in DIGITS:
                units = DIGITS[sign]
            case _:
                raise ValueError(text)
    return total + units


def year_number(text: str) -> int:
    """A year from four digits of either writing: 2022, 二〇二二."""
    return int("".join(str(DIGITS.get(sign, sign)) for sign in text.replace("O", "0").replace("o", "0")))
