"""Sheets as files: encodings, bounds, and bytes that are no table at all."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook
from roster_files import csv, xlsx

from engine.catalog.sheets import reading
from engine.catalog.sheets.reading import Sheet, read_sheet
from engine.errors import Invalid
from engine.reports.harmless import harmless, told
from engine.reports.sheets import written


def code_of(raw: bytes) -> str:
    with pytest.raises(Invalid) as caught:
        read_sheet("表.xlsx", raw)
    assert "表.xlsx" in caught.value.sentence and caught.value.remedy
    return caught.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("parted", [",", "\t", ";"])
def test_csv_of_every_usual_kind(encoding: str, parted: str) -> None:
    raw = csv(["姓名", "单位"], ["张三", "区市监局"], encoding=encoding, parted=parted)
    assert read_sheet("a.csv", raw) == Sheet("", ((1, ("姓名", "单位")), (2, ("张三", "区市监局"))))


def test_cells_are_text_as_people_see_it() -> None:
    sheet = read_sheet("a.xlsx", xlsx([13800000000, 3.5, True, date(2022, 3, 1), datetime(2022, 3, 1, 8), None, " a "]))
    assert sheet.rows == ((1, ("13800000000", "3.5", "TRUE", "2022-03-01", "2022-03-01T08:00:00", "", "a")),)
    assert sheet.cell(17, 2) == "Sheet1!C17" and Sheet("", ()).cell(17, 26) == "AA17"


def test_rows_keep_their_numbers_and_the_first_sheet_with_anything_counts() -> None:
    book = Workbook()
    book.create_sheet("名单")["B3"] = "甲"
    stream = io.BytesIO()
    book.save(stream)
    assert read_sheet("a.xlsx", stream.getvalue()) == Sheet("名单", ((3, ("", "甲")),))
    assert read_sheet("a.csv", b'a,"b\nc"\n\nd').rows == ((1, ("a", "b\nc")), (3, ("d",)))


def test_what_is_no_table() -> None:
    assert code_of(b"") == "empty-file" and code_of(xlsx()) == "empty-file"
    assert code_of(b"\xd0\xcf\x11\xe0" + b"\0" * 600) == "old-workbook"
    assert code_of(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR") == "not-a-table"
    assert code_of(b"PK\x03\x04" + b"\0" * 200) == "not-a-table"
    assert code_of(xlsx(["a"])[:-300]) == "not-a-table"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    assert code_of(stream.getvalue()) == "not-a-table"


def test_a_zip_bomb_posing_as_a_workbook_is_not_unpacked() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (reading.LARGEST_UNPACKED + 1))
    assert len(stream.getvalue()) < 1_000_000
    assert code_of(stream.getvalue()) == "file-too-large"


def test_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert code_of(b"a," * reading.LARGEST) == "file-too-large"
    assert code_of(csv(["a"] * (reading.MOST_COLUMNS + 1))) == "too-many-columns"
    assert code_of(xlsx(["a"] * (reading.MOST_COLUMNS + 1))) == "too-many-columns"
    monkeypatch.setattr(reading, "MOST_ROWS", 20)
    assert code_of(csv(*[["a"]] * 22)) == "too-many-rows"
    assert code_of(xlsx(*[["a"]] * 22)) == "too-many-rows"
    assert len(read_sheet("a.csv", csv(*[["a"]] * 21)).rows) == 21


def test_a_row_at_the_far_end_of_a_sheet_is_told_and_not_waited_for() -> None:
    book = Workbook()
    book.active["A1"], book.active["A1048576"] = "姓名", "张三"  # type: ignore[index]
    stream = io.BytesIO()
    book.save(stream)
    assert code_of(stream.getvalue()) == "too-many-rows"


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@x", "\tx", "'", "'=x", "普通", ""])
def test_nothing_runs_as_a_formula_and_everything_reads_back(text: str) -> None:
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t"))
    assert told(harmless(text)) == text or text.startswith("'=")
    book = load_workbook(io.BytesIO(written("xlsx", [("表", ["列"], [[text]])])))
    cell = book["表"]["A2"]
    assert cell.data_type != "f" and (cell.value or "") == text
    assert written("csv", [("表", ["列"], [[text]])]).startswith(b"\xef\xbb\xbf")
