"""The heading of a responsibility table: which rows it is, and what each column holds under whatever name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from engine.reading.responsibility.doubts import Doubt
from engine.reading.responsibility.names import CALLED, Field
from engine.reading.tables.grid import Grid, place
from engine.reading.unit_notes import first_leads
from engine.wording import N_

_NAMES: Final = sorted(
    ((name, field) for field, names in CALLED.items() for name in names.split()), key=lambda each: -len(each[0])
)
_LONGEST: Final = 24
_PERIOD: Final = re.compile(
    r"(?:20\d\d年)?(?:第?[一二三四1-4]季度|[上下]半年|(?:1[0-2]|[1-9])(?:-(?:1[0-2]|[1-9]))?月(?:份|底)?)前?(?:目标|任务|进度|计划)?"
)
_KEY: Final = frozenset({"requirement", "lead", "time"})


@dataclass(frozen=True)
class Heading:
    """Rows `first` to `last` (included) head the table; `fields`: what each column holds; `labels`: its own words."""

    first: int
    last: int
    fields: Mapping[int, Field]
    labels: tuple[str, ...]
    periods: Mapping[int, str] = field(default_factory=dict)
    """Columns of the times of a plan, by the time that heads each: 一季度, 6月底前."""

    @property
    def first_leads(self) -> bool:
        """Whether the column of units says itself that the first of them leads: 责任单位（第一个为牵头单位）."""
        column = self.column("lead")
        return column is not None and first_leads(self.labels[column])

    def column(self, field: Field) -> int | None:
        """The column of a field, the first where there are several."""
        return next((column for column, name in sorted(self.fields.items()) if name == field), None)

    def columns(self, field: Field) -> list[int]:
        """All columns of a field."""
        return [column for column, name in sorted(self.fields.items()) if name == field]


def named(label: str) -> Field | None:
    """What a column of this name holds; the longest name that it contains decides."""
    bare = re.sub(r"[\s\W_]+", "", label)
    if not bare or len(bare) > _LONGEST:
        return None
    if re.search(r"(?:单位|部门|科室)(?:主要|分管|具体)?(?:负责人|联系人|领导|电话)$", "".join(label.split(" "))):
        return "aside"  # 牵头单位负责人; 责任单位 over 负责人 and 责任单位及负责人 hold units
    if re.search(r"(?:(?<!组织)领导|责任人|负责人|联系人|电话)$", bare) and not re.search(r"单位|部门|科室", bare):
        return "aside"
    if re.search(r"(?:分值|权重|满分|标准分)$", bare):
        return "points"
    if re.search(r"标准|办法|细则", bare) and re.search(r"分值|评分|计分|赋分|扣分|加分", bare):
        return "scoring"
    if re.search(r"(?:配合|协办|协同|协助|协作|参与|参加)", bare) and not re.search(r"牵头|主办|主责", bare):
        return "cooperating" if re.search(r"单位|部门|科室|处室|配合$|协办$", bare) else None
    if re.search(
        r"(?:牵头|责任|主办|承办)(?:及|和|与)?(?:配合|协办|参与)?(?:责任)?(?:单位|部门|科室|处室|处科室|县区|区县|地区|镇街|乡镇|街道)",
        bare,
    ):
        return "lead"
    return next((field for name, field in _NAMES if name in bare), None)


def find_heading(grid: Grid, start: int = 0) -> Heading | None:
    """The first heading from row `start` on."""
    for row in range(start, len(grid.lines)):
        found = heading_at(grid, row)
        if found is not None:
            return found
    return None


def heading_at(grid: Grid, row: int) -> Heading | None:
    """The heading that begins in this row, with the rows that go on with it."""
    cells = grid.own(row)
    if not _heads(grid, row):
        return None
    last = max([row, *(cell.row + cell.rows - 1 for cell in cells if cell.rows < 5)])
    while last + 1 < len(grid.lines) and _goes_on(grid, last + 1):
        last += 1
    labels = [_label(grid, row, last, column) for column in range(grid.width)]
    return _settled(grid, row, last, labels)


def _heads(grid: Grid, row: int) -> bool:
    cells = grid.own(row)
    found = {field for cell in cells if (field := named(cell.text))}
    if len(found) < 2 or not found & _KEY or any(len(cell.text.strip()) > 40 for cell in cells):
        return False
    return (len(cells) >= 3 and sum(named(cell.text) is not None for cell in cells) * 2 >= len(cells)) or len(
        cells
    ) == 2


def _goes_on(grid: Grid, row: int) -> bool:
    """A second row of heading: short words, at least one of them a column's name, none a sentence."""
    cells = grid.own(row)
    short = all(len(re.sub(r"\s", "", cell.text)) <= 12 and not re.search(r"[。；\d]", cell.text) for cell in cells)
    known = [named(cell.text) for cell in cells]
    if any(
        cell.columns * 2 >= grid.width > 2 or re.fullmatch(r"\W*[一二三四五六七八九十]+\W*", cell.text)
        for cell in cells
    ):
        return False  # a section below the heading
    if cells and all(_PERIOD.fullmatch(re.sub(r"\s", "", cell.text)) for cell in cells) and len(cells) > 1:
        return True
    return bool(cells) and short and any(known) and sum(map(bool, known)) * 2 >= len(known) and len(cells) <= grid.width


def _label(grid: Grid, first: int, last: int, column: int) -> str:
    """The words of a column from top to bottom, each cell once."""
    cells = dict.fromkeys(grid.at(row, column) for row in range(first, last + 1))
    return "\n".join(cell.text.strip() for cell in cells if cell and not cell.blank)


def _settled(grid: Grid, first: int, last: int, labels: list[str]) -> Heading:
    fields: dict[int, Field] = {}
    periods: dict[int, str] = {}
    for column, label in enumerate(labels):
        lines = label.split("\n")
        above = named(label.replace("\n", ""))
        # 责任单位 over 牵头 and 配合: the lowest words say most, the words above help where they say nothing.
        if _PERIOD.fullmatch(period := re.sub(r"\s", "", lines[-1])):
            periods[column] = period
            continue
        own = named(lines[-1]) if len(lines) > 1 else None
        if len(lines) > 1 and lines[-1].strip() in ("领导", "姓名", "电话"):
            own = "aside"
        found = own or above
        if found is not None:
            fields[column] = found
    if "requirement" not in fields.values() and "group" not in fields.values():
        fields = {column: "requirement" if name == "scoring" else name for column, name in fields.items()}
    if "requirement" not in fields.values():
        groups = [column for column, field in fields.items() if field == "group"]
        if groups:
            fields[groups[-1]] = "requirement"
    _shelve(fields, labels)
    if "lead" not in fields.values():
        alone = [column for column, label in enumerate(labels) if re.sub(r"\W", "", label) in ("单位", "部门", "责任")]
        fields |= dict.fromkeys(alone[:1], "lead")
    leads = [column for column, field in fields.items() if field == "lead"]
    if len(leads) > 1:
        first_lead = next((each for each in leads if re.search("牵头|主办|主责", labels[each])), leads[0])
        for column in leads:
            if column != first_lead:
                fields[column] = "cooperating"
    return Heading(first, last, fields, tuple(labels), periods if len(periods) > 1 else {})


def _shelve(fields: dict[int, Field], labels: Sequence[str]) -> None:
    """Of several columns that call themselves requirement the last is it; those before hold a goal, or name the shelf.

    Where more than two columns name shelves the first is the category and the next the group; the rest is told.
    """
    wanted = [column for column, field in sorted(fields.items()) if field == "requirement"]
    for column in wanted[:-1]:
        goal = re.search(r"(?:目标|成效)$", re.sub(r"\W", "", labels[column])) and "figure" not in fields.values()
        fields[column] = "figure" if goal else "group"
    shelves = [column for column, field in sorted(fields.items()) if field in ("category", "group")]
    if len({fields[column] for column in shelves}) == len(shelves):
        return
    for column in shelves:
        del fields[column]
    fields |= dict(zip(shelves, ("category", "group"), strict=False))


def unread_columns(grid: Grid, heading: Heading) -> list[Doubt]:
    """A doubt for every column that holds words and whose heading says nothing that is known."""
    doubts = []
    for column, label in enumerate(heading.labels):
        rows = range(heading.last + 1, len(grid.lines))
        cells = [cell for row in rows if (cell := grid.at(row, column)) and cell.column == column and not cell.blank]
        if column in heading.fields or column in heading.periods or not cells:
            continue
        if all(cell.columns > 1 for cell in cells):
            continue  # section rows that reach over it
        message = N_("The column “{label}” was not read; its first words are “{text}”.")
        spot = place(grid.form, grid.name, cells[0].row, column)
        params: dict[str, object] = {"label": "".join(label.split()), "text": cells[0].text.strip()[:40]}
        doubts.append(Doubt("unread", "column-left", message, "", 0, spot, cells[0].text[:80], params=params))
    return doubts
