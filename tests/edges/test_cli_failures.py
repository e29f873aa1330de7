"""Every failure is a sentence and an exit code; a traceback reaches the log, never a person."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command_line import DEFINITIONS, home_of, luoshi

from cli import exits, start
from cli.commands import seeing
from cli.mishap import written_down
from engine.errors import Forbidden, Invalid, Kind, LuoshiError, NotFound, Refused, Unavailable


@pytest.fixture(autouse=True)
def home(tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    with home_of(tmp_path / "home", datetime(2022, 4, 1, 2, tzinfo=UTC)) as patch:
        yield patch


def test_every_kind_has_its_own_exit_code() -> None:
    assert set(exits.BY_KIND) == set(Kind)
    codes = [*exits.BY_KIND.values(), exits.OK, exits.FAULT, exits.CHANGES, exits.USAGE, exits.UNEXPECTED]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("error", [Invalid, Refused, Forbidden, NotFound, Unavailable])
def test_a_failure_is_a_sentence(error: type[LuoshiError], home: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise error("some-code", "It is {how}.", hint="Do it otherwise.", how="wrong")

    home.setattr(seeing, "sitting", fail)
    answer = luoshi("--lang", "en", "verify")
    assert (answer.code, answer.out) == (exits.BY_KIND[error.kind], "")
    assert answer.err == "Error: It is wrong. Do it otherwise.\n"
    told = luoshi("verify", "--json")
    assert told.code == answer.code
    assert told.json["error"] == {
        "code": "some-code",
        "kind": error.kind,
        "message": "It is wrong.",
        "remedy": "Do it otherwise.",
    }


def test_a_mistake_of_ours_goes_to_the_log(home: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail() -> None:
        raise ZeroDivisionError("a detail nobody should have to read")

    home.setattr(seeing, "sitting", fail)
    answer = luoshi("--lang", "en", "verify")
    log = tmp_path / "home" / "log" / "luoshi-errors.log"
    assert answer.code == exits.UNEXPECTED
    assert "Traceback" not in answer.err + answer.out and "nobody" not in answer.err
    assert str(log) in answer.err
    assert "a detail nobody should have to read" in log.read_text(encoding="utf-8")


def test_with_a_wrong_setting_the_log_goes_to_the_temporary_folder(home: pytest.MonkeyPatch, tmp_path: Path) -> None:
    home.setenv("LUOSHI_PREFECT_PORT", "soon")
    home.setattr("tempfile.tempdir", str(tmp_path))
    assert written_down(ZeroDivisionError("lost?")) == tmp_path / "luoshi-errors.log"
    assert "lost?" in (tmp_path / "luoshi-errors.log").read_text(encoding="utf-8")


def test_an_interrupt_is_no_failure_of_anybody(home: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise KeyboardInterrupt

    home.setattr(seeing, "sitting", fail)
    answer = luoshi("verify")
    assert answer.code == exits.INTERRUPTED and answer.err == "已中断；已完成的部分保留。\n"


def test_an_interrupt_while_everything_is_loaded_is_quiet(home: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Somebody thinks better of it in the first half second: `cli.main` is not there yet."""
    (tmp_path / "cli").mkdir()
    (tmp_path / "cli" / "main.py").write_text("raise KeyboardInterrupt", encoding="utf-8")
    home.delitem(sys.modules, "cli.main")
    home.setattr(sys.modules["cli"], "__path__", [str(tmp_path / "cli")])
    with pytest.raises(SystemExit) as end:
        start.main()
    assert end.value.code == exits.INTERRUPTED


def test_a_wrong_setting_is_named(home: pytest.MonkeyPatch) -> None:
    home.setenv("LUOSHI_PREFECT_PORT", "soon")
    answer = luoshi("--lang", "en", "status")
    assert answer.code == exits.BY_KIND[Kind.INVALID]
    assert "LUOSHI_PREFECT_PORT" in answer.err


def test_before_anything_is_applied() -> None:
    answer = luoshi("status", "--json")
    assert answer.code == exits.BY_KIND[Kind.REFUSED]
    assert answer.json["error"]["code"] == "nothing-adopted"


def test_nobody_named() -> None:
    answer = luoshi("--lang", "en", "accept", 1)
    assert answer.code == exits.BY_KIND[Kind.INVALID]
    assert "--as PERSON" in answer.err


@pytest.mark.parametrize(
    "words",
    [
        ("rehearse", DEFINITIONS, "--units", 1, "--out"),
        ("plan", DEFINITIONS, "--out"),
        ("export", DEFINITIONS, "--out"),
        ("schema", "--out"),
    ],
)
def test_what_cannot_be_written_names_the_place_and_the_cause(words: tuple[object, ...], tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("mine", encoding="utf-8")
    out = tmp_path / "in the way" / "out.json"
    answer = luoshi(*words, out)
    assert answer.code == exits.BY_KIND[Kind.UNAVAILABLE]
    assert str(out) in answer.err and ("已有同名文件" in answer.err or "不是文件夹" in answer.err)
    assert (tmp_path / "in the way").read_text(encoding="utf-8") == "mine"


def test_a_plan_is_not_half_written(tmp_path: Path, home: pytest.MonkeyPatch) -> None:
    out = tmp_path / "plan.json"
    out.write_text("the older plan", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    home.setattr("pathlib.Path.replace", full)
    answer = luoshi("plan", DEFINITIONS, "--out", out)
    assert answer.code == exits.BY_KIND[Kind.UNAVAILABLE] and "磁盘已满" in answer.err
    assert [each.read_text(encoding="utf-8") for each in tmp_path.glob("*plan*")] == ["the older plan"]


@pytest.mark.parametrize(("language", "told"), [("zh", "这是文件夹，不是文件"), ("en", "it is a folder, not a file")])
def test_the_system_is_quoted_in_the_readers_language(language: str, told: str, tmp_path: Path) -> None:
    for words in (("package", "verify"), ("import", "--out", tmp_path / "new")):
        answer = luoshi("--lang", language, *words, tmp_path)
        assert told in answer.err and "Is a directory" not in answer.err


def test_the_history_of_no_assignment_is_not_an_empty_one() -> None:
    assert luoshi("apply").code == 0
    assert luoshi("history", 99999).code == exits.BY_KIND[Kind.NOT_FOUND]
    assert luoshi("history").code == 0


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_far_away_is_told(day: str) -> None:
    assert luoshi("apply").code == 0
    answer = luoshi("chase", "--dry-run", "--as-of", day)
    assert answer.code == exits.BY_KIND[Kind.INVALID] and day in answer.err and "2100年" in answer.err
