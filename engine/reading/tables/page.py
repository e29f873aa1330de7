"""The tables of a web page, with colspan and rowspan."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from lxml import etree, html

from engine.reading.tables.grid import MOST_COLUMNS, MOST_ROWS, Cell, Grid, check_size, laid_out

_BLOCKS: Final = {"p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6"}
_SILENT: Final = {"script", "style", "noscript", "template"}
_DEEPEST: Final = 200


def read_page(file: str, text: str) -> list[Grid]:
    """Every table but those that only set others on the page, in order.

    Raises Invalid for a table that is too large.
    """
    if not text.strip():
        return []
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    # An XML declaration in front of a decoded text would make the parser refuse it.
    root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser=parser)
    grids = []
    for number, table in enumerate(_tables(root)):
        cells = _cells(file, table)
        if cells:
            grids.append(laid_out("page", f"T{number + 1}", cells, True, _above(table), file))
    return [replace(grids[0], name="")] if len(grids) == 1 else grids


def _tables(root: etree._Element) -> list[etree._Element]:
    """A table that holds others sets them on the page, unless it has more rows of several cells than they have."""
    found: list[etree._Element] = []
    for table in root.iter("table"):
        if any(above in found for above in table.iterancestors("table")):
            continue
        held = [each for each in table.iter("table") if each is not table]
        if not held or _rows(table) > max(map(_rows, held)):
            found.append(table)
    return found


def _rows(table: etree._Element) -> int:
    """How many rows of its own have at least two cells."""
    rows = (
        each for part in (table, *table.iterchildren("tbody", "thead", "tfoot")) for each in part.iterchildren("tr")
    )
    return sum(sum(1 for _ in row.iterchildren("td", "th")) > 1 for row in rows)


def _above(table: etree._Element) -> list[str]:
    """The caption, else the last words before the table."""
    caption = table.find("caption")
    if caption is not None:
        return [_words(caption).strip()]
    before = [_words(each).strip() for each in table.itersiblings(preceding=True) if isinstance(each.tag, str)][:6]
    return [words for words in reversed(before) if words and len(words) < 200]


def _cells(file: str, table: etree._Element) -> list[Cell]:
    made: list[Cell] = []
    taken: dict[int, int] = {}
    own = (each for each in table.iter("tr") if next(each.iterancestors("table")) is table)
    for row, element in enumerate(own):
        check_size(file, row + 1, 1)
        column = 0
        for cell in element.iterchildren("td", "th"):
            while taken.get(column, 0) > row:
                column += 1
            rows, columns = _span(cell, "rowspan", MOST_ROWS), _span(cell, "colspan", MOST_COLUMNS)
            check_size(file, row + 1, column + 1)
            columns = min(columns, MOST_COLUMNS - column)
            made.append(Cell(_words(cell).strip(), row, column, rows, columns))
            for each in range(column, column + columns):
                taken[each] = row + rows
            column += columns
    last = max((cell.row for cell in made), default=0)
    return [replace(cell, rows=min(cell.rows, last - cell.row + 1)) for cell in made]


def _span(cell: etree._Element, name: str, most: int) -> int:
    value = (cell.get(name) or "").strip()
    return max(1, min(int(value), most)) if value.isdecimal() and len(value) < 6 else 1


def _words(element: etree._Element, deep: int = 0) -> str:
    if not isinstance(element.tag, str) or element.tag in _SILENT or deep > _DEEPEST:
        return ""
    if element.tag == "br":
        return "\n"
    said = _plain(element.text)
    for child in element:
        words = _words(child, deep + 1)
        if child.tag in _BLOCKS and said and not said.endswith("\n"):
            said += "\n"
        said += words + ("\n" if child.tag in _BLOCKS and not words.endswith("\n") else "") + _plain(child.tail)
    return said


def _plain(text: str | None) -> str:
    """White space of the source is one space, none between Chinese signs."""
    folded = re.sub(r"[ \t\r\n\f]+", " ", text or "").replace("\xa0", " ")
    return re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", folded)
