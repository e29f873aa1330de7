"""What a row of the table is: a requirement, a section, a repeated heading, a sum or a remark; and its small words."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Final, Literal

from engine.reading.responsibility.columns import Heading
from engine.reading.signs import number, point_numbers
from engine.reading.tables.grid import Cell, Grid

Kind = Literal["empty", "category", "group", "aside", "row"]

_FIRST: Final = re.compile(
    r"^(?:[一二三四五六七八九十]+\s*[、．.]|第[一二三四五六七八九十\d]+[部分章类篇]+[、：:\s]?)\s*"
)
_SECOND: Final = re.compile(r"^[（(][一二三四五六七八九十]+[)）]\s*")
_SUM: Final = re.compile(r"^(?:合\s*计|总\s*计|小\s*计|总分|共计)")
_REMARK: Final = re.compile(r"^(?:备?注|说\s*明|填表|制表|审核|单位负责人|联系)\s*[：:人]?")
_ITEM: Final = re.compile(r"^\s*(?:(?P<bare>\d{1,3})\s*(?:[．、)）]|[.](?!\d))|[（(](?P<held>\d{1,3})[)）])\s*")
_GOES_ON: Final = re.compile(r"[（(]?(?:续(?:上)?表|接上(?:页|表)|表?续)[一二三四五六七八九十\d]*[)）]?")
_STEPS: Final = re.compile(r"^\d{1,2}(?:[.．]\d{1,2}){1,3}[、．.]?(?=[一-龥])(?![万亿千百公米吨])")
_STEPPED: Final = re.compile(
    r"\s*(?:\d{1,2}(?:[.．]\d{1,2}){2,3}[、．.]?\s*|\d{1,2}[.．]\d{1,2}(?:[、．]\s*|\s+))(?=[一-龥《“])(?![万亿千百公米吨])"
)
_COUNTED: Final = re.compile(r"(?P<held>[（(])?(?:[一二三四五六七八九十]+|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]+)[)）]?[、.．]?")
_CIRCLED: Final = {chr(0x2460 + at): at + 1 for at in range(20)}


def kind_of(grid: Grid, row: int, heading: Heading) -> Kind:
    """What the row is, by what begins in it and how far it reaches."""
    own = grid.own(row)
    if not own:
        return "empty"
    words = own[0].text.strip()
    alone = len(own) == 1 and len(words) <= 120 and "\n" not in words
    if _SUM.match(words) or (alone and _REMARK.match(words)):
        return "aside"
    if _GOES_ON.fullmatch("".join(words.split())):
        return "empty"
    if (section := _section(grid, row, own)) is not None:
        return section
    if not alone:
        return "row"
    cell = own[0]
    wide = cell.columns * 2 >= grid.width and cell.columns > 1
    line = grid.lines[row]
    short = sum(each is not None for each in line) == 1 and grid.width > 2
    first = cell.column == min(heading.fields, default=0) or cell.column == 0
    headed = bool(_FIRST.match(words) or _SECOND.match(words))
    blank = all(each is None or each.row == row for each in line)
    if not (wide or short or (headed and first and blank)):
        return "row"
    if len(words) > 60 and not headed:
        return "row" if heading.fields.get(cell.column) == "requirement" else "aside"
    if _SECOND.match(words):
        return "group"
    return "category" if heading.column("category") is None or _FIRST.match(words) else "group"


def _section(grid: Grid, row: int, own: list[Cell]) -> Kind | None:
    """A section whose number stands in a cell of its own, 一 | 组织领导, among rows that count 1, 2 or 1.1."""
    if len(own) != 2 or (number := _COUNTED.fullmatch(own[0].text.strip())) is None or len(own[1].text.strip()) > 60:
        return None
    if any(each is not None and each.row < row for each in grid.lines[row]):
        return None
    column = own[0].column
    if not any((each := grid.at(at, column)) and re.match(r"\s*\d", each.text) for at in range(len(grid.lines))):
        return None
    return "group" if number["held"] else "category"


def is_repeated(grid: Grid, found: Heading, heading: Heading) -> bool:
    """Whether a row that looks like a heading is one: the same words again, or nothing but names of columns."""
    if [_bare(label) for label in found.labels] == [_bare(label) for label in heading.labels]:
        return True
    cells = grid.own(found.first)
    same = sum(_bare(cell.text) in {_bare(label) for label in heading.labels} for cell in cells)
    names = set(found.fields.values())
    return same * 2 > len(cells) or (len(names) >= 3 and {"requirement", "lead"} <= names and _short(grid, found))


def _short(grid: Grid, found: Heading) -> bool:
    return all(len(_bare(cell.text)) <= 12 and "。" not in cell.text for cell in grid.own(found.first))


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def name_of(text: str) -> str:
    """The name of a category or group: without line breaks, spaces and its number."""
    bare = "".join(text.split())
    for pattern in (_FIRST, _SECOND, _STEPS, _ITEM):
        shorter = pattern.sub("", bare)
        if shorter and shorter != bare:
            return shorter
    return bare


def numbered(words: str) -> tuple[int | None, int]:
    """The number before a requirement and how many characters it takes: `1．`, `2、`, `(3)`, `④`."""
    if words.strip()[:1] in _CIRCLED:
        if "②" in words:
            return None, 0  # the cell counts its own points
        at = len(words) - len(words.lstrip())
        return _CIRCLED[words.strip()[0]], at + 1
    if stepped := _STEPPED.match(words):
        return None, stepped.end()
    found = _ITEM.match(words)
    if found is not None and len(point_numbers(words)) > 1:
        return None, 0  # the cell counts its own points
    if found is None or found.end() >= len(words.rstrip()):
        return None, 0
    return number(found["bare"] or found["held"]), found.end()


def points_of(text: str) -> Decimal | None:
    """Points from `5`, `5分`, `２．５`, weights from `5%`; None where it is none, or finer than a hundredth."""
    bare = re.sub(r"\s|分$", "", unicodedata.normalize("NFKC", text)).removesuffix("分").removesuffix("%")
    try:
        points = Decimal(bare)
    except InvalidOperation:
        return None
    sound = points.is_finite() and 0 <= points <= 10_000 and points == round(points, 2)
    return points if sound else None


def title_of(grid: Grid, heading: int) -> str:
    """The words above the table that call it a table, else the longest of them."""
    told = [cell.text.strip() for row in range(heading) for cell in grid.own(row)]
    words = ["".join(each.split()) for each in (*grid.above[-4:], *told) if each.strip()]
    fitting = [each for each in words if len(each) <= 80]
    called = [each for each in fitting if re.search(r"表|清单|方案|分工|分解|台账", each)]
    return (called or sorted(fitting, key=len) or [""])[-1]
