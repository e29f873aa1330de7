"""A document in the layout of official documents (GB/T 9704): title, numbered headings, tables, signature, pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, Any, Final, Literal

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from engine.reports.harmless import printable

TITLE_FONT: Final = "方正小标宋简体"
BODY_FONT: Final = "仿宋_GB2312"
HEADING_FONTS: Final = {1: "黑体", 2: "楷体_GB2312", 3: BODY_FONT, 4: BODY_FONT}
SIZE_2: Final = 22
"""2号 in points."""
SIZE_3: Final = 16
"""3号 in points."""
SIZE_4: Final = 14
"""4号 in points."""
_IN_TABLES: Final = 10.5
_LINE: Final = 28
_DIGITS: Final = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; its number is given by its level and place: 一、 （一） 1. （1）."""

    text: str
    level: Literal[1, 2, 3, 4] = 1


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its heading repeated on every page; `widths` in millimetres, 156 together."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Official:
    """A document. `number`: 文号; `to`: who it is for, '' for nobody; `signed` and `day` stand at its end."""

    title: str
    number: str
    to: str
    blocks: Sequence[Heading | Words | Grid]
    signed: str
    day: date


def write_official(stream: IO[bytes], paper: Official) -> None:
    """Write it as .docx. Signs that XML cannot hold are left out."""
    made = Document()
    _page(made)
    _paragraph(made, paper.title, TITLE_FONT, SIZE_2, align=WD_ALIGN_PARAGRAPH.CENTER, line=34)
    if paper.number:
        _paragraph(made, paper.number, BODY_FONT, SIZE_3, align=WD_ALIGN_PARAGRAPH.CENTER)
    _paragraph(made, "", BODY_FONT, SIZE_3)
    if paper.to:
        _paragraph(made, f"{paper.to}：", BODY_FONT, SIZE_3)
    places = [0, 0, 0, 0]
    for block in paper.blocks:
        match block:
            case Heading(text, level):
                places[level - 1] += 1
                places[level:] = [0] * (4 - level)
                _heading(made, _number(level, places[level - 1]) + text, level)
            case Words(text):
                _paragraph(made, text, BODY_FONT, SIZE_3, indent=True)
            case Grid():
                _grid(made, block)
    _signature(made, paper)
    made.core_properties.title, made.core_properties.author = printable(paper.title), printable(paper.signed)
    made.save(stream)


def chinese_day(day: date) -> str:
    """2022年6月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_number(number: int) -> str:
    """一, 十二, 二十: up to 99."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (
        _DIGITS[ones] if ones or not tens else ""
    )


def _number(level: int, place: int) -> str:
    forms = {1: f"{chinese_number(place)}、", 2: f"（{chinese_number(place)}）", 3: f"{place}.", 4: f"（{place}）"}
    return forms[level]


def _page(made: Any) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(28)
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = BODY_FONT, Pt(SIZE_3)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY_FONT)
    made.settings.odd_and_even_pages_header_footer = True
    for footer, align in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        line = footer.paragraphs[0]
        line.alignment = align
        _run(line, "— ", "宋体", SIZE_4)
        _field(line, "PAGE")
        _run(line, " —", "宋体", SIZE_4)


def _field(line: Any, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        run = _run(line, "", "宋体", SIZE_4)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def _heading(made: Any, text: str, level: int) -> None:
    line = _paragraph(made, text, HEADING_FONTS[level], SIZE_3, indent=True)
    line.paragraph_format.keep_with_next = True
    outline = OxmlElement("w:outlineLvl")  # shown in Word's navigation pane
    outline.set(qn("w:val"), str(level - 1))
    line._p.get_or_add_pPr().append(outline)


def _paragraph(
    made: Any, text: str, font: str, size: float, *, align: Any = None, indent: bool = False, line: float = _LINE
) -> Any:
    paragraph = made.add_paragraph()
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
    paragraph.alignment = align
    if indent:
        form.first_line_indent = Pt(size * 2)
    _run(paragraph, text, font, size)
    return paragraph


def _run(paragraph: Any, text: str, font: str, size: float, *, bold: bool = False) -> Any:
    run = paragraph.add_run(printable(text))
    run.font.name, run.font.size, run.font.bold = font, Pt(size), bold or None
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def _grid(made: Any, grid: Grid) -> None:
    table = made.add_table(rows=1, cols=len(grid.headings), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, not grid.widths
    for row in (grid.headings, *grid.rows):
        cells = table.rows[0].cells if row is grid.headings else table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            line = cell.paragraphs[0]
            line.paragraph_format.space_after, line.paragraph_format.line_spacing = Pt(0), 1.15
            _run(line, text, BODY_FONT, _IN_TABLES, bold=row is grid.headings)
    for at, width in enumerate(grid.widths):
        table.columns[at].width = Mm(width)  # Word goes by the cells, others by the columns
        for cell in table.columns[at].cells:
            cell.width = Mm(width)
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for each in table.rows:
        whole = OxmlElement("w:cantSplit")
        each._tr.get_or_add_trPr().append(whole)
    _paragraph(made, "", BODY_FONT, _IN_TABLES, line=14)


def _signature(made: Any, paper: Official) -> None:
    for _ in range(2):
        _paragraph(made, "", BODY_FONT, SIZE_3)
    for text in (paper.signed, chinese_day(paper.day)):
        line = _paragraph(made, text, BODY_FONT, SIZE_3, align=WD_ALIGN_PARAGRAPH.RIGHT)
        line.paragraph_format.right_indent = Pt(SIZE_3 * 4)
        line.paragraph_format.keep_with_next = text == paper.signed
