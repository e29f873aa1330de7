"""Spans of the calendar that words name: a day, a 旬, a month, a quarter, half a year, a year, a five-year plan."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum
from functools import cache
from typing import Final

import holidays


class Grain(IntEnum):
    """How exactly a span is named."""

    DAY = 1
    END = 2
    PART = 3
    MONTH = 4
    LONGER = 5


@dataclass(frozen=True)
class Span:
    """First and last day, both included. `vague`: the words leave open where it ends; `other`: its other end then."""

    first: date
    last: date
    grain: Grain
    other: date | None = None
    feast: bool = False

    @property
    def window(self) -> tuple[date, ...]:
        """The span as a window, where it is more than its last day."""
        return (self.first, self.last) if self.grain >= Grain.PART else ()

    def at_end(self) -> Span:
        """Its end alone: 三季度 → 三季度末."""
        return replace(self, grain=Grain.END)


def day(year: int, month: int, number: int) -> Span | None:
    """A day, or None where the calendar has none such."""
    try:
        found = date(year, month, number)
    except ValueError:
        return None
    return Span(found, found, Grain.DAY)


def month(year: int, number: int) -> Span:
    """A whole month."""
    return Span(date(year, number, 1), _month_end(year, number), Grain.MONTH)


def part_of_month(year: int, number: int, part: str) -> Span:
    """上旬 1–10, 中旬 11–20, 下旬 21 to the end; 底/末 the last day; 初 and 中 leave their end open."""
    end = _month_end(year, number)
    match part:
        case "底" | "末" | "月底" | "月末":
            return Span(end, end, Grain.END)
        case "初":
            return Span(date(year, number, 1), date(year, number, 10), Grain.PART, other=date(year, number, 5))
        case "中":
            return Span(date(year, number, 11), date(year, number, 20), Grain.PART, other=end)
    first, last = _THIRDS[part]
    return Span(date(year, number, first), date(year, number, last) if last else end, Grain.PART)


_THIRDS: Final = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 0), "上中旬": (1, 20), "中下旬": (11, 0)}


def months(year: int, first: int, last: int) -> Span:
    """From a month to a month of one year: quarters, halves, the first three quarters, the year."""
    return Span(date(year, first, 1), _month_end(year, last), Grain.LONGER)


def quarter(year: int, number: int) -> Span:
    """A quarter, 1 to 4."""
    return months(year, 3 * number - 2, 3 * number)


def part_of_year(year: int, part: str) -> Span:
    """年底 and the like end the year; 年初 and 年中 leave their end open."""
    match part:
        case "初":
            return replace(months(year, 1, 1), grain=Grain.PART, other=date(year, 3, 31))
        case "中":
            return Span(date(year, 6, 1), date(year, 6, 30), Grain.PART, other=date(year, 7, 31))
        case "内":
            return months(year, 1, 12)
    return months(year, 1, 12).at_end()


def years(first: int, last: int) -> Span:
    """Whole years: a five-year plan."""
    return Span(date(first, 1, 1), date(last, 12, 31), Grain.LONGER)


def feast(year: int, name: str) -> Span | None:
    """A feast or campaign day or month of a year by its name as people write it; None for none that is known."""
    if name in CAMPAIGN_MONTHS:
        return month(year, CAMPAIGN_MONTHS[name])
    fixed = CAMPAIGN_DAYS.get(name)
    found = date(year, *fixed) if fixed else _lunar(year).get(MOVING_FEASTS.get(name, name))
    return Span(found, found, Grain.DAY, feast=True) if found else None


@cache
def _lunar(year: int) -> dict[str, date]:
    """The feasts that follow the moon or the sun's terms, each by its first day off that bears the name."""
    found: dict[str, date] = {}
    for when, names in sorted(holidays.country_holidays("CN", years=year, language="zh_CN").items()):
        for name in names.split("; "):
            found.setdefault(name, when)
    if new_year := found.get("春节"):
        found |= {"除夕": new_year - timedelta(days=1), "元宵节": new_year + timedelta(days=14)}
    ninth = holidays.country_holidays("HK", years=year, language="zh_CN", observed=False)  # no day off elsewhere
    found |= {name: when for when, name in ninth.items() if name == "重阳节"}
    found["助残日"] = date(year, 5, 21) - timedelta(days=date(year, 5, 21).isoweekday() % 7)  # third Sunday of May
    return found


CAMPAIGN_DAYS: Final = {
    "元旦": (1, 1),
    "三八": (3, 8),
    "妇女节": (3, 8),
    "植树节": (3, 12),
    "3.15": (3, 15),
    "消费者权益日": (3, 15),
    "世界水日": (3, 22),
    "国家安全教育日": (4, 15),
    "世界读书日": (4, 23),
    "知识产权日": (4, 26),
    "五一": (5, 1),
    "劳动节": (5, 1),
    "五四": (5, 4),
    "青年节": (5, 4),
    "中国品牌日": (5, 10),
    "护士节": (5, 12),
    "防灾减灾日": (5, 12),
    "5.20": (5, 20),
    "世界计量日": (5, 20),
    "六一": (6, 1),
    "儿童节": (6, 1),
    "环境日": (6, 5),
    "世界认可日": (6, 9),
    "禁毒日": (6, 26),
    "土地日": (6, 25),
    "七一": (7, 1),
    "建党节": (7, 1),
    "八一": (8, 1),
    "建军节": (8, 1),
    "医师节": (8, 19),
    "教师节": (9, 10),
    "烈士纪念日": (9, 30),
    "十一": (10, 1),
    "国庆": (10, 1),
    "国庆节": (10, 1),
    "世界标准日": (10, 14),
    "世界粮食日": (10, 16),
    "消防日": (11, 9),
    "双十一": (11, 11),
    "消防宣传日": (11, 9),
    "艾滋病日": (12, 1),
    "交通安全日": (12, 2),
    "宪法日": (12, 4),
    "志愿者日": (12, 5),
}
"""Days that campaigns are held on; month and day."""

CAMPAIGN_MONTHS: Final = {
    "质量月": 9,
    "安全生产月": 6,
    "消防宣传月": 11,
    "双拥月": 8,
    "学雷锋月": 3,
    "爱国卫生月": 4,
    "禁毒宣传月": 6,
    "国防教育月": 9,
    "敬老月": 10,
}
"""Months that bear a campaign's name: the national Quality Month is September, Work Safety Month June."""

MOVING_FEASTS: Final = {
    "春节": "春节",
    "清明": "清明节",
    "端午": "端午节",
    "中秋": "中秋节",
    "元宵": "元宵节",
    "重阳": "重阳节",
    "除夕": "除夕",
    "助残日": "助残日",
}
"""Feasts that follow the moon or the sun's terms: as people write them, and as the calendar names them."""


def _month_end(year: int, number: int) -> date:
    return date(year, number, monthrange(year, number)[1])


def day_before(span: Span) -> date:
    """The day before a span begins."""
    return span.first - timedelta(days=1)
