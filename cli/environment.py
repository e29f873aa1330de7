"""Lets a `.env` file beside the programme speak like the environment, before anything asks for a variable."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from engine.errors import Invalid, cause_of
from engine.wording import N_, Unsaid

_FILE: Final = Path(".env")
_OURS: Final = "LUOSHI_"


@contextmanager
def env_file() -> Iterator[None]:
    """Inside the block our variables of `.env` are in the environment; what stands there already wins.

    Raises Invalid `env-unreadable` when the file is there but no text in UTF-8.
    """
    added = _ours(_FILE) if _FILE.is_file() else {}
    os.environ.update(added)
    try:
        yield
    finally:
        for name in added:
            os.environ.pop(name, None)


def _ours(file: Path) -> dict[str, str]:
    from dotenv import dotenv_values  # here, because most commands have no file to read

    try:
        found = dotenv_values(file, encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        cause = cause_of(error) if isinstance(error, OSError) else Unsaid(N_("it is not written in UTF-8"))
        raise Invalid(
            "env-unreadable",
            N_("The file {file} cannot be read: {cause}."),
            hint=N_("Make it a readable text in UTF-8, one LUOSHI_NAME=value a line, or remove it."),
            file=file.absolute(),
            cause=cause,
        ) from error
    known = {name.upper() for name in os.environ}
    said = {name.upper(): value for name, value in found.items() if value is not None}
    return {name: value for name, value in said.items() if name.startswith(_OURS) and name not in known}
