"""A table as CSV or XLSX bytes: what looks like a formula is text, so that nothing of it runs in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Form = Literal["csv", "xlsx"]
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_BOM: Final = b"\xef\xbb\xbf"

Table = tuple[str, Sequence[str], Iterable[Sequence[str]]]
"""A sheet: its name, its headings and its rows."""


def written(form: Form, tables: Sequence[Table]) -> bytes:
    """The tables as one workbook, or the first of them as CSV that a spreadsheet opens as it is."""
    return _workbook(tables) if form == "xlsx" else _csv(tables[0])


def harmless(text: str) -> str:
    """A CSV cell that no spreadsheet takes for a formula: an apostrophe before what looks like one."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def told(text: str) -> str:
    """The same read back: the apostrophe was ours."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(_FORMULA) else text


def _csv(table: Table) -> bytes:
    _, headings, rows = table
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return _BOM + stream.getvalue().encode()


def _workbook(tables: Sequence[Table]) -> bytes:
    book = Workbook(write_only=True)
    for name, headings, rows in tables:
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for at in range(len(headings)):
            sheet.column_dimensions[get_column_letter(at + 1)].width = 22
        sheet.append([_cell(sheet, heading, bold=True) for heading in headings])
        for row in rows:
            sheet.append([_cell(sheet, text) for text in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cell(sheet: Any, text: str, *, bold: bool = False) -> object:
    """A cell of text, whatever it begins with, in a column of text: telephone numbers keep their zeros."""
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    cell.number_format = "@"
    if bold:
        cell.font = Font(bold=True)
    return cell
