"""The board's list as CSV: nothing that somebody typed runs in a spreadsheet, and it reads back as it was typed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from at_the_office import Office
from portal_house import Door
from sqlalchemy import update

from engine.reports.harmless import told
from engine.store import tables as t

TYPED = ("=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x.invalid","点")')


@pytest.mark.parametrize("typed", TYPED)
def test_no_cell_is_a_formula(door: Callable[[str], Door], office: Office, typed: str) -> None:
    with office.desk.database.transaction() as connection:
        connection.execute(update(t.unit).where(t.unit.c.name == "区财政局").values(name=typed))
    raw = door("qu-chuangjian-ban-office-1").get("/board/rows.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(raw, newline="")))
    cells = [cell for row in rows for cell in row]
    assert f"'{typed}" in cells and typed in map(told, cells)
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
