"""Official documents opened again: laid out by the standard, and saying what the database says."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from at_the_office import COVERAGE, FUNDS, GROUP, Office
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from engine.domain.actor import SYSTEM
from engine.errors import Forbidden, Invalid, Refused
from engine.services.looking import ask
from engine.services.office.meeting_pages import meeting_page
from engine.services.office.packet import Sheet
from engine.services.reporting.papers.kinds import Kind, write_paper
from engine.services.scoring.score import score_due
from engine.services.work.close_out import comment
from engine.services.work.submit import FigureIn
from engine.store.database import Database

PAPERS = tuple(Kind)


@pytest.fixture
def office(database: Database) -> Office:
    office = Office.open(database, date(2022, 3, 16))
    office.hand_in(GROUP, "qu-zhengfu-ban-clerk")
    office.approve(GROUP, "office-1")
    office.gather(COVERAGE)
    office.hand_in(COVERAGE, "qu-shijian-ju-clerk", FigureIn("coverage", 1402, 2902))
    score_due(office.desk, at=office.now)
    return office


def opened(office: Office, kind: Kind, **more: Any) -> Any:
    stream = io.BytesIO()
    write_paper(office.desk, SYSTEM, stream, kind, at=office.now, **more)
    return Document(stream)


def grid(paper: Any, at: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in paper.tables[at].rows]


def words(paper: Any) -> str:
    return "\n".join(each.text for each in paper.paragraphs)


@pytest.mark.parametrize("kind", PAPERS)
def test_the_layout_is_that_of_official_documents(office: Office, kind: Kind) -> None:
    paper = opened(office, kind)
    section = paper.sections[0]
    assert [round(section.top_margin.mm), round(section.left_margin.mm)] == [37, 28]
    title = paper.paragraphs[0].runs[0]
    assert (title.font.name, title.font.size) == ("方正小标宋简体", Pt(22))
    said = [each for each in paper.paragraphs if each.text and each.runs]
    body = [each for each in said if each.paragraph_format.first_line_indent == Pt(32)]
    assert {run.font.size for each in body for run in each.runs} == {Pt(16)}
    first = [each for each in said if each.text.startswith(("一、", "二、", "三、"))]
    assert len(first) == 3 and {run._r.rPr.rFonts.get(qn("w:eastAsia")) for p in first for run in p.runs} == {"黑体"}
    texts = [each.text for each in said]
    signed = said[texts.index("区创建办", len(texts) - 6)]
    day = said[texts.index("2022年3月16日", len(texts) - 6)]
    assert day.paragraph_format.right_indent == Pt(64)  # four signs from the right, the name in the middle above it
    assert signed.paragraph_format.right_indent == Pt(64 + (6.5 - 4) / 2 * 16)
    assert all(
        each.paragraph_format.page_break_before for each in said if each.text.startswith("附件") and len(each.text) < 4
    )
    assert "PAGE" in section.footer._element.xml and "PAGE" in section.even_page_footer._element.xml


def test_the_bulletin_says_what_the_database_says(office: Office) -> None:
    paper = opened(office, Kind.BULLETIN)
    rows = ask.assignments(office.desk, at=office.now, limit=10_000)
    heading, *by_category = grid(paper, 0)
    assert heading[:4] == ["类别", "任务数", "已完成", "逾期"]
    assert sum(int(row[1]) for row in by_category) == len(rows)
    assert sum(int(row[2]) for row in by_category) == 1 and "报送2次" in words(paper)
    late = office.on(date(2022, 6, 28))
    paper = opened(late, Kind.BULLETIN)
    reds = {
        (row.number, row.unit_name)
        for row in ask.assignments(late.desk, at=late.now, limit=10_000)
        if row.light == "red"
    }
    told = {(row[0], row[2]) for row in grid(paper, len(paper.tables) - 1)[1:]}
    assert told == reds and reds
    assert "报送0次" in words(paper) and "2022年6月" in paper.paragraphs[0].text


def test_the_packet_is_that_of_its_page(office: Office) -> None:
    paper = opened(office, Kind.PACKET, of="2022Q1")
    sheet = meeting_page(office.desk, office.person("office-1"), at=office.now, quarter="2022Q1").sheet
    assert isinstance(sheet, Sheet)
    assert [[row[0], *map(int, row[1:])] for row in grid(paper, 0)[1:]] == [
        [r.unit_name, r.assigned, r.done, r.overdue, r.returned, r.waiting] for r in sheet.rows
    ]
    assert grid(paper, 1)[1][2:4] == ["1402/2902", "48.3%"]


def test_reports_of_the_year_tell_every_row_and_its_points(office: Office) -> None:
    paper = opened(office, Kind.SELF_ASSESSMENT)
    told = [row for at in range(1, len(paper.tables)) for row in grid(paper, at)[1:] if len(row) == 6]
    rows = ask.assignments(office.desk, at=office.now, limit=10_000)
    assert [row[0] for row in told] == sorted({r.number for r in rows}, key=lambda n: [int(p) for p in n.split(".")])
    group = office.row(GROUP)
    [line] = [row for row in told if row[0] == "1.1.1"]
    assert line[3] == "1/1" and line[5] == f"{group.score / 100:.2f}/{group.points / 100:.2f}"
    year = opened(office, Kind.YEAR_END)
    assert sum(int(row[1]) for row in grid(year, 1)[1:]) == 1 and "表彰名单尚未公布" in words(year)


def test_a_past_day_is_told_only_while_nothing_happened_since(office: Office) -> None:
    late = office.on(date(2022, 3, 21))
    assert "2022年3月18日" in words(opened(late, Kind.BULLETIN, as_of=date(2022, 3, 18)))
    comment(late.desk, late.work(FUNDS), late.person("qu-caizheng-ju-clerk"), "在办", at=late.now)
    with pytest.raises(Refused):
        opened(late, Kind.BULLETIN, as_of=date(2022, 3, 18))
    for wrong in ({"as_of": date(2022, 4, 1)}, {"of": "2022-13"}, {"of": "2022-04"}):
        with pytest.raises(Invalid):
            opened(late, Kind.BULLETIN, **wrong)


@pytest.mark.parametrize("kind", PAPERS)
def test_who_sees_their_own_side_only_gets_none(office: Office, kind: Kind) -> None:
    with pytest.raises(Forbidden):
        write_paper(office.desk, office.person("qu-caizheng-ju-clerk"), io.BytesIO(), kind, at=office.now)
