"""An official document laid out by the standard: headings, lines of the page, signature, attachments, charts."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from written_papers import Written

from engine.reports.charts import Chart
from engine.reports.official.blocks import Attachment, Grid, Heading, Official, Words, chinese_number
from engine.reports.official.writing import write_official

SHARES = Chart("各类别办结率", "bars", ["甲", "=乙"], [("办结率", [Decimal("55.6"), Decimal(100)])], percent=True)
PARTS = Chart("各单位", "stacked", ["甲", "乙"], [("已完成", [3, 0]), ("逾期", [1, 2]), ("在办", [0, 4])])
PAPER = Official(
    "关于某某创建工作\n进展情况的通报", "〔2022〕    号", "各单位", [Words("正文")], "区创建办", date(2022, 8, 10)
)


def written(paper: Official) -> Any:
    stream = io.BytesIO()
    write_official(stream, paper)
    return Document(stream)


def said(paper: Any) -> list[str]:
    return [each.text for each in paper.paragraphs if each.text]


def test_headings_are_numbered_by_level_and_place() -> None:
    levels = (1, 2, 2, 3, 4, 4, 3, 1, 2)
    paper = written(replace(PAPER, blocks=[Heading("题", level) for level in levels]))  # type: ignore[arg-type]
    numbers = ["一、", "（一）", "（二）", "1.", "（1）", "（2）", "2.", "二、", "（一）"]
    assert [text.removesuffix("题") for text in said(paper) if text.endswith("题")] == numbers
    assert [chinese_number(each) for each in (1, 10, 11, 20, 21)] == ["一", "十", "十一", "二十", "二十一"]


def test_the_page_holds_22_lines_of_28_signs() -> None:
    paper = written(PAPER)
    section = paper.sections[0]
    body = section.page_height - section.top_margin - section.bottom_margin
    width = section.page_width - section.left_margin - section.right_margin
    line = next(each for each in paper.paragraphs if each.text == "正文")
    assert 22 <= body / line.paragraph_format.line_spacing < 22.1 and round(width / Mm(1)) == 156
    closer = int(line.runs[0]._r.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert 28 <= round(width / Pt(16 + closer), 2) < 28.2
    assert int(section._sectPr.find(qn("w:docGrid")).get(qn("w:linePitch"))) == 579


@pytest.mark.parametrize(
    ("name", "name_right", "day_right"),
    [("区创建办", 5.25, 4), ("某某区计量惠民示范区创建工作领导小组办公室", 0, 7.25)],
)
def test_the_name_stands_in_the_middle_above_the_day(name: str, name_right: float, day_right: float) -> None:
    paper = written(replace(PAPER, signed=name))
    signed, day = paper.paragraphs[-2:]
    rights = [each.paragraph_format.right_indent / Pt(16) for each in (signed, day)]
    assert rights == pytest.approx([name_right, day_right]) and signed.paragraph_format.keep_with_next
    wide = [len(name), 6.5]
    assert rights[0] + wide[0] / 2 == pytest.approx(rights[1] + wide[1] / 2)


def test_attachments_are_named_before_the_signature_and_begin_a_page_behind_it() -> None:
    tables = [Attachment("得分情况表", [Grid(["名次"], [["1"]])]), Attachment("清单", [Words("无")])]
    paper = written(replace(PAPER, attachments=tables))
    assert said(paper)[3:] == [
        *("正文", "附件：1.得分情况表", "2.清单", "区创建办", "2022年8月10日"),
        *("附件1", "得分情况表", "附件2", "清单", "无"),
    ]
    begun = [each.text for each in paper.paragraphs if each.paragraph_format.page_break_before]
    assert begun == ["附件1", "附件2"]
    alone = written(replace(PAPER, attachments=tables[:1]))
    assert said(alone)[4:] == ["附件：得分情况表", "区创建办", "2022年8月10日", "附件", "得分情况表"]
    assert paper.core_properties.title == "关于某某创建工作进展情况的通报"


def test_charts_are_drawn_from_figures_that_can_be_changed() -> None:
    charts = Written(written(replace(PAPER, blocks=[SHARES, PARTS]))).charts()
    shares, parts = charts["各类别办结率"], charts["各单位"]
    assert shares.series == {"办结率": ["55.6", "100"]} and shares.book == [
        [None, "办结率"],
        ["甲", 55.6],
        ["=乙", 100],
    ]
    assert shares.words == "各类别办结率：甲 办结率 55.6%；=乙 办结率 100.0%"
    assert parts.over == ["甲", "乙"] and parts.series == {"已完成": ["3", "0"], "逾期": ["1", "2"], "在办": ["0", "4"]}


def test_a_heading_is_repeated_rows_stay_whole_and_figures_are_centred() -> None:
    grid = Grid(["单位", "数"], [["甲", "1"], ["乙", "2/3"]], (100, 56))
    [table] = written(replace(PAPER, blocks=[grid])).tables
    assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows] == [True, False, False]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    centred = [[cell.paragraphs[0].alignment is not None for cell in row.cells] for row in table.rows]
    assert centred == [[True, True], [False, True], [False, True]]
    assert [round(cell.width.mm) for cell in table.rows[1].cells] == [100, 56]


def test_fonts_that_a_computer_may_not_have_name_their_stand_ins() -> None:
    stream = io.BytesIO()
    write_official(stream, PAPER)
    paper = Document(stream)
    [table] = [rel.target_part for rel in paper.part.rels.values() if rel.reltype.endswith("/fontTable")]
    assert 'w:name="仿宋_GB2312"><w:altName w:val="仿宋"/>' in table.blob.decode()
