"""`open`: periods opened for thousands of units by `issue`, beside INSERT … SELECT in plain sqlite3."""

from __future__ import annotations

from pathlib import Path

from bench.bulk import bulk
from bench.office import OPENING, installation
from bench.raw import Raw
from bench.rounds import Stopwatch
from bench.row import Row
from bench.sizes import Size
from engine.catalog import Catalog
from engine.services.work.issue import issue


def measure(size: Size, folder: Path) -> Row:
    """Assignments opened a second with all the product's own work: people asked, history, chain, announcement."""
    return bulk("open", size, folder, _round, "sqlite3 INSERT … SELECT")


def _round(programme: Catalog, units: int, folder: Path) -> tuple[float, float]:
    ours, theirs = Stopwatch(), Stopwatch()
    periods = len(programme.definitions)
    with installation(folder, programme) as desk:
        raw = Raw(folder / "raw.db", units)
        theirs.measure(lambda: raw.open(periods))
        raw.close()
        ours.measure(lambda: issue(desk, at=OPENING))
    return ours.seconds, theirs.seconds
