"""A table of text as CSV or XLSX bytes that are read back as they were written: rosters and their templates."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final, Literal

from engine.reports.harmless import harmless
from engine.reports.workbook import Column, Sheet, write_workbook

Form = Literal["csv", "xlsx"]
_BOM: Final = b"\xef\xbb\xbf"

Table = tuple[str, Sequence[str], Iterable[Sequence[str]]]
"""A sheet: its name, its headings and its rows."""


def written(form: Form, tables: Sequence[Table]) -> bytes:
    """The tables as one workbook, or the first of them as CSV that a spreadsheet opens as it is."""
    return _workbook(tables) if form == "xlsx" else _csv(tables[0])


def _csv(table: Table) -> bytes:
    _, headings, rows = table
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return _BOM + stream.getvalue().encode()


def _workbook(tables: Sequence[Table]) -> bytes:
    stream = io.BytesIO()
    sheets = [Sheet(name, [Column(heading, 22) for heading in headings], rows) for name, headings, rows in tables]
    write_workbook(stream, sheets)
    return stream.getvalue()
