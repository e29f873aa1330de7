"""The measuring measures: every row at a tiny size gives positive figures under its name; speed is never tested."""

from __future__ import annotations

import pytest

from bench.__main__ import ROWS, main, measured


@pytest.mark.parametrize("name", list(ROWS))
def test_every_row_gives_its_figures(name: str) -> None:
    [row] = measured([name], {"transition": 6, "open": 20, "score": 20, "rehearse": 5, "check": 3, "help": 1})
    assert set(row.told()) == {"name", "value", "unit", "limit", "ratio"}
    assert row.name == name
    assert min(row.value, row.limit, row.ratio) > 0


def test_an_unknown_row_is_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nothing"]) == 64
    assert "transition" in capsys.readouterr().err
