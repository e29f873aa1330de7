"""`open`: periods opened for thousands of units by `issue`, beside INSERT … SELECT in plain sqlite3."""

from __future__ import annotations

from pathlib import Path

from bench.office import OPENING, catalog, installation
from bench.raw import Raw
from bench.rounds import Rounds, Stopwatch
from bench.row import Row
from bench.sizes import Size
from engine.catalog import Catalog
from engine.services.issue import issue


def measure(size: Size, folder: Path) -> Row:
    """Assignments opened a second with all the product's own work: people asked, history, chain, announcement."""
    small, large = catalog(1, size.units), catalog(size.indicators, size.units)
    few, many = Rounds(), Rounds()
    for number in range(size.rounds):
        few.add(*_round(small, size.units, folder / f"few-{number}"))
        many.add(*_round(large, size.units, folder / f"many-{number}"))
    return Row(
        "open",
        many.ours,
        "assignments/s",
        many.limit,
        many.ratio,
        "at_least",
        0.5,
        "sqlite3 INSERT … SELECT",
        (
            f"{size.units * size.indicators:,} assignments in one call; "
            f"{size.units:,} alone: {few.ours:,.0f}/s, {few.ratio:.2f} of the limit",
        ),
    )


def _round(programme: Catalog, units: int, folder: Path) -> tuple[float, float]:
    ours, theirs = Stopwatch(), Stopwatch()
    periods = len(programme.definitions)
    with installation(folder, programme) as desk:
        raw = Raw(folder / "raw.db", units)
        theirs.measure(lambda: raw.open(periods))
        raw.close()
        ours.measure(lambda: issue(desk, at=OPENING))
    return units * periods / ours.seconds, units * periods / theirs.seconds
