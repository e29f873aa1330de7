"""The two output streams: able to write Chinese whatever the locale says, and silent once nobody listens."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import TextIO

_CHINESE = "落实"


def write_chinese(*streams: TextIO) -> None:
    """UTF-8 where a stream's own encoding has no Chinese; a sign that GBK lacks becomes a question mark, no failure."""
    for stream in streams:
        if not isinstance(stream, TextIOWrapper):
            continue
        try:
            _CHINESE.encode(stream.encoding)
        except UnicodeEncodeError:
            stream.reconfigure(encoding="utf-8")
        stream.reconfigure(errors="replace")


def say_no_more() -> None:
    """Whatever is still to be written to standard output goes nowhere: its reader or its disk will not take it."""
    with suppress(OSError, ValueError):  # no real file under it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
