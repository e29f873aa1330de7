"""What stands beside the units of a cell and names none: who leads by order, shared duty, numbers, people, times."""

from __future__ import annotations

import re
from typing import Final

from engine.reading.times import read_time

_BY_ORDER: Final = (
    r"(?:第一|首位|首个|列首|排前|排首|第1)[^，,。；;()（）]{0,10}(?:牵头|主办|主要责任)"
    r"|(?:牵头|主办)[^，,。；;()（）]{0,10}(?:第一(?!责任)|首位|列首|排前)"
)
_FIRST_LEADS: Final = re.compile(_BY_ORDER)
_ALIKE: Final = re.compile(rf"(?:{_BY_ORDER})[^()（）。]*(?:下同|以下同)|[注明][：:][^。]*(?:{_BY_ORDER})")
_NUMBERING: Final = re.compile(r"[（(]\d{1,2}[)）]")
_ASIDE: Final = re.compile(
    rf"[（(](?:[^()（）]*(?:{_BY_ORDER})[^()（）]*|[^()（）]*(?:职责分工|职能分工|分工负责|各负其责)[^()（）]*)[)）]"
)
_NAMES: Final = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_IN_CHARGE: Final = re.compile(
    rf"(?<=[局委办部院所队站处科室道镇乡])[（(][{_NAMES}][一-龥]{{1,2}}(?:[、，,\s][{_NAMES}][一-龥]{{1,2}})*(?<![局委办部院所队站处科室区道镇乡村园])[)）]"
)


_PARTS: Final = re.compile(r"[^、，,；;。\n()（）]+")
_MAY_BE_TIME: Final = re.compile(r"[\d年月季底末期常时]|[每即随]")
_EMPTY: Final = re.compile(r"[（(][\s、]*[)）]")
_ANY_YEAR: Final = 2000


def first_leads(words: str) -> bool:
    """Whether words say that the first of several units leads: 排第一的为牵头单位."""
    return bool(_FIRST_LEADS.search(re.sub(r"\s", "", words)))


def first_leads_on(words: str) -> bool:
    """Whether they say so of every row from here on: …，下同; 注：…."""
    return bool(_ALIKE.search(re.sub(r"\s", "", words)))


def masked(cell: str) -> str:
    """The cell with such words blanked, every other sign in its place."""
    cell = _NUMBERING.sub(lambda found: "、" * len(found.group()), cell)
    for pattern in (_ASIDE, _IN_CHARGE):
        cell = pattern.sub(lambda found: " " * len(found.group()), cell)
    when = time_beside(cell)
    cell = "".join("、" if sign.strip() else own for own, sign in zip(cell, when.ljust(len(cell)), strict=True))
    return _EMPTY.sub(lambda found: "、" * len(found.group()), cell)


def time_beside(cell: str) -> str:
    """The words of time in a cell of units, everything else blanked: places stay those of the cell."""
    kept = [" "] * len(cell)
    for part in _PARTS.finditer(cell):
        if _MAY_BE_TIME.search(part.group()) and is_time(part.group()):
            kept[part.start() : part.end()] = part.group()
    return "".join(kept).rstrip()


def is_time(words: str) -> bool:
    """Whether words say nothing but when: 6月30日前, 长期坚持, 完成时限：每季度."""
    bare = re.sub(r"^(?:完成|整改|办理)?(?:时限|时间|期限)[:：]|(?:完成|坚持)?[。.]?$", "", words.strip())
    found = read_time(bare, _ANY_YEAR).readings if 1 < len(bare) <= 24 else ()
    return bool(found) and found[0].start == 0 and found[-1].end >= len(bare) - 2
