"""The ledger says what the database says, in the table's order, within what a person may see."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from at_the_office import FUNDS, GROUP, Office
from openpyxl import load_workbook
from sqlalchemy import update

from engine.domain.narrowing import Narrowing
from engine.services.looking import ask
from engine.services.reporting.ledger import write_ledger
from engine.store import tables as t
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


def test_the_sums_are_those_of_the_rows_and_drawn(office: Office) -> None:
    office.hand_in(GROUP, "qu-zhengfu-ban-clerk")
    office.approve(GROUP, "office-1")
    late = office.on(date(2022, 6, 28))
    stream = io.BytesIO()
    number = write_ledger(late.desk, late.person("office-1"), Narrowing(), stream, at=late.now)
    ledger, sums = load_workbook(stream).worksheets
    heading, *rows = ledger.iter_rows(min_row=3, values_only=True)
    told = {row[0]: row[1:5] for row in sums.iter_rows(min_row=4, max_col=5, values_only=True) if row[0]}
    counted: dict[object, list[int]] = {}
    for row in (dict(zip(map(str, heading), each, strict=True)) for each in rows):
        found = counted.setdefault(row["类别"], [0, 0, 0, 0])
        red, done = row["灯"] == "逾期", row["环节"] in ("评分", "已评分", "已销号")
        for at, one in enumerate((True, done, red, not (red or done))):
            found[at] += one
    assert told == {category: tuple(each) for category, each in counted.items()}
    assert sum(each[0] for each in told.values()) == number and sum(each[2] for each in told.values()) > 0
    with zipfile.ZipFile(stream) as inside:
        chart = inside.read("xl/charts/chart1.xml").decode()
    assert "'汇总'!$C$4:$C$" in chart and all(str(category) in chart for category in told)
    assert sums.auto_filter.ref == f"A3:E{3 + len(told)}" and ledger.freeze_panes == "A4"


@pytest.mark.parametrize("typed", ["=1+1", "+86", "-1", "@甲", "\t=1", "\r=1"])
def test_nothing_typed_runs_in_the_ledger(office: Office, typed: str) -> None:
    with office.desk.database.transaction() as connection:
        connection.execute(update(t.unit).where(t.unit.c.name == "区财政局").values(name=typed))
    stream = io.BytesIO()
    write_ledger(office.desk, office.person("office-1"), Narrowing(), stream, at=office.now)
    cells = [cell for row in load_workbook(stream).worksheets[0].iter_rows(min_row=4) for cell in row]
    told = [cell for cell in cells if isinstance(cell.value, str) and cell.value.strip() == typed.strip()]
    assert told and all((cell.data_type, cell.number_format) == ("s", "@") for cell in told)
    assert not any(cell.data_type == "f" for cell in cells)
