"""How often in each period: 不少于4次, 至少组织开展2次, 3-5次; and a period with how often."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from engine.reading.signs import NUMERAL, number
from engine.reading.times import spans
from engine.reading.times.value import (
    CountPerYear,
    Daily,
    Every,
    HalfYearly,
    Monthly,
    Op,
    Quarterly,
    Reading,
    Weekly,
    Yearly,
)

AT_LEAST: Final = r"不(?:得|应)?(?:少|低)于|至少|最少|不少|[≥>]=?|达到?"
AT_MOST: Final = r"不(?:得|应)?(?:超过|多于|高于)|至多|最多|[≤<]=?"
TIMES: Final = r"(?:次|场|期|轮|批次?|遍|篇|回|节课|课时|例)"
_COUNT: Final = re.compile(
    rf"(?P<op>{AT_LEAST}|{AT_MOST})?(?:[^，。；;、\d一二两三四五六七八九十,]{{0,14}}?)(?P<op2>{AT_LEAST}|{AT_MOST})?"
    rf"(?<!分)(?P<n>{NUMERAL})(?:(?:-|至|到)(?P<most>{NUMERAL}))?(?:个)?{TIMES}(?P<post>以上|及以上|以下|以内)?"
)


def made(unit: str, year: int, count: int | None = None, op: Op | None = None) -> Reading:
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


def count_at(text: str, at: int) -> tuple[CountPerYear, int] | None:
    """不少于4次, 至少组织开展2次, 1次, 3-5次: how often, and where the words end."""
    match = _COUNT.match(text, at)
    if match is None:
        return None
    op = ">=" if match["most"] else op_of(match["op"] or match["op2"] or "", match["post"] or "")
    most = number(match["most"]) if match["most"] else None
    return CountPerYear(op=op, count=number(match["n"]), most=most), match.end()


def op_of(said: str, post: str) -> Op:
    """不少于 before the number or 以上 after it: at least; 不超过 and 以内: at most; neither: exactly."""
    if re.fullmatch(AT_LEAST, said) or post in ("以上", "及以上"):
        return ">="
    return "<=" if re.fullmatch(AT_MOST, said) or post in ("以下", "以内") else "="
