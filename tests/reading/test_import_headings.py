"""Headings not seen before: who leads in other places, plans by quarter, leaders beside units, unknown columns."""

from __future__ import annotations

from pathlib import Path

import pytest
from table_files import Box
from table_reading import every_form, lines, read, units


@every_form
def test_who_leads_may_stand_in_the_words_of_the_task(form: str, tmp_path: Path) -> None:
    table = lines(
        ["序号", "重点任务", "完成时限"],
        ["1", "公布事项清单。（责任单位：市市监局、市发改委；配合单位：各县区）", "10月底前"],
        ["2", "深化改革。（市政府办牵头，市审改办配合）", "年底前"],
        ["3", "优化环境。\n责任单位：市商务局", "长期坚持"],
    )
    drafted = read(form, table, tmp_path)
    assert units(drafted) == [
        (["市市监局", "市发改委"], ["各县区"]),
        (["市政府办"], ["市审改办"]),
        (["市商务局"], []),
    ]
    first = drafted.rows[0].row
    assert first.cells["requirement"][first.lead[0].start : first.lead[0].end] == "市市监局"


@pytest.mark.parametrize("form", ["docx", "xlsx", "html"])
def test_a_plan_with_a_column_for_each_quarter(form: str, tmp_path: Path) -> None:
    table = lines(
        ["序号", "项目名称", Box("各季度工作目标", 1, 4), None, None, None, "责任单位"],
        ["", "", "一季度", "二季度", "三季度", "四季度", ""],
        ["1", "停车场建设", "完成招标", "开工", "", "竣工验收", "区住建局"],
    )
    [row] = read(form, table, tmp_path).rows
    assert row.row.requirement == "停车场建设"
    assert row.row.time == "一季度：完成招标；二季度：开工；四季度：竣工验收"
    assert [each.reading.as_json()["date"] for each in row.sayings] == ["2023-03-31", "2023-06-30", "2023-12-31"]


@every_form
def test_leaders_are_no_units_and_the_first_unit_may_lead(form: str, tmp_path: Path) -> None:
    table = lines(
        ["序号", "任务内容", "牵头区领导", "责任单位（第一个为牵头单位）", "完成时限"],
        ["1", "甲任务。", "张三", "区发改委、区财政局、区统计局", "6月底前"],
        ["2", "乙任务。", "李四", "区市监局", "年底前"],
    )
    assert units(read(form, table, tmp_path)) == [
        (["区发改委"], ["区财政局", "区统计局"]),
        (["区市监局"], []),
    ]


@pytest.mark.parametrize("form", ["docx", "xlsx", "html"])
def test_three_rows_of_heading_and_a_leader_beside_the_unit(form: str, tmp_path: Path) -> None:
    table = lines(
        [Box("序号", 3), Box("目标任务", 1, 2), None, Box("责任分工", 1, 3), None, None, Box("完成时限", 3)],
        [None, Box("类别", 2), Box("内容", 2), Box("牵头", 1, 2), None, Box("配合单位", 2), None],
        [None, None, None, "领导", "单位", None, None],
        ["1", "城建", "修路3条。", "张三", "区住建局", "区财政局", "6月底前"],
    )
    [row] = read(form, table, tmp_path).rows
    assert (row.row.category, row.row.requirement, row.row.time) == ("城建", "修路3条。", "6月底前")
    assert ([each.name for each in row.row.lead], [each.name for each in row.row.cooperating]) == (
        ["区住建局"],
        ["区财政局"],
    )


@every_form
def test_short_names_of_columns(form: str, tmp_path: Path) -> None:
    table = lines(["任务", "单位", "时间"], ["完成检定。", "区市监局", "6月底前"], ["通报。", "区政府办", "每季度"])
    drafted = read(form, table, tmp_path)
    assert units(drafted) == [(["区市监局"], []), (["区政府办"], [])]


@every_form
def test_a_column_that_nobody_knows_is_told(form: str, tmp_path: Path) -> None:
    """Layout of a real plan (https://m.daumloan.com/p-150485406.html), and one column more."""
    head = ["序号", "工作内容", "工作目标", "责任单位", "预算"]
    table = lines(
        head,
        ["1", "建立联席会议制度", "2023年8月前建立联席会议制度。", "市质监局、市发展改革局", "3万"],
        head,
        ["2", "诚信计量", "培育350家以上示范单位。", "市质监局，各市、区人民政府", ""],
    )
    drafted = read(form, table, tmp_path)
    assert [(each.row.group, each.row.requirement[:4]) for each in drafted.rows] == [
        ("建立联席会议制度", "2023"),
        ("诚信计量", "培育35"),
    ]
    assert units(drafted)[1] == (["市质监局", "各市、区人民政府"], [])
    [left] = [each for each in drafted.doubts if each.code == "column-left"]
    assert "预算" in left.sentence and left.text == "3万"
