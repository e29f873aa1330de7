"""What the two bulk rows share: a small and a large programme, ours and the limit in turns, one row told of both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bench.office import catalog
from bench.rounds import Rounds
from bench.row import Row
from bench.sizes import Size
from engine.catalog import Catalog

Round = Callable[[Catalog, int, Path], tuple[float, float]]
"""Seconds of ours and of the limit for one programme with so many units, in a folder of its own."""


def bulk(name: str, size: Size, folder: Path, round_of: Round, against: str) -> Row:
    """Assignments a second, all of `size` in one call; the note tells of one period alone."""
    small, large = Rounds(), Rounds()
    programmes = ((small, catalog(1, size.units), "few"), (large, catalog(size.indicators, size.units), "many"))
    for number in range(size.rounds):
        for rounds, programme, home in programmes:
            ours, limit = round_of(programme, size.units, folder / f"{home}-{number}")
            assignments = size.units * len(programme.definitions)
            rounds.add(assignments / ours, assignments / limit)
    return Row(
        name,
        large.ours,
        "assignments/s",
        large.limit,
        large.ratio,
        "at_least",
        0.5,
        against,
        (
            f"{size.units * size.indicators:,} assignments in one call; "
            f"{size.units:,} alone: {small.ours:,.0f}/s, {small.ratio:.2f} of the limit",
        ),
    )
