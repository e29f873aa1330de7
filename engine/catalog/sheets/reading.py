"""A CSV or XLSX file as one sheet of text cells, read within bounds whatever the bytes are."""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from engine.bounded import OLD_OFFICE, ZIP, decoded, parts, within
from engine.errors import Invalid
from engine.wording import N_

LARGEST: Final = 10_000_000
"""Bytes of a file that somebody sends in."""
LARGEST_UNPACKED: Final = 60_000_000
"""Bytes of an XLSX file (a zip) unpacked; what would become more is not unpacked at all."""
MOST_ROWS: Final = 50_000
MOST_COLUMNS: Final = 60
_PARTED_BY: Final = (",", "\t", ";")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one sheet, each with its number as a spreadsheet counts (from 1); empty rows are left out.

    `name` is the sheet's, '' for CSV, which has none.
    """

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def cell(self, row: int, column: int) -> str:
        """Where a cell stands, as people look for it: `Sheet1!C17`, in CSV `C17`; `column` counts from 0."""
        place = f"{get_column_letter(column + 1)}{row}"
        return f"{self.name}!{place}" if self.name else place


def read_sheet(file: str, raw: bytes) -> Sheet:
    """The first sheet of a file that holds anything.

    Raises Invalid: `file-too-large`, `old-workbook`, `not-a-table`, `too-many-rows`, `too-many-columns`, `empty-file`.
    """
    if len(raw) > LARGEST:
        raise Invalid(
            "file-too-large",
            N_("“{file}” is larger than {most} MB."),
            hint=N_("Send it in parts."),
            file=file,
            most=LARGEST // 1_000_000,
        )
    if raw.startswith(OLD_OFFICE):
        raise Invalid(
            "old-workbook",
            N_("“{file}” is an old or protected Excel file."),
            hint=N_("Open it, and save it as .xlsx without a password."),
            file=file,
        )
    sheet = _workbook(file, raw) if raw.startswith(ZIP) else Sheet("", _bounded(file, _csv_rows(file, raw)))
    if not sheet.rows:
        raise Invalid(
            "empty-file",
            N_("There is nothing in “{file}”."),
            hint=N_("Start from the template: its first row names the columns."),
            file=file,
        )
    return sheet


def _workbook(file: str, raw: bytes) -> Sheet:
    _check_unpacked(file, raw)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and validations that do not concern us
            book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
            try:
                for sheet in book.worksheets:
                    sheet.reset_dimensions()  # what the file says of its size is not always true
                    found = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS + 1, values_only=True)
                    if rows := _bounded(file, (tuple(map(_text, cells)) for cells in found)):
                        return Sheet(sheet.title, rows)
            finally:
                book.close()
    except Invalid:
        raise
    except Exception as error:  # a damaged workbook fails anywhere in the library, each time otherwise
        raise _no_table(file) from error
    return Sheet("", ())


def _check_unpacked(file: str, raw: bytes) -> None:
    found = parts(raw)
    if found is None:
        raise _no_table(file)
    if not within(found, LARGEST_UNPACKED):
        raise Invalid(
            "file-too-large",
            N_("“{file}” becomes larger than {most} MB when it is unpacked."),
            hint=N_("Copy the rows into a new workbook, without pictures and formats."),
            file=file,
            most=LARGEST_UNPACKED // 1_000_000,
        )


def _csv_rows(file: str, raw: bytes) -> Iterator[tuple[str, ...]]:
    text = decoded(raw)
    if text is None or "\0" in text:
        raise _no_table(file)
    first = next((line for line in text.splitlines() if line.strip()), "")
    parted = max(_PARTED_BY, key=first.count)
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=parted):
            yield tuple(map(_text, cells))
    except csv.Error as error:
        raise _no_table(file) from error


def _bounded(file: str, rows: Iterable[tuple[str, ...]]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    kept: list[tuple[int, tuple[str, ...]]] = []
    for number, cells in enumerate(rows, start=1):
        if number > MOST_ROWS + 1:
            raise Invalid(
                "too-many-rows",
                N_("“{file}” has more than {most} rows."),
                hint=N_("Delete the empty ones below the table, or send it in parts."),
                file=file,
                most=MOST_ROWS,
            )
        filled = [at for at, cell in enumerate(cells) if cell]
        if not filled:
            continue
        if filled[-1] >= MOST_COLUMNS:
            raise Invalid(
                "too-many-columns",
                N_("“{file}” has more than {most} columns."),
                hint=N_("Keep the columns of the template."),
                file=file,
                most=MOST_COLUMNS,
            )
        kept.append((number, cells[: filled[-1] + 1]))
    return tuple(kept)


def _text(value: Any) -> str:
    """A cell as text: whole numbers without a point (telephones), days without a time."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time().isoformat() == "00:00:00":
            return value.date().isoformat()
        case datetime() | date():
            return value.isoformat()
    return str(value).strip()


def _no_table(file: str) -> Invalid:
    return Invalid(
        "not-a-table",
        N_("“{file}” cannot be read as a table."),
        hint=N_("Save it as .xlsx, or as CSV, and send it again."),
        file=file,
    )
