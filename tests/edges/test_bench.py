"""The bench measures every row of its contract; how fast anything is, is not tested here."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from bench import __main__ as bench
from bench.sizes import TINY

NAMES = ("transition", "open", "score", "rehearse", "check", "help")


def test_the_rows_are_those_of_the_contract() -> None:
    assert tuple(bench.ROWS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_row_is_measured(name: str) -> None:
    row = bench.measured(name, TINY)
    told = row.told()
    assert list(told) == ["name", "value", "unit", "limit", "ratio"]
    assert row.name == name
    assert row.unit
    for figure in (row.value, row.limit, row.ratio):
        assert math.isfinite(figure)
        assert figure > 0


def test_what_was_measured_is_written_down(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "LATEST", tmp_path / "latest.json")
    monkeypatch.setattr(bench, "Size", lambda: TINY)
    assert bench.main(["open"]) == 0
    [row] = json.loads((tmp_path / "latest.json").read_text(encoding="utf-8"))
    assert row["name"] == "open"
    assert "sqlite3 INSERT" in capsys.readouterr().out


def test_an_unknown_row_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["opne"]) == 64
    assert "transition, open" in capsys.readouterr().err
