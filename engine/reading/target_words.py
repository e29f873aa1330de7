"""The words by which figures are wanted: how they compare, their units, and numbers that are no figures."""

from __future__ import annotations

import re
from typing import Final, Literal

from engine.reading.signs import NUMERAL

Op = Literal["=", ">=", "<=", ">", "<"]

BEFORE: Final[tuple[tuple[str, Op], ...]] = (
    (
        r"不(?:得|应|能)?(?:少|低|小)于|至少|最少|不少|[≥≧]|>=|大于等于|大于或等于|(?:达到|等于)或(?:超过|高于|大于)",
        ">=",
    ),
    (r"不(?:得|应|能)?(?:超过?|高于|多于|大于)|至多|最多|[≤≦]|<=|小于等于|控制在|限制在", "<="),
    (r"(?<!不)(?<!不得)(?:超过|高于|多于|大于|突破)|>", ">"),
    (r"(?<!不)(?<!不得)(?<!减)(?<!至)(?:低于|少于|小于)|<", "<"),
    (
        r"达到?|为|实现|完成|建成|新建|新增|建立|下降[至到]|保持在?|稳定(?:在|达到)|维持在|提高到|提升到|提升至|提高至|降至|降低到|=",
        "=",
    ),
)
AFTER: Final[tuple[tuple[str, Op], ...]] = (
    (r"(?:\(含\))?\(?(?:及以?上|以上)(?:\(?含\)?)?", ">="),
    (r"(?:\(含\))?\(?(?:及以?下|以下|以内|之内)", "<="),
)
UNITS: Final = (
    r"(?P<percent>[%％]{1,3}|个百分点|‰)"
    r"|(?P<unit>μg/m3|mg/L|微克/立方米|毫克/立方米|毫克/升|吨标准煤|公顷|万千瓦|千瓦|公斤|人次|场次|批次|台套|台次|平方公里|平方米|立方米|公里|千米|万元|亿元|美元|欧元|元|㎡|m²|学时|课时|斤(?!对斤)"
    r"|[个家次场项件起宗人台套处所名户亩米吨条篇支批期座辆份门对倍分位部张册株棵幅只头羽盏栋幢笔](?![月人民分之口])(?!性|体|工作日|小时|百分|一体|门)"
    r"|(?<=[万亿])(?=$|[,，。；;、)）]))"
)
NUMBER: Final = r"(?<![\d.第])(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)(?P<many>[十百千万亿]{0,2})(?P<over>余|多)?"
TAIL: Final = r"(?:\(含\))?\(?(?:及以?上|以上|及以?下|以下|以内|之内|左右)(?:\(?含\)?)?"
OPS: Final = "|".join(f"(?:{words})" for words, _ in BEFORE)
TARGET: Final = re.compile(
    rf"(?P<before>{OPS})?(?P<about>约|近)?{NUMBER}(?:[%％]?(?:-|至|到)(?P<most>\d+(?:\.\d+)?))?(?:{UNITS})"
    rf"(?P<after>{TAIL})?"
)
HUNDREDTHS: Final = re.compile(rf"(?P<before>{OPS})?百分之(?P<number>\d+(?:\.\d+)?|{NUMERAL})(?P<after>{TAIL})?")
COUNTED: Final = re.compile(
    rf"(?:(?P<least>至少|最少|不少于|不低于)[^,，。；;、\d一二两三四五六七八九十百]{{0,6}}?|建成|新建|培育|打造|创建)(?P<number>(?!一[^十百]){NUMERAL})"
    r"(?P<unit>[个家处所座条名场](?!次|方面|体系|机制|维护|确立|责任|百分|月|工作))(?P<after>以上)?"
)
TENTHS: Final = re.compile(
    rf"(?P<before>{OPS})?(?P<number>[一二三四五六七八九])成(?P<half>半)?(?=以|左|及|的|[,，。；;、)]|$)(?P<after>{TAIL})?"
)
BARE: Final = re.compile(r"(?P<before>[≥≧≤≦<>]=?)(?P<number>\d+(?:\.\d+)?)")
OF_SCORE: Final = re.compile(r"(?:[扣加减计记得赋占值]|最[高多]|占比|满分|权重|总分)(?:除|减|不超过|为|:)?$")
FROM_FIGURE: Final = re.compile(r"(?:[由从]|比)(?:\d{4}年|目前|原来|去年|上年)?(?:末|底)?的?$")
"""由85%提高到90%: where it stands today is no target."""
FAR: Final = re.compile(r"(?P<op>不(?:得|应)?(?:少|低)于|至少|不超过|不高于)[一-龥]{1,10}?的?$")
"""不少于总数的10%: how it compares, some words before the figure."""
RANK: Final = re.compile(r"(?<![底日月年])前$")
SLOGAN: Final = re.compile(r"[一二三四五六七八九十两]个$")
WHEN: Final = re.compile(
    r"^(?:[到至截在力争确保]{0,4})(?:(?:20\d\d年)?\d{1,2}月(?:份|[底末]|\d{1,2}[日号])?(?:之)?前?|20\d\d年(?:[底末])?(?:之)?前?)[、,]?"
)
PROPERTY: Final = re.compile(r"的?[一-龥][^,，。；;、]*?(?:\d[\d.]*[%个家项处所座条]|全覆盖|应[一-龥]{1,2}尽)")
"""500平方米以上商场…设置率100%: a figure that says which ones, where another says how many of them."""
ONE: Final = re.compile(
    r"(?P<number>\d+(?:\.\d+)?)(?P<many>[百千万亿]{0,2})(?P<unit>[%‰]|人次|场次|批次|万元|亿元|[个家次场项件起人台套处所名户亩元])(?P<after>以上|以下|以内)?"
)
EACH: Final = re.compile(
    rf"(?P<names>[^,，。；;:]*?)(?:的)?分别(?P<verb>下降|增长|提高|减少|上升|压减|提升)?(?P<op>{OPS})?(?P<figures>{{one}}(?:[、,，和及]{{one}})+)".replace(
        "{one}", re.sub(r"\?P<\w+>", "?:", ONE.pattern)
    )
)
WHOLE: Final = re.compile(
    r"(?:实现)?(?P<metric>[^,，。；;:、]{0,20}?)(?:实现|达到)?"
    r"(?P<words>全覆盖|应[\w一-龥]{1,2}尽[\w一-龥]{1,2}|清零|全部达标|零(?:事故|投诉|发生|增长|容忍))"
)
MANY: Final = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
CLAUSE: Final = re.compile(r",(?!\d{3}(?!\d))|[，。；;：！？!?,:]|:(?!\d\d)|其中|(?<![一-龥\d])\d+[.、](?!\d)")
