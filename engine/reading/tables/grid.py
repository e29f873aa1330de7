"""One table: cells with what they span, and for every place of the table the cell that covers it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from engine.errors import Invalid
from engine.wording import N_

MOST_ROWS: Final = 5_000
MOST_COLUMNS: Final = 60

_DITTO: Final = frozenset(("同上", "同前", "〃", "″", "”", '"'))
Form = Literal["word", "sheet", "page", "text"]


@dataclass(frozen=True)
class Cell:
    """One cell: its words as they stand, with their line breaks; `row` and `column` count from 0."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        return not self.text.strip()


@dataclass(frozen=True)
class Grid:
    """A table. `merged`: the source says which cells are merged; in a text dump a merged cell is merely blank.

    `lines`: for each row and column the cell there, None where the source has none. `above`: words before the table.
    """

    form: Form
    name: str
    lines: tuple[tuple[Cell | None, ...], ...]
    merged: bool
    above: tuple[str, ...] = ()
    hidden: frozenset[int] = frozenset()
    """Rows that the sheet does not show."""

    @cached_property
    def width(self) -> int:
        """Columns of the widest row."""
        return max((len(line) for line in self.lines), default=0)

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers a place."""
        line = self.lines[row]
        return line[column] if column < len(line) else None

    def said(self, row: int, column: int) -> Cell | None:
        """The cell that covers a place; where it only says 同上, the one above."""
        cell = self.at(row, column)
        while cell is not None and row > 0 and cell.text.strip() in _DITTO:
            row -= 1
            cell = self.at(row, column) or cell
        return cell

    def own(self, row: int) -> list[Cell]:
        """The cells that begin in a row and say something."""
        return [cell for cell in dict.fromkeys(self.lines[row]) if cell and cell.row == row and not cell.blank]


def place(form: Form, name: str, row: int, column: int) -> str:
    """Where a cell stands, as people look for it: `Sheet1!C17`, else the row and the column of the table."""
    if form == "sheet":
        letters, number = "", column + 1
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(65 + rest) + letters
        return f"{name}!{letters}{row + 1}" if name else f"{letters}{row + 1}"
    return f"{name} R{row + 1}C{column + 1}".strip()


def laid_out(
    form: Form, name: str, cells: Iterable[Cell], merged: bool, above: Sequence[str] = (), file: str = ""
) -> Grid:
    """Lay cells on their places; a later cell does not take a place from an earlier one.

    Raises Invalid: `too-many-rows`, `too-many-columns`.
    """
    lines: list[list[Cell | None]] = []
    for cell in cells:
        check_size(file, cell.row + 1, cell.column + 1)
        last, right = min(cell.row + cell.rows, MOST_ROWS), min(cell.column + cell.columns, MOST_COLUMNS)
        while len(lines) < last:
            lines.append([])
        for row in range(cell.row, last):
            line = lines[row]
            line += [None] * (right - len(line))
            for column in range(cell.column, right):
                if line[column] is None:
                    line[column] = cell
    return Grid(form, name, tuple(map(tuple, lines)), merged, tuple(above))


def check_size(file: str, rows: int, columns: int) -> None:
    """Refuse what is no responsibility table by its mere size."""
    if rows > MOST_ROWS:
        raise Invalid(
            "too-many-rows",
            N_("“{file}” has more than {most} rows."),
            hint=N_("Delete the empty ones below the table, or send it in parts."),
            file=file,
            most=MOST_ROWS,
        )
    if columns > MOST_COLUMNS:
        raise Invalid(
            "too-many-columns",
            N_("“{file}” has more than {most} columns."),
            hint=N_("Keep the responsibility table alone in the file, and try again."),
            file=file,
            most=MOST_COLUMNS,
        )
