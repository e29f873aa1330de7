"""What a requirement wants reached, read from words: 检定率100%, 不少于4次, 90%以上, 全覆盖, 分别达到95%、90%以上."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from engine.reading.signs import NUMERAL, Phrase, number
from engine.reading.times import read_time
from engine.reading.times.value import CountPerYear, HalfYearly, Monthly, Quarterly, Recurring, Weekly

Op = Literal["=", ">=", "<=", ">", "<"]

_BEFORE: Final[tuple[tuple[str, Op], ...]] = (
    (
        r"不(?:得|应|能)?(?:少|低|小)于|至少|最少|不少|[≥≧]|>=|大于等于|大于或等于|(?:达到|等于)或(?:超过|高于|大于)",
        ">=",
    ),
    (r"不(?:得|应|能)?(?:超过?|高于|多于|大于)|至多|最多|[≤≦]|<=|小于等于|控制在|限制在", "<="),
    (r"(?<!不)(?<!不得)(?:超过|高于|多于|大于|突破)|>", ">"),
    (r"(?<!不)(?<!不得)(?<!减)(?<!至)(?:低于|少于|小于)|<", "<"),
    (
        r"达到?|为|实现|完成|建成|新建|新增|建立|保持在?|稳定(?:在|达到)|维持在|提高到|提升到|提升至|提高至|降至|降低到|=",
        "=",
    ),
)
_AFTER: Final[tuple[tuple[str, Op], ...]] = (
    (r"(?:\(含\))?\(?(?:及以?上|以上)(?:\(?含\)?)?", ">="),
    (r"(?:\(含\))?\(?(?:及以?下|以下|以内|之内)", "<="),
)
_UNITS: Final = (
    r"(?P<percent>[%％]{1,3}|个百分点|‰)"
    r"|(?P<unit>微克/立方米|毫克/立方米|毫克/升|吨标准煤|公顷|万千瓦|千瓦|公斤|人次|场次|批次|台套|台次|平方公里|平方米|立方米|公里|千米|万元|亿元|美元|欧元|元|㎡|m²|学时|课时|斤(?!对斤)"
    r"|[个家次场项件起宗人台套处所名户亩米吨条篇支批期座辆份门对倍分位部张册株棵幅只头羽盏栋幢笔](?![月人民分之口])(?!性|体|工作日|小时|百分|一体|门)"
    r"|(?<=[万亿])(?=$|[,，。；;、)）]))"
)
_NUMBER: Final = r"(?<![\d.第])(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)(?P<many>[十百千万亿]{0,2})(?P<over>余|多)?"
_TAIL: Final = r"(?:\(含\))?\(?(?:及以?上|以上|及以?下|以下|以内|之内|左右)(?:\(?含\)?)?"
_OPS: Final = "|".join(f"(?:{words})" for words, _ in _BEFORE)
_TARGET: Final = re.compile(
    rf"(?P<before>{_OPS})?(?P<about>约|近)?{_NUMBER}(?:[%％]?(?:-|至|到)(?P<most>\d+(?:\.\d+)?))?(?:{_UNITS})"
    rf"(?P<after>{_TAIL})?"
)
_HUNDREDTHS: Final = re.compile(rf"(?P<before>{_OPS})?百分之(?P<number>\d+(?:\.\d+)?|{NUMERAL})(?P<after>{_TAIL})?")
_COUNTED: Final = re.compile(
    rf"(?:(?P<least>至少|最少|不少于|不低于)[^,，。；;、\d一二两三四五六七八九十百]{{0,6}}?|建成|新建|培育|打造|创建)(?P<number>(?!一[^十百]){NUMERAL})"
    r"(?P<unit>[个家处所座条名场](?!方面|体系|机制|维护|确立|责任|百分|月|工作))(?P<after>以上)?"
)
_OF_SCORE: Final = re.compile(r"(?:[扣加减计记得赋占值]|最[高多]|占比|满分|权重|总分)(?:除|减|不超过|为|:)?$")
_FROM_FIGURE: Final = re.compile(r"(?:[由从]|比)(?:\d{4}年|目前|原来|去年|上年)?(?:末|底)?的?$")
"""由85%提高到90%: where it stands today is no target."""
_FAR: Final = re.compile(r"(?P<op>不(?:得|应)?(?:少|低)于|至少|不超过|不高于)[一-龥]{1,10}?的?$")
"""不少于总数的10%: how it compares, some words before the figure."""
_RANK: Final = re.compile(r"(?<![底日月年])前$")
_SLOGAN: Final = re.compile(r"[一二三四五六七八九十两]个$")
_WHEN: Final = re.compile(
    r"^(?:[到至截在力争确保]{0,4})(?:(?:20\d\d年)?\d{1,2}月(?:份|[底末]|\d{1,2}[日号])?(?:之)?前?|20\d\d年(?:[底末])?(?:之)?前?)[、,]?"
)
_PROPERTY: Final = re.compile(r"的?[一-龥][^,，。；;、]*?(?:\d[\d.]*[%个家项处所座条]|全覆盖|应[一-龥]{1,2}尽)")
"""500平方米以上商场…设置率100%: a figure that says which ones, where another says how many of them."""
_ONE: Final = re.compile(
    r"(?P<number>\d+(?:\.\d+)?)(?P<many>[百千万亿]{0,2})(?P<unit>[%‰]|人次|场次|批次|万元|亿元|[个家次场项件起人台套处所名户亩元])(?P<after>以上|以下|以内)?"
)
_EACH: Final = re.compile(
    rf"(?P<names>[^,，。；;:]*?)(?:的)?分别(?P<verb>下降|增长|提高|减少|上升|压减|提升)?(?P<op>{_OPS})?(?P<figures>{{one}}(?:[、,，和及]{{one}})+)".replace(
        "{one}", re.sub(r"\?P<\w+>", "?:", _ONE.pattern)
    )
)
_WHOLE: Final = re.compile(
    r"(?:实现)?(?P<metric>[^,，。；;:、]{0,20}?)(?:实现|达到)?"
    r"(?P<words>全覆盖|应[\w一-龥]{1,2}尽[\w一-龥]{1,2}|清零|全部达标|零(?:事故|投诉|发生|增长|容忍))"
)
_MANY: Final = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_CLAUSE: Final = re.compile(r",(?!\d{3}(?!\d))|[，。；;：！？!?,:]|:(?!\d\d)|其中|(?<![一-龥\d])\d+[.、](?!\d)")
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
    for match in _TARGET.finditer(plain):
        metric, begun = _metric(plain, match.start(), before)
        percent = match["percent"] or ""
        unit = percent[:1] if percent[:1] in "%％" and percent else percent or match["unit"] or ""
        about = bool(match["about"] or match["over"]) or (match["after"] or "").startswith("左右")
        if _no_target(plain, match):
            before = match.end()
            continue
        if match["after"] and not match["before"] and _PROPERTY.match(plain, match.end()):
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
        if held or _OF_SCORE.search(plain, 0, start):
            return True
    if match["before"]:
        return False
    return bool(_SLOGAN.search(plain, 0, start) or _FROM_FIGURE.search(plain, 0, start))


def _said(plain: str, match: re.Match[str]) -> Op:
    """How the figure compares: said beside it, or some words before it; 前3名 is third at the least."""
    before = match["before"] or ""
    if not before and (far := _FAR.search(plain, 0, match.start())):
        before = far["op"]
    if match["unit"] in ("名", "位") and _RANK.search(plain, 0, match.start()):
        return "<="
    return _op(before, match["after"] or "")


def _shares(plain: str, source: Phrase) -> Iterator[Target]:
    """甲、乙、丙分别达到95%、90%、85%以上: each with its own, where there are as many of both."""
    for match in _EACH.finditer(plain):
        names = [each for each in re.split(r"[、和及]", match["names"]) if each] or [""]
        figures = list(_ONE.finditer(match["figures"]))
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
             for match in _HUNDREDTHS.finditer(plain)]  # fmt: skip
    found += [(match, Decimal(number(match["number"])), match["unit"]) for match in _COUNTED.finditer(plain)]
    for match, value, unit in found:
        if _SLOGAN.search(plain, 0, match.start()):
            continue
        said = match["before"] if unit == "%" else match["least"]
        metric, begun = _metric(plain, match.start(), 0)
        first, last = source.place(begun, match.end())
        op = _op(said or "", match["after"] or "")
        yield Target(source.source[first:last], first, last, metric, op, Decimal(value), unit)


def _wholes(plain: str, source: Phrase) -> Iterator[Target]:
    """全覆盖, 应检尽检: all of it; 清零, 零事故: none."""
    for match in _WHOLE.finditer(plain):
        first, last = source.place(match.start(), match.end())
        none = "零" in match["words"]
        words = source.source[first:last]
        metric = match["metric"].rstrip('(“"‘') or match["words"]
        yield Target(words, first, last, metric, "=", Decimal(0 if none else 100), "" if none else "%")


def _metric(plain: str, at: int, before: int) -> tuple[str, int]:
    """What is measured: the words of the clause before the figure and after the one `before`; where they begin."""
    begun = before + len(re.match(r"[)、和及与等]*", plain[before:at])[0])  # type: ignore[index]
    for match in _CLAUSE.finditer(plain, 0, at):
        begun = match.end()
    clause = plain[begun:at]
    together = clause.endswith(("均", "都", "皆"))
    inner = re.split(r"(?<=%)[、,和]" if together else r"(?<=%)[、,和]|、(?=[^、]*率)", clause)[-1]
    if before and begun == before + len(re.match(r"[)、和及与等]*", plain[before:at])[0]):  # type: ignore[index]
        inner = inner.rsplit("、", 1)[-1]  # 1个专班、2项机制: what was counted before stands before the 、
    inner = _WHEN.sub("", inner)
    begun = at - len(inner)
    return _RANK.sub("", inner).rstrip('(“"‘'), begun


def _op(before: str, after: str) -> Op:
    for words, op in _AFTER:
        if re.match(words, after):
            return op
    for words, op in _BEFORE:
        if re.search(words, before):
            return op
    return "="


def _times(many: str) -> int:
    found = 1
    for sign in many:
        found *= _MANY[sign]
    return found


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
