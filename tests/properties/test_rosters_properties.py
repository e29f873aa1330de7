"""Rosters mutated in every way: no traceback, and every row is accounted for, as a change or as a fault."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from at_the_office import Office
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.exceptions import IllegalCharacterError
from roster_files import PEOPLE, UNITS, csv, xlsx

from engine.errors import LuoshiError
from engine.services.people import rosters
from engine.services.people.columns import RosterFaults
from engine.store.database import Database

ADMIN = "qu-chuangjian-ban-administrator"
GOOD: dict[str, list[list[str]]] = {
    "people": [
        ["", "周敏", "区市监局", "经办人", "zhou@example.invalid", "13800000000", ""],
        ["", "吴迪", "区市监局", "负责人", "", "", "周敏"],
        ["qu-shijian-ju-clerk", "王敏", "区市监局", "clerk", "", "", ""],
    ],
    "units": [
        ["", "新超市", "服务单位", "商店（超市）", "区商务局", ""],
        ["", "新街道", "街道", "", "", ""],
        ["su-00001", "老店", "service-unit", "茶馆", "区商务局", "新街道"],
    ],
}
WORDS = st.one_of(
    st.sampled_from(
        ["", " ", "=1+1", "区市监局", "区市监", "管理员", "system", "周敏", "a@b.cn", "qu-shijian-ju-clerk"]
    ),
    st.text(max_size=12),
    st.text(min_size=101, max_size=120),
)


@pytest.fixture(scope="module")
def office(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    from datetime import date

    folder = tmp_path_factory.mktemp("rosters")
    shutil.copy(sqlite_template, folder / "luoshi.db")
    database = Database(f"sqlite:///{folder / 'luoshi.db'}", durable=False)
    yield Office.open(database, date(2022, 3, 16))
    database.close()


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, list[list[str]]]:
    subject = draw(st.sampled_from(["people", "units"]))
    rows = [list(PEOPLE if subject == "people" else UNITS), *(list(row) for row in GOOD[subject])]
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(rows) - 1)) if rows else 0
        match draw(st.sampled_from(["cell", "cut", "shift", "double", "drop", "swap", "empty"])):
            case "cell" if rows and rows[at]:
                rows[at][draw(st.integers(0, len(rows[at]) - 1))] = draw(WORDS)
            case "cut" if rows:
                rows[at] = rows[at][: draw(st.integers(0, 6))]
            case "shift" if rows:
                rows[at] = [draw(WORDS), *rows[at]]
            case "double" if rows:
                rows.insert(at, list(rows[at]))
            case "drop" if rows:
                rows.pop(at)
            case "swap" if rows:
                rows.append(rows.pop(at))
            case _:
                rows.insert(at, [])
    return subject, rows


def _sent(office: Office, subject: str, raw: bytes) -> int | None:
    """How many rows were accounted for; None when the file or its first row was refused as a whole."""
    admin = office.person(ADMIN)
    try:
        seen = rosters.check(office.desk, subject, "r", raw, admin, at=office.now, whole=False)  # type: ignore[arg-type]
    except RosterFaults as refused:
        assert refused.faults and all(each.cell and each.wrong.sentence for each in refused.faults)
        assert len({each.row for each in refused.faults}) <= refused.rows + 1
        return None
    except LuoshiError as refused:
        assert refused.sentence
        return None
    rosters.drop(office.desk, seen.draft, admin)
    return seen.rows


@settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
@given(table=tables(), form=st.sampled_from(["xlsx", "utf-8-sig", "gb18030"]))
def test_every_row_is_accounted_for(office: Office, table: tuple[str, list[list[str]]], form: str) -> None:
    subject, rows = table
    try:
        raw = xlsx(*rows) if form == "xlsx" else csv(*_quoted(rows), encoding=form)
    except (ValueError, IllegalCharacterError):  # signs that no workbook or encoding can hold
        return
    counted = _sent(office, subject, raw)
    if counted is not None:
        # The header is one row; what stands above it, or is empty, is none.
        filled = [row for row in rows if any(cell.strip() for cell in row)]
        assert counted <= len(filled) - 1 and counted >= len(filled) - 5


@settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))
@given(cut=st.integers(0, 6000), at=st.integers(0, 6000), junk=st.binary(max_size=40), form=st.booleans())
def test_damaged_files_are_refused_in_a_sentence(office: Office, cut: int, at: int, junk: bytes, form: bool) -> None:
    raw = xlsx(PEOPLE, *GOOD["people"]) if form else csv(PEOPLE, *GOOD["people"], encoding="gbk")
    _sent(office, "people", raw[: min(at, len(raw))] + junk + raw[min(at + cut, len(raw)) :])


def _quoted(rows: list[list[str]]) -> list[list[str]]:
    return [['"' + cell.replace('"', '""') + '"' for cell in row] for row in rows]
