"""The portal as its users meet it: a house that is open, its doors for requests, and a browser before it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from at_the_office import Office
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from playwright.sync_api import Browser, BrowserContext, Page

from engine.runtime import Clock, Runtime

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

Api = Callable[..., TestClient]
"""Opens a program with a token of a person."""
