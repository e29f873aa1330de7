"""Which days of each week, month, quarter or year: 每周二、周五, 每月25日前, 每季度次月10日前, 每年3月底前."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from engine.reading.signs import NUMERAL, number
from engine.reading.times import spans
from engine.reading.times.counts import made
from engine.reading.times.dated import dated
from engine.reading.times.telling import Found
from engine.reading.times.value import Daily, Monthly, Reading, Recurring, Weekly

_WEEKDAYS: Final = {sign: at for at, sign in enumerate("一二三四五六日", 1)} | {"天": 7}
_WEEKDAY: Final = re.compile(r"(?:的)?(?:星期|周)?(?P<day>[一二三四五六日天])(?![次个场期家份])(?:之|以)?(?:前)?")
_WEEKDAYS_TO: Final = re.compile(
    r"(?:星期|周)?(?P<first>[一二三四五六日天])(?:-|至|到)(?:星期|周)?(?P<last>[一二三四五六日天])"
)
_OF_MONTH: Final = re.compile(
    rf"(?:的)?(?P<next>次月|下月|下个月)?(?:的)?(?:{NUMERAL}[日号]?(?:-|至|到))?(?P<day>{NUMERAL})[日号](?:之|以)?(?:前|内)?"
)
_MONTH_PART: Final = re.compile(r"(?:的)?(?:月)?(?P<part>[底末]|[上中下]旬|初)(?:之|以)?(?:前)?")
_OF_PERIOD: Final = re.compile(
    rf"(?:的)?(?:(?P<end>[底末](?!的?月|的?\d))|(?P<which>末(?=的?\d)|首月?|第[一二三四五六]个?月|末的?月|最后[一1]?个?月|次月|下月|后首月)"
    rf"(?:的)?(?:(?P<day>{NUMERAL})[日号]|(?P<part>[底末]|[上中下]旬))?)(?:之|以)?(?:前(?!\d))?"
)
_WORKING_DAYS: Final = re.compile(
    rf"(?:的)?(?:[末底]?(?:前|最后|头|第)(?:{NUMERAL}|几)个?(?:工作日|天|日|周)|最后[一1]天)(?:之|以)?[内前]?"
)
_AFTER: Final = re.compile(rf"(?:结束|终了)?(?:之|以)?后(?:的)?(?P<n>{NUMERAL})个?(?P<work>工作)?[日天](?:之|以)?内")


def days_of(text: str, at: int, unit: str, year: int) -> tuple[Sequence[Recurring], int] | None:
    """Which day or days of each week, month or quarter, and where the words end."""
    if unit.startswith(("周", "星", "礼")):
        if match := _WEEKDAYS_TO.match(text, at):
            first, last = _WEEKDAYS[match["first"]], _WEEKDAYS[match["last"]]
            if first == 1 and last == 5:
                return [Daily()], match.end()
            return [Weekly(weekday=each) for each in range(first, last + 1)], match.end()
        return _listed(text, at, _WEEKDAY, lambda match: Weekly(weekday=_WEEKDAYS[match["day"]]))
    if unit.startswith("月"):
        if found := _listed(text, at, _OF_MONTH, lambda match: _day_of_month(match, year)):
            return found
        if match := _MONTH_PART.match(text, at):
            parts = [spans.part_of_month(year, month, match["part"]) for month in range(1, 13)]
            open_end = [each.other for each in parts if each.other]
            readings = [Monthly(due=tuple(each.last for each in parts), ambiguous=bool(open_end))]
            readings += [Monthly(due=tuple(open_end), ambiguous=True)] if open_end else []
            return readings, match.end()
        return _some_days(text, at, made("月", year)) or _days_after(text, at, "月", year)
    if unit.startswith("年"):
        return _days_after(text, at, unit, year)
    if unit.startswith(("半年", "季")):
        reading = made(unit, year)
        if found := _days_after(text, at, unit, year) or _some_days(text, at, reading):
            return found
        if (match := _OF_PERIOD.match(text, at)) and isinstance(reading, Recurring):
            return [replace(reading, due=_period_days(year, match, 3 if unit.startswith("季") else 6))], match.end()
    return None


def _days_after(text: str, at: int, unit: str, year: int) -> tuple[Sequence[Recurring], int] | None:
    """每季度结束后10日内: so many days after each; working days depend on the calendar of the office."""
    match = _AFTER.match(text, at)
    if match is None:
        return None
    days = number(match["n"])
    if unit.startswith("月") and not match["work"] and days <= 28:
        return [Monthly(day=days, next_month=True, due=month_days(year, days, 1))], match.end()
    reading = made(unit, year)
    if match["work"] or not isinstance(reading, Recurring):
        return [reading] if isinstance(reading, Recurring) else [], match.end()
    ends = reading.due or (date(year, 12, 31),)
    return [replace(reading, due=tuple(end + timedelta(days=days) for end in ends))], match.end()


def _some_days(text: str, at: int, made: Reading) -> tuple[Sequence[Recurring], int] | None:
    """每月前5个工作日内, 每季度末前5个工作日: which day that is depends on the calendar of the office."""
    match = _WORKING_DAYS.match(text, at)
    return ([made], match.end()) if match and isinstance(made, Recurring) else None


def _listed(
    text: str, at: int, pattern: re.Pattern[str], made: Callable[[re.Match[str]], Recurring | None]
) -> tuple[Sequence[Recurring], int] | None:
    """One day, or several: 每月5日、20日前, 每周二、周五."""
    readings: list[Recurring] = []
    end = at
    while match := pattern.match(text, end if not readings else end + 1):
        reading = made(match)
        if reading is None:
            break
        readings.append(reading)
        end = match.end()
        if text[end : end + 1] not in ("、", "和", "及", ",", "，"):
            break
    return (readings, end) if readings else None


def _day_of_month(match: re.Match[str], year: int) -> Monthly | None:
    day, after = number(match["day"]), 1 if match["next"] else 0
    if not 1 <= day <= 31:
        return None
    return Monthly(day=day, next_month=bool(after) or None, due=month_days(year, day, after))


def _period_days(year: int, match: re.Match[str], length: int) -> tuple[date, ...]:
    """The day that is named in each quarter or half year (`length`: its months)."""
    offset = length - 1 if match["end"] else _month_of_period(match["which"], length)
    found = []
    for first in range(1, 13, length):
        own, named = year + (first + offset > 12), (first + offset - 1) % 12 + 1
        month = spans.month(own, named)
        if match["day"]:
            span = spans.day(own, named, number(match["day"]))
            found.append(span.last if span else month.last)
        else:
            found.append(spans.part_of_month(own, named, match["part"]).last if match["part"] else month.last)
    return tuple(found)


def _month_of_period(which: str, length: int) -> int:
    """Which month from its first on, that one being 0: 首月, 第二个月, 末月, 次月."""
    if which in ("次月", "下月", "后首月"):
        return length
    if which.startswith("第"):
        return number(which[1]) - 1
    return 0 if "首" in which else length - 1


def month_days(year: int, day: int, after: int) -> tuple[date, ...]:
    """That day of each month, or of the month after each; the last day where the month is shorter."""
    found = []
    for at in range(12):
        month = spans.month(year + (at + after) // 12, (at + after) % 12 + 1)
        found.append(min(month.first + timedelta(days=day - 1), month.last))
    return tuple(found)


def days_of_year(text: str, end: int, year: int) -> Found | None:
    """The days or months named after 每年; 每年底 says its 年 once for both."""
    if text[end : end + 1] in _PARTS_OF_YEAR:
        found = dated("年" + text[end:], 0, year)
        return replace(found, end=found.end + end - 1) if found and found.readings else None
    found = dated(text, end + (text[end : end + 1] in ("的", "于", "在")), year)
    return found if found and found.readings else None


_PARTS_OF_YEAR: Final = ("底", "末", "终", "初", "中")
AND_DAYS: Final = re.compile(r"(?:[、，,和及与]|以及)(?:于|在)?")
