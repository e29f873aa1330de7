"""Tables line up in Chinese, text wraps by width, and JSON keeps figures exact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cli.printing import clipped, padded, plain, table, width, wrapped
from engine.domain.vocabulary import Light

TEXT = st.text(alphabet="ab 中文，é“”", max_size=60)


def test_a_chinese_character_takes_two_columns() -> None:
    assert width("计量 ab") == 7
    assert padded("计量", 6) + "|" == "计量  |"
    assert padded("3", 3, right=True) == "  3"


def test_columns_line_up() -> None:
    text = table(["单位", "n"], [("区市监局", 12), ("ab", 3)])
    lines = text.splitlines()
    assert lines[0] == "单位       n"
    assert {width(line) for line in lines[1:]} == {12}
    assert lines[3].endswith(" 3")


@given(TEXT, st.integers(2, 30))
def test_clipped_text_fits(text: str, columns: int) -> None:
    assert width(clipped(text, columns)) <= columns


@given(TEXT, st.integers(10, 30))
def test_wrapping_loses_nothing(text: str, columns: int) -> None:
    assert "".join(wrapped(text, columns).split()) == "".join(text.split())


def test_json_is_exact() -> None:
    @dataclass
    class Row:
        light: Light
        points: Decimal
        due: date
        _hidden: int = 1

    row = Row(Light.RED, Decimal("2.910"), date(2022, 8, 31))
    assert plain([row]) == [{"light": "red", "points": "2.910", "due": "2022-08-31"}]
    assert plain({"at": datetime(2022, 1, 1, tzinfo=UTC), Light.RED: (1, None, True)}) == {
        "at": "2022-01-01T00:00:00+00:00",
        "red": [1, None, True],
    }
    assert plain(Light.RED) == "red"
