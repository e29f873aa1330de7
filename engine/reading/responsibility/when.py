"""What a row says of time, wherever the table keeps it: one column, a beginning and an end, a column for each quarter,
or beside the unit."""

from __future__ import annotations

import re
from typing import Final

from engine.reading.responsibility.columns import Heading
from engine.reading.tables.grid import Cell, Grid
from engine.reading.unit_notes import time_beside

_BEGINS: Final = re.compile(r"(?:开始|启动|起始|开工|起)(?:时间|日期|年月)?$")
_ENDS: Final = re.compile(r"(?:结束|完成|截止|竣工|完工|终止|止)(?:时间|时限|日期|年月)?$")


def time_said(grid: Grid, heading: Heading, row: int) -> tuple[Cell | None, str]:
    """The words of time of a row, and the cell they stand in (the first, where they stand in several)."""
    columns = heading.columns("time")
    if not columns and heading.periods:
        return _planned(grid, heading, row)
    cells = [(heading.labels[column], grid.said(row, column)) for column in columns]
    filled = list(dict.fromkeys((label, cell) for label, cell in cells if cell and not cell.blank))
    if len(filled) == 2 and _BEGINS.search(_bare(filled[0][0])) and _ENDS.search(_bare(filled[1][0])):
        (_, first), (_, last) = filled
        return first, f"{first.text.strip()}至{last.text.strip()}"
    if len(dict.fromkeys(cell for _, cell in filled)) > 1:
        return filled[0][1], "；".join(cell.text.strip() for _, cell in filled)
    if columns:
        cell = filled[0][1] if filled else cells[0][1]
        return cell, cell.text if cell else ""
    column = heading.column("lead")
    beside = grid.said(row, column) if column is not None else None
    words = time_beside(beside.text) if beside else ""
    return (beside, words) if words else (None, "")


def _planned(grid: Grid, heading: Heading, row: int) -> tuple[Cell | None, str]:
    """The columns of a plan as one saying: 一季度：完成招标；二季度：开工建设."""
    cells = [(words, grid.at(row, column)) for column, words in sorted(heading.periods.items())]
    filled = [(words, cell) for words, cell in cells if cell and not cell.blank]
    said = "；".join(f"{words}：{cell.text.strip()}" for words, cell in dict.fromkeys(filled))
    return (filled[0][1] if filled else None), said


def _bare(label: str) -> str:
    return re.sub(r"[\s\W]", "", label)
