"""Points and penalties of a table: extra points, what lateness costs, vetoes, and what a person must judge."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from table_files import FORMS, Box

from engine.catalog import examine
from engine.reading.scoring import read_scoring
from engine.services.importing.bring_in import bring_in
from engine.services.importing.drafts import Drafted

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
SAID: dict[str, list[str]] = {
    "每逾期一天扣0.1分，最多扣1分": ["late 0.1 most 1"],
    "未按时报送的，每逾期1个工作日扣0.5分。": ["late 0.5 working"],
    "每推迟一日扣0.2分，扣完为止": ["late 0.2"],
    "少一次扣1分，扣完为止": ["deduction 1"],
    "发生一起扣5分；情节严重的，实行一票否决": ["deduction 5", "veto"],
    "发生较大及以上安全事故的，一票否决": ["veto"],
    "每项加1分，最高加5分": ["bonus 1 most 5"],
    "获国家级表彰的加3分，获省级表彰的加2分": ["bonus 3"],
    "受到通报表扬的，酌情加分，最高不超过2分": ["bonus 2 most 2"],
    "按完成比例得分": ["proportional"],
    "未达目标的，按比例扣分": ["proportional"],
    "未完成不得分": ["deduction"],
    "每迟报一天扣０．５分；缺报一次扣1分；全年最多加2分": ["late 0.5", "deduction 1"],
    "查阅资料": [],
    "召开会议不少于4次": [],
    "满意度达90分以上": [],
}


@pytest.mark.parametrize("words", SAID)
def test_rules_of_points_in_words(words: str) -> None:
    found = read_scoring(words)
    told = []
    for each in found:
        points = "" if each.points is None else f" {each.points}"
        most = "" if each.most is None else f" most {each.most}"
        told.append(f"{each.kind}{points}{most}{' working' if each.working else ''}")
        assert words[each.start : each.end] == each.text
    assert told == SAID[words]


def _read(form: str, tmp_path: Path) -> Drafted:
    def line(*cells: str) -> list[Box | None]:
        return [Box(each) for each in cells]

    table = [
        line("一级指标", "二级指标", "分值", "考核内容", "评分标准", "责任单位", "考核时间"),
        line("基础工作", "例会", "10", "召开会议不少于4次", "少一次扣1分，扣完为止", "区委组织部", "年底"),
        line("基础工作", "报送", "5分", "报送总结", "每逾期一天扣0.1分，最多扣1分", "区政府办", "12月20日前"),
        line("基础工作", "合格率", "20", "合格率95%以上", "按完成比例得分", "区市监局", "年底"),
        line("安全生产", "事故", "20", "不发生较大事故", "发生较大事故的，一票否决", "区应急局", "年底"),
        line("加分项", "", "5", "获省级以上表彰", "每项加1分，最高加3分", "区政府办", "年底"),
    ]
    file = tmp_path / f"细则.{form}"
    file.write_bytes(FORMS[form](table, "2023年度考核评分细则"))
    made = bring_in(file, tmp_path / f"drafts-{form}", NOW)
    assert [str(each) for each in examine(tmp_path / f"drafts-{form}").errors] == []
    return made.drafted


@pytest.mark.parametrize("form", FORMS)
def test_a_column_of_penalties_becomes_the_scores(form: str, tmp_path: Path) -> None:
    drafted = _read(form, tmp_path)
    assert drafted.rows[0].row.requirement == "召开会议不少于4次"
    scores = [_plain(each.score) for each in drafted.drafts.indicators]
    assert scores == [
        {"rule": "rubric", "criteria": ("少一次扣1分，扣完为止",)},
        {"rule": "completion", "late": {"per_day": "0.1", "at_most": "1"}},
        {"rule": "proportional", "measure": "m1"},
        {"rule": "completion", "veto": ({"id": "v1", "title": "发生较大事故的，一票否决"},)},
        {"rule": "completion", "bonus": {"title": "每项加1分，最高加3分", "at_most": "5"}},
    ]
    assert drafted.drafts.scale.points["r005"] == 0  # extra points are no part of the hundred
    assert [(each.code, each.line) for each in drafted.doubts if each.code == "deduction"] == [("deduction", 1)]
    told = drafted.rows[1].as_json()["scoring"][0]
    assert (told["kind"], told["points"], told["most"]) == ("late", 0.1, 1.0) and told["cell"]


def _plain(score: Any) -> dict[str, Any]:
    told: dict[str, Any] = score.model_dump(exclude_defaults=True)
    return told
