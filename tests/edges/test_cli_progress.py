"""A bar on long work only where somebody watches, and gone when the work is done."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from command_line import DEFINITIONS, luoshi

from cli.progress import progress


class Terminal(io.StringIO):
    """Standard error as a terminal."""

    def isatty(self) -> bool:
        return True


def test_no_bar_without_a_terminal_or_when_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    with progress("Working", quiet=False) as told:
        assert told is None
    monkeypatch.setattr("sys.stderr", Terminal())
    with progress("Working", quiet=True) as told:
        assert told is None


def test_the_bar_appears_with_the_first_step_and_goes_with_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    with progress("Working", quiet=False) as told:
        assert told is not None
        assert screen.getvalue() == ""
        told(1, 2)
        assert "Working" in screen.getvalue()
        told(2, 2)
        shown = screen.getvalue()
    assert screen.getvalue() == shown


class Played:
    """What a rehearsal would give."""

    def to_json(self) -> str:
        return '{"seed":7}'

    def report(self) -> str:
        return "report"


def test_rehearse_plays_what_was_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[Any] = []

    def play(catalog: Any, **options: Any) -> Played:
        asked.append((catalog.year, options["seed"], options["units"], options["progress"]))
        return Played()

    monkeypatch.setattr("engine.services.rehearsal.rehearsal_in_memory", play)
    words = (
        "rehearse",
        DEFINITIONS,
        "--year",
        2024,
        "--seed",
        3,
        "--units",
        50,
        "--out",
        tmp_path / "x.json",
        "--json",
    )
    assert luoshi(*words).out == '{"seed":7}\n'
    assert (tmp_path / "x.json").read_text(encoding="utf-8") == '{"seed":7}'
    assert asked == [(2024, 3, 50, None)]
    assert luoshi("rehearse", DEFINITIONS).out == "report\n"
    assert asked[1][:3] == (2022, 7, None)
