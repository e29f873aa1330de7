"""台账: every assignment in the table's order as a workbook that can be filtered, within what a person may see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import IO, Any, Final

from engine.domain.actor import Actor
from engine.domain.names import light_name
from engine.domain.narrowing import Narrowing
from engine.domain.vocabulary import ItemState, Light, StageKind
from engine.reports.charts import Chart, Place, drawn
from engine.reports.workbook import Cell, Column, Sheet, write_workbook
from engine.services.cases import Case
from engine.services.desk import Desk
from engine.services.looking.ask import listed
from engine.services.looking.sight import Sight
from engine.services.reporting.in_order import cases_of, indicators_of
from engine.store.work import standing
from engine.wording import N_, say

_SUMMED: Final = (N_("Category"), N_("assigned"), N_("done"), N_("overdue"), N_("under way"))
_COLOURS: Final = {
    Light.RED: "F8C9C4",
    Light.YELLOW: "FFE9A8",
    Light.BLUE: "CFE2FA",
    Light.GREEN: "D3EFD6",
    Light.GREY: "E6E6E6",
}


def write_ledger(desk: Desk, actor: Actor, narrowing: Narrowing, stream: IO[bytes], *, at: datetime) -> int:
    """Write the ledger of a narrowing as of `at` into `stream` (.xlsx); returns how many assignments are in it.

    Raises Refused when nothing has been applied yet.
    """
    with desk.database.reading() as connection:
        sight = Sight(desk, connection, actor, at)
        programme = sight.lamp.office.catalog.programme
        note = say(N_("Year {year}; as of {day}."), year=sight.of_year(narrowing).year, day=sight.lamp.today)
        title = say(N_("{programme}: ledger"), programme=programme.title)
        sums = _Sums()
        rows = _rows(sight, narrowing, sums)
        ledger = Sheet(say(N_("Ledger")), _columns(), rows, title=title, note=note)
        write_workbook(stream, [ledger, sums.sheet(say(N_("{programme}: sums"), programme=programme.title), note)])
        return sums.entries


class _Sums:
    """What the ledger adds up to by category, counted while its rows go by."""

    def __init__(self) -> None:
        self.entries = 0
        self._found: dict[str, list[int]] = {}

    def count(self, category: str, done: bool, late: bool) -> int:
        """Add an entry; returns its number."""
        self.entries += 1
        sums = self._found.setdefault(category, [0, 0, 0, 0])
        for at, one in enumerate((True, done, late, not (done or late))):
            sums[at] += one
        return self.entries

    def sheet(self, title: str, note: str) -> Sheet:
        """The sums and their chart; its rows are asked for behind the ledger's."""
        name = say(N_("Sums"))
        headings = [say(each) for each in _SUMMED]
        columns = [Column(headings[0], 30), *(Column(heading, 12, "number") for heading in headings[1:])]

        def chart() -> Any:
            series = [(headings[at + 1], [sums[at] for sums in self._found.values()]) for at in (1, 2, 3)]
            return drawn(Chart(title, "stacked", list(self._found), series), Place(name, 3, 1, (3, 4, 5)))

        return Sheet(name, columns, self._rows(), title, note, chart)

    def _rows(self) -> Iterator[list[Cell]]:
        for category, sums in self._found.items():
            yield [category, *sums]


def _columns() -> list[Column]:
    lights = {light_name(light): colour for light, colour in _COLOURS.items()}
    return [
        Column(say(N_("Entry")), 6, "number"),
        Column(say(N_("Category")), 14),
        Column(say(N_("Indicator group")), 12),
        Column(say(N_("No.")), 8),
        Column(say(N_("Requirement and content")), 44),
        Column(say(N_("Time in the table")), 30),
        Column(say(N_("Period")), 12),
        Column(say(N_("Lead unit")), 14),
        Column(say(N_("Cooperating units")), 18),
        Column(say(N_("Due")), 12, "day"),
        Column(say(N_("Received")), 12, "day"),
        Column(say(N_("Stage")), 10),
        Column(say(N_("Light")), 8, "text", lights),
        Column(say(N_("Pieces of evidence")), 8, "number"),
        Column(say(N_("Points")), 8, "points"),
        Column(say(N_("Score")), 8, "points"),
    ]


def _rows(sight: Sight, narrowing: Narrowing, sums: _Sums) -> Iterator[list[Cell]]:
    for indicator in indicators_of(sight, narrowing):
        found = list(cases_of(sight, narrowing, indicator))
        evidence = standing.evidence_of(sight.connection, [case.id for case, _ in found])
        for case, light in found:
            done, late = case.row.stage_kind in (StageKind.SCORE, StageKind.DONE), light == Light.RED
            entry = sums.count(case.definition.category, done, late and not done)
            pieces = sum(row.state != ItemState.REPLACED for row in evidence.get(case.id, ()))
            yield _row(entry, case, light, pieces)


def _row(entry: int, case: Case, light: str, pieces: int) -> list[Cell]:
    line, asked = listed(case, light), case.definition
    return [
        entry,
        asked.category,
        asked.group,
        asked.number,
        asked.requirement,
        asked.time_text,
        line.period,
        line.unit_name,
        "、".join(asked.cooperating),
        line.due_on,
        line.received_on,
        line.stage_title,
        light_name(line.light),
        pieces,
        Decimal(line.points) / 100,
        None if line.score is None else Decimal(line.score) / 100,
    ]
