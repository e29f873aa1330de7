"""Campaigns whose days a notice sets anew each year: that they have a time is said, and no day is made up."""

from __future__ import annotations

import re
from typing import Final

from engine.reading.times.campaigns import BY_NOTICE
from engine.reading.times.telling import Found
from engine.reading.times.value import Unset

_NAMES: Final = "|".join(re.escape(name) for name in sorted(BY_NOTICE, key=len, reverse=True))
_NOTICED: Final = re.compile(rf"(?:国家|全国|中国|全民)?(?:{_NAMES})(?:[”\"’」])?(?:活动)?(?:期间|当天|前后)?")
_MONTH_SAID: Final = re.compile(r"月(?:份)?(?:的|第[一二三四]周)?(?:开展|组织|举办|[“\"‘「(])*$")
_MONTH_TOLD: Final = re.compile(r"[(](?:每年)?\d{1,2}[月.]")
_ACT: Final = re.compile(r"方案|总结|通知|信息")


def noticed(text: str, at: int, year: int) -> Found | None:
    """The campaign whose name begins at `at`; without a reading where its month stands beside it."""
    match = _NOTICED.match(text, at)
    if match is None:
        return None
    said = _MONTH_SAID.search(text, 0, at) or _MONTH_TOLD.match(text, match.end()) or _ACT.match(text, match.end())
    readings = () if said else (Unset(ambiguous=True, note="by-notice"),)
    return Found(readings, at, match.end(), year)
