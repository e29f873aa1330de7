"""A table with whatever people type into its cells goes out as Word and Excel and comes back, cell by cell."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import astuple
from typing import IO, Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.reading.tables.grid import Grid
from engine.reading.tables.opening import read_tables
from engine.reports.harmless import printable
from engine.reports.table import HEADINGS, Line, write_table_docx, write_table_xlsx

_PIECES = st.sampled_from(
    [
        "1．",
        "每年不少于４次",
        "\n",
        "\n\n",
        " ",
        "　",
        "\t",
        "=1+1",
        "+86",
        "-",
        "@甲",
        "'",
        "≥95%％",
        "“五统一”",
        "<b>&amp;",
        "𠮷",
        "长" * 400,
    ]
)
_CELL = st.lists(_PIECES, max_size=6).map("".join) | st.text(st.characters(codec="utf-8"), max_size=30)
_SHORT = st.sampled_from(["", "政府", "政府 ", "一、组织", "=A1"])
_LINES = st.lists(st.builds(Line, _SHORT, _SHORT, _CELL, _CELL, _CELL, _CELL), min_size=1, max_size=8)
_ODD = [Line("政府", "组织", "a\n\nb", "\n空行\n", " ", "=1"), Line("政府", "组织", "c", "", "甲、\n乙", "　")]
Write = Callable[[IO[bytes], str, Sequence[Line]], None]


@pytest.mark.parametrize(("form", "write"), [("docx", write_table_docx), ("xlsx", write_table_xlsx)])
@settings(max_examples=60, deadline=None)
@given(lines=_LINES)
@example(lines=_ODD)
def test_every_cell_comes_back(form: Literal["docx", "xlsx"], write: Write, lines: list[Line]) -> None:
    stream = io.BytesIO()
    write(stream, "责任分解表", lines)
    [grid] = read_tables(f"表.{form}", stream.getvalue())
    first = next(at for at, line in enumerate(grid.lines) if line[0] and line[0].text == HEADINGS[0])
    told = [[_text(grid, first + 1 + at, column) for column in range(6)] for at in range(len(lines))]
    assert told == [[_kept(cell) for cell in astuple(line)] for line in lines]
    assert _merged(grid, first) == _runs(lines)


def _text(grid: Grid, row: int, column: int) -> str:
    """What a reader sees in a place; blank rows and columns at the end are no part of a sheet."""
    cell = grid.at(row, column) if row < len(grid.lines) else None
    return "" if cell is None else cell.text.strip()


def _kept(text: str) -> str:
    """What reading keeps of it: line ends of one kind, no blanks around it, nothing that XML has no sign for."""
    return printable(text).strip()


def _merged(grid: Grid, first: int) -> set[tuple[int, int, int]]:
    """(row below the heading, column, rows) of cells that reach over several rows."""
    cells = {cell for line in grid.lines[first + 1 :] for cell in line if cell is not None and cell.rows > 1}
    return {(cell.row - grid.lines[first][0].row - 1, cell.column, cell.rows) for cell in cells if grid.lines[first][0]}


def _runs(lines: Sequence[Line]) -> set[tuple[int, int, int]]:
    """Where neighbours have one category, or one group within it."""
    found = set()
    for column in (0, 1):
        keys = [astuple(line)[: column + 1] for line in lines]
        start = 0
        for at in range(1, len(keys) + 1):
            if at == len(keys) or keys[at] != keys[start]:
                if at - start > 1:
                    found.add((start, column, at - start))
                start = at
    return found
