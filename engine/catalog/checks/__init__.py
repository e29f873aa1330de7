"""What no file can know alone: names that must exist elsewhere, ids that must be the only ones, dates that must fit."""

from __future__ import annotations

from collections.abc import Iterator

from engine.catalog.checks import indicators, notices, programme, scoring, table, times, units, years
from engine.catalog.draft import Draft
from engine.catalog.problems import Finding


def across(draft: Draft) -> Iterator[Finding]:
    """Every fault between the files of a programme."""
    yield from programme.check(draft)
    yield from units.check(draft)
    yield from notices.check(draft)
    yield from table.check(draft)
    for file, indicator in draft.indicators.items():
        yield from indicators.check(draft, file, indicator)
        yield from scoring.check(file, indicator)
    yield from times.check(draft)
    yield from years.check(draft)
