"""责任分解表 in the layout it was received in: six columns, category and group merged down their rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import IO, Any, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Mm
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

from engine.reports.harmless import printable
from engine.reports.official.looks import CENTRE, TITLE_FONT, dress, numbered_pages, paragraph
from engine.reports.official.tables import fill, ruled, whole

HEADINGS: Final = ("类别", "指标", "考核要求和指标内容", "具体时间及要求", "责任单位", "配合单位")
"""The table's own words: whatever language is spoken, the table is this one."""
_WIDTHS: Final = (22, 24, 88, 60, 28, 28)
_TITLE_SIZE: Final = 18
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
    """The table as .docx on A4 lying, the heading repeated on every page."""
    made = Document()
    dress(made)
    section = made.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(23)
    section.top_margin, section.bottom_margin, section.footer_distance = Mm(26), Mm(24), Mm(14)
    numbered_pages(section.footer, CENTRE)
    paragraph(made, title, TITLE_FONT, _TITLE_SIZE, align=CENTRE, line=_TITLE_SIZE * 2)
    table = ruled(made, len(lines) + 1, _WIDTHS)
    rows = [list(row.cells) for row in table.rows]
    merged = dict(_merges(lines))
    for number, texts in enumerate((HEADINGS, *map(astuple, lines))):
        for at, text in enumerate(texts):
            if at > 1 or number == 0 or (number, at) in merged:
                fill(rows[number][at], text, heading=number == 0, centred=at < 2)
    for (number, at), last in merged.items():
        rows[number][at].merge(rows[last][at])
    whole(table)
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
