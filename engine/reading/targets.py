"""What a requirement wants reached, read from words: 检定率100%, 不少于4次, 90%以上, 全覆盖, 分别达到95%、90%以上."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from engine.reading.signs import Phrase, number
from engine.reading.target_words import (
    AFTER,
    BARE,
    BEFORE,
    CLAUSE,
    COUNTED,
    EACH,
    FAR,
    FROM_FIGURE,
    HUNDREDTHS,
    MANY,
    OF_SCORE,
    ONE,
    PROPERTY,
    RANK,
    SLOGAN,
    TARGET,
    TENTHS,
    WHEN,
    WHOLE,
    Op,
)
from engine.reading.times import read_time
from engine.reading.times.value import CountPerYear, HalfYearly, Monthly, Quarterly, Recurring, Weekly

_PERIODS: Final = ((CountPerYear, "年"), (Quarterly, "季度"), (Monthly, "月"), (HalfYearly, "半年"), (Weekly, "周"))


@dataclass(frozen=True)
class Target:
    """One figure that is wanted: what is measured (`metric`, in the source's words), how it compares, and its unit.

    `start` and `end`: offsets in characters of the source. `most`: the other end of a range. Percent are percent.
    """

    text: str
    start: int
    end: int
    metric: str
    op: Op
    value: Decimal
    unit: str
    most: Decimal | None = None
    ambiguous: bool = False
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain values; numbers as numbers."""
        found: dict[str, Any] = {"text": self.text, "place": [self.start, self.end], "metric": self.metric}
        found |= {"op": self.op, "value": _plain(self.value), "unit": self.unit}
        if self.most is not None:
            found["most"] = _plain(self.most)
        if self.ambiguous:
            found["ambiguous"] = True
        return found | ({"note": self.note} if self.note else {})


def read_targets(text: str, year: int = 2000) -> tuple[Target, ...]:
    """Every figure that is wanted, in order of the words.

    Bare numbers and 100% mean exactly that; 以上, ≥, 不少于 and 至少
    mean at least. How often something is done in a year,
    quarter or month is a target per year, quarter or month.
    """
    source = Phrase(text)
    plain = source.plain
    found = [*_often(text, source, year), *_shares(plain, source)]
    taken = [(each.start, each.end) for each in found]
    for target in (*_in_words(plain, source), *_figures(plain, source), *_wholes(plain, source)):
        if not any(start < target.end and target.start < end for start, end in taken):
            found.append(target)
            taken.append((target.start, target.end))
    return tuple(sorted(found, key=lambda each: each.start))


def _often(text: str, source: Phrase, year: int) -> Iterator[Target]:
    """每季度召开一次, 每年不少于2次: read with the words of time."""
    for reading in read_time(text, year).readings:
        if not isinstance(reading, CountPerYear | Recurring) or reading.count is None:
            continue
        period = next((name for kind, name in _PERIODS if isinstance(reading, kind)), "日")
        most = Decimal(reading.most) if isinstance(reading, CountPerYear) and reading.most else None
        yield Target(
            reading.text,
            reading.start,
            reading.end,
            "",
            reading.op or "=",
            Decimal(reading.count),
            f"次/{period}",
            most=most,
        )


def _figures(plain: str, source: Phrase) -> Iterator[Target]:
    before = 0
    for match in TARGET.finditer(plain):
        metric, begun = _metric(plain, match.start(), before)
        percent = match["percent"] or ""
        unit = percent[:1] if percent[:1] in "%％" and percent else percent or match["unit"] or ""
        about = bool(match["about"] or match["over"]) or (match["after"] or "").startswith("左右")
        if _no_target(plain, match):
            before = match.end()
            continue
        if match["after"] and not match["before"] and PROPERTY.match(plain, match.end()):
            continue
        before = match.end()
        value = Decimal(match["number"].replace(",", "")) * _times(match["many"])
        first, last = source.place(begun, match.end())
        yield Target(
            source.source[first:last],
            first,
            last,
            metric,
            _said(plain, match),
            value,
            "%" if unit in ("%", "％") else unit,
            most=Decimal(match["most"]) if match["most"] else None,
            ambiguous=about,
            note="about" if about else "percent-twice" if len(percent) > 1 and "%" in percent else "",
        )


def _no_target(plain: str, match: re.Match[str]) -> bool:
    """Points of a scale, where it stands today, and numbers in slogans (“四个100%”)."""
    start = match.start("number")
    if match["unit"] == "分":
        held = plain[start - 1 : start] == "(" and plain[match.end() : match.end() + 1] == ")"
        if held or OF_SCORE.search(plain, 0, start):
            return True
    if plain.startswith("含", start - 1):
        return True
    if match["before"]:
        return False
    return bool(SLOGAN.search(plain, 0, start) or FROM_FIGURE.search(plain, 0, start))


def _said(plain: str, match: re.Match[str]) -> Op:
    """How the figure compares: said beside it, or some words before it; 前3名 is third at the least."""
    before = match["before"] or ""
    if not before and (far := FAR.search(plain, 0, match.start())):
        before = far["op"]
    if match["unit"] in ("名", "位") and RANK.search(plain, 0, match.start()):
        return "<="
    return _op(before, match["after"] or "")


def _shares(plain: str, source: Phrase) -> Iterator[Target]:
    """甲、乙、丙分别达到95%、90%、85%以上: each with its own, where there are as many of both."""
    for match in EACH.finditer(plain):
        names = [each for each in re.split(r"[、和及]", match["names"]) if each] or [""]
        figures = list(ONE.finditer(match["figures"]))
        last_after = figures[-1]["after"] or ""
        first, last = source.place(match.start(), match.end())
        if len(names) == 1:
            names *= len(figures)
        for name, figure in zip(names[-len(figures) :], figures, strict=False):
            value = Decimal(figure["number"]) * _times(figure["many"])
            op = (
                "=" if value == 100 and figure["unit"] == "%" else _op(match["op"] or "", figure["after"] or last_after)
            )
            words, unsure = source.source[first:last], len(set(names)) != len(figures)
            metric = name + (match["verb"] or "")
            yield Target(words, first, last, metric, op, value, figure["unit"], ambiguous=unsure)


def _in_words(plain: str, source: Phrase) -> Iterator[Target]:
    """百分之九十五以上, 至少培育两家: figures written as words."""
    found = [(match, number(match["number"]) if not match["number"][0].isdecimal() else Decimal(match["number"]), "%")
             for match in HUNDREDTHS.finditer(plain)]  # fmt: skip
    found += [(match, Decimal(number(match["number"])), match["unit"]) for match in COUNTED.finditer(plain)]
    found += [(match, Decimal(10 * number(match["number"]) + 5 * bool(match["half"])), "%")
              for match in TENTHS.finditer(plain)]  # fmt: skip
    if bare := BARE.fullmatch(plain):  # a column of its own says the unit
        yield Target(source.source, 0, len(source.source), "", _op(bare["before"], ""), Decimal(bare["number"]), "")
    for match, value, unit in found:
        if SLOGAN.search(plain, 0, match.start()):
            continue
        said = match["before"] if unit == "%" else match["least"]
        metric, begun = _metric(plain, match.start(), 0)
        first, last = source.place(begun, match.end())
        op = _op(said or "", match["after"] or "")
        yield Target(source.source[first:last], first, last, metric, op, Decimal(value), unit)


def _wholes(plain: str, source: Phrase) -> Iterator[Target]:
    """全覆盖, 应检尽检: all of it; 清零, 零事故: none."""
    for match in WHOLE.finditer(plain):
        first, last = source.place(match.start(), match.end())
        none = "零" in match["words"]
        words = source.source[first:last]
        metric = match["metric"].rstrip('(“"‘') or match["words"]
        yield Target(words, first, last, metric, "=", Decimal(0 if none else 100), "" if none else "%")


def _metric(plain: str, at: int, before: int) -> tuple[str, int]:
    """What is measured: the words of the clause before the figure and after the one `before`; where they begin."""
    begun = before + len(re.match(r"[)、和及与等]*", plain[before:at])[0])  # type: ignore[index]
    for match in CLAUSE.finditer(plain, 0, at):
        begun = match.end()
    clause = plain[begun:at]
    together = clause.endswith(("均", "都", "皆"))
    inner = re.split(r"(?<=%)[、,和]" if together else r"(?<=%)[、,和]|、(?=[^、]*率)", clause)[-1]
    if before and begun == before + len(re.match(r"[)、和及与等]*", plain[before:at])[0]):  # type: ignore[index]
        inner = inner.rsplit("、", 1)[-1]  # 1个专班、2项机制: what was counted before stands before the 、
    inner = WHEN.sub("", inner)
    begun = at - len(inner)
    return RANK.sub("", inner).rstrip('(“"‘'), begun


def _op(before: str, after: str) -> Op:
    for words, op in AFTER:
        if re.match(words, after):
            return op
    for words, op in BEFORE:
        if re.search(words, before):
            return op
    return "="


def _times(many: str) -> int:
    found = 1
    for sign in many:
        found *= MANY[sign]
    return found


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
