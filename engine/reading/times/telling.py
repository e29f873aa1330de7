"""What named points say with the words around them: by a day, in a span, from a day on, on certain days."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from engine.reading.times.notes import Note
from engine.reading.times.points import DAY, Point, day_of
from engine.reading.times.spans import Grain, Span, day_before, part_of_month
from engine.reading.times.value import ByDate, Dates, From, Reading, Window

BEFORE: Final = re.compile(
    r"(?:\(含\))?(?:之|以)?前(?!期|后|往|来|提|沿|端|言|述|台|进|身|置|[一二三四两23](?:个)?季度)|截[止至]|为止|止(?!损)"
)
_WITHIN: Final = re.compile(r"(?:之|以)?内(?![部容审控设外涵业]|蒙)|期间|中(?=[，。；,;]|$)|当[日天月]")
_FROM: Final = re.compile(
    r"开始(?=实施|施行|执行|试行|启用|每|按|$|[，。；、,;])"
    r"|(?:开始)?(?:起(?![草步来到见诉重点底])(?:施行|实施|执行)?|以来|[以之]?后(?!续|勤|台|期))"
)
_NO_LATER: Final = re.compile(
    r"(?:不(?:得|能|应|可)?(?:晚|迟)于|截[至止](?:到|(?:日期|时间|日)?(?:为|是|:)?)?|最(?:晚|迟)(?:于|在|不超过)?)$"
)
_FROM_NOW: Final = re.compile(
    r"(?:[自从]?即日起|[自从]?现在起|现在|目前|[自从][^，。；、,;\d]{2,20}?起|[^，。；、,;\d]{2,12}之日)(?:-|至|到|起至)$"
)
_UNTIL: Final = re.compile(r"(?:有效期)?(?:延)?[至到]$")
_AHEAD: Final = re.compile(
    r"前(?:的)?(?:\d{1,2}|[一二两三四五六七八九十]+)个?(?:工作日|天|日(?!前)|周|星期|月(?![\d份]))"
)
_OF_EACH: Final = re.compile(rf"的{DAY}")
_DURATION: Final = re.compile(r"[\d一二两三四五六七八九十半]+个?(?:工作日|自然日|天|日|周|月|星期)(?:之|以)?内")


@dataclass(frozen=True)
class Found:
    """What was read at a place, where its words end, and the year and month that later words inherit."""

    readings: tuple[Reading, ...]
    start: int
    end: int
    year: int


def window(text: str, at: int, first: Point, last: Point) -> Found:
    turned = last.span.last < first.span.first and not last.own_year
    span = _later(last.span) if turned else last.span
    after = BEFORE.match(text, last.end) or _WITHIN.match(text, last.end)
    end = after.end() if after else last.end
    reading = Window(first=first.span.first, last=span.last, ambiguous=turned)
    return Found((reading,), at, end, span.last.year)


def _later(span: Span) -> Span:
    """The same days a year later."""
    return replace(
        span, first=span.first.replace(year=span.first.year + 1), last=span.last.replace(year=span.last.year + 1)
    )


def told(text: str, at: int, points: list[Point]) -> Found | None:
    points = _of_each(text, points)
    last = points[-1]
    if last.span.grain is Grain.END and len(points) > 1:  # 3月、6月、9月底; 二、四季度末: each at its end
        points = [replace(each, span=each.span.at_end()) if each.span.grain is Grain.MONTH else each for each in points]
    before = _NO_LATER.search(text, 0, at)
    began = before.start() if before else at
    if since := _FROM_NOW.search(text, 0, at):
        return Found((Window(first=None, last=last.span.last),), since.start(), _after(text, last.end), last.year)
    if (last.span.feast or last.span.grain <= Grain.END) and _AHEAD.match(text, last.end):
        return None  # 春节前一周 is a duration
    if match := BEFORE.match(text, last.end):
        readings = [each for point in points for each in (_by_end(point) if before else _by_or_in(point, last))]
        return Found(tuple(readings), began, match.end(), last.year)
    if before:
        return Found(tuple(_by_end(last)), began, last.end, last.year)
    if points == [last] and last.span.grain in (Grain.DAY, Grain.MONTH) and (until := _UNTIL.search(text, 0, at)):
        return Found(tuple(_by_end(last)), until.start(), last.end, last.year)
    if match := _FROM.match(text, last.end):
        if _DURATION.match(text, match.end()):
            return None  # 春节后一周内 is a duration
        return Found((From(from_day=last.span.first),), at, match.end(), last.year)
    match = _WITHIN.match(text, last.end)
    end = match.end() if match else last.end
    within = bool(match) and "内" in match.group()  # type: ignore[union-attr]
    if not within and all(point.span.grain in (Grain.DAY, Grain.MONTH) for point in points):
        return Found((Dates(dates=tuple(_iso(point.span) for point in points)),), at, end, last.year)
    return Found(tuple(each for point in points for each in _in_or_like(point, last)), at, end, last.year)


def likewise(point: Point, last: Point) -> Point | None:
    """A month with the day or 旬 that was said of the last one: 3、6、9月20日; None where the last has neither."""
    if point.month is None or point.span.grain is not Grain.MONTH:
        return None
    if last.span.grain is Grain.DAY and last.month is not None:
        return day_of(point, str(last.span.last.day))
    part = last.span.months_part
    return replace(point, span=part_of_month(point.year, point.month, part)) if part else None


def _of_each(text: str, points: list[Point]) -> list[Point]:
    """4月、7月、10月的10日前: one day in each of the months."""
    match = _OF_EACH.match(text, points[-1].end)
    if match is None or any(point.span.grain is not Grain.MONTH for point in points):
        return points
    days = [day for point in points if (day := day_of(point, match["day"]))]
    return [replace(day, end=match.end()) for day in days] if len(days) == len(points) else points


def _after(text: str, at: int) -> int:
    match = BEFORE.match(text, at)
    return match.end() if match else at


def _by_end(point: Point) -> list[Reading]:
    return [ByDate(date=point.span.last)]


def _by_or_in(point: Point, last: Point) -> list[Reading]:
    """In a list that ends with an end (上半年、年底前) 前 is that end's alone; 6月、12月15日前 may share the 15th."""
    if last.span.grain is Grain.END and point.span.grain is Grain.LONGER:
        return _in(point)
    if last.span.grain is Grain.DAY and (like := likewise(point, last)):
        note: Note = "day-of-the-last"
        days = dict.fromkeys((like.span.last, point.span.last))
        return [ByDate(date=each, ambiguous=True, note=note) for each in days]
    return _by(point)


def _in_or_like(point: Point, last: Point) -> list[Reading]:
    """6月、11月中旬: in the middle of both months, or in June as a whole."""
    like = likewise(point, last) if last.span.grain is Grain.PART else None
    if like is None:
        return _in(point)
    return [replace(each, ambiguous=True, note="day-of-the-last") for each in (*_in(like), *_in(point))]


def _by(point: Point) -> list[Reading]:
    """…前: by the day or the end that is named; by a span's end or by its beginning, where only a span is."""
    span = point.span
    if span.feast:
        return [ByDate(date=day_before(span))]
    if span.grain <= Grain.END:
        return [ByDate(date=span.last)]
    strict, lenient = day_before(span), span.last
    note: Note = "open-end"
    chosen, other = (lenient, strict) if span.grain is Grain.PART else (strict, lenient)
    return [ByDate(date=chosen, ambiguous=True, note=note), ByDate(date=other, ambiguous=True, note=note)]


def _in(point: Point) -> list[Reading]:
    """A span as the time something is done in: by its end, the span as window."""
    span = point.span
    found: list[Reading] = [ByDate(date=span.last, window=span.window, ambiguous=span.other is not None)]
    if span.other is not None:
        found.append(ByDate(date=span.other, window=(span.first, span.other), ambiguous=True))
    return found


def _iso(span: Span) -> str:
    """YYYY-MM-DD for a day, YYYY-MM for a month."""
    return span.first.isoformat() if span.grain is Grain.DAY else span.first.isoformat()[:7]
