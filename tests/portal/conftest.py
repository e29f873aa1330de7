"""Fixtures of the portal: a client for requests, and a real server with a real browser for pages."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
import uvicorn
from at_the_office import Office
from definitions_folder import definitions_folder
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, sync_playwright
from portal_house import PASSWORD, TODAY, Api, Door, House, MovableClock, Site
from small_programme import at

from engine.domain.token_scope import EVERYTHING, TokenScope
from engine.runtime import Runtime
from engine.services.doors import sign_in, tokens
from engine.settings import Settings
from engine.store.database import Database
from portal.app import create_app


@pytest.fixture
def house(sqlite_database: Database, tmp_path: Path) -> House:
    """Pages have nothing to do with the kind of database: services are tested on both."""
    office = Office.open(sqlite_database, TODAY)
    clock = MovableClock(at(TODAY))
    settings = Settings(
        home=tmp_path / "home",
        database=str(sqlite_database.url),
        definitions=definitions_folder(office.desk.catalog(), tmp_path / "definitions"),
    )
    settings.home.mkdir()
    runtime = Runtime(settings, office.desk, clock)
    _open_accounts(office, clock.now())
    return House(office, runtime, clock, create_app(runtime))


def _open_accounts(office: Office, now: datetime) -> None:
    sign_in.open_to_samples(office.desk, PASSWORD, at=now)


@pytest.fixture
def office(house: House) -> Office:
    """The small programme behind the portal."""
    return house.office


@pytest.fixture
def door(house: House) -> Iterator[Callable[[str], Door]]:
    """Clients by person id; an empty id is somebody who has not signed in."""
    opened: list[Door] = []

    def client(person: str) -> Door:
        made = Door(house.app, raise_server_exceptions=False)
        made.__enter__()
        opened.append(made)
        if person:
            answer = made.post("/sign-in", data={"name": person, "password": PASSWORD}, follow_redirects=False)
            assert answer.status_code == 303, answer.text
        return made

    yield client
    for each in opened:
        each.__exit__(None, None, None)


@pytest.fixture
def api(house: House) -> Api:
    """Programs with a token of a person, good for everything or for the scopes named; they read English."""

    def program(person: str, *scopes: TokenScope) -> TestClient:
        desk = house.office.desk
        made = tokens.create(desk, desk.person(person), "a test", scopes or EVERYTHING, at=house.clock.now())
        return TestClient(
            house.app,
            base_url="http://testserver/api/v1/",
            headers={"authorization": f"Bearer {made.secret}", "accept-language": "en"},
            raise_server_exceptions=False,
        )

    return program


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The machine's own Chromium. On CI it must be there; elsewhere tests of pages are skipped without it."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("chromium is missing: .ci/run installs it")
        pytest.skip("no chromium on this machine (.ci/run installs it)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def site(house: House, chromium: Browser) -> Iterator[Site]:
    """The portal of `house` on a free port, and browsers before it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = uvicorn.Server(uvicorn.Config(house.app, host="127.0.0.1", port=port, log_level="warning", lifespan="on"))
    house.app.state.stopping = lambda: server.should_exit
    thread = threading.Thread(target=server.run)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    opened = Site(house, f"http://127.0.0.1:{port}", chromium)
    try:
        yield opened
        assert opened.complaints == []
    finally:
        for context in opened.contexts:
            context.close()
        server.should_exit = True
        thread.join(20)
