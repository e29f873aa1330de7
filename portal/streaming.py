"""What is written on one side and sent on the other, piece by piece: large files that nobody ever holds whole."""

from __future__ import annotations

import io
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from contextvars import copy_context
from typing import IO, Any, Final, cast

from fastapi.responses import Response, StreamingResponse

from engine.errors import Unavailable
from engine.wording import N_
from portal.downloading import attached

_PIECE: Final = 256 * 1024
_WAITING: Final = 8
_PATIENCE: Final = 120
"""Seconds after which a reader who takes nothing is given up."""
_AT_ONCE: Final = 2
_places = threading.BoundedSemaphore(_AT_ONCE)


def streamed(write: Callable[[IO[bytes]], object], name: str, media_type: str) -> Response:
    """What `write` writes, sent while it is being written.

    What `write` raises before its first bytes is raised here, so that a refusal is a page; later the connection breaks,
    and the browser says that the download has failed. Raises Unavailable while two others are being sent.
    """
    if not _places.acquire(blocking=False):
        raise Unavailable(
            "package-under-way",
            N_("Two packages are being made at the moment."),
            hint=N_("Try again in some minutes."),
        )
    pipe = _Pipe()
    threading.Thread(target=copy_context().run, args=(_written, pipe, write), name="streaming", daemon=True).start()
    first = pipe.take()
    headers = {"content-disposition": attached(name), "cache-control": "private, no-store", "x-accel-buffering": "no"}
    return StreamingResponse(pipe.pieces(first), media_type=media_type, headers=headers)


class _Pipe(io.RawIOBase):
    """Few pieces wait between the two sides; a side whose other side is gone learns it."""

    def __init__(self) -> None:
        self._pieces: queue.Queue[bytes | BaseException] = queue.Queue(_WAITING)
        self._begun, self._gone = bytearray(), threading.Event()

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        """Raises BrokenPipeError when nobody takes it any more."""
        self._begun += content
        if len(self._begun) >= _PIECE:
            self._hand_over(bytes(self._begun))
            self._begun.clear()
        return memoryview(content).nbytes

    def end(self, fault: BaseException | None = None) -> None:
        """Nothing follows; or a fault does."""
        if fault is None and self._begun:
            self._hand_over(bytes(self._begun))
        self._hand_over(fault if fault is not None else b"")

    def take(self) -> bytes:
        """The next piece, b'' at the end. Raises what the writing side raised."""
        piece = self._pieces.get()
        if isinstance(piece, BaseException):
            raise piece
        return piece

    def pieces(self, first: bytes) -> Iterator[bytes]:
        """All pieces from the first one on."""
        try:
            while first:
                yield first
                first = self.take()
        finally:
            self._gone.set()

    def _hand_over(self, piece: bytes | BaseException) -> None:
        for _ in range(_PATIENCE):
            if self._gone.is_set():
                break
            try:
                self._pieces.put(piece, timeout=1)
            except queue.Full:
                continue
            return
        self._gone.set()  # whoever writes on while it winds up need not wait again
        raise BrokenPipeError


def _written(pipe: _Pipe, write: Callable[[IO[bytes]], object]) -> None:
    try:
        write(cast("Any", pipe))
        pipe.end()
    except BrokenPipeError:
        pass  # who asked has gone
    except BaseException as fault:
        with suppress(BrokenPipeError):
            pipe.end(fault)
    finally:
        _places.release()
