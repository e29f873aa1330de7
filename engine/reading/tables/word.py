"""The tables of a .docx file with their merged cells, read from its XML within bounds."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from lxml import etree

from engine.reading.tables.grid import MOST_COLUMNS, Cell, Grid, check_size, laid_out

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_THROUGH: Final = {_W + name for name in ("sdt", "sdtContent", "ins", "customXml", "smartTag", "hyperlink", "moveTo")}
_GONE: Final = {_W + "del", _W + "moveFrom"}
SAFE: Final = {"resolve_entities": False, "no_network": True, "huge_tree": False, "load_dtd": False}


def read_word(file: str, raw: bytes) -> list[Grid]:
    """Every table of the document, in order, each with the words since the table before.

    Raises Invalid for a table that is too large; anything a damaged file makes the libraries raise.
    """
    with zipfile.ZipFile(io.BytesIO(raw)) as packed, packed.open("word/document.xml") as stream:
        root = etree.parse(stream, etree.XMLParser(**SAFE)).getroot()
    body = root.find(_W + "body")
    grids: list[Grid] = []
    above: list[str] = []
    for element in _inside(body) if body is not None else ():
        if element.tag == _W + "p":
            above += [words] if (words := _words(element).strip()) else []
        elif element.tag == _W + "tbl" and (inner := _laid_out_by(element)):
            above += _first_words(element)
            for each in inner:
                grids.append(laid_out("word", f"T{len(grids) + 1}", _cells(file, each), True, above, file))
            above = []
        elif element.tag == _W + "tbl":
            name = f"T{len(grids) + 1}"
            grids.append(laid_out("word", name, _cells(file, element), True, above, file))
            above = []
    if len(grids) == 1:
        return [replace(grids[0], name="")]
    return grids


def _laid_out_by(table: etree._Element) -> list[etree._Element]:
    """The tables that lie in a table of one column, which only sets them on the page."""
    rows = [child for child in _inside(table) if child.tag == _W + "tr"]
    if any(sum(child.tag == _W + "tc" for child in _inside(row)) > 1 for row in rows):
        return []
    return [each for each in table.iter(_W + "tbl") if each is not table and not any(each.iterdescendants(_W + "tbl"))]


def _first_words(table: etree._Element) -> list[str]:
    first = next(table.iter(_W + "p"), None)
    return [words] if first is not None and (words := _words(first).strip()) else []


def _inside(element: etree._Element) -> Iterator[etree._Element]:
    """The children, those in wrappers (content controls, tracked insertions) included, deleted ones not."""
    for child in element:
        if child.tag in _THROUGH:
            yield from _inside(child)
        elif child.tag not in _GONE:
            yield child


def _cells(file: str, table: etree._Element) -> list[Cell]:
    made: list[Cell] = []
    open_above: dict[int, int] = {}
    rows = [child for child in _inside(table) if child.tag == _W + "tr"]
    check_size(file, len(rows), 1)
    for row, element in enumerate(rows):
        column = _number(element.find(f"{_W}trPr/{_W}gridBefore"), 0)
        for cell in (child for child in _inside(element) if child.tag == _W + "tc"):
            span = min(_number(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1), MOST_COLUMNS)
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            goes_on = merge is not None and merge.get(_W + "val") in (None, "continue")
            if goes_on and column in open_above:
                above = open_above[column]
                made[above] = replace(made[above], rows=row - made[above].row + 1)
            else:
                open_above.pop(column, None)
                made.append(Cell(_paragraphs(cell), row, column, 1, max(span, 1)))
                if merge is not None:
                    open_above[column] = len(made) - 1
            column += max(span, 1)
            check_size(file, row + 1, column)
    return made


def _number(element: etree._Element | None, otherwise: int) -> int:
    value = element.get(_W + "val", "") if element is not None else ""
    return int(value) if value.isdecimal() and len(value) < 6 else otherwise


def _paragraphs(cell: etree._Element) -> str:
    return "\n".join(_words(each) for each in cell.iter(_W + "p")).strip("\n")


def _words(paragraph: etree._Element) -> str:
    said: list[str] = []
    for element in paragraph.iter(_W + "t", _W + "br", _W + "cr", _W + "tab", _W + "noBreakHyphen"):
        if any(above.tag in _GONE for above in element.iterancestors()):
            continue
        match etree.QName(element).localname:
            case "t":
                said.append(element.text or "")
            case "tab":
                said.append("\t" if element.getparent().tag == _W + "r" else "")
            case "noBreakHyphen":
                said.append("-")
            case _:
                said.append("\n")
    return "".join(said)
