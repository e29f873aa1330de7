"""Plain scalars are read as people mean them, not as YAML 1.1 would have it."""

from __future__ import annotations

import pytest

from engine.catalog.problems import spoken_path
from engine.catalog.reading import plain_scalar, read_yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("06", 6), ("2022-02-30", "2022-02-30"), ("08-31", "08-31"), ("12:30", "12:30"), ("24:00", "24:00"),
        ("2.3.1", "2.3.1"), ("2.3", 2.3), ("-1", -1), ("0x1F", "0x1F"), ("0b1", "0b1"), ("1_000", "1_000"),
        ("yes", "yes"),
        ("on", "on"), ("true", True), ("null", None), ("", None), ("95%", "95%"), (".inf", ".inf"), (".nan", ".nan"),
        ("9" * 5000, "9" * 5000), ("1e999999999", "1e999999999"), ("=", "="),
    ],
)  # fmt: skip
def test_plain_scalars(text: str, value: object) -> None:
    found = plain_scalar(text)
    assert found == value and type(found) is type(value)


def test_keys_are_text_whatever_they_look_like() -> None:
    read = read_yaml("x.yaml", b"on: 1\n5: 2\ntrue: 3\n2022-01-01: 4\n")
    assert read.findings == []
    assert read.value == {"on": 1, "5": 2, "true": 3, "2022-01-01": 4}


def test_a_text_in_quotes_stays_text() -> None:
    assert read_yaml("x.yaml", b"a: \"06\"\nb: 'true'\nc: |\n  1\n").value == {"a": "06", "b": "true", "c": "1\n"}


@pytest.mark.parametrize("depth", [10, 50])
def test_reasonable_depth_is_read(depth: int) -> None:
    assert read_yaml("x.yaml", b"[" * depth + b"]" * depth).findings == []


@pytest.mark.parametrize("opening", [b"[", b"{a: ", b"- ", b"? ", b"-\t", b"!t [", b"&a [", b"- ? "])
def test_endless_depth_is_refused_and_does_not_end_the_process(opening: bytes) -> None:
    read = read_yaml("x.yaml", opening * (900_000 // len(opening)))
    assert len(read.findings) == 1


def test_a_path_is_said_as_people_write_it() -> None:
    assert spoken_path(("milestones", 0, "when", "by")) == "milestones[0].when.by"
