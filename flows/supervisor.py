"""Keeps the Prefect server, the runner and the portal alive as children of this process, and takes them along."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from types import FrameType
from typing import TYPE_CHECKING, Final

import httpx

from engine.errors import Unavailable
from engine.wording import N_
from flows.child import Child
from flows.surroundings import HOST, environment, runner_log

if TYPE_CHECKING:
    from engine.settings import Settings

_BOOT: Final = 120.0
_GRACE: Final = 15.0
_SERVER_SILENT: Final = ("server-silent", N_("The Prefect server does not come up."))
_PORTAL_SILENT: Final = ("portal-silent", N_("The portal does not come up."))
_DEAF: Final = 12
"""So many health checks in a row without an answer, five seconds apart, and the server is restarted."""


class Supervisor:
    """Server, runner and portal. Not thread-safe: one thread starts, tends and stops them."""

    def __init__(self, settings: Settings, told: Callable[[str], None] = lambda _name: None) -> None:
        logs, env = settings.logs, environment(settings)
        settings.prefect_home.mkdir(parents=True, exist_ok=True)
        python = sys.executable
        start = [python, "-m", "prefect", "server", "start", "--host", HOST, "--port", str(settings.prefect_port)]
        self.server = Child("server", start, env, logs / "prefect-server.log")
        self.runner = Child("runner", [python, "-m", "flows.serve"], env, runner_log(settings))
        self.portal = Child("portal", [python, "-m", "cli.main", "portal"], env, logs / "portal.log")
        self._children = (self.portal, self.runner, self.server)
        self._portal_health = f"http://127.0.0.1:{settings.portal_port}/health"
        self._health = f"{settings.prefect_api}/health"
        user, _, password = settings.prefect_auth.get_secret_value().partition(":")
        self._auth = (user, password) if user else None
        self._told = told
        self._deaf = 0
        self._checked = 0.0

    def start(self, stopping: threading.Event | None = None) -> None:
        """Start the portal and the server, wait until both answer, then start the runner.

        Raises Unavailable `server-silent` or `portal-silent`.
        """
        self.portal.start()
        self.boot(stopping)
        if stopping is None or not stopping.is_set():
            self._wait_for(self.portal, self._portal_answers, _PORTAL_SILENT, stopping)
        if stopping is None or not stopping.is_set():
            self.runner.start()

    def boot(self, stopping: threading.Event | None = None) -> None:
        """Start the server alone and wait until it answers."""
        self.server.start()
        self._wait_for(self.server, self.answers, _SERVER_SILENT, stopping)

    def answers(self) -> bool:
        """Whether the server says it is healthy."""
        return self._healthy(self._health, self._auth)

    def _portal_answers(self) -> bool:
        return self._healthy(self._portal_health, None)

    @staticmethod
    def _healthy(address: str, auth: tuple[str, str] | None) -> bool:
        try:
            return httpx.get(address, timeout=5, trust_env=False, auth=auth).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    def _wait_for(
        self, child: Child, answers: Callable[[], bool], silent: tuple[str, str], stopping: threading.Event | None
    ) -> None:
        until = time.monotonic() + _BOOT
        while not answers():
            if stopping is not None and stopping.wait(0.2):
                return
            if time.monotonic() > until:
                self.stop()
                code, sentence = silent
                raise Unavailable(code, sentence, hint=N_("Its own words are in {log}."), log=child.log)
            child.tend(self._told)
            time.sleep(0.2)

    def tend(self) -> None:
        """One look: restart what has died, and a server that lives but has not answered for a minute."""
        for child in self._children:
            child.tend(self._told)
        now = time.monotonic()
        if self.server.pid is None or now - self._checked < 5:
            return
        self._checked = now
        self._deaf = 0 if self.answers() else self._deaf + 1
        if self._deaf >= _DEAF:
            self._deaf = 0
            self.server.ask_to_stop()

    def stop(self) -> None:
        """Stop the runner before the server, so that nothing it does is cut off from its server."""
        for child in self._children:
            child.ask_to_stop()
            child.stop(time.monotonic() + _GRACE)

    def run(self, stopping: threading.Event) -> None:
        """Tend both until told to stop, then stop both."""
        try:
            while not stopping.wait(0.5):
                self.tend()
        finally:
            self.stop()


@contextmanager
def stop_signals(stopping: threading.Event) -> Iterator[None]:
    """Inside the block SIGINT and SIGTERM set `stopping`; afterwards they mean what they meant before.

    A handler runs in the middle of anything, of `stopping.wait()` or of itself when signals come two at once, as make
    and a terminal send them: setting the event there can wait for a lock that the interrupted code holds, for ever.
    So it leaves a word only, and a thread passes it on.
    """
    heard: SimpleQueue[bool] = SimpleQueue()

    def pass_on() -> None:
        while heard.get():
            stopping.set()

    def stop(_number: int, _frame: FrameType | None) -> None:
        heard.put(True)

    listener = threading.Thread(target=pass_on, name="stop-signals", daemon=True)
    listener.start()
    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        heard.put(False)
        listener.join()
