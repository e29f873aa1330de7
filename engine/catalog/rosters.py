"""CSV rosters of units and people: read row by row, each fault at the line and column of its cell."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from engine.catalog.problems import Finding
from engine.catalog.reading import read_text
from engine.catalog.salvage import salvage
from engine.catalog.sentences import findings_of, suggestion
from engine.catalog.syntax import ILLEGIBLE, Text
from engine.domain.definition import Person, Unit
from engine.wording import N_

LARGEST_ROSTER: Final = 50_000_000
_OTHER_COMMAS: Final = re.compile(r"[;\t|，；、]")
R = TypeVar("R", Unit, Person)


def read_roster(
    file: str, raw: bytes, model: type[R], sample: bool
) -> tuple[tuple[R, ...] | None, Text, list[Finding]]:
    """The rows of a roster as units or people, its text, and what is wrong with it.

    Every row that stands there is given, as far as it can be read; None when the file cannot be read as a table.
    """
    read = read_text(file, raw, LARGEST_ROSTER)
    if read.findings:
        return None, read, read.findings
    lines = read.text.splitlines()
    try:
        table = list(_rows(lines))
    except csv.Error as error:
        read.fault("csv", N_("this is not a table with commas: {reason}"), reason=str(error))
        return None, read, read.findings
    if not table:
        read.fault("empty", N_("the file is empty"), hint=N_("its first line names the columns: {columns}"),
                   columns=",".join(_columns(model)))  # fmt: skip
        return None, read, read.findings
    _, header = table[0]
    faults = list(_header_faults(file, lines, header, model))
    if faults:  # the cells below a misspelt column are not told again, line by line
        return tuple(_remainder(model, header, cells, sample) for _, cells in table[1:]), read, faults
    found = []
    for line, cells in table[1:]:
        row, wrong = _row(file, lines, line, header, cells, model, sample)
        faults += wrong
        found.append(row)
    return tuple(found), read, faults


def cell_spot(lines: list[str], line: int, at: int) -> tuple[int, int]:
    """Line and column (from 1) where cell number `at` of a row starts; the row's start when it has no such cell."""
    text = lines[line - 1] if line <= len(lines) else ""
    quoted, seen = False, 0
    for column, char in enumerate(text, start=1):
        if seen == at:
            return line, column
        if char == '"':
            quoted = not quoted
        elif char == "," and not quoted:
            seen += 1
    return (line, len(text) + 1) if seen == at else (line, 1)


def _rows(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader([line + "\n" for line in lines], strict=True)
    start = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield start, cells
        start = reader.line_num + 1


def _columns(model: type[Unit] | type[Person]) -> list[str]:
    return [name for name in model.model_fields if name != "sample"]


def _header_faults(file: str, lines: list[str], header: list[str], model: type[R]) -> Iterator[Finding]:
    known = _columns(model)
    if len(header) == 1 and (found := _OTHER_COMMAS.search(header[0])):
        message, hint = N_("cells are parted by commas here, not by `{found}`"), N_("save the table as `CSV UTF-8`")
        params = {"found": found[0].replace("\t", "tab")}
        yield Finding(file, (), "csv", message, hint, params, spot=(1, found.start() + 1))
        return
    misspelt = set()
    for at, name in enumerate(header):
        spot = cell_spot(lines, 1, at)
        if name not in known:
            hint, more = suggestion(name, known)
            misspelt.add(more.get("near"))
            message = N_("there is no column `{field}` here")
            yield Finding(file, (), "unknown-column", message, hint, {"field": name, **more}, spot=spot)
        elif name in header[:at]:
            yield Finding(file, (), "duplicate-key", N_("`{key}` stands here twice"), N_("delete one of the two"),
                          {"key": name}, spot=spot)  # fmt: skip
    for name in known:
        if model.model_fields[name].is_required() and name not in header and name not in misspelt:
            hint = N_("its first line names the columns: {columns}")
            yield Finding(file, (), "missing", N_("the column `{field}` is missing"), hint,
                          {"field": name, "columns": ",".join(known)}, spot=(1, 1))  # fmt: skip


def _row(
    file: str, lines: list[str], line: int, header: list[str], cells: list[str], model: type[R], sample: bool
) -> tuple[R, list[Finding]]:
    if len(cells) != len(header):
        hint = N_("put a text that holds a comma in double quotes")
        message = N_("this line has {found} cells, the first line has {wanted}")
        spot = cell_spot(lines, line, len(header)) if len(cells) > len(header) else (line, 1)
        params = {"found": len(cells), "wanted": len(header)}
        return _remainder(model, header, cells, sample), [Finding(file, (), "cells", message, hint, params, spot=spot)]
    values = _values(header, cells, sample)
    try:
        return model.model_validate(values), []
    except ValidationError as error:
        found = []
        for each in findings_of(model, file, values, error):
            name = str(each.at[0]) if each.at else str(each.params.get("field", ""))
            at = header.index(name) if name in header else 0
            spot = cell_spot(lines, line, at)
            found.append(Finding(file, (), each.code, each.message, _HINT if each.code == "missing" else each.hint,
                                 each.params, spot=spot))  # fmt: skip
        return _remainder(model, header, cells, sample), found


def _values(header: list[str], cells: list[str], sample: bool) -> dict[str, Any]:
    return {**{name: cell.strip() for name, cell in zip(header, cells, strict=True) if cell.strip()}, "sample": sample}


def _remainder(model: type[R], header: list[str], cells: list[str], sample: bool) -> R:
    """What can be read of a faulty row, or below a faulty first line: nothing where cells and columns do not fit."""
    values: dict[str, Any] = {"": ILLEGIBLE}
    if len(cells) == len(header):
        twice = {name: ILLEGIBLE for name in header if header.count(name) > 1}
        values = {**_values(header, cells, sample), **twice}
    found = salvage(model, values)
    assert found is not None  # a mapping was given
    return found


_HINT = N_("fill this cell")


def row_spot(text: str, at: int, column: str) -> tuple[int, int]:
    """Where the cell of `column` stands in data row `at` (from 0) of a roster that was read as a table."""
    lines = text.splitlines()
    table = list(_rows(lines))
    header = table[0][1]
    return cell_spot(lines, table[at + 1][0], header.index(column) if column in header else 0)
