"""Feasts and campaigns by name: what a law, a rule or long custom fixes, and what is set anew each year by notice.

Which is which, and by what, stands in docs/campaigns.md.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Final

import holidays

Days = tuple[date, date]
"""First and last day, both included."""


def campaign_month(name: str) -> int | None:
    """The month that bears a campaign's name; None for none that is known."""
    return _MONTHS.get(name)


def campaign_days(year: int, name: str) -> Days | None:
    """The day or days that bear a name in a year; None for none that is known, or in no such year."""
    if name in _DAYS:
        found = date(year, *_DAYS[name])
        return found, found
    if name in _SPANS:
        (month, day), (last_month, last_day) = _SPANS[name]
        return date(year, month, day), date(year, last_month, last_day)
    if name in _BY_RULE:
        return _BY_RULE[name](year)
    moved = _feasts(year).get(_FEASTS.get(name, name))
    return (moved, moved) if moved else None


@cache
def _feasts(year: int) -> dict[str, date]:
    """The feasts that follow the moon or the sun's terms, each by its first day off that bears the name."""
    found: dict[str, date] = {}
    for when, names in sorted(holidays.country_holidays("CN", years=year, language="zh_CN").items()):
        for name in names.split("; "):
            found.setdefault(name, when)
    if new_year := found.get("春节"):
        found |= {"除夕": new_year - timedelta(days=1), "元宵节": new_year + timedelta(days=14)}
    ninth = holidays.country_holidays("HK", years=year, language="zh_CN", observed=False)  # no day off elsewhere
    found |= {name: when for when, name in ninth.items() if name == "重阳节"}
    return found


def _weekday_of_month(month: int, which: int, weekday: int) -> Callable[[int], Days]:
    """The first, second, third … Monday (1) to Sunday (7) of a month."""

    def found(year: int) -> Days:
        first = date(year, month, 1)
        day = first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (which - 1))
        return day, day

    return found


def _last_monday_of_march(year: int) -> Days:
    end = date(year, 3, 31)
    day = end - timedelta(days=end.isoweekday() - 1)
    return day, day


def _week_of_family_day(year: int) -> Days:
    day = date(year, 5, 15)
    monday = day - timedelta(days=day.isoweekday() - 1)
    return monday, monday + timedelta(days=6)


def _autumn_equinox(year: int) -> Days | None:
    """By the rule of thumb for this century, which is off in none of its years."""
    if not 2000 <= year <= 2099:
        return None
    years = year - 2000
    day = date(year, 9, int(years * 0.2422 + 23.042) - years // 4)
    return day, day


_DAYS: Final = {
    "元旦": (1, 1),
    "人民警察节": (1, 10),
    "110宣传日": (1, 10),
    "湿地日": (2, 2),
    "爱耳日": (3, 3),
    "学雷锋日": (3, 5),
    "学雷锋纪念日": (3, 5),
    "三八": (3, 8),
    "妇女节": (3, 8),
    "植树节": (3, 12),
    "3.15": (3, 15),
    "315": (3, 15),
    "消费者权益日": (3, 15),
    "森林日": (3, 21),
    "世界水日": (3, 22),
    "气象日": (3, 23),
    "防治结核病日": (3, 24),
    "世界卫生日": (4, 7),
    "国家安全教育日": (4, 15),
    "地球日": (4, 22),
    "世界读书日": (4, 23),
    "航天日": (4, 24),
    "预防接种日": (4, 25),
    "预防接种宣传日": (4, 25),
    "知识产权日": (4, 26),
    "五一": (5, 1),
    "劳动节": (5, 1),
    "五四": (5, 4),
    "青年节": (5, 4),
    "中国品牌日": (5, 10),
    "护士节": (5, 12),
    "防灾减灾日": (5, 12),
    "国际家庭日": (5, 15),
    "碘缺乏病日": (5, 15),
    "打击和防范经济犯罪宣传日": (5, 15),
    "博物馆日": (5, 18),
    "中国旅游日": (5, 19),
    "5.20": (5, 20),
    "世界计量日": (5, 20),
    "学生营养日": (5, 20),
    "生物多样性日": (5, 22),
    "科技工作者日": (5, 30),
    "无烟日": (5, 31),
    "六一": (6, 1),
    "儿童节": (6, 1),
    "环境日": (6, 5),
    "爱眼日": (6, 6),
    "放鱼日": (6, 6),
    "世界食品安全日": (6, 7),
    "世界认可日": (6, 9),
    "国际档案日": (6, 9),
    "献血者日": (6, 14),
    "信用记录关爱日": (6, 14),
    "安全宣传咨询日": (6, 16),
    "安全生产宣传咨询日": (6, 16),
    "土地日": (6, 25),
    "禁毒日": (6, 26),
    "七一": (7, 1),
    "建党节": (7, 1),
    "航海日": (7, 11),
    "人口日": (7, 11),
    "八一": (8, 1),
    "建军节": (8, 1),
    "全民健身日": (8, 8),
    "全国生态日": (8, 15),
    "医师节": (8, 19),
    "残疾预防日": (8, 25),
    "抗日战争胜利纪念日": (9, 3),
    "抗战胜利纪念日": (9, 3),
    "教师节": (9, 10),
    "保护臭氧层日": (9, 16),
    "爱牙日": (9, 20),
    "公民道德宣传日": (9, 20),
    "统计开放日": (9, 20),
    "烈士纪念日": (9, 30),
    "十一": (10, 1),
    "国庆": (10, 1),
    "国庆节": (10, 1),
    "精神卫生日": (10, 10),
    "国际减灾日": (10, 13),
    "世界标准日": (10, 14),
    "世界粮食日": (10, 16),
    "扶贫日": (10, 17),
    "记者节": (11, 8),
    "消防日": (11, 9),
    "消防宣传日": (11, 9),
    "双十一": (11, 11),
    "糖尿病日": (11, 14),
    "艾滋病日": (12, 1),
    "交通安全日": (12, 2),
    "国际残疾人日": (12, 3),
    "宪法日": (12, 4),
    "法制宣传日": (12, 4),
    "法治宣传日": (12, 4),
    "志愿者日": (12, 5),
    "国际反腐败日": (12, 9),
    "公祭日": (12, 13),
}
"""Days that campaigns are held on; month and day."""

_MONTHS: Final = {
    "质量月": 9,
    "安全生产月": 6,
    "消防宣传月": 11,
    "双拥月": 8,
    "学雷锋月": 3,
    "学雷锋活动月": 3,
    "爱国卫生月": 4,
    "税收宣传月": 4,
    "民法典宣传月": 5,
    "禁毒宣传月": 6,
    "国防教育月": 9,
    "科普月": 9,
    "金融知识普及月": 9,
    "敬老月": 10,
}
"""Months that bear a campaign's name: the national Quality Month is September, Work Safety Month June."""

_SPANS: Final = {
    "中国水周": ((3, 22), (3, 28)),
    "知识产权宣传周": ((4, 20), (4, 26)),
    "职业病防治法宣传周": ((4, 25), (5, 1)),
    "《职业病防治法》宣传周": ((4, 25), (5, 1)),
    "学前教育宣传月": ((5, 20), (6, 20)),
}
"""Campaigns of some days, the same every year."""

_FEASTS: Final = {
    "春节": "春节",
    "清明": "清明节",
    "端午": "端午节",
    "中秋": "中秋节",
    "元宵": "元宵节",
    "重阳": "重阳节",
    "除夕": "除夕",
}
"""Feasts that follow the moon or the sun's terms: as people write them, and as the calendar names them."""

_BY_RULE: Final[dict[str, Callable[[int], Days | None]]] = {
    "中小学生安全教育日": _last_monday_of_march,
    "家庭教育宣传周": _week_of_family_day,
    "助残日": _weekday_of_month(5, 3, 7),
    "文化和自然遗产日": _weekday_of_month(6, 2, 6),
    "全民国防教育日": _weekday_of_month(9, 3, 6),
    "国防教育日": _weekday_of_month(9, 3, 6),
    "农民丰收节": _autumn_equinox,
}
"""Campaigns whose day a law or a decision says by weekday or by the sun."""

FIXED: Final = (*_DAYS, *_MONTHS, *_SPANS, *_FEASTS, *_BY_RULE)
"""Every name that has days or a month."""

BY_NOTICE: Final = (
    "科普日",
    "食品安全宣传周",
    "网络安全宣传周",
    "节能宣传周",
    "低碳日",
    "节水宣传周",
    "节约用水宣传周",
    "科技活动周",
    "推广普通话宣传周",
    "推普周",
    "双创活动周",
    "双创周",
    "大众创业万众创新活动周",
    "宪法宣传周",
    "防灾减灾宣传周",
    "安全用药月",
    "药品安全宣传周",
    "医疗器械安全宣传周",
    "化妆品安全科普宣传周",
    "全民营养周",
    "职业教育活动周",
    "全民终身学习活动周",
    "全民阅读活动周",
    "诚信兴商宣传月",
    "非法集资宣传月",
    "金融消费者权益保护教育宣传月",
    "爱鸟周",
)
"""Campaigns whose days a notice sets each year, though a rule may name a week: they have moved by weeks and months."""
