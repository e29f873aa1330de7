"""Assignments in the table's own order, indicator by indicator, so that thousands are never held together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from engine.domain.narrowing import Narrowing
from engine.services.cases import Case
from engine.services.looking.sight import Sight
from engine.store.looking import boards


def indicators_of(sight: Sight, narrowing: Narrowing) -> list[str]:
    """The indicators a narrowing may have assignments of, in the table's order."""
    wanted = narrowing.indicator
    return [name for name in sight.titles if not wanted or name == wanted]


def cases_of(sight: Sight, narrowing: Narrowing, indicator: str) -> Iterator[tuple[Case, str]]:
    """One indicator's assignments with their lights, by due date (none last), period and unit."""
    rows = sorted(
        boards.every(sight.connection, sight.of_rows(sight.of_year(narrowing).but(indicator=indicator))),
        key=lambda row: (row.due_on or date.max, row.period, row.unit_name, row.id),
    )
    for row in rows:
        definition = sight.desk.book.definition(sight.connection, row.definition_id)
        yield Case(row, definition, sight.lamp.office, sight.at, sight.lamp.today), str(row.light)
