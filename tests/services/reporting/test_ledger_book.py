"""The ledger says what the database says, in the table's order, within what a person may see."""

from __future__ import annotations

import io
from datetime import date

import pytest
from at_the_office import FUNDS, GROUP, Office
from openpyxl import load_workbook

from engine.domain.narrowing import Narrowing
from engine.services.looking import ask
from engine.services.reporting.ledger import write_ledger
from engine.store.database import Database


@pytest.fixture
def office(database: Database) -> Office:
    return Office.open(database, date(2022, 3, 16))


def lines(office: Office, person: str, **narrowed: str) -> list[dict[str, object]]:
    stream = io.BytesIO()
    number = write_ledger(office.desk, office.person(person), Narrowing(**narrowed), stream, at=office.now)
    heading, *rows = load_workbook(stream).worksheets[0].iter_rows(min_row=3, values_only=True)
    assert len(rows) == number
    return [dict(zip(map(str, heading), row, strict=True)) for row in rows]


def test_every_assignment_is_there_in_order(office: Office) -> None:
    office.hand_in(GROUP, "qu-zhengfu-ban-clerk")
    found = lines(office, "office-1")
    known = ask.assignments(office.desk, at=office.now, limit=10_000)
    assert len(found) == len(known) > 20 and [row["序号"] for row in found] == list(range(1, len(known) + 1))
    numbers = [[int(part) for part in str(row["编号"]).split(".")] for row in found]
    assert numbers == sorted(numbers)
    told = sorted((str(row["编号"]), str(row["责任单位"]), str(row["环节"])) for row in found)
    assert told == sorted((row.number, row.unit_name, row.stage_title) for row in known)
    group = next(row for row in found if row["编号"] == "1.1.1")
    assert group["收到日"].date() == office.today and group["佐证件数"] == len(office.evidence(GROUP))  # type: ignore[attr-defined]
    assert group["截止日"].date() == office.row(GROUP).due_on and str(group["考核要求和指标内容"]).startswith("成立由")  # type: ignore[attr-defined]


def test_a_unit_sees_its_own_and_a_narrowing_narrows(office: Office) -> None:
    own = lines(office, "qu-caizheng-ju-clerk")
    helped = {row["责任单位"] for row in own if "各成员单位" in str(row["配合单位"])}
    assert {row["责任单位"] for row in own} - helped == {"区财政局"} and "区政府办" not in helped
    [only] = lines(office, "office-1", indicator=FUNDS.split("/")[0])
    assert only["责任单位"] == "区财政局"
