"""`rehearse`: the whole year of the shipped programme with 5,000 service units, beside the minute it may take."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import Final

from bench.office import DEFINITIONS
from bench.row import Row
from bench.sizes import Size
from engine.catalog import load
from engine.services.rehearsal import rehearsal_in_memory

_ALLOWED: Final = 60.0


def measure(size: Size, folder: Path) -> Row:
    """Seconds for one rehearsal, reading the definitions included. Once: a year averages by itself."""
    start, worked = time.perf_counter(), time.process_time()
    catalog = load(DEFINITIONS)
    until = date(catalog.year, size.months, 28 if size.months < 12 else 31)
    rehearsal_in_memory(catalog, seed=7, units=size.rehearsed, until=until)
    seconds, worked = time.perf_counter() - start, time.process_time() - worked
    told = f"{len(catalog.definitions)} indicators, {size.rehearsed:,} service units"
    return Row(
        "rehearse",
        seconds,
        "s",
        _ALLOWED,
        _ALLOWED / seconds,
        "at_least",
        1.0,
        "the minute allowed",
        (f"{told}; {worked:.0f} s of it this process worked; the ratio is allowed / taken",),
    )
