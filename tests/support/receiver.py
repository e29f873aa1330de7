"""A receiver of webhooks on loopback: it answers as told, and keeps what came with whether the signature holds."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Receiver:
    """`answers`: a status, or what does something else, for each request in turn; 200 when there is none left."""

    address: str = ""
    secret: str = ""
    answers: list[int | Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=list)
    came: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)

    @property
    def acts(self) -> list[int]:
        """The numbers of the acts that came, in order."""
        return [told["data"]["act"] for _, _, told in self.came]

    def take(self, handler: BaseHTTPRequestHandler) -> None:
        """Check the signature as a receiver does that has the secret alone, and answer."""
        body = handler.rfile.read(int(handler.headers["content-length"]))
        name, stamp = handler.headers["webhook-id"], handler.headers["webhook-timestamp"]
        key = base64.b64decode(self.secret.split("_", 1)[1])
        wanted = hmac.new(key, f"{name}.{stamp}.".encode() + body, hashlib.sha256).digest()
        signature = handler.headers["webhook-signature"]
        own = "v1," + base64.b64encode(wanted).decode()
        good = any(hmac.compare_digest(each, own) for each in signature.split(" "))
        self.came.append((name, "signed" if good else "forged", json.loads(body)))
        answer = self.answers.pop(0) if self.answers else 200
        if callable(answer):
            answer(handler)
            return
        handler.send_response(answer)
        handler.send_header("content-length", "2")
        handler.end_headers()
        handler.wfile.write(b"ok")


@contextmanager
def receiver() -> Iterator[Receiver]:
    """A receiver on a free port."""
    known = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            known.take(self)

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    known.address = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield known
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def dripping(handler: BaseHTTPRequestHandler) -> None:
    """Answer one byte at a time, without an end."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(100):
        try:
            handler.wfile.write(b".")
            handler.wfile.flush()
        except OSError:
            return
        time.sleep(0.05)


def flooding(handler: BaseHTTPRequestHandler) -> None:
    """Answer far more than anybody wants to read."""
    handler.send_response(500)
    handler.end_headers()
    try:
        for _ in range(400):
            handler.wfile.write(b"x" * 65_536)
    except OSError:
        return


def pointing_to(place: str) -> Callable[[BaseHTTPRequestHandler], None]:
    """Answer with a redirect."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(307)
        handler.send_header("location", place)
        handler.send_header("content-length", "0")
        handler.end_headers()

    return answer
