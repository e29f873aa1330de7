"""The table goes out in its layout and comes back the same, cell by cell."""

from __future__ import annotations

import io
from datetime import date
from typing import Literal

import pytest
from at_the_office import Office
from openpyxl import load_workbook
from small_programme import DEFINITIONS

from engine.catalog import load
from engine.domain.actor import SYSTEM
from engine.errors import Forbidden
from engine.reading.responsibility.rows import read_table
from engine.reading.tables.opening import read_tables
from engine.reports.table import HEADINGS
from engine.services.reporting.table import lines_of, write_table
from engine.store.database import Database

WHOLE = load(DEFINITIONS)


@pytest.fixture
def office(database: Database) -> Office:
    return Office.open(database, date(2022, 1, 4), of=WHOLE)


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_what_goes_out_comes_back(office: Office, form: Literal["docx", "xlsx"]) -> None:
    stream = io.BytesIO()
    assert write_table(office.desk, SYSTEM, stream, form) == 55
    back = read_table(f"表.{form}", read_tables(f"表.{form}", stream.getvalue()))
    indicators = list(WHOLE.indicators.values())
    assert [(r.category, r.group, r.item, r.requirement, r.time) for r in back.rows] == [
        (i.category, i.group, int(i.number.rpartition(".")[2]), i.requirement, i.time_text) for i in indicators
    ]
    assert [tuple(m.name for m in r.lead) for r in back.rows] == [i.lead for i in indicators]
    assert [tuple(m.name for m in r.cooperating) for r in back.rows] == [i.cooperating for i in indicators]


def test_cells_are_merged_and_hold_the_table(office: Office) -> None:
    stream = io.BytesIO()
    write_table(office.desk, SYSTEM, stream, "xlsx")
    sheet = load_workbook(stream).worksheets[0]
    lines = lines_of(tuple(WHOLE.indicators.values()))
    assert tuple(cell.value for cell in sheet[2]) == HEADINGS and sheet["A1"].value.endswith("责任分解表")
    assert [sheet.cell(3 + n, 3).value for n in range(55)] == [line.requirement for line in lines]
    columns = [each.min_col for each in sheet.merged_cells.ranges if each.min_row > 1]
    assert columns.count(1) == 6 and columns.count(2) > 10
    assert sheet["A4"].value is None and sheet["A3"].value == lines[0].category


def test_who_sees_their_own_side_only_gets_none(office: Office) -> None:
    with pytest.raises(Forbidden):
        write_table(office.desk, office.person("qu-caizheng-ju-clerk"), io.BytesIO(), "docx")
