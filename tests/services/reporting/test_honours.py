"""The recognition list as a workbook says what the list says; certificates are for a published one only."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from at_the_office import FUNDS, Office
from openpyxl import load_workbook

from engine.domain.actor import SYSTEM
from engine.errors import Refused
from engine.services.office import recognise
from engine.services.reporting.honours import write_recognition
from engine.services.scoring.score import score_due
from engine.store.database import Database


@pytest.fixture
def office(database: Database) -> Office:
    return Office.open(database, date(2022, 11, 18))


def book(office: Office) -> Any:
    stream = io.BytesIO()
    write_recognition(office.desk, SYSTEM, stream, at=office.now)
    return load_workbook(stream)


def rows(sheet: Any) -> list[tuple[object, ...]]:
    return [tuple(row) for row in sheet.iter_rows(min_row=4, values_only=True)]


def test_the_list_and_its_certificates(office: Office) -> None:
    with pytest.raises(Refused):
        book(office)
    office.hand_in(FUNDS, "qu-caizheng-ju-clerk")
    score_due(office.desk, at=office.now)
    draft = recognise.propose(office.desk, at=office.now)
    proposed = book(office)
    assert proposed.sheetnames[0] == "表彰名单" and len(proposed.sheetnames) == 2
    assert [row[:2] for row in rows(proposed.worksheets[0])] == [(line.rank, line.unit_name) for line in draft.rows]
    assert [(row[0], row[2]) for row in rows(proposed.worksheets[1])] == [
        (line.unit_name, line.reason) for line in draft.left_out
    ]
    assert draft.rows or draft.left_out
    recognise.approve_list(office.desk, 2022, office.person("office-1"), at=office.now)
    recognise.publish(office.desk, 2022, at=office.now)
    named = [row[1] for row in rows(book(office)["证书信息"])]
    assert named == [line.unit_name for line in draft.rows]
