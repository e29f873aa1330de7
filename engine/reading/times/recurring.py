"""What comes back: every quarter, twice a year, by the 10th of next month, 年度考核, 按月; and how often in each."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from engine.reading.signs import NUMERAL, number
from engine.reading.times import spans
from engine.reading.times.dated import Found, dated
from engine.reading.times.value import (
    ByDate,
    CountPerYear,
    Daily,
    Dates,
    Every,
    From,
    HalfYearly,
    Monthly,
    Op,
    Quarterly,
    Reading,
    Weekly,
    Window,
    Yearly,
)

_EVERY: Final = re.compile(
    rf"每隔?(?P<n>{NUMERAL})?个?(?P<unit>半年|半个?月|年度?|季度?|月(?!饼)|旬|周|星期|礼拜|个?工作日|日|天)(?!龄|轻)(?:度)?"
)
_UNITS: Final = {
    "年": "year",
    "季": "quarter",
    "月": "month",
    "旬": "ten-days",
    "周": "week",
    "星": "week",
    "礼": "week",
}
_AT_LEAST: Final = r"不(?:得|应)?(?:少|低)于|至少|最少|不少|[≥>]=?|达到?"
_AT_MOST: Final = r"不(?:得|应)?(?:超过|多于|高于)|至多|最多|[≤<]=?"
_TIMES: Final = r"(?:次|场|期|轮|批次?|遍|篇|回|节课|课时|例)"
_COUNT: Final = re.compile(
    rf"(?P<op>{_AT_LEAST}|{_AT_MOST})?(?:[^，。；;、\d一二两三四五六七八九十]{{0,14}}?)(?P<op2>{_AT_LEAST}|{_AT_MOST})?"
    rf"(?P<n>{NUMERAL})(?:(?:-|至|到)(?P<most>{NUMERAL}))?(?:个)?{_TIMES}(?P<post>以上|及以上|以下|以内)?"
)
_RATIO: Final = re.compile(
    rf"(?P<n>{NUMERAL}){_TIMES}(?:[/每]|／)(?P<unit>年|季度?|半年|月|周|日|天)(?P<post>以上|以下)?"
)
_ONE_EACH: Final = re.compile(
    r"(?<!第)一(?P<unit>年|季度?|月|周|日)(?P<n>[一二两三四])(?=次|调度|通报|报|评|测|督|检|考|小结|分析|研|更新|主题|会)(?:次)?"
)
_YEAR_TIMES: Final = re.compile(
    r"(?:(?<![一-龥])|(?<=[，。；、在]))?(?:全年|一年(?:内)?|年(?:均|内)?)(?:应|要|累计|共)?"
)
_HALF_TIMES: Final = re.compile(rf"(?<![上下])半年(?P<n>{NUMERAL}){_TIMES}")
_BY: Final = re.compile(
    r"[按分逐](?P<unit>季度?|月度?|年度?|周|日|旬|半年)(?![一-龥]?期|份|历|龄|规|计划|程|均|产|值|光|常|线)"
)
_ADJECTIVE: Final = re.compile(
    r"(?<![上下\d])(?P<unit>半年度?)(?=通报|报告|总结|考核|检查|评估|分析|调度|工作|督查|小结)"
    r"|(?P<unit2>季度|月度)(?![末初]|\d)"
    r"|(?<![\d本该当两三四五六七八九十〇零年])(?P<unit3>年度)(?![末初底内])"
    r"|(?<![\d本该当每两三四五六七八九十〇零全])(?P<unit4>[月季年周日])(?:报(?!名|到|警|备|告书)|例会|表彰|会(?=制度|议)|审计划|通报|调度|清零)"
)
_WEEKDAYS: Final = {sign: at for at, sign in enumerate("一二三四五六日", 1)} | {"天": 7, "末": 7}
_WEEKDAY: Final = re.compile(r"(?:的)?(?:星期|周)?(?P<day>[一二三四五六日天])(?![次个场期家份])(?:之|以)?(?:前)?")
_OF_MONTH: Final = re.compile(rf"(?:的)?(?P<next>次月|下月|下个月)?(?:的)?(?P<day>{NUMERAL})[日号](?:之|以)?(?:前|内)?")
_NEXT_MONTH: Final = re.compile(rf"(?<!每)(?:于)?(?:次月|下个?月)(?P<day>{NUMERAL})[日号](?:之|以)?(?:前|内)?")
_MONTH_PART: Final = re.compile(r"(?:的)?(?:月)?(?P<part>[底末]|[上中下]旬|初)(?:之|以)?(?:前)?")
_OF_QUARTER: Final = re.compile(
    rf"(?:的)?(?:(?P<end>[底末](?!月))|(?P<which>首月?|第[一二三]个?月|末月|最后[一1]个?月)(?:的)?(?:(?P<day>{NUMERAL})[日号]|(?P<part>[底末]|[上中下]旬))?)(?:之|以)?(?:前)?"
)
_AFTER: Final = re.compile(rf"(?:结束|终了)?(?:之|以)?后(?:的)?(?P<n>{NUMERAL})个?(?P<work>工作)?[日天](?:之|以)?内")


def recurring(text: str, at: int, year: int) -> Found | None:
    """The recurring words that begin at `at`; None where none do. `year` is the one whose days are told."""
    if match := _EVERY.match(text, at):
        return _every(text, match, year)
    if match := _RATIO.match(text, at):
        op: Op = "=" if not match["post"] else (">=" if match["post"] == "以上" else "<=")
        return Found((_made(match["unit"], year, number(match["n"]), op),), at, match.end(), year)
    if match := _ONE_EACH.match(text, at):
        return Found((_made(match["unit"], year, number(match["n"]), "="),), at, match.end(), year)
    if (match := _NEXT_MONTH.match(text, at)) and (day := number(match["day"])) <= 31:
        return Found((Monthly(day=day, next_month=True, due=_month_days(year, day, 1)),), at, match.end(), year)
    if match := _HALF_TIMES.match(text, at):
        return Found((_made("半年", year, number(match["n"]), "="),), at, match.end(), year)
    if (match := _YEAR_TIMES.match(text, at)) and (count := _count(text, match.end())):
        found, end = count
        return Found((found,), at, end, year)
    if match := _BY.match(text, at):
        return Found((_made(match["unit"], year),), at, match.end(), year)
    if match := _ADJECTIVE.match(text, at):
        unit = next(value for value in match.groups() if value)
        plan = unit.startswith("年") and text.startswith(("工作计划", "计划"), match.end())
        note = "said of a plan" if plan else ""
        return Found((replace(_made(unit, year), ambiguous=plan, note=note),), at, match.end(), year)
    return None


def _every(text: str, match: re.Match[str], year: int) -> Found:
    at, end, unit = match.start(), match.end(), match["unit"]
    n = number(match["n"]) if match["n"] else 1
    if match.group().startswith("每隔"):
        n = n + 1 if match["n"] is None or n == 1 else n
    if unit.startswith("半") and unit != "半年":
        return _with_count(text, at, end, lambda count, op: Every(n=15, unit="day", count=count, op=op), year)
    if n == 6 and unit.startswith("月"):
        unit, n = "半年", 1
    if n == 3 and unit.startswith("月"):
        unit, n = "季", 1
    if n > 1:
        named = "day" if unit.endswith(("日", "天")) and "工" not in unit else _UNITS.get(unit[0], "working-day")
        return _with_count(text, at, end, lambda count, op: Every(n=n, unit=named, count=count, op=op), year)
    if unit.startswith("年"):
        return _every_year(text, at, end, year)
    if more := _days_of(text, end, unit, year):
        reading, end = more
        count = _count(text, end)
        if count:
            reading = replace(reading, count=count[0].count, op=count[0].op)
        return Found((reading,), at, count[1] if count else end, year)
    return _with_count(text, at, end, lambda count, op: _made(unit, year, count, op), year)


def _with_count(text: str, at: int, end: int, made: Callable[[int | None, Op | None], Reading], year: int) -> Found:
    count = _count(text, end)
    if count is None:
        return Found((made(None, None),), at, end, year)
    return Found((made(count[0].count, count[0].op),), at, count[1], year)


def _every_year(text: str, at: int, end: int, year: int) -> Found:
    """每年 with days, months or a count after it, or alone."""
    start = end + (1 if text[end : end + 1] in ("的", "于", "在") else 0)
    if (found := dated(text, start, year)) and found.readings:
        return Found(tuple(_yearly(reading, year) for reading in found.readings), at, found.end, year)
    if count := _count(text, end):
        return Found((count[0],), at, count[1], year)
    return Found((Yearly(year=year),), at, end, year)


def _yearly(reading: Reading, year: int) -> Reading:
    match reading:
        case ByDate(date=due, ambiguous=ambiguous, note=note):
            return Yearly(year=year, due=(due,), ambiguous=ambiguous, note=note)
        case Dates(dates=dates):
            return Dates(dates=dates, yearly=True)
        case Window(last=last):
            return Yearly(year=year, due=(last,))
        case From():
            return Yearly(year=year)
    return reading


def _days_of(text: str, at: int, unit: str, year: int) -> tuple[Weekly | Monthly | Quarterly, int] | None:
    """Which day of each week, month or quarter."""
    if unit.startswith(("周", "星", "礼")) and (match := _WEEKDAY.match(text, at)):
        return Weekly(weekday=_WEEKDAYS[match["day"]]), match.end()
    if unit.startswith("月"):
        if (match := _OF_MONTH.match(text, at)) and 1 <= (day := number(match["day"])) <= 31:
            after = 1 if match["next"] else 0
            return Monthly(day=day, next_month=bool(after) or None, due=_month_days(year, day, after)), match.end()
        if match := _MONTH_PART.match(text, at):
            due = tuple(spans.part_of_month(year, month, match["part"]).last for month in range(1, 13))
            return Monthly(due=due), match.end()
    if unit.startswith("季"):
        if match := _AFTER.match(text, at):
            due = tuple(spans.quarter(year, q).last + timedelta(days=number(match["n"])) for q in range(1, 5))
            return (Quarterly(due=() if match["work"] else due), match.end())
        if match := _OF_QUARTER.match(text, at):
            return Quarterly(due=_quarter_days(year, match)), match.end()
    return None


def _quarter_days(year: int, match: re.Match[str]) -> tuple[date, ...]:
    if match["end"]:
        return tuple(spans.quarter(year, q).last for q in range(1, 5))
    which = match["which"]
    offset = 0 if "首" in which or ("一个" in which and "第" in which) else 1 if "二" in which else 2
    found = []
    for first in (1, 4, 7, 10):
        month = spans.month(year, first + offset)
        if match["day"]:
            span = spans.day(year, first + offset, number(match["day"]))
            found.append(span.last if span else month.last)
        else:
            found.append(spans.part_of_month(year, first + offset, match["part"]).last if match["part"] else month.last)
    return tuple(found)


def _month_days(year: int, day: int, after: int) -> tuple[date, ...]:
    """That day of each month, or of the month after each; the last day where the month is shorter."""
    found = []
    for at in range(12):
        month = spans.month(year + (at + after) // 12, (at + after) % 12 + 1)
        found.append(min(month.first + timedelta(days=day - 1), month.last))
    return tuple(found)


def _made(unit: str, year: int, count: int | None = None, op: Op | None = None) -> Reading:
    match unit[0]:
        case "年":
            if count is not None and op is not None:
                return CountPerYear(op=op, count=count)
            return Yearly(year=year)
        case "半":
            return HalfYearly(due=(date(year, 6, 30), date(year, 12, 31)), count=count, op=op)
        case "季":
            return Quarterly(due=tuple(spans.quarter(year, q).last for q in range(1, 5)), count=count, op=op)
        case "月":
            return Monthly(due=tuple(spans.month(year, m).last for m in range(1, 13)), count=count, op=op)
        case "周" | "星" | "礼":
            return Weekly(count=count, op=op)
        case "旬":
            return Every(n=10, unit="day", count=count, op=op)
    return Daily(count=count, op=op)


def _count(text: str, at: int) -> tuple[CountPerYear, int] | None:
    """不少于4次, 至少组织开展2次, 1次, 3-5次: how often, and where the words end."""
    match = _COUNT.match(text, at)
    if match is None:
        return None
    said = match["op"] or match["op2"] or ""
    post = match["post"] or ""
    op: Op = "="
    if re.fullmatch(_AT_LEAST, said) or post in ("以上", "及以上") or match["most"]:
        op = ">="
    elif re.fullmatch(_AT_MOST, said) or post in ("以下", "以内"):
        op = "<="
    most = number(match["most"]) if match["most"] else None
    return CountPerYear(op=op, count=number(match["n"]), most=most), match.end()
