"""A table as text: the dump of a Word table (each cell begins with a tab), or rows with tabs between the cells."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from engine.reading.tables.grid import Cell, Grid, check_size, laid_out

_MOST_TEXT: Final = 5_000_000


def read_text(file: str, text: str) -> list[Grid]:
    """The table of a text; nothing where no tab (or comma) parts anything."""
    text = text[:_MOST_TEXT].replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    led = sum(line.startswith("\t") and "\t" not in line[1:] for line in lines)
    parted = sum("\t" in line.strip("\t") for line in lines)
    if led >= 4 and led > parted:
        above, rows = _led(lines)
    else:
        above, rows = _parted(text, "\t" if parted else "," if text.count(",") > text.count("，") else "\t")
    cells = []
    for at, row in enumerate(rows):
        check_size(file, at + 1, len(row))
        cells += [Cell(words, at, column) for column, words in enumerate(row)]
    return [laid_out("text", "", cells, False, above, file)] if cells else []


def _parted(text: str, sign: str) -> tuple[list[str], list[list[str]]]:
    above: list[str] = []
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign):
            filled = [cell for cell in row if cell.strip()]
            if not filled:
                continue
            if len(row) == 1 and not rows:
                above.append(filled[0].strip())
            else:
                rows.append([cell.strip("\n") for cell in row])
    except csv.Error:
        return above, rows
    return above, rows if any(len(row) > 1 for row in rows) else []


def _led(lines: list[str]) -> tuple[list[str], list[list[str]]]:
    """Cells are what stands from one leading tab to the next; rows end with a blank line before a tab.

    A cell may hold blank lines itself, so rows that come out too short are joined to what follows where the sum is
    exactly one row.
    """
    first = next(at for at, line in enumerate(lines) if line.startswith("\t"))
    above = [line.strip() for line in lines[:first] if line.strip()]
    chunks = list(_chunks(lines[first:]))
    width = _usual([len(chunk) for chunk in chunks])
    return above, list(_joined(chunks, width))


def _chunks(lines: list[str]) -> Iterator[list[str]]:
    row: list[list[str]] = []
    blanks = 0
    for line in lines:
        if line.startswith("\t"):
            if blanks and row:
                yield [_cell(each) for each in row]
                row = []
            row.append([line[1:]])
            blanks = 0
        elif not line.strip():
            blanks += 1
        elif row:
            row[-1] += [""] * blanks + [line]
            blanks = 0
    if row:
        yield [_cell(each) for each in row]


def _cell(lines: list[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def _usual(widths: list[int]) -> int:
    """The number of cells that most rows have, the larger where two are as frequent."""
    counted = Counter(widths)
    return max(counted, key=lambda width: (counted[width], width))


def _joined(chunks: list[list[str]], width: int) -> Iterator[list[str]]:
    at = 0
    while at < len(chunks):
        chunk = chunks[at]
        if 1 < len(chunk) < width or (len(chunk) == 1 and not chunk[0].strip()):
            sums = list(accumulate(len(each) for each in chunks[at : at + width]))
            if width in sums and sums.index(width) and len(chunks[at + 1]) < width:
                taken = sums.index(width) + 1
                yield [cell for each in chunks[at : at + taken] for cell in each]
                at += taken
                continue
        if width and len(chunk) > width and len(chunk) % width == 0:
            yield from (chunk[start : start + width] for start in range(0, len(chunk), width))
        else:
            yield chunk
        at += 1
