"""Sheets of an .xlsx workbook, row by row: formats by column, a frozen heading, filters, and no text that runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import IO, Any, Final, Literal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from engine.reports.harmless import printable

Cell = str | int | Decimal | date | None
"""What a cell may hold; text is always text, however it begins."""

_FORMATS: Final[Mapping[str, str]] = {"text": "@", "day": "yyyy-mm-dd", "points": "0.00", "number": "0"}
_THIN: Final = Side(style="thin", color="B5B5B5")
_GRID: Final = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEADING: Final = PatternFill("solid", fgColor="E8EEF7")
_TITLE_ROWS: Final = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in signs, what its cells are, and colours (RRGGBB) by what a cell says."""

    heading: str
    width: float
    form: Literal["text", "day", "points", "number"] = "text"
    fills: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """A sheet by name. `title` and `note` stand above the heading; with a title it is ruled, filtered and printed
    across one page. Rows are asked for once and never held together; `chart` (engine/reports/charts.py) is asked for
    when they are written, and stands below them."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    title: str = ""
    note: str = ""
    chart: Callable[[], Any] | None = None


def write_workbook(stream: IO[bytes], sheets: Sequence[Sheet]) -> int:
    """Write the sheets; returns how many rows stand below the headings. Signs that XML cannot hold are left out."""
    book = Workbook(write_only=True)
    written = sum(_sheet(book, sheet) for sheet in sheets)
    book.save(stream)
    return written


def _sheet(book: Workbook, sheet: Sheet) -> int:
    made: Any = book.create_sheet(sheet.name)
    heading = _TITLE_ROWS + 1 if sheet.title else 1
    last = get_column_letter(len(sheet.columns))
    made.freeze_panes = f"A{heading + 1}"
    for at, column in enumerate(sheet.columns, start=1):
        made.column_dimensions[get_column_letter(at)].width = column.width
    if sheet.title:
        _page(made, heading)
        made.append([_cell(made, sheet.title, font=Font(bold=True, size=16))])
        made.append([_cell(made, sheet.note, font=Font(color="666666"))])
    ruled = {"border": _GRID, "fill": _HEADING} if sheet.title else {}
    centred = Alignment(horizontal="center", vertical="center", wrap_text=True) if sheet.title else None
    made.append([_cell(made, c.heading, font=Font(bold=True), alignment=centred, **ruled) for c in sheet.columns])
    number = 0
    for number, row in enumerate(sheet.rows, start=1):  # noqa: B007 - counted for the caller
        made.append([_typed(made, c, v, bool(sheet.title)) for c, v in zip(sheet.columns, row, strict=True)])
    if sheet.title:
        made.auto_filter.ref = f"A{heading}:{last}{heading + number}"
    if sheet.chart is not None and number:
        made.add_chart(sheet.chart(), f"A{heading + number + 2}")
    return number


def _page(made: Any, heading: int) -> None:
    """A4 across, as wide as the paper, the heading on every page."""
    made.page_setup.orientation = "landscape"
    made.page_setup.paperSize = 9
    made.page_setup.fitToHeight = 0
    made.sheet_properties.pageSetUpPr.fitToPage = True
    made.print_title_rows = f"{heading}:{heading}"
    made.oddFooter.center.text = "&P / &N"


def _typed(made: Any, column: Column, value: Cell, ruled: bool) -> object:
    shown = value if column.form != "text" or value is None else str(value)
    plain: Any = shown
    cell: Any = _cell(made, shown) if isinstance(shown, str) else WriteOnlyCell(made, plain)
    if not isinstance(shown, str):
        cell.number_format = _FORMATS[column.form]
    if ruled:
        cell.border = _GRID
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    if isinstance(shown, str) and shown in column.fills:
        cell.fill = PatternFill("solid", fgColor=column.fills[shown])
    return cell


def _cell(made: Any, text: str, **look: Any) -> object:
    """A cell of text, whatever it begins with, in a column of text: telephone numbers keep their zeros."""
    cell: Any = WriteOnlyCell(made, printable(text))
    cell.data_type = "s"
    cell.number_format = _FORMATS["text"]
    for name, value in look.items():
        if value is not None:
            setattr(cell, name, value)
    return cell
