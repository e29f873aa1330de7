"""One point of time at a place of a phrase: 2022年3月中旬, 9月底, 二季度, 上半年, 国庆节, 2022-08-31, “3.15”."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from engine.reading.signs import number, year_number
from engine.reading.times import spans
from engine.reading.times.campaigns import FIXED
from engine.reading.times.spans import Span

YEAR: Final = (
    r"(?:(?P<year>(?<!\d)(?:19|20)\d\d|[一二][〇零○O0一二三四五六七八九]{3})年(?!版)(?:度(?!考核|工作|计划|评))?"
    r"|(?P<short>(?<!\d)[12]\d)年(?=\d{1,2}月|[年底末终]|[上下]半年|第?[一二三四1-4]季度)"
    r"|(?P<relative>今年|本年度?|当年|明年|来年|去年|次年|翌年))"
)
MONTH: Final = r"(?P<month>(?<![\d个])(?:1[0-2]|0?[1-9])|十[一二]?|[一二三四五六七八九元])月(?![龄饼嫂球])(?:份)?"
_DAY: Final = r"三十一?|二?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九]"
DAY: Final = rf"(?P<day>(?<!\d)(?:3[01]|[12]\d|0?[1-9])|{_DAY})[日号]"
_DAY_WITHOUT_SIGN: Final = r"(?P<bare>3[01]|[12]\d|0?[1-9])(?=(?:之|以)?前|[-，。；、,;]|$)"
_NO_MIDDLE: Final = r"(?![旬心小介央国秋型期等医华考转试队层游学院药])"
PART: Final = rf"(?P<part>上中旬|中下旬|[上中下]旬|月?[底末]|初(?![步始期级衷心审检评次])|中{_NO_MIDDLE})"
_OF_MONTH: Final = rf"{MONTH}(?:{DAY}|{PART}|{_DAY_WITHOUT_SIGN})?"
_QUARTER: Final = (
    r"(?:第?(?P<quarter>[一二三四1-4])(?:个)?季度|Q(?P<q>[1-4]))"
    r"(?:季)?(?:(?P<quarter_end>季?[底末])|(?P<quarter_start>初))?"
)
_QUARTERS: Final = r"前(?P<quarters>[二两三23])(?:个)?季度(?P<quarters_end>[底末])?"
_HALF: Final = r"(?P<half>[上下])半年(?P<half_end>[底末])?"
_OF_YEAR: Final = rf"(?P<of_year>[底末终]|初(?![步始期级])|中{_NO_MIDDLE}|内(?![部容审控设]))"
_MIDDLE: Final = r"(?=完成|前|检查|评估|总结|考核|开展|组织|召开|[，。；、,;]|$)"
_OWN_YEAR: Final = r"(?:(?P<relative>今|本|当|明|来|去|次|翌)(?=年))"
_SHORT: Final = frozenset(("三八", "五一", "五四", "六一", "七一", "八一", "十一"))
"""Feasts by month and day, which roads, villages and schools bear as names too."""
_NO_NUMBER: Final = r"(?<![一二三四五六七八九十第双\d])"
_NO_NAME: Final = (
    r"(?=[”\"’」，。；),;]|(?<!十一)、|$|之?前|后(?!街|村)|期间|当[天日]|节|假|小长假|黄金周|活动|慰问"
    r"|国际|劳动(?!奖)|青年(?!奖)|妇女|儿童|建[党军]|国庆|[和及与至-]|“)"
)
_NO_PLACE: Final = r"(?!月饼|粽|汤圆|路|街(?!道)|村|社区|小学|中学|广场)"
_FEAST_NAMES: Final = "|".join(
    f"{_NO_NUMBER}{name}{_NO_NAME}" if name in _SHORT else re.escape(name) + _NO_PLACE
    for name in sorted(FIXED, key=len, reverse=True)
    if name != "315"
)
_FEAST: Final = (
    rf"[“\"‘「]?(?:国际|世界|全国|中国|国家|联合国)?(?P<feast>{_FEAST_NAMES}|{_NO_NUMBER}315(?=[”\"’]|国际|消费|活动|期间))"
    r"(?:节|小长假|长假|假期)?[”\"’」]?"
)
_NUMERIC: Final = (
    r"(?<![\d.])(?P<ny>(?:19|20)\d\d)(?P<sep>[-./])(?P<nm>1[0-2]|0?[1-9])"
    r"(?:(?P=sep)(?P<nd>3[01]|[12]\d|0?[1-9])[日号]?(?![\d%])|(?P<npart>月?[底末初]|[上中下]旬)|(?!\.?\d|%))"
    r"|(?<!\d)(?P<cy>20\d\d)(?P<cm>0[1-9]|1[0-2])(?P<cd>0[1-9]|[12]\d|3[01])(?!\d)"
)
_MONTH_DAY: Final = r"(?:1[0-2]|0?[1-9])[.·](?:3[01]|[12]\d|0?[1-9])"
_MISHAP: Final = (
    r"[”\"’」]?(?:特别|特大|重大|较大|一般)*(?:暴雨|火灾|事故|爆炸|地震|坍塌|事件|洪涝|案|专案|重要|讲话|指示|批示)"
)
"""What happened or was said on a day is called by it as well: “7·20”特大暴雨."""
_DOTTED: Final = (
    r"(?:(?<![\d.])(?P<dm>1[0-2]|0?[1-9])(?:"
    rf"·(?P<dd>3[01]|[12]\d|0?[1-9])(?![\d.%])(?!{_MISHAP})"
    r"|\.(?P<de>3[01]|[12]\d|0?[1-9])日?(?![\d.%个次家项万亿])"
    rf"(?!{_MISHAP})(?=[”\"'’」]|之?前|活动|期间|国际|世界|$|-{_MONTH_DAY}(?:$|[”\"，。；),;]|之?前|期间)))"
    r"|(?<![\d./前])(?P<sm>1[0-2]|0?[1-9])/(?P<sd>3[01]|[12]\d|0?[1-9])日?"
    r"(?=之?前(?![期后往来提沿端言述])|-\d{1,2}/\d))"
)
_PLAN: Final = r"[“\"‘]?(?P<plan>十[二三四五六])五(?![”\"’]?规划(?!期))[”\"’]?(?:规划)?(?:期间|时期|期(?=[末底内]))?"
_PLAN_END: Final = rf"{_PLAN}(?P<plan_end>[末底])?"

_POINT: Final = re.compile(
    "|".join(
        (
            _NUMERIC,
            rf"{YEAR}(?:的)?{_OF_MONTH}",
            rf"{YEAR}(?:的)?(?:{_QUARTERS})".replace("?P<", "?P<a_"),
            rf"{YEAR}(?:的)?(?:{_QUARTER})".replace("?P<", "?P<b_"),
            rf"{YEAR}(?:的)?(?:{_HALF})".replace("?P<", "?P<c_"),
            rf"{YEAR}(?:的)?{_FEAST}".replace("?P<", "?P<d_"),
            rf"{YEAR}{_OF_YEAR}?".replace("?P<", "?P<e_"),
            _OF_MONTH.replace("?P<", "?P<f_"),
            _QUARTERS.replace("?P<", "?P<g_"),
            rf"(?<![每上下]){_QUARTER}".replace("?P<", "?P<h_"),
            _HALF.replace("?P<", "?P<i_"),
            _FEAST.replace("?P<", "?P<j_"),
            rf"{_OWN_YEAR}?(?<![\d一二三四五六七八九十每两半])(?:年(?P<of_year>[底末终]|内(?![部容审控设])|中{_MIDDLE}|初(?![步始期级]))"
            r"|岁(?P<of_years>末))".replace("?P<", "?P<k_"),
            rf"[“\"‘「]?{_DOTTED}[”\"’」]?",
            _PLAN_END,
        )
    )
)


_QUOTES: Final = frozenset('“"‘「')


@dataclass(frozen=True)
class Point:
    """A span that was named, where its words end, and the year and month that later words inherit."""

    span: Span
    end: int
    year: int
    month: int | None = None
    own_year: bool = False

    @property
    def whole_year(self) -> bool:
        """Whether no more than a year is named."""
        return self.span == spans.months(self.year, 1, 12)


def point_at(text: str, at: int, year: int) -> Point | None:
    """The point that begins at `at`, bare months and feasts in `year`; None where none does, or none that exists."""
    point = _point(text, at, year)
    while point is not None and (match := _SCOPE.match(text, point.end)):
        again = _point(text, point.end, point.year) or _point(text, match.end(), point.year)
        if again is None or again.span.first != point.span.first or again.span.last != point.span.last:
            break
        point = replace(again, own_year=point.own_year)  # “三八”妇女节, “5.20”世界计量日: one day by two names
    return point


_SCOPE: Final = re.compile(r"(?:国际|世界|全国|中国|国家)?")


def _point(text: str, at: int, year: int) -> Point | None:
    match = _POINT.match(text, at)
    if match is None:
        return None
    said = {(name[2:] if name[1:2] == "_" else name): value for name, value in match.groupdict().items() if value}
    named = _year(said, year)
    within = named if named is not None else year
    span = _span(said, within)
    if span is None:
        return None
    if span.first.year != within and "plan" not in said:
        within = span.first.year
    known = number(said["month"].replace("元", "一")) if "month" in said else int(said.get("nm", 0)) or None
    if "dm" in said and match.group()[0] in _QUOTES:
        span = replace(span, feast=True)
    return Point(span, match.end(), within, known, own_year=named is not None)


def _year(said: dict[str, str], year: int) -> int | None:
    if digits := said.get("ny") or said.get("cy"):
        return int(digits)
    if "year" in said:
        return year_number(said["year"])
    if "short" in said:
        return 2000 + int(said["short"])
    match said.get("relative", "")[:1]:
        case "":
            return None
        case "明" | "来" | "次" | "翌":
            return year + 1
        case "去":
            return year - 1
    return year


def _span(said: dict[str, str], year: int) -> Span | None:
    match said:
        case {"nm": month, "nd": day}:
            return spans.day(year, int(month), int(day))
        case {"nm": month, "npart": part}:
            return spans.part_of_month(year, int(month), part)
        case {"nm": month}:
            return spans.month(year, int(month))
        case {"cm": month, "cd": day}:
            return spans.day(year, int(month), int(day))
        case {"dm": month, "dd": day} | {"dm": month, "de": day} | {"sm": month, "sd": day}:
            return spans.day(year, int(month), int(day))
        case {"month": month, "day": day}:
            return spans.day(year, _month(month), number(day))
        case {"month": month, "bare": day}:
            return spans.day(year, _month(month), int(day))
        case {"month": month, "part": part}:
            return spans.part_of_month(year, _month(month), part)
        case {"month": month}:
            return spans.month(year, _month(month))
        case {"quarters": last}:
            found = spans.months(year, 1, 3 * number(last))
            return found.at_end() if "quarters_end" in said else found
        case {"quarter": named} | {"q": named}:
            found = spans.quarter(year, number(named))
            if "quarter_start" in said:
                return found.at_start()
            return found.at_end() if "quarter_end" in said else found
        case {"half": named}:
            found = spans.months(year, 1, 6) if named == "上" else spans.months(year, 7, 12)
            return found.at_end() if "half_end" in said else found
        case {"feast": name}:
            return spans.feast(year, name)
        case {"plan": name}:
            first = 2001 + 5 * (number(name) - 10)
            found = spans.years(first, first + 4)
            return found.at_end() if "plan_end" in said else found
        case {"of_year": part}:
            return spans.part_of_year(year, part)
        case {"of_years": _}:
            return spans.part_of_year(year, "末")
    return spans.months(year, 1, 12)


def _month(text: str) -> int:
    return 1 if text == "元" else number(text)


def day_of(point: Point, text: str) -> Point | None:
    """A bare day, 15日, in the month of a point before it."""
    if point.month is None:
        return None
    found = spans.day(point.year, point.month, number(text))
    return None if found is None else replace(point, span=found)


def part_of(point: Point, text: str) -> Point | None:
    """A bare part, 下旬, in the month of a point before it."""
    if point.month is None:
        return None
    return replace(point, span=spans.part_of_month(point.year, point.month, text))
