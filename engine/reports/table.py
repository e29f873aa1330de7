"""责任分解表 in the layout it was received in: six columns, category and group merged down their rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import IO, Any, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

from engine.reports.harmless import printable

HEADINGS: Final = ("类别", "指标", "考核要求和指标内容", "具体时间及要求", "责任单位", "配合单位")
"""The table's own words: whatever language is spoken, the table is this one."""
_WIDTHS: Final = (22, 24, 88, 60, 28, 28)
_THIN: Final = Side(style="thin")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table, cell by cell."""

    category: str
    group: str
    requirement: str
    time_text: str
    lead: str
    cooperating: str


def write_table_docx(stream: IO[bytes], title: str, lines: Sequence[Line]) -> None:
    """The table as .docx, the heading repeated on every page."""
    made = Document()
    section = made.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(22)
    heading = made.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(heading, title, "方正小标宋简体", 18)
    table = made.add_table(rows=len(lines) + 1, cols=len(HEADINGS), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    rows = [list(row.cells) for row in table.rows]
    for at, width in enumerate(_WIDTHS):
        table.columns[at].width = Mm(width)
    merged = dict(_merges(lines))
    for number, texts in enumerate((HEADINGS, *map(astuple, lines))):
        for at, text in enumerate(texts):
            cell = rows[number][at]
            cell.width = Mm(_WIDTHS[at])
            if at > 1 or number == 0 or (number, at) in merged:
                _write(cell.paragraphs[0], text, "黑体" if number == 0 else "仿宋_GB2312", 10.5)
    for (number, at), last in merged.items():
        rows[number][at].merge(rows[last][at])
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    made.save(stream)


def write_table_xlsx(stream: IO[bytes], title: str, lines: Sequence[Line]) -> None:
    """The table as .xlsx; every cell is text."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "责任分解表"
    for number, texts in enumerate(((title,), HEADINGS, *map(astuple, lines)), start=1):
        for at, text in enumerate(texts, start=1):
            cell = sheet.cell(number, at)
            cell.value, cell.data_type, cell.number_format = printable(text), "s", "@"
            cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center" if number < 3 else None)
            cell.font = Font(bold=number < 3, size=16 if number == 1 else 11)
            if number > 1:
                cell.border = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(HEADINGS))
    for (first, at), last in _merges(lines):
        if last > first:
            sheet.merge_cells(start_row=first + 2, end_row=last + 2, start_column=at + 1, end_column=at + 1)
    for at, width in enumerate(_WIDTHS):
        sheet.column_dimensions["ABCDEF"[at]].width = width / 2
    sheet.freeze_panes, sheet.print_title_rows = "A3", "2:2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", 9, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    book.save(stream)


def _merges(lines: Sequence[Line]) -> Iterator[tuple[tuple[int, int], int]]:
    """(first row, column) and last row of each run of one category, and of one group within a category; from 1."""
    for at in (0, 1):
        first = 0
        for number in range(1, len(lines) + 1):
            ends = number == len(lines) or astuple(lines[number])[: at + 1] != astuple(lines[first])[: at + 1]
            if ends:
                yield (first + 1, at), number
                first = number


def _write(paragraph: Any, text: str, font: str, size: float) -> None:
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(printable(text))
    run.font.name, run.font.size = font, Pt(size)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
