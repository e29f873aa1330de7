"""`score`: what is approved scored in bulk, less for late days, beside one UPDATE in plain sqlite3."""

from __future__ import annotations

from pathlib import Path

from bench.office import OPENING, SCORING, catalog, installation
from bench.raw import Raw
from bench.rounds import Rounds, Stopwatch
from bench.row import Row
from bench.sizes import Size
from engine.catalog import Catalog
from engine.services.desk import Desk
from engine.services.issue import issue
from engine.services.score import score_due


def measure(size: Size, folder: Path) -> Row:
    """Assignments scored a second, each with its history row and in the chain."""
    small, large = catalog(1, size.units), catalog(size.indicators, size.units)
    few, many = Rounds(), Rounds()
    for number in range(size.rounds):
        few.add(*_round(small, size.units, folder / f"few-{number}"))
        many.add(*_round(large, size.units, folder / f"many-{number}"))
    return Row(
        "score",
        many.ours,
        "assignments/s",
        many.limit,
        many.ratio,
        "at_least",
        0.5,
        "sqlite3 UPDATE",
        (
            f"{size.units * size.indicators:,} assignments in one call; "
            f"{size.units:,} alone: {few.ours:,.0f}/s, {few.ratio:.2f} of the limit",
        ),
    )


def _round(programme: Catalog, units: int, folder: Path) -> tuple[float, float]:
    ours, theirs = Stopwatch(), Stopwatch()
    periods = len(programme.definitions)
    with installation(folder, programme) as desk:
        issue(desk, at=OPENING)
        _hand_in(desk)
        raw = Raw(folder / "raw.db", units)
        raw.open(periods)
        raw.hand_in()
        theirs.measure(raw.score)
        raw.close()
        done = ours.measure(lambda: score_due(desk, at=SCORING))
    if done != units * periods:
        raise AssertionError(f"{done} scored, {units * periods} expected")
    return units * periods / ours.seconds, units * periods / theirs.seconds


def _hand_in(desk: Desk) -> None:
    """Everything reported and approved, some of it late, as the limit has it; how it got there is not measured."""
    with desk.database.transaction() as connection:
        connection.exec_driver_sql(
            "INSERT INTO figure (assignment_id, measure, slice, numerator, denominator, act_id)"
            " SELECT id, 'verified', '', id % 120, 100, act_id FROM assignment"
        )
        connection.exec_driver_sql(
            "UPDATE assignment SET stage = 'score', stage_kind = 'score',"
            " received_on = date('2022-05-31', (id % 20 - 10) || ' days')"
        )
