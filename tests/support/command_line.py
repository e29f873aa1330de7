"""Runs `luoshi` as a person would, in this process: what it says, what it complains of, and its exit code."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from cli.main import run
from engine.runtime import Clock

DEFINITIONS = Path(__file__).resolve().parents[2] / "definitions" / "chongchuan-2022"


@dataclass(frozen=True)
class Answer:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)


def luoshi(*words: object) -> Answer:
    """Run one command line."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run([str(word) for word in words])
    return Answer(code, out.getvalue(), err.getvalue())


@contextlib.contextmanager
def home_of(folder: Path, now: datetime) -> Iterator[pytest.MonkeyPatch]:
    """An installation in `folder` whose clock stands still at `now`."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("LUOSHI_LANGUAGE", "LUOSHI_PERSON", "LUOSHI_DATABASE", "LUOSHI_CHANNELS", "LUOSHI_EVIDENCE"):
            patch.delenv(name, raising=False)
        patch.setenv("LUOSHI_HOME", str(folder))
        patch.setenv("LUOSHI_DEFINITIONS", str(DEFINITIONS))
        patch.setattr(Clock, "now", lambda _self: now)
        yield patch
