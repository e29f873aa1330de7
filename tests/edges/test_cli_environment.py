"""What stands in `.env` is heard like the environment, before the first word is said; the environment wins."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command_line import home_of, luoshi

from cli import exits
from engine.errors import Kind

HEAVY = ("prefect", "sqlmodel", "sqlalchemy", "pydantic_settings", "holidays")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    with home_of(tmp_path / "home", datetime(2022, 4, 1, 2, tzinfo=UTC)) as patch:
        patch.chdir(tmp_path)
        yield patch


def env(text: str) -> None:
    Path(".env").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("line", ["LUOSHI_LANGUAGE=en", "export LUOSHI_LANGUAGE='en'  # ours", "luoshi_language=en"])
def test_the_language_is_read(folder: pytest.MonkeyPatch, line: str) -> None:
    before = dict(os.environ)
    env(f"OTHER=1\n{line}\nLUOSHI_ALONE\n")
    assert luoshi("--help").out.startswith("Usage: luoshi")
    assert "Error:" in luoshi("status").err
    assert luoshi("--lang", "zh", "--help").out.startswith("用法")
    folder.setenv("LUOSHI_LANGUAGE", "zh")
    assert luoshi("--help").out.startswith("用法")
    folder.delenv("LUOSHI_LANGUAGE")
    assert dict(os.environ) == before


def test_the_person_is_read_and_an_option_beats_it(folder: pytest.MonkeyPatch) -> None:
    assert luoshi("apply").code == 0
    assert "--as PERSON" in luoshi("--lang", "en", "inbox").err
    env("LUOSHI_PERSON=nobody-of-ours")
    assert "nobody-of-ours" in luoshi("inbox").err
    assert "another-one" in luoshi("inbox", "--as", "another-one").err
    folder.setenv("LUOSHI_PERSON", "somebody")
    assert "somebody" in luoshi("inbox").err


def test_every_other_setting_is_read(folder: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder.delenv("LUOSHI_HOME")
    env("LUOSHI_HOME=elsewhere")
    assert luoshi("apply").code == 0
    assert (tmp_path / "elsewhere" / "luoshi.db").exists()


def test_a_file_that_is_no_text_is_named(folder: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"LUOSHI_LANGUAGE=\xff\xfe")
    answer = luoshi("--lang", "en", "status")
    assert answer.code == exits.BY_KIND[Kind.INVALID]
    assert answer.err.startswith("Error: The file ") and str(tmp_path / ".env") in answer.err
    assert "UTF-8" in answer.err


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("LUOSHI_LANGUAGE=en", encoding="utf-8")
    look = f"import sys; from cli.main import run; run(['--help']); print([m for m in {HEAVY} if m in sys.modules])"
    root = Path(__file__).resolve().parents[2]
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("LUOSHI_")}
    told = subprocess.run(
        [sys.executable, "-c", look],
        cwd=tmp_path,
        env=surroundings | {"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert told.startswith("Usage") and told.endswith("[]\n")
