"""How points are taken and given, read from words: 每逾期一天扣0.1分，最多扣1分; 每项加1分; 一票否决; 按比例得分."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from engine.reading.signs import Phrase

Kind = Literal["late", "deduction", "bonus", "veto", "proportional"]

_POINTS: Final = r"(?P<points>\d+(?:\.\d+)?)分"
_LATE: Final = re.compile(
    r"(?:逾期|超期|迟报|迟交|延期|推迟|滞后|延迟|晚报|超时)[^。；;\d]{0,8}?(?:1|一)?个?(?P<unit>工作日|天|日)[^，。；;\d]{0,4}?"
    rf"扣(?:减|除)?{_POINTS}"
)
_MOST: Final = re.compile(
    r"(?:最多|最高|至多|累计不超过|不超过|上限为?)(?:可)?(?:扣|加|得)?(?:不超过)?(?P<most>\d+(?:\.\d+)?)分"
)
_BONUS: Final = re.compile(rf"(?:加|奖励|奖)(?:计)?{_POINTS}|(?P<open>(?:给予|予以|适当|酌情)加分)")
_DEDUCTION: Final = re.compile(rf"扣(?:减|除)?{_POINTS}|(?P<open>酌情扣分|扣完为止|不得分|不计分|扣分)")
_PROPORTIONAL: Final = re.compile(
    r"按(?:照)?(?:实际)?(?:完成)?(?:比例|完成率|完成情况比例)(?:折算)?(?:得分|计分|赋分|扣分|记分|给分)"
)
_SENTENCE: Final = re.compile(r"[^。；;]+")


@dataclass(frozen=True)
class Scored:
    """One rule of points: its words and where they stand (offsets in characters of the source).

    `points`: what is taken or given, per day, item or case; `most`: the cap that is named. `working`: per working day.
    """

    kind: Kind
    text: str
    start: int
    end: int
    points: Decimal | None = None
    most: Decimal | None = None
    working: bool = False

    def as_json(self) -> dict[str, Any]:
        """Plain values; numbers as numbers."""
        told: dict[str, Any] = {"kind": self.kind, "text": self.text, "place": [self.start, self.end]}
        numbers = {"points": self.points, "most": self.most}
        return told | {name: float(value) for name, value in numbers.items() if value is not None}


def read_scoring(text: str) -> tuple[Scored, ...]:
    """Every rule of points in order of the words; a sentence that says a veto may also say a deduction."""
    source = Phrase(text)
    found: list[Scored] = []
    for sentence in _SENTENCE.finditer(source.plain):
        first, last = source.place(sentence.start(), sentence.end())
        words = source.source[first:last]
        found += [Scored(kind, words, first, last, *rest) for kind, *rest in _rules(sentence.group())]
    return tuple(found)


def _rules(said: str) -> Iterator[tuple[Any, ...]]:
    cap = _MOST.search(said)
    most = Decimal(cap["most"]) if cap else None
    plain = _MOST.sub("", said)  # 最高加5分 is no second bonus
    if "一票否决" in said:
        yield ("veto",)
    if late := _LATE.search(plain):
        yield "late", Decimal(late["points"]), most, late["unit"] == "工作日"
        plain = _LATE.sub("", plain)
    if bonus := _BONUS.search(plain):
        yield "bonus", Decimal(bonus["points"]) if bonus["points"] else most, most
    if _PROPORTIONAL.search(plain):
        yield ("proportional",)
    elif (deduction := _DEDUCTION.search(plain)) and (late is None or deduction["points"]):
        # 每逾期1天扣0.1分，扣完为止 is said by the lateness
        yield "deduction", Decimal(deduction["points"]) if deduction["points"] else None, most
