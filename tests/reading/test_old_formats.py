"""Old formats by LibreOffice, where it is installed: the seed as .doc, .wps, .xls and .rtf reads as its .docx does."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from table_files import READING, as_docx, as_xlsx, seed_lines

from engine.errors import Unavailable
from engine.reading.tables.office import converted
from engine.services.importing.bring_in import read_drafts

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
CALC = OFFICE is not None and (Path(OFFICE).resolve().parent / "libsclo.so").exists()
MUST = bool(os.environ.get("CI"))
"""Where everything is installed for the full run, nothing is left out."""
with_office = pytest.mark.skipif(OFFICE is None and not MUST, reason="LibreOffice is not installed here")
with_calc = pytest.mark.skipif(not CALC and not MUST, reason="LibreOffice Calc is not installed here")


def _turned(raw: bytes, name: str, into: str, folder: Path) -> bytes:
    """A document saved in an old format by LibreOffice itself."""
    source = folder / name
    source.write_bytes(raw)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(OFFICE), profile, "--headless", "--convert-to", into, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / f"{source.stem}.{into.split(':')[0]}").read_bytes()


def _heart(file: str, raw: bytes) -> list[Any]:
    rows = read_drafts(file, raw, NOW).rows
    return [
        (
            each.row.requirement,
            [unit.name for unit in each.row.lead],
            [unit.name for unit in each.row.cooperating],
            [one.reading.as_json()["kind"] for one in each.sayings],
            [(one.target.op, one.target.value) for one in each.figures],
            each.ambiguous,
        )
        for each in rows
    ]


@with_office
@pytest.mark.parametrize(("old", "ending"), [("doc", "doc"), ("doc", "wps"), ("odt", "odt")])
def test_the_seed_in_an_old_word_format(old: str, ending: str, tmp_path: Path) -> None:
    """WPS saves .wps as Word's old format under another name."""
    new = as_docx(seed_lines())
    read = _heart(f"表.{ending}", _turned(new, "t.docx", old, tmp_path))
    assert len(read) == len(READING) == 55
    assert read == _heart("表.docx", new)


@with_calc
def test_the_seed_in_an_old_excel_format(tmp_path: Path) -> None:
    new = as_xlsx(seed_lines())
    assert _heart("表.xls", _turned(new, "t.xlsx", "xls", tmp_path)) == _heart("表.xlsx", new)


def test_without_libreoffice_the_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unavailable) as told:
        read_drafts("表.doc", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), NOW)
    assert told.value.code == "no-converter"
    assert ".docx" in str(told.value)


def test_an_office_that_hangs_is_ended_with_all_it_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As soffice does, the script starts another process; both must be gone, and the profile with them."""
    office, started = tmp_path / "soffice", tmp_path / "started"
    office.write_text(f"#!/bin/sh\nsleep 60 &\necho $! > {started}\nwait\n", encoding="utf-8")
    office.chmod(office.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    begun = time.monotonic()
    with pytest.raises(Unavailable) as told:
        converted("表.doc", b"words", seconds=1)
    assert told.value.code == "not-converted"
    assert time.monotonic() - begun < 10
    child = Path("/proc") / started.read_text(encoding="utf-8").strip() / "stat"
    assert not child.exists() or child.read_text(encoding="utf-8").split(")")[1].split()[0] == "Z"
