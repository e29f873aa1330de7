"""`page.…`: whole pages from a real portal process, with session and permissions, beside the same with static rows.

Two rows for each page: asked again, when the answer has been kept, and asked for the first time after an act.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Final

from bench.office import catalog, installation
from bench.rounds import Rounds, in_turns
from bench.row import Row
from bench.sizes import Size
from bench.year import DAYS, NOW, play
from engine.domain.actor import Actor
from engine.services.desk import Desk
from engine.services.doors import sign_in
from engine.services.rehearsal.people import People
from engine.services.work.accept import Accept, accept
from engine.store.work import standing
from portal.visit import COOKIE

_SLICE: Final = 5
_WARM: Final = 3
_MOST: Final = 500
Reader = Callable[[People], Actor]


def inbox(size: Size, folder: Path) -> Sequence[Row]:
    """Requests a second of a service unit's inbox."""
    return _measured("inbox", _clerk, size, folder)


def board(size: Size, folder: Path) -> Sequence[Row]:
    """Requests a second of the creation office's board, by category, with its list of fifty."""
    return _measured("board", lambda people: people.officers[0], size, folder)


def _measured(name: str, reader: Reader, size: Size, folder: Path) -> Sequence[Row]:
    programme = catalog(size.page_indicators, size.units, days=DAYS)
    again, first = Rounds(), Rounds()
    with installation(folder, programme) as desk:
        number = play(desk)
        people = People.read(desk)
        token = _let_in(desk, reader(people))
        act = partial(next, _acts(desk, people))
        with _served(folder) as connection:
            get = partial(_get, connection, token)
            ours, static = (partial(get, path) for path in (f"/{name}", f"/bench/{name}"))
            length = len(ours())
            for _ in range(_WARM):
                act(), ours(), static()
            for _ in range(size.rounds):
                _, mine, theirs = in_turns([(act, ours, static)] * size.pages)
                first.add(size.pages / mine, size.pages / theirs)
                mine, theirs = in_turns([(partial(_several, ours), partial(_several, static))] * size.pages)
                again.add(_SLICE * size.pages / mine, _SLICE * size.pages / theirs)
    told = f"{number:,} assignments, one connection, {length / 1000:,.0f} kB a page"
    return [
        _row(f"page.{name}", again, f"{told}; asked again: the answer was kept"),
        _row(f"page.{name}.first", first, f"{told}; asked for the first time after an act, each time"),
    ]


def _row(name: str, rounds: Rounds, note: str) -> Row:
    against = "the same page with static rows"
    return Row(name, rounds.ours, "requests/s", rounds.limit, rounds.ratio, "at_least", 0.5, against, (note,))


def _acts(desk: Desk, people: People) -> Iterator[None]:
    """Acts of people, one by one: units accept work."""
    with desk.database.reading() as connection:
        rows = standing.standings(connection, standing.at_stage(connection, "assign")[:_MOST])
    for row in rows.values():
        clerk = people.clerk(row.unit_id)
        if clerk is not None:
            accept(desk, [Accept(row.id, clerk)], at=NOW)
            yield


def _clerk(people: People) -> Actor:
    office = people.office
    found = next(people.clerk(unit.id) for unit in office.units if unit.service and people.clerk(unit.id))
    assert found is not None
    return found


def _let_in(desk: Desk, actor: Actor) -> str:
    return sign_in.enter(desk, actor.id, via=sign_in.BY_PASSWORD, at=NOW).token


def _several(get: Callable[[], bytes]) -> None:
    for _ in range(_SLICE):
        get()


def _get(connection: HTTPConnection, token: str, path: str) -> bytes:
    connection.request("GET", path, headers={"cookie": f"{COOKIE}={token}"})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise AssertionError(f"{path}: {answer.status} {body[:500]!r}")
    return body


@contextmanager
def _served(home: Path) -> Iterator[HTTPConnection]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "bench.portal_process", str(home), str(port)])
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        _await(connection, process)
        yield connection
    finally:
        connection.close()
        process.terminate()
        process.wait(30)


def _await(connection: HTTPConnection, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            connection.connect()
            return
        except ConnectionError:
            if process.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.1)
