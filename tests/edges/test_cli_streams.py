"""The command line as a process: readers that go away, full disks, narrow encodings, folders that cannot be used."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import DEFINITIONS, luoshi

from engine.errors import Kind

UNAVAILABLE = 69


def started(*words: object, home: Path, out: int = subprocess.PIPE, **environment: str) -> subprocess.Popen[bytes]:
    """`luoshi` in a process of its own, its errors kept."""
    surroundings = {
        name: value for name, value in os.environ.items() if not name.startswith(("LUOSHI_", "LC_", "LANG"))
    }
    surroundings |= {
        "LUOSHI_HOME": str(home),
        "LUOSHI_DEFINITIONS": str(DEFINITIONS),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    command = [sys.executable, "-m", "cli.main", *map(str, words)]
    return subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE, env=surroundings | environment)


def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    process = started("schema", home=tmp_path)  # more than a pipe holds
    assert process.stdout and process.stderr
    assert process.stdout.readline() == b"{\n"
    process.stdout.close()
    with process.stderr as told:
        assert told.read() == b""
    assert process.wait(60) == 0


def test_a_full_disk_behind_the_output_is_told(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        for words in (("read-time", "每季度"), ("schema",)):  # one that fits into the buffer, one that does not
            _, told = (process := started(*words, home=tmp_path, out=full.fileno())).communicate(timeout=60)
            assert process.returncode == UNAVAILABLE and "磁盘已满" in told.decode() and b"Traceback" not in told


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_locale_without_chinese_is_written_in_utf8(encoding: str, tmp_path: Path) -> None:
    words = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    out, told = (process := started("read-time", "每季度", home=tmp_path, **words)).communicate(timeout=60)
    assert process.returncode == 0 and "每季度" in out.decode() and told == b""
    _, told = started("status", "abc", home=tmp_path, **words).communicate(timeout=60)
    assert "应是整数" in told.decode()


def test_a_locale_with_chinese_stays_as_it_is(tmp_path: Path) -> None:
    _, told = started("import", "表🙂.docx", "--out", "x", home=tmp_path, PYTHONIOENCODING="gbk").communicate(
        timeout=60
    )
    assert "没有文件“表?.docx”" in told.decode("gbk")


def test_no_library_speaks_to_people(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    process = started("doctor", home=tmp_path / "file")
    out, told = process.communicate(timeout=120)
    assert process.returncode == 1 and told == b"" and "[故障] database" in out.decode()


@pytest.mark.parametrize("words", [("status",), ("apply",), ("chase", "--dry-run"), ("up", "--empty"), ("portal",)])
def test_a_home_that_cannot_be_used_names_it(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("LUOSHI_HOME", str(tmp_path / "file"))
    monkeypatch.setenv("LUOSHI_DEFINITIONS", str(DEFINITIONS))
    answer = luoshi(*words)
    assert answer.code == UNAVAILABLE and str(tmp_path / "file") in answer.err and "LUOSHI_HOME" in answer.err
    told = luoshi(*words, "--json") if words[0] != "portal" else None
    assert told is None or told.json["error"]["kind"] == Kind.UNAVAILABLE
