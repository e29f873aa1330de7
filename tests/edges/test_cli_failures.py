"""Every failure is a sentence and an exit code; a traceback reaches the log, never a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command_line import home_of, luoshi

from cli import exits
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
    assert luoshi("verify").code == exits.INTERRUPTED


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
