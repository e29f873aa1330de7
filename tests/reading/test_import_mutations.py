"""300 damaged tables: each becomes drafts that pass check, or one sentence that says what to do; within bounds."""

from __future__ import annotations

import io
import resource
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from table_files import as_xlsx
from table_mutations import mutation

from engine.catalog import examine
from engine.errors import Invalid, LuoshiError
from engine.services.importing.bring_in import bring_in, read_drafts

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
TRIED, SLOWEST = 300, 5.0
"""Mutations, and seconds that any of them may take."""


@pytest.mark.parametrize("start", range(0, TRIED, 20))
def test_a_damaged_table_is_read_or_refused_in_a_sentence(start: int, tmp_path: Path) -> None:
    read = 0
    for seed in range(start, start + 20):
        name, raw = mutation(seed)
        file = tmp_path / name
        file.write_bytes(raw)
        began = time.process_time()
        try:
            made = bring_in(file, tmp_path / f"drafts-{seed}", NOW, 2022)
        except LuoshiError as error:
            assert error.sentence and error.remedy, f"seed {seed}: {error.code} says nothing"
            assert error.code != "unreadable-table" or file.suffix != ".txt" or b"\0" in raw or _strange(raw), seed
        else:
            read += 1
            faults = [str(each) for each in examine(tmp_path / f"drafts-{seed}").errors]
            assert faults == [], f"seed {seed}: {faults[:3]}"
            assert made.drafted.rows
        assert time.process_time() - began < SLOWEST, f"seed {seed}"
    assert read >= 8, "most damaged tables can still be read"


def _strange(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return stream.getvalue()


def sheet_of(rows: bytes) -> bytes:
    """A sound workbook whose sheet is replaced."""
    with zipfile.ZipFile(io.BytesIO(as_xlsx([[None]]))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    head = (
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    return packed(parts | {"xl/worksheets/sheet1.xml": head + rows + b"</sheetData></worksheet>"})


def million_rows() -> bytes:
    return sheet_of(b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (at, at) for at in range(1, 1_000_001)))


def bomb() -> bytes:
    return packed({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b"0" * 200_000_000})


def lying_bomb() -> bytes:
    """Its list says a hundred bytes where there are millions."""
    raw = bytearray(packed({"word/document.xml": b" " * 50_000_000}))
    size = (50_000_000).to_bytes(4, "little")
    while (at := raw.find(size)) >= 0:
        raw[at : at + 4] = (100).to_bytes(4, "little")
    return bytes(raw)


def billion_laughs() -> bytes:
    entities = b"".join(b'<!ENTITY l%d "%s">' % (at, b"&l%d;" % (at - 1) * 10) for at in range(1, 12))
    body = b'<!DOCTYPE d [<!ENTITY l0 "ha">' + entities + b"]><d>&l11;</d>"
    return packed({"word/document.xml": body})


def wide_page() -> bytes:
    return "<table><tr><td rowspan=99999 colspan=99999>责任单位</td></tr></table>".encode() * 20


def deep_page() -> bytes:
    return b"<html><table><tr><td>" + b"<div>" * 50_000 + "责任单位".encode() + b"</table>"


@pytest.mark.parametrize("make", [million_rows, bomb, lying_bomb, billion_laughs, wide_page, deep_page])
def test_what_would_swell_is_refused_before_it_does(make: object) -> None:
    raw = make()  # type: ignore[operator]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    with pytest.raises(Invalid) as refused:
        read_drafts("表.xlsx", raw, NOW)
    assert refused.value.remedy
    assert time.process_time() - began < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000, "kilobytes"
