"""The sheets of an .xlsx file with their merged cells: rows streamed within bounds, merges read from the XML."""

from __future__ import annotations

import io
import posixpath
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from engine.reading.tables.grid import MOST_COLUMNS, MOST_ROWS, Cell, Grid, check_size, laid_out

_MOST_SHEETS: Final = 20
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ROW: Final = re.compile(rb"<(?:\w+:)?row[\s/>]")
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_workbook(file: str, raw: bytes) -> list[Grid]:
    """Every sheet that holds anything, without leading blank rows cut off: places are those of the sheet.

    Raises Invalid for a sheet that is too large; anything a damaged file makes the libraries raise.
    """
    grids = []
    with zipfile.ZipFile(io.BytesIO(raw)) as packed, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and validations that do not concern us
        paths = _paths(packed)
        for path in list(paths.values())[:_MOST_SHEETS]:
            check_size(file, _rows(packed, path), 1)
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        try:
            for sheet in book.worksheets[:_MOST_SHEETS]:
                if sheet.sheet_state != "visible":
                    continue
                sheet.reset_dimensions()  # what the file says of its size is not always true
                values = _values(file, sheet)
                if values:
                    hidden: set[int] = set()
                    merges = list(_merges(packed, paths.get(sheet.title, ""), hidden))
                    grid = laid_out("sheet", sheet.title, _cells(values, merges), True, (), file)
                    grids.append(replace(grid, hidden=frozenset(hidden)))
        finally:
            book.close()
    return grids


def _rows(packed: zipfile.ZipFile, path: str) -> int:
    """How many rows a sheet has, counted in its bytes: the library would parse all of it first."""
    if path not in packed.namelist():
        return 0
    found, rest = 0, b""
    with packed.open(path) as stream:
        while (piece := stream.read(1 << 20)) and found <= MOST_ROWS:
            found += len(_ROW.findall(rest + piece))
            begun = piece.rfind(b"<")
            # A tag that is cut in two is counted with the next piece, a whole one only once.
            rest = piece[begun:] if begun >= 0 and len(piece) - begun < 16 and not _ROW.match(piece[begun:]) else b""
    return found


def _values(file: str, sheet: Any) -> list[list[str]]:
    rows: list[list[str]] = []
    for number, cells in enumerate(sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS + 1), start=1):
        said = [_text(cell.value, cell.number_format) if cell.value is not None else "" for cell in cells]
        while said and not said[-1]:
            said.pop()
        check_size(file, number, max(len(said), 1))
        rows.append(said)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _cells(values: list[list[str]], merges: list[tuple[int, int, int, int]]) -> list[Cell]:
    spans = {(top, left): (bottom - top + 1, right - left + 1) for left, top, right, bottom in merges}
    covered = {
        (row, column)
        for left, top, right, bottom in merges
        for row in range(top, min(bottom, len(values)) + 1)
        for column in range(left, min(right, MOST_COLUMNS) + 1)
        if (row, column) != (top, left)
    }
    width = max(map(len, values))
    cells = []
    for row, said in enumerate(values, start=1):
        for column in range(1, width + 1):
            if (row, column) not in covered:
                rows, columns = spans.get((row, column), (1, 1))
                words = said[column - 1] if column <= len(said) else ""
                cells.append(Cell(words, row - 1, column - 1, min(rows, len(values) - row + 1), columns))
    return cells


def _merges(packed: zipfile.ZipFile, path: str, hidden: set[int]) -> Iterator[tuple[int, int, int, int]]:
    """(left, top, right, bottom) of each merged range, counted from 1, streamed: the sheet itself is not kept.

    `hidden` is filled with the rows that are not shown, counted from 0.
    """
    if path not in packed.namelist():
        return
    with packed.open(path) as stream:
        for _, element in etree.iterparse(stream, events=("end",), resolve_entities=False, no_network=True):
            if element.tag == _MAIN + "mergeCell":
                try:
                    left, top, right, bottom = range_boundaries(element.get("ref", ""))
                except (ValueError, TypeError):
                    continue
                if left and top and right and bottom:
                    yield left, top, right, bottom
            elif element.tag == _MAIN + "row":
                if element.get("hidden") in ("1", "true") and element.get("r", "").isdecimal():
                    hidden.add(int(element.get("r", "")) - 1)
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]


def _paths(packed: zipfile.ZipFile) -> dict[str, str]:
    """Where in the file each sheet lies, by its title."""
    book, relations = (_parsed(packed, name) for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"))
    if book is None or relations is None:
        return {}
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    return {
        each.get("name", ""): posixpath.normpath(posixpath.join("xl", target)) if target[:1] != "/" else target[1:]
        for each in book.iter(_MAIN + "sheet")
        if (target := targets.get(each.get(_RELATION), ""))
    }


def _parsed(packed: zipfile.ZipFile, name: str) -> etree._Element | None:
    if name not in packed.namelist():
        return None
    with packed.open(name) as stream:
        return etree.parse(stream, etree.XMLParser(resolve_entities=False, no_network=True)).getroot()


def _text(value: Any, form: str) -> str:
    """A cell as its format shows it: 95%, a month alone; whole numbers without a point, days without a time."""
    shown = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", form or "").lower()
    match value:
        case int() | float() if shown.endswith("%"):
            return f"{round(value * 100, 6):g}%"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() | date() if "y" in shown and "d" not in shown and value.day == 1:
            return f"{value.year}年{value.month}月"  # what was typed as 2022年6月 is kept as its first day
        case datetime() if value.time().isoformat() == "00:00:00":
            return value.date().isoformat()
        case datetime() | date():
            return value.isoformat()
    return str(value).strip().replace("\r\n", "\n").replace("_x000D_", "")
