"""Every route × every role × own and foreign unit: what is answered is what the table says, and nothing is left out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Door
from permission_table import ROLES, Scene, lines, routes, scene

from engine.store.database import Database

TABLE = lines()


@pytest.fixture(scope="module")
def stage(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("permissions")
    shutil.copy(sqlite_template, folder / "luoshi.db")
    database = Database(f"sqlite:///{folder / 'luoshi.db'}", durable=False)
    yield scene(database, folder)
    database.close()


@pytest.fixture(scope="module")
def client(stage: Scene) -> Iterator[Door]:
    with Door(stage.app, raise_server_exceptions=False) as opened:
        yield opened


def test_every_route_stands_in_the_table_and_no_other(stage: Scene) -> None:
    there = list(routes(stage.app))
    assert sorted(set(there) - set(TABLE)) == [], "write these into tests/portal/permissions/<area>.yaml"
    assert sorted(set(TABLE) - set(there)) == [], "these routes are gone"


def test_whatever_a_page_can_do_the_api_can() -> None:
    """Every page's line names its twins in the API, or says why it has none; what the twins are, is there."""
    pages = {route: line for route, line in TABLE.items() if " /api/" not in route}
    untold = sorted(route for route, line in pages.items() if bool(line.api) == bool(line.no_api))
    assert untold == [], "say `api: METHOD /api/v1/…` or `no_api: why not` (docs/portal.md)"
    named = {route: [line.api] if isinstance(line.api, str) else line.api for route, line in pages.items() if line.api}
    assert {route: twins for route, twins in named.items() if not set(twins) <= set(TABLE)} == {}
    changing = {
        route: twins
        for route, twins in named.items()
        if not route.startswith("GET ") and all(twin.startswith("GET ") for twin in twins)
    }
    assert changing == {}, "a page that changes something has a twin that does"


@pytest.mark.parametrize("route", sorted(TABLE))
def test_who_may(route: str, stage: Scene, client: Door) -> None:
    line, sides = TABLE[route], ("own", "foreign")
    told = {}
    for side in sides:
        for role in ROLES:
            stage.put_back()
            told[f"{role}, {side}"] = stage.ask(client, role, side, route, line)
    wanted = {f"{role}, {side}": line.answers[side][role] for side in sides for role in ROLES}
    differing = {who: f"{told[who]} instead of {answer}" for who, answer in wanted.items() if told[who] != answer}
    assert differing == {}, f"{line.file}: {route}"
