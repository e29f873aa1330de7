"""One deliverer's life as a process of its own, to be ended by force; and a gateway that counts what it really took."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from math import inf
from pathlib import Path

from engine.evidence import EvidenceFiles
from engine.runtime import Runtime
from engine.services.desk import Desk
from engine.settings import Settings
from engine.store.database import Database
from notifiers import plugins
from notifiers.delivery import deliver_due

plugins.register()  # every life is forked from a process that has read Apprise's hundred plugins already


def live(database: str, home: str, channel: str, at: str) -> None:
    """Deliver what is due until nothing is, at the instant `at`, by the one channel `way`."""
    opened = Database(database)
    settings = Settings(home=Path(home), channels={"way": channel}, _env_file=None)  # type: ignore[arg-type]
    runtime = Runtime(settings, Desk(opened, EvidenceFiles(f"{home}/evidence")))
    deliver_due(runtime, at=datetime.fromisoformat(at), owner=f"life at {at}", limit=100_000)
    opened.close()


@dataclass
class Gateway:
    """How often each letter was taken, by its number; `grown` is told of every one.

    From `hold_at` messages on it takes them and keeps its answer back: nobody outruns a killer that is slow to wake.
    """

    port: int = 0
    taken: Counter[int] = field(default_factory=Counter)
    grown: threading.Condition = field(default_factory=threading.Condition)
    hold_at: float = inf

    def hold(self, at: float) -> None:
        """Answer freely up to so many messages in all."""
        with self.grown:
            self.hold_at = at
            self.grown.notify_all()

    @property
    def total(self) -> int:
        """Messages taken, repeats included."""
        return self.taken.total()

    def wait_for(self, total: int, seconds: float) -> bool:
        """Wait until so many were taken in all."""
        with self.grown:
            return self.grown.wait_for(lambda: self.total >= total, seconds)


@contextmanager
def gateway() -> Iterator[Gateway]:
    """A gateway that takes everything, and counts before it answers."""
    found = Gateway()

    class Taking(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            number = int(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["id"])
            with found.grown:
                found.taken[number] += 1
                found.grown.notify_all()
                found.grown.wait_for(lambda: found.total < found.hold_at, 30)
            raw = b'{"code":0,"id":"s"}'
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(raw), raw))

        def log_message(self, *_: object) -> None:
            return

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            return

    server = Server(("127.0.0.1", 0), Taking)
    found.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
