"""Layouts not seen before: columns renamed and moved, headings of two rows, sections, scores, units in cells."""

from __future__ import annotations

import io
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook
from table_files import Box, as_docx, as_html, as_text, as_xlsx
from table_reading import NOW, TITLE, every_form, lines, read, units

from engine.services.importing.bring_in import read_drafts


@every_form
def test_columns_may_be_called_and_ordered_otherwise(form: str, tmp_path: Path) -> None:
    table = lines(
        ["序号", "完成时限", "工作任务", "牵头单位", "参与单位", "备注"],
        ["1", "6月底前", "完成老旧小区改造12个。", "区住建局", "区财政局、各街道", ""],
        ["2", "每月25日前", "报送工作进展。", "各责任单位", "", "电子版"],
        ["4", "长期坚持", "做好日常巡查。", "区城管局", "", ""],
    )
    drafted = read(form, table, tmp_path)
    assert drafted.year == 2023
    assert [each.row.requirement for each in drafted.rows] == [
        "完成老旧小区改造12个。",
        "报送工作进展。",
        "做好日常巡查。",
    ]
    assert units(drafted)[0] == (["区住建局"], ["区财政局", "各街道"])
    assert {"numbering"} <= {each.code for each in drafted.doubts}
    shapes = [
        indicator.when.model_dump(exclude_defaults=True) for indicator in drafted.drafts.indicators if indicator.when
    ]
    assert shapes[0]["by"] == "06-30"
    assert len(shapes[1]["dates"]) == 12
    assert shapes[2] == {"continuous": "stated"}


@pytest.mark.parametrize("form", ["docx", "xlsx", "html"])
def test_two_rows_of_heading(form: str, tmp_path: Path) -> None:
    table = lines(
        [Box("序号", 2), Box("目标任务", 2), Box("责任分工", 1, 2), None, Box("时间节点", 2)],
        [None, None, "牵头单位", "配合单位", None],
        ["1", "建成口袋公园5处。", "区城管局", "各镇", "9月底前"],
        ["2", "新增停车位800个以上。", "区住建局", "", "年底前"],
    )
    drafted = read(form, table, tmp_path)
    assert units(drafted) == [(["区城管局"], ["各镇"]), (["区住建局"], [])]
    assert [each.row.time for each in drafted.rows] == ["9月底前", "年底前"]


def test_two_rows_of_heading_in_a_dump(tmp_path: Path) -> None:
    table = lines(
        ["序号", "目标任务", "责任单位", "", "时间节点"],
        ["", "", "牵头", "配合", ""],
        ["1", "建成口袋公园5处。", "区城管局", "各镇", "9月底前"],
        ["2", "新增停车位800个以上。", "区住建局", "", "年底前"],
    )
    assert units(read("txt", table, tmp_path)) == [(["区城管局"], ["各镇"]), (["区住建局"], [])]


@every_form
def test_section_rows_name_category_and_group(form: str, tmp_path: Path) -> None:
    def over(words: str) -> list[str | Box | None]:
        return [Box(words, 1, 4), None, None, None] if form != "txt" else [words, "", "", ""]

    table = lines(
        ["序号", "重点任务", "责任部门", "时间要求"],
        over("一、提升城市品质"),
        over("（一）环境整治"),
        ["1", "清理卫生死角。", "区城管局", "3月底前"],
        over("（二）绿化提升"),
        ["2", "新增绿地10万平方米。", "区城管局", "10月底前"],
        over("二、优化公共服务"),
        ["3", "新建幼儿园2所。", "区教体局", "8月底前"],
        over("合计：3项"),
    )
    drafted = read(form, table, tmp_path)
    assert [(each.row.category, each.row.group) for each in drafted.rows] == [
        ("提升城市品质", "环境整治"),
        ("提升城市品质", "绿化提升"),
        ("优化公共服务", "优化公共服务"),
    ]
    assert [each.number for each in drafted.rows] == ["1.1.1", "1.2.1", "2.1.1"]
    assert "left-out" in {each.code for each in drafted.doubts}


@every_form
def test_repeated_headings_are_not_rows(form: str, tmp_path: Path) -> None:
    head = ["类别", "考核内容", "责任单位", "协办单位", "完成时间"]
    table = lines(
        head,
        ["组织", "成立领导小组。", "区政府办", "", "1月底前"],
        head,
        ["宣传", "开展宣传不少于4次。", "区委宣传部", "各镇", "全年"],
    )
    drafted = read(form, table, tmp_path)
    assert [each.row.requirement for each in drafted.rows] == ["成立领导小组。", "开展宣传不少于4次。"]
    assert not [each for each in drafted.doubts if each.weight == "unread"]


@every_form
def test_a_column_of_points_becomes_the_scale(form: str, tmp_path: Path) -> None:
    merged = form != "txt"
    table = lines(
        ["考核项目", "考核要求", "分值", "责任单位", "时限"],
        [Box("基础工作", 2 if merged else 1), "制定方案。", Box("5", 2 if merged else 1), "区创建办", "3月底前"],
        [None if merged else "", "建立台账。", None if merged else "", "区创建办", "4月底前"],
        ["监督检查", "开展检查。", "2.5分", "区市监局", "每季度"],
        ["其他", "临时任务。", "按实", "区创建办", ""],
    )
    drafted = read(form, table, tmp_path)
    scale = drafted.drafts.scale
    assert not scale.sample
    halves = (Decimal("2.5"), Decimal("2.5")) if merged else (Decimal(5), Decimal(0))
    assert (scale.points["r001"], scale.points["r002"], scale.points["r003"]) == (*halves, Decimal("2.5"))
    assert "points" in {each.code for each in drafted.doubts}


@every_form
def test_roles_inside_one_cell(form: str, tmp_path: Path) -> None:
    table = lines(
        ["任务", "责任单位", "完成时限"],
        ["开展联合检查。", "区市监局牵头，区卫健委、区教体局配合", "5月底前"],
        ["建立数据库。", "区数据局（牵头）、区财政局", "6月底前"],
        ["推进共治。", "牵头单位：区民政局\n配合单位：各镇（街道）", "7月底前"],
        ["专项整治。", "区公安分局、区应急局按职责分工负责", "8月底前"],
        ["其他工作。", "详见附件2", "9月底前"],
    )
    drafted = read(form, table, tmp_path)
    assert units(drafted) == [
        (["区市监局"], ["区卫健委", "区教体局"]),
        (["区数据局"], ["区财政局"]),
        (["区民政局"], ["各镇（街道）"]),
        (["区公安分局", "区应急局"], []),
        ([], []),
    ]
    assert [each.line for each in drafted.doubts if each.code == "no-lead"] == [5]


@every_form
def test_line_breaks_and_blank_lines_stay_word_for_word(form: str, tmp_path: Path) -> None:
    words = "开展三项行动：\n①环境整治；\n\n②秩序整治。"
    table = lines(
        ["工作任务", "责任单位", "完成时限"], [words, "区城管\n局", "5月\n底前"], ["总结。", "区城管局", "年底前"]
    )
    drafted = read(form, table, tmp_path)
    assert drafted.rows[0].row.requirement == words
    assert drafted.rows[0].row.time == "5月\n底前"
    assert units(drafted)[0] == (["区城管局"], [])
    when = drafted.drafts.indicators[0].when
    assert when is not None and when.model_dump()["by"] == "05-31"


def test_cells_of_a_sheet_are_read_as_their_format_shows_them() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["工作任务", "目标值", "完成时限", "责任单位"])
    sheet.append(["提升检定率。", 0.95, datetime(2023, 6, 1), "区市监局"])
    sheet.append(["报送总结。", None, datetime(2023, 12, 20), "区市监局"])
    sheet["B2"].number_format, sheet["C2"].number_format = "0%", 'yyyy"年"m"月"'
    sheet["C3"].number_format = "yyyy/m/d"
    stream = io.BytesIO()
    book.save(stream)
    drafted = read_drafts("a.xlsx", stream.getvalue(), NOW)
    assert [each.row.time for each in drafted.rows] == ["2023年6月", "2023-12-20"]
    [figure] = drafted.rows[0].figures
    assert (figure.column, figure.target.text, figure.spot) == ("figure", "95%", "Sheet!B2")
    [measure] = drafted.drafts.indicators[0].measures
    assert measure.exactly == Decimal("0.95")


def test_a_table_that_goes_on_in_a_second_one(tmp_path: Path) -> None:
    head = ["工作任务", "责任单位", "完成时限"]
    first = as_html(lines(head, ["甲项工作。", "区城管局", "5月底前"]), TITLE).decode()
    second = as_html(lines(["乙项工作。", "区住建局", "6月底前"])).decode()
    drafted = read_drafts("a.html", (first.replace("</html>", "") + second).encode(), NOW)
    assert [each.row.requirement for each in drafted.rows] == ["甲项工作。", "乙项工作。"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_any_encoding_that_offices_write(encoding: str) -> None:
    table = lines(
        ["工作任务", "责任单位", "完成时限"], ["甲项工作。", "区城管局", "5月底前"], ["乙。", "区住建局", "6月"]
    )
    drafted = read_drafts("a.txt", as_text(table, TITLE).decode().encode(encoding), NOW)
    assert len(drafted.rows) == 2 and drafted.title == TITLE


def test_places_are_those_of_the_sheet() -> None:
    table = lines(["工作任务", "责任单位", "完成时限"], ["甲项工作。", "区城管局", "8月中旬前"])
    drafted = read_drafts("a.xlsx", as_xlsx(table, TITLE), NOW)
    [doubt] = [each for each in drafted.doubts if each.code == "two-readings"]
    assert (doubt.spot, doubt.start, doubt.end) == ("任务表!C3", 0, 5)


def test_the_same_file_gives_the_same_drafts() -> None:
    table = lines(["工作任务", "责任单位", "完成时限"], ["甲项工作。", "区城管局、各街道", "5月底前"])
    made = [read_drafts("a.docx", as_docx(table), NOW).drafts.files() for _ in range(2)]
    assert made[0] == made[1]
