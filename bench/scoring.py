"""`score`: what is approved scored in bulk, less for late days, beside one UPDATE in plain sqlite3."""

from __future__ import annotations

from pathlib import Path

from bench.bulk import bulk
from bench.office import OPENING, SCORING, installation
from bench.raw import Raw
from bench.rounds import Stopwatch
from bench.row import Row
from bench.sizes import Size
from engine.catalog import Catalog
from engine.services.desk import Desk
from engine.services.programme.sums import recount
from engine.services.scoring.score import score_due
from engine.services.work.issue import issue


def measure(size: Size, folder: Path) -> Row:
    """Assignments scored a second, each with its history row and in the chain."""
    return bulk("score", size, folder, _round, "sqlite3 UPDATE")


def _round(programme: Catalog, units: int, folder: Path) -> tuple[float, float]:
    ours, theirs = Stopwatch(), Stopwatch()
    periods = len(programme.definitions)
    with installation(folder, programme) as desk:
        issue(desk, at=OPENING)
        _hand_in(desk)
        recount(desk)  # what was written past the services is in no sum yet
        raw = Raw(folder / "raw.db", units)
        raw.open(periods)
        raw.hand_in()
        theirs.measure(raw.score)
        raw.close()
        done = ours.measure(lambda: score_due(desk, at=SCORING))
    if done != units * periods:
        raise AssertionError(f"{done} scored, {units * periods} expected")
    return ours.seconds, theirs.seconds


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
