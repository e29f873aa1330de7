"""One POST to a stranger: only to where our server may send, once, without following, and never for long."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import httpcore

from engine.domain.reachable import Reach
from engine.errors import LuoshiError
from engine.wording import N_, say

PATIENCE: Final = 10.0
"""Seconds from the first look at the name to the end of the answer."""
_MOST: Final = 2000
"""So many bytes of an answer are read, and `_KEPT` signs kept."""
_KEPT: Final = 300


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. `status` is 0 when no answer came; `words` are the receiver's, or say what went wrong."""

    status: int
    words: str

    @property
    def ok(self) -> bool:
        """Whether the receiver took it."""
        return 200 <= self.status < 300


def post(url: str, body: bytes, headers: dict[str, str], reach: Reach, *, patience: float = PATIENCE) -> Reply:
    """Post once. Never raises for what the other side does: that is a reply."""
    until = time.monotonic() + patience
    try:
        target = reach.target(url)
        named = reach.names(target.host, target.port)
        backend = _Guarded(reach, named, until)
        sent = {**headers, "content-type": "application/json", "user-agent": "Luoshi-Webhooks/1"}
        with (
            httpcore.ConnectionPool(ssl_context=ssl.create_default_context(), network_backend=backend) as pool,
            pool.stream("POST", url, headers=list(sent.items()), content=body, extensions=_timeouts(until)) as answer,
        ):
            return Reply(int(answer.status), _elsewhere(answer) or _words(answer.iter_stream()))
    except LuoshiError as refusal:
        return Reply(0, str(refusal))
    except (httpcore.TimeoutException, TimeoutError):
        return Reply(0, say(N_("No answer within {seconds} seconds."), seconds=round(patience)))
    except ssl.SSLError as error:
        return Reply(0, say(N_("The certificate was not accepted: {cause}."), cause=error.reason or "TLS"))
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError, ValueError) as error:
        return Reply(0, say(N_("Not reached: {cause}."), cause=_cause(error)))


def _elsewhere(answer: httpcore.Response) -> str:
    """What is said of a redirect: whoever wants messages elsewhere names that address."""
    if not 300 <= answer.status < 400:
        return ""
    place = next((value for name, value in answer.headers if name.lower() == b"location"), b"")
    return say(N_("It points to {place}, which is not followed."), place=place.decode("ascii", "replace")[:200])


def _words(stream: Iterable[bytes]) -> str:
    """The beginning of an answer, as printable text."""
    read = b""
    for piece in stream:
        read += piece
        if len(read) >= _MOST:
            break
    text = read[:_MOST].decode("utf-8", "replace")
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())[:_KEPT]


def _cause(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left


def _timeouts(until: float) -> dict[str, Any]:
    left = _left(until)
    return {"timeout": {"connect": left, "read": left, "write": left, "pool": left}}


class _Guarded(httpcore.NetworkBackend):
    """Connects to the very address that was looked at, so that a name cannot mean another one a moment later."""

    def __init__(self, reach: Reach, named: bool, until: float) -> None:
        self._reach, self._named, self._until = reach, named, until
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Look the name up, refuse it unless every address may be sent to, and connect to the first that answers."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
        if not self._named and not all(map(self._reach.allows, addresses)):
            raise httpcore.ConnectError(say(N_("{host} is inside this network"), host=host))
        refused: Exception = httpcore.ConnectError(host)
        for address in addresses[:3]:
            try:
                stream = self._inner.connect_tcp(address, port, _left(self._until), local_address, socket_options)
            except httpcore.ConnectError as error:
                refused = error
            else:
                return _Hurried(stream, self._until)
        raise refused

    def connect_unix_socket(self, path: str, timeout: float | None = None, socket_options: Any = None) -> Any:
        """Nothing is sent to sockets of this machine."""
        raise httpcore.ConnectError(path)


class _Hurried(httpcore.NetworkStream):
    """A connection whose every read and write ends when the whole message's time is over: drops do not keep it open."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self._stream, self._until = stream, until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._until))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._until))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Hurried(self._stream.start_tls(ssl_context, server_hostname, _left(self._until)), self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
