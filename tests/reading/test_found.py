"""Words found in public documents: what they say of time and of figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from told_times import all_told

from engine.reading.targets import Target, read_targets

HERE = Path(__file__).parent


def found(file: str) -> list[tuple[str, int, list[str]]]:
    sources: list[dict[str, Any]] = yaml.safe_load((HERE / file).read_text(encoding="utf-8"))
    assert all(each["source"].startswith("http") for each in sources)
    return [(words, each.get("year", 2022), told) for each in sources for words, told in each["phrases"].items()]


TIMES, TARGETS = found("times_found.yaml"), found("targets_found.yaml")


@pytest.mark.parametrize(("words", "year", "wanted"), TIMES, ids=lambda value: str(value)[:20])
def test_a_time_means_this(words: str, year: int, wanted: list[str]) -> None:
    assert all_told(words, year) == wanted


WRITTEN: dict[str, list[str]] = {
    words: told
    for file in ("targets_written.yaml", "targets_tried.yaml")
    for words, told in yaml.safe_load((HERE / file).read_text(encoding="utf-8")).items()
}


@pytest.mark.parametrize("words", WRITTEN)
def test_a_figure_as_offices_write_it_means_this(words: str) -> None:
    assert [_told(each) for each in read_targets(words, 2022)] == WRITTEN[words]


@pytest.mark.parametrize(("words", "year", "wanted"), TARGETS, ids=lambda value: str(value)[:20])
def test_a_figure_means_this(words: str, year: int, wanted: list[str]) -> None:
    assert [_told(each) for each in read_targets(words, year)] == wanted


def test_there_are_as_many_as_were_asked_for() -> None:
    """With the made-up ones beside them: 200 of time and 80 of figures."""
    assert len({words for words, *_ in TIMES}) >= 80
    assert len({words for words, *_ in TARGETS}) >= 50


def _told(target: Target) -> str:
    said = target.as_json()
    return f"{said['metric']} {said['op']} {said['value']} {said['unit']}{' ?' if target.ambiguous else ''}".strip()
