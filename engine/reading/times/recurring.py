"""What comes back: every quarter, twice a year, by the 10th of next month, 年度考核, 按月; and how often in each."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from engine.reading.signs import NUMERAL, number
from engine.reading.times.counts import AT_LEAST, AT_MOST, TIMES, count_at, made, op_of
from engine.reading.times.dated import dated
from engine.reading.times.days import AND_DAYS, days_of, days_of_year, month_days
from engine.reading.times.notes import Note
from engine.reading.times.noticed import noticed
from engine.reading.times.telling import Found
from engine.reading.times.value import (
    ByDate,
    CountPerYear,
    Dates,
    Every,
    From,
    Monthly,
    Op,
    Reading,
    Recurring,
    Window,
    Yearly,
)

_EVERY: Final = re.compile(
    rf"(?:每隔?(?:{NUMERAL}(?:-|至|到))?(?P<n>{NUMERAL})?个?(?P<unit>半年|半个?月|双月|年度?|季度?|月(?!饼)|旬|周(?![边围])|星期|礼拜|学期|个?工作日|日|天|晚(?![上于]))"
    r"|各(?P<each>季度|月份?(?=[底末\d]|前)))(?!龄|轻)(?:度)?"
)
_LEAST_BEFORE: Final = re.compile(rf"(?:{AT_LEAST})$")
_EVERY_ODD: Final = {
    "旬": Every(n=10, unit="day"),
    "双周": Every(n=2, unit="week"),
    "双月": Every(n=2, unit="month"),
    "半月": Every(n=15, unit="day"),
    "隔日": Every(n=2, unit="day"),
    "隔天": Every(n=2, unit="day"),
    "隔周": Every(n=2, unit="week"),
    "隔月": Every(n=2, unit="month"),
    "隔年": Every(n=2, unit="year"),
}
_N_UNITS_ONCE: Final = re.compile(
    rf"(?<![\d第一二两三四五六七八九十])(?P<n>[两二三四五六]|\d{{1,2}})(?P<unit>年|个月|(?<=两)月|周|个?季度|天)(?:内)?(?:开展|组织|召开|至少|不少于)?"
    rf"(?P<count>{NUMERAL})(?:次|轮|遍)"
)
_UNITS: Final = {
    "年": "year",
    "季": "quarter",
    "月": "month",
    "旬": "ten-days",
    "周": "week",
    "星": "week",
    "礼": "week",
    "双": "month",
    "学": "term",
}
_RATIO: Final = re.compile(
    rf"(?P<op>{AT_LEAST}|{AT_MOST})?(?P<n>{NUMERAL}){TIMES}(?:[/每]|／)(?P<unit>年|季度?|半年|月|周|日|天)(?P<post>以上|以下)?"
)
_ONE_EACH: Final = re.compile(
    r"(?:(?<![第十\d])一(?P<unit>年|季度?|月|周|日)|(?P<half>半年)|(?P<all>全年))"
    r"(?:一(?![年季月周日号天旬半个到至般律并线定致些旦直起盘])(?=[一-龥])|(?P<n>[一二两三四]|\d{1,2}(?=次))(?=次|调度|通报|报|评|测|督|检|考|小结|分析|研|更新|主题|会))(?:次)?"
)
_ONE: Final = re.compile(r"一(?![年季月周日号天旬半个到至次场期轮批遍般律并线定致些旦直起])(?=[一-龥])")
_ONE_A_WEEK: Final = re.compile(r"一(?=报(?![送告表])|评(?!估)|主题|题|课|练|测(?!试)|学(?!习)|讲|清|策)")
"""每周一报 is once a week; 每周一报送 is on Mondays."""
_CADENCE: Final = re.compile(
    r"(?:(?<![一-龥\d])|(?<=建立|落实|实行|执行|坚持|推行|健全|按照|严格|实施))([日天周旬月季年])(?!\1)(?:度)?(?![常期前后边围球饼份节轻龄初底末终中内])[一-龥]{1,3}?"
    r"(?:[、，,]?(?:半年|[周旬月季年])(?:度)?(?![边围球饼份节轻龄初底末终中内])[一-龥]{1,3}?)+(?:工作)?(?:机制|制度|要求|工作法)?(?![一-龥])"
)
_BEAT: Final = re.compile(r"(?:^|[、，,])(半年|[日天周旬月季年])")
_YEAR_COUNT: Final = re.compile(
    r"(?:(?<![一-龥])|(?<=[，。；、在,;]))?(?:全年|[本今当]年(?:度)?内?(?=[^，。；、,;]{0,8}\d|[^，。；、,;]{0,8}[一二两三四五六七八九十]次)|一年(?:内)?|年(?:均|内|度内?(?=不|至少|≥|(?:开展|组织|召开|举办)[\d一二两三四五六]))?(?![底末终初中度])"
    rf"|20\d\d年度?内?(?=(?:应|要|累计|共|计划)?(?:开展|组织|举办|召开|实施)?(?:{AT_LEAST}|{NUMERAL}{TIMES})))(?:应|要|累计|共)?"
)
_BY: Final = re.compile(
    r"[按分逐](?P<unit>季度?|月度?|年度?|周|日|旬|半年)(?![一-龥]?期|份|历|龄|规|计划|程|均|产|值|光|常|线)"
)
_ADJECTIVE: Final = re.compile(
    r"(?<![上下\d])(?P<unit>半年度?)(?=通报|报(?!名|到|警|备|送)|总结|考核|检查|评估|分析|调度|工作|督查|小结|[、和及]年[终底末])"
    r"|(?<![上下])(?<!上一)(?P<unit2>季度|月度)(?![末初]|\d)"
    r"|(?<![半双\d本该当两三四五六七八九十〇零年上下去])(?P<unit3>年度)(?![末初底内])"
    r"|(?<![\d本该当每两三四五六七八九十〇零全半])(?P<unit4>[月季年周日])(?:报(?!名|到|警|备|告书|道|社|纸|刊)|例会|表彰|会(?=制度|议)|审计划|通报|调度|清零)"
    r"|(?<![^、，。；：“\"‘(和及与行持立施,;:])(?P<unit5>[月季年])(?:推进|考[评核]|[讲点]评|评[估比]|督查|研判|分析|小结|总结|排名)"
)
_ODD: Final = re.compile(
    rf"(?P<unit>半月|旬|双周|双月|(?<!每)隔[日天周月年])(?:(?P<n>{NUMERAL})次|(?=报(?!名|到)|调度|通报|例会|会商|小结|讲评))"
)
_TIMES_OF: Final = re.compile(rf"(?<![上下\d本该当])(?P<unit>半年度?|季度|月度)(?P<n>{NUMERAL}){TIMES}")
_QUARTER_END: Final = re.compile(r"(?<![一二三四1-4每本该当上下])(?P<unit>季度?)(?=[末底]|(?:结束|终了)?后\d)")
_MONTHS_END: Final = re.compile(rf"(?<![一-龥\d])月[末底]?(?:结束|终了)?后(?P<day>{NUMERAL})[日天](?:之|以)?内")
_EARLY_NEXT: Final = re.compile(rf"(?<!每)(?:次月|下个?月)(?:的)?(?:前)?(?:{NUMERAL}个工作日(?:之|以)?内|初(?!\d))")
_NEXT_MONTH: Final = re.compile(rf"(?<!每)(?:于)?(?:次月|下个?月)初?(?P<day>{NUMERAL})[日号](?:之|以)?(?:前|内)?")


_THIS_MONTH: Final = re.compile(rf"当月(?P<day>{NUMERAL})[日号](?:之|以)?前")


def recurring(text: str, at: int, year: int) -> Found | None:
    """The recurring words that begin at `at`; None where none do. `year` is the one whose days are told."""
    if match := _EVERY.match(text, at):
        return _at_least(text, _every(text, match, year))
    if match := _RATIO.match(text, at):
        op = op_of(match["op"] or "", match["post"] or "")
        return Found((made(match["unit"], year, number(match["n"]), op),), at, match.end(), year)
    if match := _ONE_EACH.match(text, at):
        unit = match["unit"] or match["half"] or "年"
        return Found((made(unit, year, number(match["n"] or "一"), "="),), at, match.end(), year)
    if (match := _CADENCE.match(text, at)) and len(beats := _BEAT.findall(match.group())) > 1:
        return Found(tuple(made(unit, year) for unit in beats), at, match.end(), year)
    if match := _EARLY_NEXT.match(text, at):
        return Found((Monthly(next_month=True),), at, match.end(), year)
    if (match := _NEXT_MONTH.match(text, at) or _MONTHS_END.match(text, at)) and (day := number(match["day"])) <= 31:
        return Found((Monthly(day=day, next_month=True, due=month_days(year, day, 1)),), at, match.end(), year)
    if (match := _THIS_MONTH.match(text, at)) and (day := number(match["day"])) <= 31:
        return Found((Monthly(day=day, due=month_days(year, day, 0)),), at, match.end(), year)
    if match := _TIMES_OF.match(text, at):
        return Found((made(match["unit"], year, number(match["n"]), "="),), at, match.end(), year)
    if match := _ODD.match(text, at):
        odd = _EVERY_ODD[match["unit"]]
        return Found((replace(odd, count=number(match["n"]), op="=") if match["n"] else odd,), at, match.end(), year)
    if match := _N_UNITS_ONCE.match(text, at):
        unit = _UNITS.get(match["unit"].removeprefix("个")[0], "day")
        if unit == "month" and match["n"] in ("三", "3", "六", "6"):  # 三个月一次
            whole = "季" if match["n"] in ("三", "3") else "半年"
            return Found((made(whole, year, number(match["count"]), "="),), at, match.end(), year)
        every = Every(n=number(match["n"]), unit="quarter" if "季" in match["unit"] else unit)
        return Found((replace(every, count=number(match["count"]), op="="),), at, match.end(), year)
    if (match := _QUARTER_END.match(text, at)) and (more := days_of(text, match.end(), "季", year)):
        return Found(tuple(more[0]), at, more[1], year)
    if (match := _YEAR_COUNT.match(text, at)) and (count := count_at(text, match.end())):
        found, end = count
        return Found((found,), at, end, year)
    if match := _BY.match(text, at):
        return Found((made(match["unit"], year),), at, match.end(), year)
    if match := _ADJECTIVE.match(text, at):
        unit = next(value for value in match.groups() if value)
        plan = unit.startswith("年") and text.startswith(("工作计划", "计划"), match.end())
        note: Note = "of-a-plan" if plan else ""
        return Found((replace(made(unit, year), ambiguous=plan, note=note),), at, match.end(), year)
    return None


def _at_least(text: str, found: Found) -> Found:
    """至少每季度一次: what is said before 每 counts as well."""
    said = _LEAST_BEFORE.search(text, 0, found.start)
    if said is None or not any(getattr(each, "op", None) == "=" for each in found.readings):
        return found
    readings = tuple(
        replace(each, op=">=") if isinstance(each, CountPerYear | Recurring | Every) and each.op == "=" else each
        for each in found.readings
    )
    return replace(found, readings=readings, start=said.start())


def _every(text: str, match: re.Match[str], year: int) -> Found:
    at, end, unit = match.start(), match.end(), match["unit"] or match["each"]
    end += 2 * text.startswith("一般", end)  # 每年一般不少于2次
    n = number(match["n"]) if match["n"] else 1
    if match.group().startswith("每隔"):
        n = n + 1 if match["n"] is None or n == 1 else n
    if unit.startswith("半") and unit != "半年":
        return _withcount_at(text, at, end, lambda count, op: Every(n=15, unit="day", count=count, op=op), year)
    if unit == "双月":
        n = 2
    if n == 6 and unit.startswith("月"):
        unit, n = "半年", 1
    if n == 3 and unit.startswith("月"):
        unit, n = "季", 1
    if n > 1 or unit == "学期":
        named = "day" if unit.endswith(("日", "天")) and "工" not in unit else _UNITS.get(unit[0], "working-day")
        return _withcount_at(text, at, end, lambda count, op: Every(n=n, unit=named, count=count, op=op), year)
    if n == 1 and (one := (_ONE_A_WEEK if unit[0] in "周星礼" else _ONE).match(text, end)):
        return Found((made(unit, year, 1, "="),), at, one.end(), year)
    more = days_of(text, end, unit, year)
    if more is None and unit.startswith("年"):
        return _every_year(text, at, end, year)
    if more is not None:
        readings, end = more
        if count := count_at(text, end):
            readings = [replace(each, count=count[0].count, op=count[0].op) for each in readings]
            end = count[1]
        return Found(tuple(readings), at, end, year)
    return _withcount_at(text, at, end, lambda count, op: made(unit, year, count, op), year)


def _withcount_at(text: str, at: int, end: int, made: Callable[[int | None, Op | None], Reading], year: int) -> Found:
    count = count_at(text, end)
    if count is None:
        return Found((made(None, None),), at, end, year)
    return Found((made(count[0].count, count[0].op),), at, count[1], year)


def _every_year(text: str, at: int, end: int, year: int) -> Found:
    """每年 with days, months or a count after it, or alone."""
    if found := days_of_year(text, end, year):
        readings = list(found.readings)
        while (joint := AND_DAYS.match(text, found.end)) and (more := dated(text, joint.end(), year)) and more.readings:
            readings += more.readings
            found = more
        return Found(tuple(_yearly(reading, year) for reading in readings), at, found.end, year)
    if count := count_at(text, end):
        return Found((count[0],), at, count[1], year)
    if unset := noticed(text, end + (text[end : end + 1] == "的"), year):
        return Found((Yearly(year=year, ambiguous=True, note="by-notice"),), at, unset.end, year)
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
