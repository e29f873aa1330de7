"""`make pictures`: the shipped programme rehearsed to a day in August, its portal served, and its pages photographed.

The people, sub-districts and points in the pictures are the labelled samples; the requirements are the table's.
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from engine import catalog as catalogs
from engine.domain.vocabulary import StageKind
from engine.runtime import Clock, Runtime
from engine.services.doors import sign_in
from engine.services.looking import ask
from engine.services.rehearsal import rehearse
from engine.services.sweep import sweep
from engine.settings import Settings
from portal.app import create_app

ROOT = Path(__file__).resolve().parent.parent
INTO = ROOT / "docs" / "pictures"
MOMENT = datetime(2022, 8, 10, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SEED = 7
PASSWORD = "only for these pictures"
DESK, PHONE = (1280, 860), (390, 844)

OFFICE, ADMINISTRATOR = "qu-chuangjian-ban-office-1", "qu-chuangjian-ban-administrator"
BUREAU, SHOP = "qu-shijian-ju-clerk", "shop-06-clerk"
REVIEWED = "qu-shizheng-ju"


class Standing(Clock):
    """The moment of the pictures, going on from there."""

    def __init__(self) -> None:
        self._begun = time.monotonic()

    def now(self) -> datetime:
        """The moment of the pictures and what has passed since, in UTC."""
        return MOMENT.astimezone(UTC) + timedelta(seconds=time.monotonic() - self._begun)


@dataclass(frozen=True)
class Picture:
    """One picture: its file's name, whose screen, the address, how large, and what is done on the page first."""

    name: str
    person: str
    address: str
    size: tuple[int, int] = DESK
    before: Callable[[Page], None] | None = None
    language: str = "zh-CN"


PICTURES = (
    Picture("sign-in", "", "/sign-in"),
    Picture("board", OFFICE, "/board"),
    Picture("board-english", OFFICE, "/board", language="en"),
    Picture("ranking", OFFICE, "/board/ranking"),
    Picture("trend", OFFICE, "/board/trend"),
    Picture("review-queue", OFFICE, "/review"),
    Picture("review", OFFICE, "/review/{reviewed}"),
    Picture("requests", OFFICE, "/requests"),
    Picture("many", OFFICE, "/bulk?light=red"),
    Picture("recognition", OFFICE, "/recognition"),
    Picture("flows", OFFICE, "/flows"),
    Picture("notices", OFFICE, "/notices"),
    Picture("history", OFFICE, "/history"),
    Picture("people", ADMINISTRATOR, "/people"),
    Picture("units", ADMINISTRATOR, "/units"),
    Picture("rosters", ADMINISTRATOR, "/rosters"),
    Picture("unowned", ADMINISTRATOR, "/unowned"),
    Picture("scan", ADMINISTRATOR, "/scan"),
    Picture("inbox", BUREAU, "/inbox"),
    Picture("calendar", BUREAU, "/calendar"),
    Picture("letters", BUREAU, "/letters"),
    Picture("standing", BUREAU, "/standing"),
    Picture("assignment", BUREAU, "/assignments/{collected}"),
    Picture("calendar-phone", SHOP, "/calendar", PHONE),
    Picture("inbox-phone", SHOP, "/inbox", PHONE),
    Picture("assignment-phone", SHOP, "/assignments/{small}", PHONE),
    Picture("board-phone", OFFICE, "/board", PHONE),
)


def main(only: list[str]) -> int:
    """Take every picture, or those whose names begin with one of `only`; exit 1 without a browser."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        print("Chromium is missing: `apt-get install chromium fonts-noto-cjk`, or set CHROMIUM.", file=sys.stderr)
        return 1
    wanted = [each for each in PICTURES if not only or each.name.startswith(tuple(only))]
    with tempfile.TemporaryDirectory() as folder, _rehearsed(Path(folder)) as runtime, _served(runtime) as address:
        places = _places(runtime)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
            for each in wanted:
                _take(browser, address, each, each.address.format(**places))
                print(f"wrote docs/pictures/{each.name}.png")
            browser.close()
    return 0


@contextmanager
def _rehearsed(folder: Path) -> Iterator[Runtime]:
    settings = Settings(home=folder / "home")
    opened = Runtime.open(settings)
    runtime = Runtime(settings, opened.desk, Standing())
    try:
        programme = catalogs.load(ROOT / "definitions" / "chongchuan-2022")
        rehearse(runtime.desk, programme, seed=SEED, until=(MOMENT - timedelta(days=1)).date())
        sweep(runtime.desk, at=runtime.clock.now())
        sign_in.open_to_samples(runtime.desk, PASSWORD, at=runtime.clock.now())
        yield runtime
    finally:
        opened.close()


@contextmanager
def _served(runtime: Runtime) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    app = create_app(runtime)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning"))
    app.state.stopping = lambda: server.should_exit
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(20)


def _places(runtime: Runtime) -> dict[str, int]:
    """Numbers of assignments that show something: one in review, a bureau's and a shop's that are being collected."""

    def first(kind: StageKind, unit: str | None = None) -> int:
        found = ask.assignments(runtime.desk, at=runtime.clock.now(), stage_kind=kind, unit=unit)
        if not found:
            raise SystemExit(f"nothing of {unit} stands at {kind}: choose another day or seed")
        return found[0].id

    return {
        "reviewed": first(StageKind.REVIEW, REVIEWED),
        "collected": first(StageKind.COLLECT, "qu-shijian-ju"),
        "small": first(StageKind.COLLECT, "shop-06"),
    }


def _take(browser: Browser, address: str, picture: Picture, path: str) -> None:
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale=picture.language,
        base_url=address,
        reduced_motion="reduce",
        has_touch=picture.size == PHONE,
    )
    # The portal asks this cookie, which its own switch sets, and not the browser's language.
    context.add_cookies([{"name": "language", "value": picture.language[:2], "url": address}])
    page = context.new_page()
    if picture.person:
        page.goto("/sign-in")
        page.locator("#name").fill(picture.person)
        page.locator("#password").fill(PASSWORD)
        page.locator("form[action='/sign-in'] button[type=submit]").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)
    page.goto(path)
    if picture.before:
        picture.before(page)
    page.wait_for_timeout(800)  # charts draw themselves
    page.screenshot(path=INTO / f"{picture.name}.png")
    context.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
