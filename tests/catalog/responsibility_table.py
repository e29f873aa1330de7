"""The definitions as shipped and the hand reading of the table, side by side for the tests of this room."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.domain.definition import Definition, Indicator, Milestone, Programme, Workflow
from engine.domain.definition.wanted import Measure
from engine.domain.definition.when import When
from engine.domain.periods import periods_of

DEFINITIONS = Path(__file__).parents[2] / "definitions"
HOME = DEFINITIONS / "chongchuan-2022"
YEAR = 2022


def read(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)


READING: dict[str, Any] = read(Path(__file__).with_name("reading.yaml"))
ROWS: list[dict[str, Any]] = READING["rows"]


@cache
def programme() -> Programme:
    return Programme.model_validate(read(HOME / "programme.yaml"))


@cache
def indicators() -> dict[int, Indicator]:
    """By row of the table; two files for one row would hide one, so the count is checked apart."""
    found = [Indicator.model_validate(read(path)) for path in HOME.glob("indicators/*/*.yaml")]
    return {one.source.row: one for one in found}


def wanted_of(indicator: Indicator) -> list[tuple[str, When, tuple[Measure, ...]]]:
    """Milestone id, when and measures of each dated part."""
    parts = [("", indicator)] if not indicator.milestones else [(part.id, part) for part in indicator.milestones]
    return [(name, part.when, part.measures) for name, part in parts if part.when is not None]


@cache
def due_dates(row: int) -> frozenset[tuple[str, str]]:
    """(milestone id, due date) of every period in the table's year, by the engine's own reckoning."""
    indicator = indicators()[row]
    lifecycle = indicator.workflow or programme().defaults.workflow
    definition = Definition(
        **indicator.model_dump(include={"id", "number", "title", "category", "group", "requirement", "lead"}),
        row=row,
        workflow=Workflow.model_validate(read(DEFINITIONS / "workflows" / f"{lifecycle}.yaml")),
        milestones=tuple(
            Milestone(id=name, title=name or indicator.title, when=when, points=Decimal(1), evidence=())
            for name, when, _ in wanted_of(indicator)
        ),
    )
    return frozenset(
        (period.milestone, period.due_on.isoformat())
        for period in periods_of(definition, programme(), YEAR)
        if period.due_on is not None
    )


def dates_of(row: int) -> set[str]:
    return {due for _, due in due_dates(row)}


def in_chinese(day: str) -> str:
    return f"{date.fromisoformat(day).month}月{date.fromisoformat(day).day}日"


def doubts_of(row: int) -> str:
    return "\n".join(f"{one.about} / {one.taken} / {one.otherwise}" for one in indicators()[row].doubts)


every_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: f"row{row['seq']}")
