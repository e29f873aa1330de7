"""Targets: the whole first table beside its hand reading, and forms that it lacks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.reading.targets import Target, read_targets

TABLE = yaml.safe_load((Path(__file__).parents[1] / "catalog" / "reading.yaml").read_text(encoding="utf-8"))["rows"]
FORMS = {
    "检定率100%": ["检定率 = 100 %"],
    "满意率90％以上": ["满意率 >= 90 %"],
    "合格率平均95%％以上": ["合格率平均 >= 95 %"],
    "净含量合格率≥95%": ["净含量合格率 >= 95 %"],
    "不少于4次": [" >= 4 次"],
    "培训不少于200人次": ["培训 >= 200 人次"],
    "投诉控制在5%以内": ["投诉 <= 5 %"],
    "不超过3起": [" <= 3 起"],
    "建立219个社会公用标准": [" = 219 个"],
    "检测3,000批次以上": ["检测 >= 3000 批次"],
    "新增2万亩": [" = 20000 亩"],
    "投资1.5亿元": ["投资 = 150000000 元"],
    "增长8%左右": ["增长 = 8 % ?"],
    "提升5个百分点以上": ["提升 >= 5 个百分点"],
    "受理率、办结率、满意率分别达到100%、100%和95%以上": ["受理率 = 100 %", "办结率 = 100 %", "满意率 >= 95 %"],
    "甲、乙分别达到95%、90%、85%以上": ["甲 >= 95 % ?", "乙 >= 90 % ?"],
    "计量器具检定全覆盖": ["计量器具检定 = 100 %"],
    "强检器具应检尽检": ["强检器具 = 100 %"],
    "隐患清零": ["隐患 = 0 "],
    "实现零事故": ["零事故 = 0 "],
    "每季度召开一次会议": [" = 1 次/季度"],
    "每年至少组织2次培训": [" >= 2 次/年"],
    "2022年3月底前": [],
    "“12365”热线": [],
    "5个工作日内": [],
    "24小时值守": [],
    "十类重点商品": [],
    "第3季度": [],
}


@pytest.mark.parametrize("phrase", FORMS)
def test_a_phrase_wants_this(phrase: str) -> None:
    found = [_told(each) for each in read_targets(phrase)]
    assert sorted(found) == sorted(FORMS[phrase])


def _told(target: Target) -> str:
    said = target.as_json()
    return f"{said['metric']} {said['op']} {said['value']} {said['unit']}{' ?' if target.ambiguous else ''}"


@pytest.mark.parametrize("row", TABLE, ids=lambda row: str(row["seq"]))
def test_the_table_is_read_as_by_hand(row: dict[str, Any]) -> None:
    wanted = {(each["op"], each["value"], each["unit"].split("/")[0]) for each in row.get("targets", [])}
    found = [each.as_json() for text in (row["requirement"], row["time_text"]) for each in read_targets(text, 2022)]
    assert {(each["op"], each["value"], each["unit"].split("/")[0]) for each in found} == wanted


@pytest.mark.parametrize("row", TABLE, ids=lambda row: str(row["seq"]))
def test_every_target_stands_where_it_says(row: dict[str, Any]) -> None:
    for text in (row["requirement"], row["time_text"]):
        assert all(text[each.start : each.end] == each.text for each in read_targets(text, 2022))
