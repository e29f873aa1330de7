"""Layouts that tried the reader: sections numbered in their own cell, units and times together, tables in tables."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook
from table_files import Box, as_docx
from table_reading import NOW, every_form, lines, read, units

from engine.services.importing.bring_in import read_drafts
from engine.services.importing.drafts import Drafted

HEAD = ["序号", "工作任务", "责任单位", "完成时限"]
ROWS = [["1", "任务甲", "区教育局", "3月底前"], ["2", "任务乙", "区卫健委", "6月底前"]]


def _said(drafted: Drafted) -> list[tuple[str, str, list[str]]]:
    return [(each.row.requirement, each.row.time, [u.name for u in each.row.lead]) for each in drafted.rows]


@every_form
def test_a_section_has_its_number_in_a_cell_of_its_own(form: str, tmp_path: Path) -> None:
    def over(number: str, words: str) -> list[str | Box | None]:
        rest: list[str | None] = ["", "", "", ""] if form == "txt" else [None] * 4
        return [number, words if form == "txt" else Box(words, 1, 5), *rest]

    table = lines(
        ["序号", "指标内容", "评分标准", "分值", "责任单位", "完成时限"],
        over("一", "组织领导"),
        ["1.1", "成立领导小组", "未成立扣2分", "2", "区政府办", "1月底前"],
        ["1.2", "每季度召开会议", "少一次扣1分", "4", "区创建办", "全年"],
        over("（一）", "宣传教育"),
        ["2.1", "开展宣传活动", "酌情扣分", "3", "区委宣传部", "每月"],
    )
    drafted = read(form, table, tmp_path)
    assert [(each.row.category, each.row.group, each.row.requirement) for each in drafted.rows] == [
        ("组织领导", "组织领导", "成立领导小组"),
        ("组织领导", "组织领导", "每季度召开会议"),
        ("组织领导", "宣传教育", "开展宣传活动"),
    ]
    assert not {each.weight for each in drafted.doubts} & {"unread"}


@every_form
def test_units_and_times_may_share_a_column(form: str, tmp_path: Path) -> None:
    table = lines(
        ["序号", "工作事项", "责任领导", "责任人", "责任单位及完成时限", "备注"],
        ["1", "制定创建方案", "张三", "李四", "区创建办，3月底前", ""],
        ["2", "开展集中整治", "张三", "王五", "区城管局、区住建局\n6月30日前", "重点"],
        ["3", "做好迎检准备", "赵六", "钱七", "各镇街（长期坚持）", ""],
    )
    assert _said(read(form, table, tmp_path)) == [
        ("制定创建方案", "3月底前", ["区创建办"]),
        ("开展集中整治", "6月30日前", ["区城管局", "区住建局"]),
        ("做好迎检准备", "长期坚持", ["各镇街"]),
    ]


@every_form
def test_a_beginning_and_an_end_are_one_time(form: str, tmp_path: Path) -> None:
    table = lines(
        ["序号", "工作内容", "责任部门", "开始时间", "完成时间"],
        ["1", "排查整治", "区应急局", "2023年3月1日", "2023年6月30日"],
        ["2", "总结", "区应急局", "", "12月底前"],
    )
    drafted = read(form, table, tmp_path)
    assert [each.row.time for each in drafted.rows] == ["2023年3月1日至2023年6月30日", "12月底前"]
    assert {saying.reading.kind for saying in drafted.rows[0].sayings} == {"window"}


@every_form
def test_ditto_is_what_stands_above(form: str, tmp_path: Path) -> None:
    table = lines(
        ["序号", "工作任务", "牵头单位", "配合单位", "完成时限"],
        ["1", "甲任务", "区教育局", "区财政局", "3月底前"],
        ["2", "乙任务", "同上", "同上", "同上"],
        ["3", "丙任务", "区卫健委", "", "〃"],
    )
    drafted = read(form, table, tmp_path)
    assert units(drafted) == [(["区教育局"], ["区财政局"])] * 2 + [(["区卫健委"], [])]
    assert [each.row.time for each in drafted.rows] == ["3月底前"] * 3


@every_form
def test_a_remark_below_says_that_the_first_leads(form: str, tmp_path: Path) -> None:
    remark = "注：责任单位中排第一的为牵头单位。"
    last: list[str | Box | None] = [remark, "", "", ""] if form == "txt" else [Box(remark, 1, 4), None, None, None]
    table = lines(HEAD, ["1", "甲任务", "区教育局、区财政局", "3月底前"], last)
    assert units(read(form, table, tmp_path)) == [(["区教育局"], ["区财政局"])]


@every_form
def test_a_goal_beside_the_measure_is_no_shelf(form: str, tmp_path: Path) -> None:
    table = lines(
        ["序号", "反馈问题", "整改目标", "整改措施", "整改时限", "责任单位", "责任人"],
        ["1", "污水直排", "消除直排口12个", "完成管网改造", "12月底前", "区水务局", "李四"],
    )
    (row,) = read(form, table, tmp_path).rows
    assert (row.row.group, row.row.requirement) == ("污水直排", "完成管网改造")
    assert [str(each.target.value) for each in row.figures] == ["12"]


def test_shelves_are_counted_from_the_left(tmp_path: Path) -> None:
    table = lines(
        ["测评项目", "测评指标", "测评标准", "牵头单位", "责任单位"],
        [Box("一、政务环境", 2), Box("1.学习教育"), "①制定计划；②每季度学习1次", "区委组织部", "各单位"],
        [None, Box("2.政务行为"), "群众满意度≥90%", "区政府办", "区行政审批局"],
    )
    rows = [each.row for each in read("docx", table, tmp_path).rows]
    assert [(each.category, each.group) for each in rows] == [("政务环境", "学习教育"), ("政务环境", "政务行为")]
    assert rows[0].requirement.startswith("①")


def _word(fill: list[list[list[str]]], nested: bool = False) -> bytes:
    document = Document()
    document.add_paragraph("某市2023年任务分解表")
    for number, cells in enumerate(fill):
        if number:
            document.add_paragraph("（续表）")
        place = document.add_table(1, 1).cell(0, 0) if nested else document
        table = place.add_table(len(cells), len(cells[0]))
        for row, words in enumerate(cells):
            for column, word in enumerate(words):
                table.cell(row, column).text = word
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_table_goes_on_over_pages_with_its_heading_and_without() -> None:
    more = [[HEAD, ["3", "任务丙", "区民政局", "9月底前"]], [["4", "任务丁", "区财政局", "年底前"]]]
    found = _said(read_drafts("续.docx", _word([[HEAD, *ROWS], *more]), NOW))
    assert [requirement for requirement, *_ in found] == ["任务甲", "任务乙", "任务丙", "任务丁"]


def test_a_table_that_only_holds_the_table_is_looked_through() -> None:
    found = _said(read_drafts("套.docx", _word([[HEAD, *ROWS]], nested=True), NOW))
    assert found == [("任务甲", "3月底前", ["区教育局"]), ("任务乙", "6月底前", ["区卫健委"])]


@pytest.mark.parametrize("beside", ["", "<td>导航</td>"])
def test_a_page_may_lay_itself_out_by_a_table(beside: str) -> None:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in (HEAD, *ROWS))
    outer = f"<table><tr>{beside}<td><table>{rows}</table></td></tr></table>"
    page = f"<html><body><p>某市2023年任务表</p>{outer}</body></html>"
    assert [each[0] for each in _said(read_drafts("页.html", page.encode(), NOW))] == ["任务甲", "任务乙"]


def test_a_small_table_in_a_cell_stays_in_it() -> None:
    inner = "<table><tr><td>覆盖率</td><td>95%</td></tr></table>"
    cells = [HEAD, ["1", f"完成：{inner}", "区教育局", "3月底前"], ROWS[1]]
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
    page = f"<html><body><p>某市2023年任务表</p><table>{rows}</table></body></html>"
    found = read_drafts("页.html", page.encode(), NOW)
    assert len(found.rows) == 2
    assert "覆盖率" in found.rows[0].row.requirement


def test_sheets_with_and_without_a_table() -> None:
    book = Workbook()
    cover = book.worksheets[0]
    cover.title = "封面"
    cover["A1"] = "某市2023年创建工作"
    sheet = book.create_sheet("任务表")
    for row in (["某市2023年任务表"], [], HEAD, [1, "任务甲", "区教育局", datetime(2023, 3, 31)]):
        sheet.append(row)
    other = book.create_sheet("台账")
    for row in (HEAD, [1, "任务乙", "区民政局", "5月底"]):
        other.append(row)
    stream = io.BytesIO()
    book.save(stream)
    drafted = read_drafts("多表.xlsx", stream.getvalue(), NOW)
    assert [each.row.spots["requirement"] for each in drafted.rows] == ["任务表!B4", "台账!B2"]


def test_a_section_named_like_a_person_in_charge_is_no_heading() -> None:
    table = lines(HEAD, [Box("组织领导", 1, 4), None, None, None], *ROWS)
    drafted = read_drafts("节.docx", as_docx(table, "某市2023年任务表"), NOW)
    assert [each.row.category for each in drafted.rows] == ["组织领导", "组织领导"]


def test_a_hidden_row_is_read_and_told() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["某区2023年任务表"], HEAD, *ROWS):
        sheet.append(row)
    sheet.row_dimensions[4].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    drafted = read_drafts("隐.xlsx", stream.getvalue(), NOW)
    assert len(drafted.rows) == 2
    assert [(each.line, each.spot) for each in drafted.doubts if each.code == "hidden-row"] == [(2, "Sheet!A4")]


@every_form
def test_who_is_in_charge_of_the_unit_is_no_unit(form: str, tmp_path: Path) -> None:
    table = lines(
        ["序号", "任务内容", "牵头单位", "牵头单位负责人", "配合单位", "完成时间"],
        ["1", "任务甲", "区教育局", "张三", "区财政局", "6月底前"],
    )
    assert units(read(form, table, tmp_path)) == [(["区教育局"], ["区财政局"])]


@every_form
def test_a_row_that_says_the_table_goes_on_is_no_section(form: str, tmp_path: Path) -> None:
    more: list[str | Box | None] = (
        ["续表", "", "", ""] if form == "txt" else [Box("（续上表）", 1, 4), None, None, None]
    )
    rows = [each.row for each in read(form, lines(HEAD, ROWS[0], more, HEAD, ROWS[1]), tmp_path).rows]
    assert {each.category for each in rows} == {rows[0].category}
    assert "续" not in rows[1].category


def test_numbers_of_several_steps_are_cut_off(tmp_path: Path) -> None:
    table = lines(
        ["一级指标", "二级指标", "三级指标", "责任单位", "完成时限"],
        [Box("1.基础建设", 2), Box("1.1 机构", 2), "1.1.1 成立机构", "区政府办", "1月"],
        [None, None, "1.5万亩造林任务", "区林业局", "2月"],
    )
    rows = [each.row for each in read("docx", table, tmp_path).rows]
    assert [(each.category, each.group, each.requirement) for each in rows] == [
        ("基础建设", "机构", "成立机构"),
        ("基础建设", "机构", "1.5万亩造林任务"),
    ]
