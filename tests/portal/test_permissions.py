"""Every route × every role × own and foreign unit: what is answered is what the table says, and nothing is left out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from permission_table import ROLES, Scene, lines, routes, scene
from portal_house import Door
from sqlalchemy import select
from sqlmodel import SQLModel

from engine.store.database import Database

TABLE = lines()
AUDITOR_MAY = {
    "asks only": {
        "POST /api/v1/bulk/preview",
        "POST /api/v1/packages/verify",
        "POST /documents/package/verify",
        "POST /history/chain",
        "POST /api/v1/history/chain",
    },
    "takes out what they may read, and the history says so": {"POST /documents/package", "POST /api/v1/packages"},
    "is their own": {
        *("POST /tokens", "POST /api/v1/tokens", "POST /webhooks", "POST /api/v1/webhooks"),
        *("POST /calendar/feed", "POST /calendar/feed/revoke"),
        *("POST /api/v1/calendar/feed", "DELETE /api/v1/calendar/feed"),
        *("POST /letters/read", "POST /api/v1/letters/read", "POST /preferences", "PUT /api/v1/preferences"),
        *("POST /contacts", "PUT /api/v1/contacts", "POST /password/elsewhere", "DELETE /api/v1/visits"),
        *("POST /language", "POST /sign-out"),
    },
}
"""Whatever an auditor may send that is no mere question, by why it changes nothing of the programme."""


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


def test_an_auditor_changes_nothing_but_their_own() -> None:
    found = {
        route
        for route, line in TABLE.items()
        if not route.startswith("GET ") and "ok" in (line.answers["own"]["auditor"], line.answers["foreign"]["auditor"])
    }
    assert found == set().union(*AUDITOR_MAY.values())


@pytest.mark.parametrize("route", sorted(set().union(*AUDITOR_MAY.values())))
def test_what_an_auditor_may_send_leaves_everything_of_the_programme_as_it_was(
    route: str, stage: Scene, client: Door
) -> None:
    stage.put_back()
    before = _programme(stage)
    assert stage.ask(client, "auditor", "foreign", route, TABLE[route]) == "ok"
    assert _programme(stage) == before


_THEIRS = {
    *("act", "visit", "account", "access_token", "webhook", "calendar_feed", "preference", "read_letter"),
    *("kept_answer", "verification"),
}
"""Tables in which somebody leaves what is their own: acts, doors, what they have read, what they have verified."""


def _programme(stage: Scene) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the other tables, the auditor's own contacts aside."""
    with stage.database.reading() as connection:
        rows = {
            table.name: connection.execute(select(table)).fetchall()
            for table in SQLModel.metadata.sorted_tables
            if table.name not in _THEIRS
        }
    rows["person"] = [row for row in rows["person"] if row.id != ROLES["auditor"].person]
    return {name: [tuple(row) for row in found] for name, found in rows.items()}


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
