"""Keeps the details of an unexpected error for whoever mends it; nobody else is shown a traceback."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def written_down(error: Exception) -> Path:
    """Append the traceback to the log and give the log's path; the temporary folder serves when home does not."""
    for folder in (*_home(), Path(tempfile.gettempdir())):
        file = folder / "luoshi-errors.log"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handler = logging.FileHandler(file, encoding="utf-8")
        except OSError:
            continue
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        # A logger of its own: what libraries have configured meanwhile must not send this to the screen.
        log = logging.Logger("luoshi.mishap")
        log.addHandler(handler)
        log.error("unexpected", exc_info=error)
        handler.close()
        return file
    return Path(os.devnull)


def _home() -> Iterator[Path]:
    from engine.errors import LuoshiError
    from engine.settings import read_settings

    with suppress(LuoshiError):  # with a wrong setting nobody knows where home is
        yield read_settings().logs
