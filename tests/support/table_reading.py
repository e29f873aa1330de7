"""Tables of any layout written as files and read: their drafts always pass check."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from table_files import FORMS, Box, Line

from engine.catalog import examine
from engine.services.importing.bring_in import bring_in
from engine.services.importing.drafts import Drafted

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
TITLE = "某区2023年重点工作任务清单"


def lines(*rows: Sequence[str | Box | None]) -> list[Line]:
    return [[Box(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]


def read(form: str, table: list[Line], tmp_path: Path, title: str = TITLE) -> Drafted:
    """Reads, and holds every layout to the same: its drafts pass check without an error."""
    file = tmp_path / f"清单.{form}"
    file.write_bytes(FORMS[form](table, title))
    made = bring_in(file, tmp_path / f"drafts-{form}", NOW)
    assert [str(each) for each in examine(tmp_path / f"drafts-{form}").errors] == []
    return made.drafted


def units(drafted: Drafted) -> list[tuple[list[str], list[str]]]:
    return [([u.name for u in each.row.lead], [u.name for u in each.row.cooperating]) for each in drafted.rows]


every_form = pytest.mark.parametrize("form", FORMS)
