"""Units in a cell, as a table of cells: who leads and who cooperates, whatever the cell does to say it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from engine.reading.responsibility.naming import name_units
from engine.reading.unit_notes import first_leads
from engine.reading.units import Mention, read_units

CELLS: dict[str, str] = {
    cell: told
    for file in ("units_written.yaml", "units_tried.yaml")
    for cell, told in yaml.safe_load(Path(__file__).with_name(file).read_text(encoding="utf-8")).items()
}


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_names_these(cell: str) -> None:
    named = name_units(cell, [], 1, "", [], first_leads(cell))
    assert f"{_told(named.lead)} | {_told(named.cooperating)}".strip() == CELLS[cell]


@pytest.mark.parametrize("cell", CELLS)
def test_every_name_stands_where_it_says(cell: str) -> None:
    for mention in read_units(cell):
        there = "".join(cell[mention.start : mention.end].split())
        assert there.startswith(mention.name[:2]) or mention.name[:2] in there


def _told(mentions: Sequence[Mention]) -> str:
    return " ".join(_one(each) for each in mentions)


def _one(mention: Mention) -> str:
    members = f"[{','.join(mention.members)}]" if mention.members else ""
    return f"{mention.name}{'*' if mention.group else ''}{members}"
