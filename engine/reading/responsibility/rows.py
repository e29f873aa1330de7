"""The rows of a responsibility table: blank cells filled by each column's own rule, everything with its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from engine.errors import Invalid
from engine.reading.responsibility.columns import Heading, find_heading, heading_at, unread_columns
from engine.reading.responsibility.doubts import Doubt
from engine.reading.responsibility.inside import who_in
from engine.reading.responsibility.kinds import is_repeated, kind_of, name_of, numbered, points_of, title_of
from engine.reading.responsibility.names import Field
from engine.reading.responsibility.naming import Named, name_units
from engine.reading.responsibility.table import Row, Table
from engine.reading.responsibility.when import time_said
from engine.reading.tables.grid import Cell, Grid, place
from engine.reading.unit_notes import first_leads, first_leads_on
from engine.wording import N_


@dataclass
class _Carried:
    """What stands above the row that is being read."""

    category: str = ""
    group: str = ""
    requirement: str = ""
    lead: str = ""
    lead_spot: str = ""
    lead_place: tuple[str, str] = ("", "")
    lead_heads: bool = False
    number: int | None = None
    item: int | None = None
    group_begins: bool = False


def read_table(file: str, grids: Iterable[Grid]) -> Table:
    """The responsibility table of a file, from all its grids that are headed as one or go on with one.

    Raises Invalid `no-heading` where no grid is headed as a responsibility table, `no-rows` where none has rows.
    """
    table = Table("")
    heading: Heading | None = None
    width = 0
    above = _Carried()
    counts: dict[tuple[str, str], int] = {}
    for grid in grids:
        found = find_heading(grid)
        if found is not None:
            heading, width = found, grid.width
            table.title = table.title or title_of(grid, found.first)
            table.labels = table.labels or found.labels
            table.doubts += unread_columns(grid, found)
            _Reader(grid, found, table, above, counts).read(found.last + 1)
        elif heading is not None and grid.width == width:
            _Reader(grid, heading, table, above, counts).read(0)
        else:
            message = N_("A table without a known heading was left out; it begins with “{text}”.")
            table.doubts.append(
                Doubt("unread", "no-heading", message, text=_first(grid), params={"text": _first(grid)})
            )
    if heading is None:
        raise Invalid(
            "no-heading",
            N_("“{file}” holds no responsibility table: no row names columns such as 工作任务, 责任单位 and 完成时限."),
            hint=N_("Give the columns their usual names in one row above the table, and try again."),
            file=file,
        )
    if not table.rows:
        raise Invalid(
            "no-rows",
            N_("“{file}” has the heading of a responsibility table, and no rows below it."),
            hint=N_("See whether the table goes on in another file."),
            file=file,
        )
    return table


def _first(grid: Grid) -> str:
    return next((cell.text.strip() for row in range(len(grid.lines)) for cell in grid.own(row)), "")[:40]


def _told_below(grid: Grid) -> bool:
    """Whether a remark in the table says so: 注：责任单位中排第一的为牵头单位."""
    lines = range(max(len(grid.lines) - 3, 0), len(grid.lines))
    return any(len(own := grid.own(row)) == 1 and first_leads_on(own[0].text) for row in lines)


class _Reader:
    """Reads the rows of one grid under a heading, keeping what stands above."""

    def __init__(
        self, grid: Grid, heading: Heading, table: Table, above: _Carried, counts: dict[tuple[str, str], int]
    ) -> None:
        self._grid, self._heading, self._table, self._above, self._counts = grid, heading, table, above, counts
        self._first_leads = heading.first_leads or any(map(first_leads, grid.above)) or _told_below(grid)

    def read(self, start: int) -> None:
        row = start
        while row < len(self._grid.lines):
            again = heading_at(self._grid, row)
            if again is not None and is_repeated(self._grid, again, self._heading):
                self._heading = again
                row = again.last + 1
                continue
            self._row(row)
            row += 1

    def _row(self, row: int) -> None:
        own = self._grid.own(row)
        match kind_of(self._grid, row, self._heading):
            case "empty":
                return
            case "category":
                self._above.category, self._above.group = name_of(own[-1].text), ""
                self._above.group_begins = True
            case "group":
                self._above.group = name_of(own[-1].text)
                self._above.group_begins = True
            case "aside":
                self._doubt("unread", "left-out", N_("This row holds no requirement and was left out: {text}"), own[0])
            case "row":
                self._requirement(row, own)

    def _requirement(self, row: int, own: list[Cell]) -> None:
        above = self._above
        category, group = self._places(row)
        above.group_begins = above.group_begins or (category, group) != (above.category, above.group)
        begins_category = category != above.category or not self._counts
        cell = self._cell(row, "requirement")
        line = len(self._table.rows) + 1
        words = cell.text if cell else ""
        if not words.strip():
            if not above.requirement or not self._says(row, ("time", "lead")):
                self._doubt(
                    "unread", "no-requirement", N_("This row names no requirement and was left out: {text}"), own[0]
                )
                return
            words = above.requirement
            message = N_("The cell of the requirement is blank.")
            taken = N_("the requirement above it goes on: {text}")
            self._doubt("ambiguous", "requirement-carried", message, cell or own[0], taken, line, text=words)
        above.category, above.group, above.requirement = category, group, words
        if row in self._grid.hidden:
            taken = N_("it is read like the others")
            self._doubt("assumed", "hidden-row", N_("The sheet does not show this row: {text}"), own[0], taken, line)
        item, cut = numbered(words)
        self._numbering(row, line, item, cell)
        key = (category, group)
        self._counts[key] = self._counts.get(key, 0) + 1
        named = self._units(row, line, begins_category)
        points = self._points(row, line)
        spots, cells = self._spots(row)
        self._table.rows.append(
            Row(
                line,
                category,
                group,
                self._counts[key],
                words[cut:].strip(),
                cells.get("time", "").strip(),
                named.lead,
                named.cooperating,
                points,
                spots,
                cells,
                cut,
                self._scoring(row),
            )
        )
        above.group_begins = False
        if len(self._grid.lines[row]) not in (self._grid.width, 0) and not self._grid.merged:
            message = N_(
                "This row has another number of cells than the heading: a cell may be missing or one too many."
            )
            self._doubt("unread", "short-row", message, own[0], line=line)

    def _scoring(self, row: int) -> tuple[tuple[str, str], ...]:
        cells = [self._grid.at(row, column) for column in self._heading.columns("scoring")]
        return tuple((self._spot(cell), cell.text) for cell in cells if cell and not cell.blank)

    def _places(self, row: int) -> tuple[str, str]:
        """Category and group of a row; blank ones are those above, a new category begins without a group."""
        category = name_of(self._text(row, "category")) or self._above.category
        group = name_of(self._text(row, "group"))
        if not group and category == self._above.category:
            group = self._above.group
        return category, group

    def _units(self, row: int, line: int, begins_category: bool) -> Named:
        above = self._above
        cell = self._cell(row, "lead")
        if self._heading.column("lead") is None:
            cell = self._named_inside(row)
        carried = cell is None or cell.blank
        goes_on = cell is not None and not cell.blank and cell.row < row
        place_here = (above.category, above.group)
        if not carried and not goes_on and cell is not None:
            above.lead, above.lead_spot = cell.text, self._spot(cell)
            above.lead_place, above.lead_heads = place_here, begins_category
        over = (carried or goes_on) and above.lead_place != place_here
        if over and above.lead and (not above.lead_heads or above.lead_place[0] != place_here[0]):
            message = N_("The lead units' cell is blank or merged here, where another group begins: “{group}”.")
            taken = N_("it belongs to the cell above, {where}: {text}")
            params = {"group": above.group, "where": above.lead_spot}
            self._doubt("ambiguous", "lead-over-groups", message, cell, taken, line, text=above.lead, **params)
        helping = [each for column in self._heading.columns("cooperating") if (each := self._grid.said(row, column))]
        spots = [self._spot(each) for each in helping]
        by_order = self._first_leads or first_leads(above.lead)
        self._first_leads = self._first_leads or first_leads_on(above.lead)
        named = name_units(above.lead, [each.text for each in helping], line, above.lead_spot, spots, by_order)
        self._table.doubts += named.doubts
        return named

    def _named_inside(self, row: int) -> Cell | None:
        """Who does it, where only the words of the requirement say so."""
        wanted = self._cell(row, "requirement")
        who = who_in(wanted.text) if wanted else ""
        return replace(wanted, text=who, row=row) if wanted and who else None

    def _points(self, row: int, line: int) -> Decimal | None:
        cell = self._cell(row, "points")
        if cell is None or cell.blank:
            return None
        points = points_of(cell.text)
        if points is None:
            if cell.row == row:
                self._doubt("unread", "points", N_("This is no number of points: {text}"), cell, line=line)
            return None
        if cell.rows > 1:
            if cell.row == row:
                message = N_("One cell gives {text} points to {rows} rows.")
                taken = N_("they are spread evenly over the rows")
                self._doubt("assumed", "points-shared", message, cell, taken, line, rows=cell.rows)
            hundredths, rest = divmod(int(points * 100), cell.rows)
            return Decimal(hundredths + (rest if cell.row == row else 0)) / 100
        return points

    def _numbering(self, row: int, line: int, item: int | None, cell: Cell | None) -> None:
        number = self._cell(row, "number")
        said = int(number.text) if number and number.text.strip().isdecimal() and len(number.text) < 6 else None
        if said is not None and number is not None and number.row == row:
            self._follows(self._above.number, said, False, number, line)
            self._above.number = said
        if item is not None and cell is not None and cell.row == row:
            self._follows(self._above.item, item, self._above.group_begins, cell, line)
            self._above.item = item

    def _follows(self, before: int | None, here: int, begins: bool, cell: Cell, line: int) -> None:
        if before is None or here == before + 1 or (here == 1 and (begins or before != 1)):
            return
        message = N_("The number {here} follows {before}.") if here != before else N_("The number {here} stands twice.")
        taken = N_("the rows are counted in their order")
        self._doubt("assumed", "numbering", message, cell, taken, line, here=here, before=before)

    def _cell(self, row: int, name: Field) -> Cell | None:
        column = self._heading.column(name)
        return None if column is None else self._grid.said(row, column)

    def _text(self, row: int, name: Field) -> str:
        cell = self._cell(row, name)
        return cell.text if cell else ""

    def _says(self, row: int, names: tuple[Field, ...]) -> bool:
        return any(self._text(row, name).strip() for name in names)

    def _spots(self, row: int) -> tuple[dict[str, str], dict[str, str]]:
        spots: dict[str, str] = {}
        cells: dict[str, str] = {}
        for column, name in self._heading.fields.items():
            cell = self._grid.said(row, column)
            if cell is not None and name != "aside" and name not in cells:
                spots[name], cells[name] = self._spot(cell), cell.text
        when, said = time_said(self._grid, self._heading, row)
        if when is not None:
            spots["time"], cells["time"] = self._spot(when), said
        if not cells.get("lead", "").strip() and self._above.lead:
            spots["lead"], cells["lead"] = self._above.lead_spot, self._above.lead
        return spots, cells

    def _spot(self, cell: Cell) -> str:
        return place(self._grid.form, self._grid.name, cell.row, cell.column)

    def _doubt(
        self, weight: str, code: str, message: str, cell: Cell | None, taken: str = "", line: int = 0, **params: object
    ) -> None:
        words = cell.text.strip() if cell else ""
        doubt = Doubt(weight, code, message, taken, line, self._spot(cell) if cell else "", words)  # type: ignore[arg-type]
        self._table.doubts.append(replace(doubt, params={"text": words[:80], **params}))
