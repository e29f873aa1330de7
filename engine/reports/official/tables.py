"""Tables of official documents: heading repeated, rows whole, figures centred, room above and below the words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt

from engine.reports.official.blocks import Grid
from engine.reports.official.looks import BLACK, BODY_FONT, CENTRE, off_the_grid, paragraph, write

IN_TABLES: Final = 10.5
"""5号 in points."""
_FIGURES: Final = re.compile(r"[\d.,/%—+: 年月日-]*")
_MIDDLE: Final = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def write_grid(made: Any, grid: Grid) -> None:
    """The table and half a line behind it."""
    table = ruled(made, len(grid.rows) + 1, grid.widths or [156 / len(grid.headings)] * len(grid.headings))
    figures = {at for at, cells in enumerate(zip(*grid.rows, strict=True)) if all(map(_FIGURES.fullmatch, cells))}
    for number, (row, texts) in enumerate(zip(table.rows, (grid.headings, *grid.rows), strict=True)):
        for at, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            fill(cell, text, heading=number == 0, centred=at in figures)
    whole(table)
    paragraph(made, "", BODY_FONT, IN_TABLES, line=14)


def ruled(made: Any, rows: int, widths: Sequence[float]) -> Any:
    """An empty table with lines, its columns as wide as told in millimetres; room above and below what is in a cell."""
    table = made.add_table(rows=rows, cols=len(widths), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    room = parse_xml(
        f'<w:tblCellMar {nsdecls("w")}><w:top w:w="40" w:type="dxa"/><w:left w:w="80" w:type="dxa"/>'
        '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar>'
    )
    table._tbl.tblPr.insert_element_before(room, "w:tblLook")
    for at, width in enumerate(widths):
        table.columns[at].width = Mm(width)  # Word goes by the cells, others by the columns
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return table


def fill(cell: Any, text: str, *, heading: bool = False, centred: bool = False) -> None:
    """Text in a cell, in the middle of its height."""
    cell.vertical_alignment = _MIDDLE
    line = cell.paragraphs[0]
    line.paragraph_format.space_after, line.paragraph_format.line_spacing = Pt(0), 1
    off_the_grid(line)
    if heading or centred:
        line.alignment = CENTRE
    write(line, text, BLACK if heading else BODY_FONT, IN_TABLES)


def whole(table: Any) -> None:
    """The first row again on every page, and no row torn by the end of one."""
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
