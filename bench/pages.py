"""`page.…`: whole pages from a real portal process, with session and permissions, beside the same with static rows."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Final

from bench.office import catalog, installation
from bench.rounds import Rounds, Stopwatch, in_turns
from bench.row import Row
from bench.sizes import Size
from bench.year import DAYS, NOW, play
from engine.domain.actor import Actor
from engine.services.desk import Desk
from engine.services.doors import sign_in
from engine.services.rehearsal.people import People
from portal.visit import COOKIE

_SLICE: Final = 5
Reader = Callable[[People], Actor]


def inbox(size: Size, folder: Path) -> Row:
    """Requests a second of a service unit's inbox."""
    return _measured("inbox", _clerk, size, folder)


def board(size: Size, folder: Path) -> Row:
    """Requests a second of the creation office's board, by category, with its list of fifty."""
    return _measured("board", lambda people: people.officers[0], size, folder)


def _measured(name: str, reader: Reader, size: Size, folder: Path) -> Row:
    programme = catalog(size.page_indicators, size.units, days=DAYS)
    with installation(folder, programme) as desk:
        number = play(desk)
        token = _let_in(desk, reader(People.read(desk)))
    rounds, length = Rounds(), 0
    with _served(folder) as connection:
        get = partial(_get, connection, token)
        get(f"/{name}?light=red")  # the process has warmed up
        anew = min(_seconds(partial(get, f"/{name}?light={light}")) for light in ("green", "yellow", "blue"))
        length = len(get(f"/{name}"))
        get(f"/bench/{name}")
        for _ in range(size.rounds):
            ours, static = in_turns(
                [(partial(_several, get, f"/{name}"), partial(_several, get, f"/bench/{name}"))] * size.pages
            )
            requests = _SLICE * size.pages
            rounds.add(requests / ours, requests / static)
    note = (
        f"{number:,} assignments, one connection, {length / 1000:,.0f} kB a page; "
        f"not asked since the last act: {anew * 1000:,.0f} ms"
    )
    against = "the same page with static rows"
    return Row(f"page.{name}", rounds.ours, "requests/s", rounds.limit, rounds.ratio, "at_least", 0.5, against, (note,))


def _clerk(people: People) -> Actor:
    office = people.office
    found = next(people.clerk(unit.id) for unit in office.units if unit.service and people.clerk(unit.id))
    assert found is not None
    return found


def _let_in(desk: Desk, actor: Actor) -> str:
    return sign_in.enter(desk, actor.id, via=sign_in.BY_PASSWORD, at=NOW).token


def _seconds(doing: Callable[[], object]) -> float:
    watch = Stopwatch()
    watch.measure(doing)
    return watch.seconds


def _several(get: Callable[[str], bytes], path: str) -> None:
    for _ in range(_SLICE):
        get(path)


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
