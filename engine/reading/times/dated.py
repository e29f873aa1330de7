"""Points joined by the words around them: by a day, from one to another, a list of days and months, from a day on."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from engine.reading.signs import number
from engine.reading.times.points import DAY, PART, Point, day_of, part_of, point_at
from engine.reading.times.spans import Grain, day, months, quarter
from engine.reading.times.telling import BEFORE, Found, likewise, told, window
from engine.reading.times.value import ByDate, Window

_RANGE: Final = re.compile(  # 一 stands for a dash at times
    r"(?:(?:起|开始|启动)[,，]?)?(?:-{1,2}|至|到)(?![少今])|一(?=\d{1,2}月|(?:19|20)\d\d年)"
)
_AND: Final = re.compile(r"(?:[、，,和及与或/]|以及|并于|并在)(?:于|在)?")
_COMPARED: Final = re.compile(r"(?:(?<![占配])比|较|高于|低于|优于|好于)$")
_TO_COMPARE: Final = re.compile(r"(?:的)?(?:同期|水平|相比|基础上|为基[数期准]|底?的?\d+(?:\.\d+)?倍)")
_REPORTED: Final = re.compile(
    r"(?:报送|上报|提交|汇总|汇报|填报|通报|反馈|总结|报告|报|谋划|部署|安排|制定|编制|印发|巩固|回顾|梳理)(?:本(?:单位|部门|地区|辖区)?)?$"
)
_OF_REPORT: Final = re.compile(
    r"度?(?:的)?(?:(?:重点|创建|整改|目标|任务|推进|落实|完成|执行|专项)*(?:工作|任务|计划|方案|要点|预算|成果|成效|情况|进展|进度|总结|小结|报告|台账|数据|信息))"
)
_SHORT_MONTHS: Final = re.compile(
    r"(?<![\d.])(1[0-2]|[1-9])((?:[、,，](?:1[0-2]|[1-9]))*)(-|、|,|，|至|到|和)(?=(?:1[0-2]|[1-9])月)"
)
_MONTHS_IN_WORDS: Final = re.compile(
    r"(?<![\d第十一二三四五六七八九])(十[一二]?|[一二三四五六七八九])((?:、(?:十[一二]?|[一二三四五六七八九]))*)"
    r"(-|、|至|到|和)(?=(?:十[一二]?|[一二三四五六七八九])月)"
)
_BARE_DAY: Final = re.compile(DAY)
_BARE_DATE: Final = re.compile(r"(1[0-2]|0?[1-9])[./](3[01]|[12]\d|0?[1-9])日?(?![\d.%])")
_BARE_PART: Final = re.compile(PART)
_SHORT_DAYS: Final = re.compile(r"(?P<day>3[01]|[12]\d|[1-9])(?:-|至|到)(?=(?:3[01]|[12]\d|[1-9])[日号])")
_SHORT_NUMBER: Final = re.compile(r"(?<=\d)-(3[01]|[12]\d|[1-9])(?![\d.年月日号/-])")
_SHORT_YEARS: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:-|至|到)(?=(?:19|20)\d\d年)")
_LISTED_YEARS: Final = re.compile(r"(?<!\d)20\d\d(?:[、,，]20\d\d)*[、,，和及](?=20\d\d年)")
_SHORT_QUARTERS: Final = re.compile(
    r"第?(?<![\d.])([一二三四1-4])((?:[、,，]第?[一二三四1-4])*)(-|至|到|[、,，和及]|(?<=[一二三]))第?(?=[一二三四1-4](?:个)?季度)"
)
_SHORT_HALVES: Final = re.compile(r"上[、,，和及]?(?=下半年)")
_BARE_YEARS: Final = re.compile(r"(?<![\d.-])(20\d\d)(?:-|至)(20\d\d)(?=年度|学年|$|[,，。；);])")
_HOUR: Final = re.compile(
    r"(?:\((?:星期|周)[一二三四五六日天]\))?(?:上午|下午|晚上?|中午|早上?)?"
    r"(?: ?(?:\d{1,2}(?:时|点)(?:\d{1,2}分|半)?|\d{1,2}:\d\d(?::\d\d)?时?|下班|零时)(?:整)?)?"
    r"(?=(?:之|以)?前|截|起|开始|-|至|到)"
)
_ALL_YEAR: Final = re.compile(r"全年")
_IN_THE_YEAR: Final = re.compile(
    r"全年(?=(?:累计|总共|共|要|应|力争|确保|计划|预计)*(?:完成|实现|新增|新建|达到|建成|不少于|不低于|至少|≥|>)"
    r"|[^,，。；;、]{2,16}(?:达到?|不低于|不少于|控制在|增长|下降|≥)\d)"
)


_WHOSE_YEAR: Final = re.compile(r"今年|本年度?|当年|明年|来年|去年|次年|翌年")


def dated(text: str, at: int, year: int) -> Found | None:
    """The dated words that begin at `at`; None where none do."""
    if (found := _in_short(text, at, year)) is not None:
        return found
    if match := _IN_THE_YEAR.match(text, at):
        whole = months(year, 1, 12)
        return Found((ByDate(date=whole.last, window=whole.window),), at, match.end(), year)
    if (years := _SHORT_YEARS.match(text, at)) and (last := point_at(text, years.end(), year)):
        return window(text, at, replace(last, span=months(int(years.group(1)), 1, 12)), last)
    if (years := _LISTED_YEARS.match(text, at)) and (last := point_at(text, years.end(), year)) and last.whole_year:
        named = [int(each) for each in re.findall(r"\d{4}", years.group())]
        return told(text, at, [*(replace(last, span=months(each, 1, 12), year=each) for each in named), last])
    first = point_at(text, at, year)
    if first is None:
        return None
    if first.own_year and first.whole_year:
        within = first.end + (text[first.end : first.end + 1] in ("(", ":"))
        if (inner := dated(text, within, first.year)) and inner.start == within:
            return replace(inner, start=at)  # 2022年年底前, 2022年3-12月, 2022年(3-6月)
        if _ALL_YEAR.match(text, first.end):
            return None
    if _only_a_year_in_passing(text, at, first):
        return None
    if _beside_the_point(text, at, first):
        return Found((), at, first.end, year)
    if (short := _SHORT_DAYS.match(text, first.end)) and (begun := day_of(first, short["day"])):
        last = _following(text, short.end(), begun)
        if last is not None:
            return window(text, at, begun, last)
    if first.span.grain is Grain.DAY and (hour := _HOUR.match(text, first.end)):
        first = replace(first, end=hour.end())
    if (short := _SHORT_NUMBER.match(text, first.end)) and (last := _of_the_same(first, int(short.group(1)))):
        return window(text, at, first, replace(last, end=short.end()))
    to = _RANGE.match(text, first.end)
    if to and (last := _following(text, to.end(), first)) is not None:
        return window(text, at, first, last)
    points = [first]
    while (last := _joined(text, points[-1])) is not None:
        to = _RANGE.match(text, last.end)
        if to and _following(text, to.end(), last) is not None:
            break
        points.append(last)
    return told(text, at, points)


def _only_a_year_in_passing(text: str, at: int, point: Point) -> bool:
    """本年度, 当年 and the like before a noun say whose year, not when."""
    if BEFORE.match(text, point.end) or text.startswith("起", point.end):
        return False
    return bool(_WHOSE_YEAR.fullmatch(text, at, point.end))


def _beside_the_point(text: str, at: int, point: Point) -> bool:
    """What is compared with (比2020年提高), and what a report is about (报送上半年工作总结), is no time of the work."""
    if _COMPARED.search(text, 0, at) or _TO_COMPARE.match(text, point.end):
        return True
    about = point.span.grain is Grain.LONGER and _OF_REPORT.match(text, point.end)
    return bool(about and _REPORTED.search(text, 0, at))


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
    if before.span.grain is Grain.DAY and text[before.end - 1].isdigit() and (match := _BARE_DATE.match(text, at)):
        span = day(before.year, int(match[1]), int(match[2]))
        return None if span is None else replace(before, span=span, month=int(match[1]), end=match.end())
    for pattern, made in ((_BARE_DAY, day_of), (_BARE_PART, part_of)):
        match = pattern.match(text, at)
        if match and (found := made(before, match.group("day" if pattern is _BARE_DAY else "part"))):
            return replace(found, end=match.end())
    return None


def _in_short(text: str, at: int, year: int) -> Found | None:
    """Spans whose sign stands once, after the last: 3-5月, 二、四季度, 上、下半年, 2022-2024."""
    if match := _SHORT_MONTHS.match(text, at) or _MONTHS_IN_WORDS.match(text, at):
        return _months_in_short(text, match, at, year)
    if (match := _SHORT_QUARTERS.match(text, at)) and (last := point_at(text, match.end(), year)):
        numbers = [number(each) for each in re.findall(r"[一二三四1-4]", match.group(1) + match.group(2))]
        at_end = last.span.grain is Grain.END
        spans = [quarter(last.year, each) for each in numbers]
        points = [replace(last, span=each.at_end() if at_end else each) for each in spans]
        if match.group(3) in ("-", "至", "到", ""):
            return window(text, at, points[0], last)
        return told(text, at, [*points, last])
    if (match := _SHORT_HALVES.match(text, at)) and (last := point_at(text, match.end(), year)):
        return told(text, at, [replace(last, span=months(last.year, 1, 6)), last])
    if match := _BARE_YEARS.match(text, at):
        reading = Window(first=months(int(match.group(1)), 1, 12).first, last=months(int(match.group(2)), 1, 12).last)
        return Found((reading,), at, match.end(), year)
    return None


def _months_in_short(text: str, match: re.Match[str], at: int, year: int) -> Found | None:
    """3-5月, and 3、6、9月: months whose sign stands once, after the last."""
    last = point_at(text, match.end(), year)
    if last is None:
        return None
    said = match.group(1) + match.group(2)
    numbers = [number(each) for each in re.findall(r"\d+|十[一二]?|[一二三四五六七八九]", said)]
    if match.group(3) in ("-", "至", "到"):
        return window(text, at, replace(last, span=months(year, numbers[0], 12)), last) if numbers else None
    points = [replace(last, span=months(last.year, each, each), month=each) for each in numbers]
    points = [replace(each, span=replace(each.span, grain=Grain.MONTH)) for each in points]
    return told(text, at, [*(likewise(each, last) or each for each in points), last])
