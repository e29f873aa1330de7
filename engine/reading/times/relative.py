"""Durations and what has no date: 20个工作日内, 24小时值守, 持续, 动态更新, 自印发之日起."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from engine.reading.signs import NUMERAL, number
from engine.reading.times.notes import Note
from engine.reading.times.telling import Found
from engine.reading.times.value import ByDate, Continuous, From, HalfYearly, Reading, Relative

_DURATION: Final = re.compile(
    rf"(?P<n>{NUMERAL})(?P<half>个半)?个?(?P<unit>工作日|自然日|日历日|小时|分钟|(?<=个)月|(?<=个)季度|(?<=个)星期|周|天|日|年|星期)"
    r"(?:(?P<within>(?:之|以)?内(?![部容审控])|(?:之|以)?后)|(?P<before>(?:之|以)?前))?"
)
_UNITS: Final = {
    "工作日": "working-day",
    "自然日": "day",
    "日历日": "day",
    "日": "day",
    "天": "day",
    "小时": "hour",
    "分钟": "minute",
    "月": "month",
    "季度": "quarter",
    "星期": "week",
    "周": "week",
    "年": "year",
}
_EVENT: Final = re.compile(
    r"(?:自|从|在|于|应|须|待(?!遇))?(?P<event>[^，。；、;,]{1,24}?)(?:之日|当日|当天)?(?:起|后|以后|之后)?的?$"
)
_HALVES: Final = re.compile(r"(?P<of>半年|半个月)(?P<within>(?:之|以)?内(?![部容审控])|(?:之|以)?后)")
_LUNAR: Final = re.compile(r"(?:农历|阴历)[一-龥]{2,6}?(?=(?:之|以)?前|[，。；、,;]|$)")
_EVENT_JOINED: Final = re.compile(r"(?:之日|当日|当天)?(?:起|(?:之|以)?后)的?$|之日$|(?:接到|收到)[^，。；、;,]{1,16}$")
_AHEAD: Final = re.compile(r"(?P<event>[^，。；、;,]{0,19}?[^，。；、;,提])(?:之|以)?前(?:的|至少)?$|(?P<early>提前)$")
_AHEAD_OF: Final = re.compile(
    r"[^，。；、;,\d]{0,20}?[^，。；、;,\d年月日号底末旬度目以之提](?:之|以)?前(?:的|至少)?$|提前$"
)
"""Before what happens, not before a day: 到期前 30 日, and not 2020年前 3 …."""
_AT_PRESENT: Final = re.compile(r"[由从](?:原来|现行|法定)?的?$")
"""由20个工作日压缩至5个工作日: what it takes today."""
_DATE_LEFT: Final = re.compile(r"[月季度初末底旬周年]$")
"""What stands before a day that no calendar has: 2月30日前."""
_FROM_EVENT: Final = re.compile(
    r"(?:自|从)(?!(?:现在|即日)起[至到-])(?![今本明来次]年度?起)(?P<event>[^，。；、;,\d]{2,20}?)(?:之日)?起(?!草|步|[至到-][\d年本今])|(?P<now>即日)起(?!至|到|-)"
)
_CONTINUOUS: Final = re.compile(
    r"24小时(?!(?:之|以)?[内前后])|全天候|不间断|动态(?:更新|管理|调整|维护|监测|清零|完善)|(?<!中)长期(?!规划|计划|以来|护理|照护|:|目标|贷款|\(\d)"
    r"|常态化?|经常性|随时|实时|日常(?!生活|消费|用品)|贯穿全年|全年(?!度|累计|完成|目标|任务|工作|落实情况|计划|预算|总)|常年|适时|不定期"
    r"|定期(?:或(?:者)?及时|不定期)?|持续(?=性|推进|开展|实施|进行|跟踪|做好|落实|加强|巩固|坚持|$|[，。；,;])"
)
_OPEN: Final = ("定期", "不定期", "适时")
_WHOLE: Final = re.compile(
    r"(?:及时|适时|按需|视情|随到随办|序时推进"
    r"|(?:按照?|根据|依据)(?!季|月|年|周|日|旬)[^，。；\d,;]{0,12}?(?:规定|要求|部署|安排|进度|节点|计划|通知)(?:的?时间|时限)?)"
    r"(?:推进|执行|实施|开展|进行|报送|完成|办理|落实)?[。.]?"
)
_WHOLE_CONTINUOUS: Final = re.compile(r"(?:动态|持续(?!改进)[\w一-龥]{2})[。.]?")
_WHOLE_YEAR: Final = re.compile(r"(?:本|当|该|今)?年度?内?[。.]?(?<!^年)(?<!^年度)|年度内[。.]?")
_WHOLE_HALF: Final = re.compile(r"半年[。.]?")
_PASSING: Final = re.compile(
    r"持续改进|近(?:[一二三四五六七八九十两\d]+|几)年(?:之?内|来)?|本年度?|当年|该年度|[三四五六七八九十\d]年(?:行动|规划|计划|期)|\d+小时(?=制)"
    r"|[“\"‘]?(?<!\d)1\d{4}(?!\d)[”\"’]?"
)


def undated(text: str, at: int, year: int) -> Found | None:
    """A duration or a word for all the time that begins at `at`; found without readings where words only look so."""
    if match := _CONTINUOUS.match(text, at):
        words = match.group()
        vague = words.startswith(_OPEN)
        note: Note = "no-interval" if vague else ""
        return Found((Continuous(ambiguous=vague, note=note),), at, match.end(), year)
    if match := _FROM_EVENT.match(text, at):
        if _DURATION.match(text, match.end()):
            return None
        event = match["event"] or match["now"]
        return Found((From(event=f"{event}之日" if "之日" in match.group() else event),), at, match.end(), year)
    if match := _PASSING.match(text, at) or _LUNAR.match(text, at):
        return Found((), at, match.end(), year)
    if match := _HALVES.match(text, at):
        n, unit = (6, "month") if match["of"] == "半年" else (15, "day")
        return _within(text, match, n, unit, False, year)
    if match := _DURATION.match(text, at):
        return _duration(text, match, year)
    return None


def whole(text: str, year: int) -> Reading | None:
    """A phrase that says no more than one word: 及时 and 按上级要求 (somebody has to say when), 本年度, 半年."""
    if _WHOLE.fullmatch(text):
        return Continuous(ambiguous=True, note="no-interval")
    if _WHOLE_CONTINUOUS.fullmatch(text):
        return Continuous()
    if _WHOLE_YEAR.fullmatch(text):
        first, last = date(year, 1, 1), date(year, 12, 31)
        return ByDate(date=last, window=(first, last))
    if _WHOLE_HALF.fullmatch(text):
        return HalfYearly(due=(date(year, 6, 30), date(year, 12, 31)))
    return None


def _duration(text: str, match: re.Match[str], year: int) -> Found | None:
    unit = match["unit"]
    if _AT_PRESENT.search(text, 0, match.start()) and not match["within"]:
        return Found((), match.start(), match.end(), year)
    clear = match["within"] or match["before"] or unit in ("工作日", "自然日", "日历日")
    if not clear and not _AHEAD_OF.search(text[: match.start()]):
        return None
    if match["within"] and match["within"].endswith("后") and unit == "年":
        return None
    return _within(text, match, number(match["n"]), _UNITS[unit], bool(match["before"]), year)


def _within(text: str, match: re.Match[str], n: int, unit: str, before: bool, year: int) -> Found:
    """The duration with the event before it: 自收到申请之日起 …, 会议召开前 …."""
    event, at = "", match.start()
    joined = text[:at]
    if ahead := _AHEAD.search(joined):
        event, at, before = ahead["event"] or "", ahead.start(), True
    elif before or _EVENT_JOINED.search(joined):
        found = _EVENT.search(joined)
        if found and found["event"]:
            event, at = found["event"], found.start()
    if before and unit == "day" and (not event or _DATE_LEFT.search(event)) and not joined.endswith("提前"):
        return Found((), at, match.end(), year)  # 二十日前 may be the 20th of some month
    reading = Relative(n=n, unit=unit, event=event, before=before or None)
    return Found((reading,), at, match.end(), year)
