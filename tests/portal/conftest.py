"""The portal as its users meet it: a client for requests, and a real server with a real browser for pages."""

from __future__ import annotations

import os
import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from at_the_office import Office
from axe_playwright_python.sync_playwright import Axe
from definitions_folder import definitions_folder
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from small_programme import at

from engine.domain.token_scope import EVERYTHING, TokenScope
from engine.runtime import Clock, Runtime
from engine.services.doors import sign_in, tokens
from engine.settings import Settings
from engine.store.database import Database
from portal.app import create_app

TODAY = date(2022, 6, 15)
PASSWORD = "a long sample password"
DESKTOP, PHONE = (1280, 900), (390, 844)


@dataclass
class MovableClock(Clock):
    """The programme's clock in a test's hand; it goes on by itself from wherever it was set."""

    start: datetime
    _set: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        return self.start.astimezone(UTC) + timedelta(seconds=time.monotonic() - self._set)

    def move(self, by: timedelta) -> None:
        """Later, or earlier, by so much."""
        self.start += by


@dataclass(frozen=True)
class House:
    """A small programme opened on `TODAY`, with accounts for everybody in it, and its portal."""

    office: Office
    runtime: Runtime
    clock: MovableClock
    app: FastAPI


class Door(TestClient):
    """A client that is signed in as somebody and keeps the token of its visit's forms."""

    def post_form(self, url: str, data: dict[str, Any] | None = None, **more: Any) -> Response:
        """Post a form as a browser does: with the token of this visit, without following where it leads."""
        token = sign_in_token(self)
        return self.post(url, data={"csrf": token, **(data or {})}, follow_redirects=False, **more)


def sign_in_token(client: TestClient) -> str:
    from portal.visit import COOKIE, csrf_of

    return csrf_of(client.cookies.get(COOKIE, ""))


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


Api = Callable[..., TestClient]


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


@dataclass
class Site:
    """A served portal and browsers before it."""

    house: House
    address: str
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def page(self, person: str = "", size: tuple[int, int] = DESKTOP, *, language: str = "zh-CN") -> Page:
        """A page of a browser of its own, signed in as somebody. What its console complains of fails the test."""
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale=language,
            base_url=self.address,
            has_touch=size == PHONE,
        )
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda said: (
                self.complaints.append(f"{page.url}: {said.text}")
                if said.type == "error" and not _REFUSED.search(said.text)
                else None
            ),
        )
        if person:
            self.sign_in(page, person)
        return page

    def sign_in(self, page: Page, person: str, password: str = PASSWORD) -> None:
        """Through the form, as a person does."""
        page.goto("/sign-in")
        page.get_by_label("账号").fill(person)
        page.get_by_label("口令").fill(password)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)

    def faults(self, page: Page) -> list[str]:
        """What axe finds serious or critical on a page, as sentences with the place."""
        page.wait_for_load_state("load")  # a press may have led here: what has no style yet would be judged
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
        return [
            f"{page.url} {violation['id']}: {node['target']} {node['failureSummary']}"
            for violation in found.response["violations"]
            if violation["impact"] in ("serious", "critical")
            for node in violation["nodes"]
        ]


_REFUSED = re.compile(r"the server responded with a status of (401|403|404|409|413|422)|net::ERR_CONNECTION_RESET")
"""A refusal is an answer, and a connection that a test cuts is meant; the browser notes both in its console."""


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
