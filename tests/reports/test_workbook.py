"""A workbook is read back as it was written, filtered and frozen, and nothing that people typed runs in it."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from engine.reports.workbook import Column, Sheet, write_workbook

TYPED = ("=1+1", "+7", "-7", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x.invalid","点我")', "=cmd|' /C calc'!A0")


def written(rows: list[tuple[object, ...]]) -> bytes:
    stream = io.BytesIO()
    columns = [Column("字", 9), Column("日", 9, "day"), Column("分", 9, "points", {})]
    sheet = Sheet("一", columns, rows, title="=题", note="注")  # type: ignore[arg-type]
    assert write_workbook(stream, [sheet]) == len(rows)
    return stream.getvalue()


@pytest.mark.parametrize("typed", TYPED)
def test_text_stays_text(typed: str) -> None:
    content = written([(typed, None, None)])
    cell = load_workbook(io.BytesIO(content)).worksheets[0]["A4"]
    assert (cell.data_type, cell.number_format) == ("s", "@") and cell.value.strip() == typed.strip()
    with zipfile.ZipFile(io.BytesIO(content)) as inside:
        assert b"<f>" not in inside.read("xl/worksheets/sheet1.xml")


def test_days_and_points_are_numbers_below_a_frozen_filtered_heading() -> None:
    sheet = load_workbook(io.BytesIO(written([("甲", date(2022, 8, 31), Decimal("1.50"))] * 3))).worksheets[0]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A4", "A3:C6", "$3:$3")
    assert sheet["B4"].value.date() == date(2022, 8, 31) and sheet["B4"].number_format == "yyyy-mm-dd"
    assert (sheet["C4"].value, sheet["C4"].number_format) == (1.5, "0.00")
    assert sheet["A1"].value == "=题" and sheet["A1"].data_type == "s"


def test_what_xml_cannot_hold_is_left_out() -> None:
    assert load_workbook(io.BytesIO(written([("甲\x00\x0b乙", None, None)]))).worksheets[0]["A4"].value == "甲乙"
