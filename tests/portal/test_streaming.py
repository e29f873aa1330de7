"""A large file is sent while it is written: in bounded memory, refused in a sentence, and given up with its reader."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from typing import IO, Any, cast

import pytest

from engine.errors import NotFound, Unavailable
from portal.streaming import streamed

PIECE = b"x" * 300_000


def taken(response: Any, pieces: int | None = None) -> int:
    """How many bytes come when so many pieces are taken and the reader then goes."""

    async def read() -> int:
        size, left = 0, pieces
        body = cast("AsyncIterator[bytes]", response.body_iterator)
        async for piece in body:
            size += len(piece)
            left = None if left is None else left - 1
            if left == 0:
                break
        return size

    size = asyncio.run(read())
    response.body_iterator = None
    return size


def gone(name: str = "streaming") -> bool:
    """Whether no writing thread is left, after some patience."""
    for _ in range(100):
        if not any(thread.name == name for thread in threading.enumerate()):
            return True
        time.sleep(0.05)
    return False


def test_everything_comes_in_order() -> None:
    def write(stream: IO[bytes]) -> None:
        for number in range(40):
            stream.write(bytes([number]) * 100_000)

    assert taken(streamed(write, "包.zip", "application/zip")) == 4_000_000 and gone()


def test_the_writer_waits_for_its_reader_and_stops_when_that_has_gone() -> None:
    written = 0

    def write(stream: IO[bytes]) -> None:
        nonlocal written
        while True:
            stream.write(PIECE)
            written += 1

    response = streamed(write, "包.zip", "application/zip")
    before = -1
    while before != written:  # until it stands still
        before = written
        time.sleep(0.3)
    assert 0 < written <= 12  # a few pieces wait, no more are made
    taken(response, 3)
    del response
    assert gone() and written < 30


def test_a_refusal_is_one_and_a_later_fault_breaks_the_download() -> None:
    def refused(stream: IO[bytes]) -> None:
        raise NotFound("nothing-to-pack", "Nothing has been asked that could be packed.")

    with pytest.raises(NotFound):
        streamed(refused, "包.zip", "application/zip")

    def broken(stream: IO[bytes]) -> None:
        stream.write(PIECE)
        raise OSError("the disk")

    with pytest.raises(OSError, match="the disk"):
        taken(streamed(broken, "包.zip", "application/zip"))
    assert gone()


def test_a_third_at_once_is_asked_to_come_later() -> None:
    going = threading.Event()

    def write(stream: IO[bytes]) -> None:
        stream.write(PIECE)
        going.wait(10)

    two = [streamed(write, "包.zip", "application/zip") for _ in range(2)]
    with pytest.raises(Unavailable, match=r"正在生成|at the moment"):
        streamed(write, "包.zip", "application/zip")
    going.set()
    assert [taken(each) for each in two] == [len(PIECE)] * 2 and gone()
    assert taken(streamed(write, "包.zip", "application/zip")) == len(PIECE)
