"""Points joined by the words around them: by a day, from one to another, a list of days and months, from a day on."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from engine.reading.signs import number
from engine.reading.times.notes import Note
from engine.reading.times.points import DAY, PART, Point, day_of, part_of, point_at
from engine.reading.times.spans import Grain, Span, day_before, months, quarter
from engine.reading.times.value import ByDate, Dates, From, Reading, Window

_RANGE: Final = re.compile(  # 一 stands for a dash at times
    r"(?:(?:起|开始|启动)[,，]?)?(?:-{1,2}|至|到)(?![少今])|一(?=\d{1,2}月|(?:19|20)\d\d年)"
)
_AND: Final = re.compile(r"(?:[、，,和及与或/]|以及|并于|并在)(?:于|在)?")
_BEFORE: Final = re.compile(
    r"(?:之|以)?前(?!期|后|往|来|提|沿|端|言|述|台|进|身|置|[一二三四两23](?:个)?季度)|截[止至]|为止|止(?!损)"
)
_WITHIN: Final = re.compile(r"(?:之|以)?内(?![部容审控设外涵业]|蒙)|期间|中(?=[，。；]|$)|当[日天月]")
_FROM: Final = re.compile(
    r"开始(?=实施|施行|执行|试行|启用|$|[，。；、])|(?:开始)?(?:起(?![草步来到见诉重点底])(?:施行|实施|执行)?|以来|以?后(?!续|勤|台|期))"
)
_NO_LATER: Final = re.compile(r"(?:不(?:晚|迟)于|截[至止](?:到)?|最(?:晚|迟)(?:于|在)?)$")
_FROM_NOW: Final = re.compile(r"(?:[自从]?即日起|[自从]?现在起|现在|目前)(?:-|至|到|起至)$")
_SHORT_MONTHS: Final = re.compile(
    r"(?<![\d.])(1[0-2]|[1-9])((?:[、,，](?:1[0-2]|[1-9]))*)(-|、|,|，|至|和)(?=(?:1[0-2]|[1-9])月)"
)
_BARE_DAY: Final = re.compile(DAY)
_OF_EACH: Final = re.compile(rf"的{DAY}")
_BARE_PART: Final = re.compile(PART)
_SHORT_DAYS: Final = re.compile(r"(?P<day>3[01]|[12]\d|[1-9])(?:-|至|到)(?=(?:3[01]|[12]\d|[1-9])[日号])")
_SHORT_NUMBER: Final = re.compile(r"(?<=\d)-(3[01]|[12]\d|[1-9])(?![\d.年月日号/-])")
_SHORT_YEARS: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:-|至|到)(?=(?:19|20)\d\d年)")
_SHORT_QUARTERS: Final = re.compile(
    r"第?(?<![\d.])([一二三四1-4])((?:[、,，]第?[一二三四1-4])*)(-|至|到|[、,，和及]|(?<=[一二三]))第?(?=[一二三四1-4](?:个)?季度)"
)
_SHORT_HALVES: Final = re.compile(r"上[、,，和及]?(?=下半年)")
_BARE_YEARS: Final = re.compile(r"(?<![\d.-])(20\d\d)(?:-|至)(20\d\d)(?=年度|学年|$|[,，。；)])")
_HOUR: Final = re.compile(
    r"(?:\((?:星期|周)[一二三四五六日天]\))?(?:上午|下午|晚上?|中午|早上?)?"
    r"(?:(?:\d{1,2}(?:时|点)(?:\d{1,2}分|半)?|\d{1,2}:\d\d时?|下班|零时)(?:整)?)?(?=(?:之|以)?前|截|起|开始)"
)
_DURATION: Final = re.compile(r"[\d一二两三四五六七八九十半]+个?(?:工作日|自然日|天|日|周|月|星期)(?:之|以)?内")
_ALL_YEAR: Final = re.compile(r"全年")


_WHOSE_YEAR: Final = re.compile(r"今年|本年度?|当年|明年|来年|去年|次年|翌年")


@dataclass(frozen=True)
class Found:
    """What was read at a place, where its words end, and the year and month that later words inherit."""

    readings: tuple[Reading, ...]
    start: int
    end: int
    year: int


def dated(text: str, at: int, year: int) -> Found | None:
    """The dated words that begin at `at`; None where none do."""
    if (found := _in_short(text, at, year)) is not None:
        return found
    if (years := _SHORT_YEARS.match(text, at)) and (last := point_at(text, years.end(), year)):
        return _window(text, at, replace(last, span=months(int(years.group(1)), 1, 12)), last)
    first = point_at(text, at, year)
    if first is None:
        return None
    if first.own_year and first.whole_year:
        if (inner := dated(text, first.end, first.year)) and inner.start == first.end:
            return replace(inner, start=at)  # 2022年年底前, 2022年3-12月
        if _ALL_YEAR.match(text, first.end):
            return None
    if _only_a_year_in_passing(text, at, first):
        return None
    if (short := _SHORT_DAYS.match(text, first.end)) and (begun := day_of(first, short["day"])):
        last = _following(text, short.end(), begun)
        if last is not None:
            return _window(text, at, begun, last)
    if first.span.grain is Grain.DAY and (hour := _HOUR.match(text, first.end)):
        first = replace(first, end=hour.end())
    if (short := _SHORT_NUMBER.match(text, first.end)) and (last := _of_the_same(first, int(short.group(1)))):
        return _window(text, at, first, replace(last, end=short.end()))
    to = _RANGE.match(text, first.end)
    if to and (last := _following(text, to.end(), first)) is not None:
        return _window(text, at, first, last)
    points = [first]
    while (last := _joined(text, points[-1])) is not None:
        to = _RANGE.match(text, last.end)
        if to and _following(text, to.end(), last) is not None:
            break
        points.append(last)
    return _told(text, at, points)


def _only_a_year_in_passing(text: str, at: int, point: Point) -> bool:
    """本年度, 当年 and the like before a noun say whose year, not when."""
    return bool(_WHOSE_YEAR.fullmatch(text, at, point.end)) and not _BEFORE.match(text, point.end)


def _of_the_same(first: Point, named: int) -> Point | None:
    """2022.3.15-20: a day of the same month; 2022.3-12: a month of the same year."""
    if first.span.grain is Grain.DAY:
        return day_of(first, str(named))
    return replace(first, span=months(first.year, named, named)) if named <= 12 else None


def _joined(text: str, before: Point) -> Point | None:
    """One more point after 、 or 和; feasts stand beside each other without: 元旦春节期间."""
    if joint := _AND.match(text, before.end):
        return _following(text, joint.end(), before)
    beside = point_at(text, before.end, before.year) if before.span.feast else None
    return beside if beside is not None and beside.span.feast else None


def _following(text: str, at: int, before: Point) -> Point | None:
    """A point after another, which lends it its year and month: 2022年6月、9月; 3月15日至20日; 10月至次年3月."""
    found = point_at(text, at, before.year)
    if found is not None:
        return found
    for pattern, made in ((_BARE_DAY, day_of), (_BARE_PART, part_of)):
        match = pattern.match(text, at)
        if match and (found := made(before, match.group("day" if pattern is _BARE_DAY else "part"))):
            return replace(found, end=match.end())
    return None


def _window(text: str, at: int, first: Point, last: Point) -> Found:
    turned = last.span.last < first.span.first and not last.own_year
    span = _later(last.span) if turned else last.span
    after = _BEFORE.match(text, last.end) or _WITHIN.match(text, last.end)
    end = after.end() if after else last.end
    reading = Window(first=first.span.first, last=span.last, ambiguous=turned)
    return Found((reading,), at, end, span.last.year)


def _later(span: Span) -> Span:
    """The same days a year later."""
    return replace(
        span, first=span.first.replace(year=span.first.year + 1), last=span.last.replace(year=span.last.year + 1)
    )


def _in_short(text: str, at: int, year: int) -> Found | None:
    """Spans whose sign stands once, after the last: 3-5月, 二、四季度, 上、下半年, 2022-2024."""
    if match := _SHORT_MONTHS.match(text, at):
        return _months_in_short(text, match, at, year)
    if (match := _SHORT_QUARTERS.match(text, at)) and (last := point_at(text, match.end(), year)):
        numbers = [number(each) for each in re.findall(r"[一二三四1-4]", match.group(1) + match.group(2))]
        at_end = last.span.grain is Grain.END
        spans = [quarter(last.year, each) for each in numbers]
        points = [replace(last, span=each.at_end() if at_end else each) for each in spans]
        if match.group(3) in ("-", "至", "到", ""):
            return _window(text, at, points[0], last)
        return _told(text, at, [*points, last])
    if (match := _SHORT_HALVES.match(text, at)) and (last := point_at(text, match.end(), year)):
        return _told(text, at, [replace(last, span=months(last.year, 1, 6)), last])
    if match := _BARE_YEARS.match(text, at):
        reading = Window(first=months(int(match.group(1)), 1, 12).first, last=months(int(match.group(2)), 1, 12).last)
        return Found((reading,), at, match.end(), year)
    return None


def _months_in_short(text: str, match: re.Match[str], at: int, year: int) -> Found | None:
    """3-5月, and 3、6、9月: months whose sign stands once, after the last."""
    last = point_at(text, match.end(), year)
    if last is None:
        return None
    numbers = [int(each) for each in re.findall(r"\d+", match.group(1) + match.group(2))]
    if match.group(3) in ("-", "至"):
        return _window(text, at, replace(last, span=months(year, numbers[0], 12)), last) if numbers else None
    points = [replace(last, span=months(last.year, each, each), month=each) for each in numbers]
    points = [replace(each, span=replace(each.span, grain=Grain.MONTH)) for each in points]
    return _told(text, at, [*points, last])


def _told(text: str, at: int, points: list[Point]) -> Found | None:
    points = _of_each(text, points)
    last = points[-1]
    if last.span.grain is Grain.END and len(points) > 1:  # 3月、6月、9月底; 二、四季度末: each at its end
        points = [replace(each, span=each.span.at_end()) if each.span.grain is Grain.MONTH else each for each in points]
    before = _NO_LATER.search(text, 0, at)
    began = before.start() if before else at
    if since := _FROM_NOW.search(text, 0, at):
        return Found((Window(first=None, last=last.span.last),), since.start(), _after(text, last.end), last.year)
    if match := _BEFORE.match(text, last.end):
        readings = [each for point in points for each in (_by_end(point) if before else _by_or_in(point, last))]
        return Found(tuple(readings), began, match.end(), last.year)
    if before:
        return Found(tuple(_by_end(last)), began, last.end, last.year)
    if match := _FROM.match(text, last.end):
        if _DURATION.match(text, match.end()):
            return None  # 春节后一周内 is a duration
        return Found((From(from_day=last.span.first),), at, match.end(), last.year)
    match = _WITHIN.match(text, last.end)
    end = match.end() if match else last.end
    within = bool(match) and "内" in match.group()  # type: ignore[union-attr]
    if not within and all(point.span.grain in (Grain.DAY, Grain.MONTH) for point in points):
        return Found((Dates(dates=tuple(_iso(point.span) for point in points)),), at, end, last.year)
    return Found(tuple(each for point in points for each in _in(point)), at, end, last.year)


def _of_each(text: str, points: list[Point]) -> list[Point]:
    """4月、7月、10月的10日前: one day in each of the months."""
    match = _OF_EACH.match(text, points[-1].end)
    if match is None or any(point.span.grain is not Grain.MONTH for point in points):
        return points
    days = [day for point in points if (day := day_of(point, match["day"]))]
    return [replace(day, end=match.end()) for day in days] if len(days) == len(points) else points


def _after(text: str, at: int) -> int:
    match = _BEFORE.match(text, at)
    return match.end() if match else at


def _by_end(point: Point) -> list[Reading]:
    return [ByDate(date=point.span.last)]


def _by_or_in(point: Point, last: Point) -> list[Reading]:
    """In a list that ends with an end (上半年、年底前) 前 belongs to that end alone."""
    alone = last.span.grain is Grain.END and point.span.grain is Grain.LONGER
    return _in(point) if alone else _by(point)


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
