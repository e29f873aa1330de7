"""Produced documents opened again: their paragraphs, tables, charts, and the figures inside the charts."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from docx import Document
from lxml import etree
from openpyxl import load_workbook

from engine.domain.actor import SYSTEM
from engine.services.desk import Desk
from engine.services.reporting.papers.kinds import Kind, write_paper

_SPACES = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
}


@dataclass(frozen=True)
class Seen:
    """A chart as a reader of the file finds it: drawn figures, those in its workbook, and its words."""

    over: list[str]
    series: dict[str, list[str]]
    book: list[list[Any]]
    words: str


@dataclass(frozen=True)
class Written:
    """A document read by python-docx alone."""

    paper: Any

    @property
    def words(self) -> str:
        """Every paragraph outside tables."""
        return "\n".join(each.text for each in self.paper.paragraphs)

    def grid(self, *headings: str) -> list[list[str]]:
        """The rows of the table that begins with these headings."""
        found = [table for table in self.paper.tables if _row(table.rows[0])[: len(headings)] == list(headings)]
        return [_row(row) for table in found for row in table.rows[1:]]

    def charts(self) -> dict[str, Seen]:
        """Charts by the titles below them."""
        found = {}
        for at, line in enumerate(self.paper.paragraphs):
            for drawing in line._p.iterfind(".//c:chart", _SPACES):
                relation = next(value for name, value in drawing.attrib.items() if name.endswith("}id"))
                title = self.paper.paragraphs[at + 1].text.partition("  ")[2]
                words = line._p.find(".//wp:docPr", _SPACES).get("descr")
                found[title] = _seen(self.paper.part.related_parts[relation], words)
        return found


def opened(desk: Desk, kind: Kind, **more: Any) -> Written:
    """A paper, written and opened."""
    stream = io.BytesIO()
    write_paper(desk, SYSTEM, stream, kind, **more)
    return Written(Document(stream))


def _row(row: Any) -> list[str]:
    return [cell.text for cell in row.cells]


def _seen(part: Any, words: str) -> Seen:
    tree = etree.fromstring(part.blob)
    [book] = part.rels.values()
    assert tree.find("c:externalData", _SPACES).get(f"{{{tree.nsmap.get('r', '')}}}id", book.rId) == book.rId
    sheet = load_workbook(io.BytesIO(book.target_part.blob)).worksheets[0]
    series = {_points(each, "c:tx")[0]: _points(each, "c:val") for each in tree.iterfind(".//c:ser", _SPACES)}
    over = _points(tree.find(".//c:ser", _SPACES), "c:cat")
    return Seen(over, series, [list(row) for row in sheet.iter_rows(values_only=True)], words)


def _points(series: Any, part: str) -> list[str]:
    return [value.text for value in series.find(part, _SPACES).iterfind(".//c:pt/c:v", _SPACES)]
