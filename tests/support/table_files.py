"""Responsibility tables made into files as offices send them: Word, Excel and web with merged cells, and text."""

from __future__ import annotations

import html
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from docx import Document
from openpyxl import Workbook

ROOT = Path(__file__).parents[2]
DUMP = ROOT / "definitions" / "chongchuan-2022" / "source" / "responsibility-table.txt"
READING = yaml.safe_load((ROOT / "tests" / "catalog" / "reading.yaml").read_text(encoding="utf-8"))["rows"]
TITLE = "崇川区“省计量惠民示范区”创建工作目标任务责任分解表"
HEADS = ("类别", "指标", "考核要求和指标内容", "具体时间及要求", "责任单位", "配合单位")


@dataclass(frozen=True)
class Box:
    """A cell that is written: its words and how many rows and columns it covers."""

    text: str
    rows: int = 1
    columns: int = 1


Line = Sequence[Box | None]
"""A row of cells; None where a cell from above or from the left covers the place."""


def dump_cells() -> list[list[str]]:
    """The dump as rows of six cells, by a reading of its own: tab-led cells, six a row."""
    cells: list[str] = []
    for line in DUMP.read_text(encoding="utf-8").split("\n")[1:]:
        if line.startswith("\t"):
            cells.append(line[1:])
        elif cells:
            cells[-1] += "\n" + line
    cells = [cell.strip("\n") for cell in cells]
    return [cells[at : at + 6] for at in range(0, len(cells), 6)]


def seed_lines() -> list[Line]:
    """The seed as a Word table has it: blank category, group and lead cells merged with the cell above."""
    rows = dump_cells()
    lines: list[list[Box | None]] = [[Box(cell) for cell in rows[0]]]
    for at, row in enumerate(rows[1:], start=1):
        lines.append([])
        for column, cell in enumerate(row):
            blank = not cell.strip()
            merged = column in (0, 1, 4) and blank
            lines[at].append(None if merged else Box(cell, _reach(rows, at, column) if column in (0, 1, 4) else 1))
    return lines


def _reach(rows: list[list[str]], at: int, column: int) -> int:
    end = at + 1
    while end < len(rows) and not rows[end][column].strip():
        end += 1
    return end - at


def as_docx(lines: Sequence[Line], title: str = TITLE) -> bytes:
    """One table below its title, cells merged as Word merges them."""
    document = Document()
    document.add_paragraph(title)
    table = document.add_table(len(lines), max(map(len, lines)))
    for row, line in enumerate(lines):
        for column, box in enumerate(line):
            if box is None:
                continue
            cell = table.cell(row, column)
            if box.rows > 1 or box.columns > 1:
                cell = cell.merge(table.cell(row + box.rows - 1, column + box.columns - 1))
            first, *more = box.text.split("\n")
            cell.paragraphs[0].text = first
            for words in more:
                cell.add_paragraph(words)
    document.add_paragraph()  # Word ends no document with a table
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_xlsx(lines: Sequence[Line], title: str = TITLE) -> bytes:
    """A sheet with the title over the whole width."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "任务表"
    sheet.append([title])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=max(map(len, lines)))
    for row, line in enumerate(lines, start=2):
        for column, box in enumerate(line, start=1):
            if box is None:
                continue
            sheet.cell(row, column, box.text or None)
            if box.rows > 1 or box.columns > 1:
                reach = {"end_row": row + box.rows - 1, "end_column": column + box.columns - 1}
                sheet.merge_cells(start_row=row, start_column=column, **reach)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_html(lines: Sequence[Line], title: str = TITLE) -> bytes:
    """A web page with colspan and rowspan."""
    rows = []
    for line in lines:
        cells = [
            f'<td rowspan="{box.rows}" colspan="{box.columns}"><p>{_lines(box.text)}</p></td>'
            for box in line
            if box is not None
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    body = (
        f"<html><head><meta charset='utf-8'></head><body><h1>{title}</h1><table>{''.join(rows)}</table></body></html>"
    )
    return body.encode()


def _lines(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")


def as_text(lines: Sequence[Line], title: str = TITLE) -> bytes:
    """The dump of a Word table: each cell a line that begins with a tab, a blank line after each row."""
    said = [title]
    for line in lines:
        said += [f"\t{box.text if box else ''}" for box in line] + [""]
    return "\n".join(said).encode()


FORMS = {"docx": as_docx, "xlsx": as_xlsx, "html": as_html, "txt": as_text}
