"""The bench measures every row of its contract; how fast anything is, is not tested here."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from bench import __main__ as bench
from bench.row import Row
from bench.sizes import TINY

NAMES = (
    *("transition", "open", "score", "rehearse", "check", "help", "upload", "notices"),
    *("import.rows", "time.phrases"),
)
PAGES = ("page.inbox", "page.board")
QUESTIONS = ("counts", "overdue", "overdue-count", "ranking", "todo")


def test_the_rows_are_those_of_the_contract() -> None:
    assert set(bench.ROWS) == {*NAMES, *PAGES, "dashboard.sqlite", "dashboard.postgresql"}


@pytest.mark.parametrize("name", NAMES)
def test_a_row_is_measured(name: str) -> None:
    [row] = bench.measured(name, TINY)
    assert row.name == name
    assert_measured(row)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_measured_when_kept_and_when_not(name: str) -> None:
    rows = bench.measured(name, TINY)
    assert [row.name for row in rows] == [name, f"{name}.first"]
    for row in rows:
        assert_measured(row)


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_the_questions_of_a_dashboard_are_measured(kind: str) -> None:
    rows = bench.measured(f"dashboard.{kind}", TINY)
    assert [row.name for row in rows] == [f"dashboard.{question}.{kind}" for question in QUESTIONS]
    for row in rows:
        assert_measured(row)


def assert_measured(row: Row) -> None:
    assert list(row.told()) == ["name", "value", "unit", "limit", "ratio"]
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
