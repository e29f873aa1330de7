"""Definitions from the command line: check, plan, apply, export, schema."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command_line import DEFINITIONS, home_of, luoshi

from engine.catalog import load


@pytest.fixture(autouse=True)
def home(tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    with home_of(tmp_path / "home", datetime(2022, 4, 1, 2, tzinfo=UTC)) as patch:
        yield patch


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the programme with its workflows, to be edited."""
    shutil.copytree(DEFINITIONS.parent, tmp_path / "definitions")
    return tmp_path / "definitions" / DEFINITIONS.name


def test_check_counts_the_table() -> None:
    answer = luoshi("check", DEFINITIONS, "--json")
    told = answer.json
    assert answer.code == 0
    assert (told["ok"], told["indicators"], told["groups"]) == (True, 55, 29)
    assert list(told["categories"].values()) == [13, 19, 8, 4, 3, 8]
    assert len(told["no_time"]) == 16
    assert told["problems"] == []


def test_check_for_people_names_what_is_sample_and_what_is_doubtful() -> None:
    text = luoshi("--lang", "en", "check", DEFINITIONS).out
    for words in ("55 indicators in 29 groups", "No time in the source (16)", "rosters/people.sample.csv", "Doubts"):
        assert words in text


def test_check_prints_problems_as_the_catalog_renders_them(folder: Path) -> None:
    file = next(folder.glob("indicators/*/joint-meeting.yaml"))
    file.write_text(file.read_text(encoding="utf-8").replace("workflow: meeting", "workflow: meting"), encoding="utf-8")
    answer = luoshi("--lang", "en", "check", folder)
    assert answer.code == 1
    assert "joint-meeting.yaml:" in answer.out and "remedy: " in answer.out and "^" in answer.out
    told = luoshi("check", folder, "--json")
    assert (told.code, told.json["ok"], len(told.json["problems"])) == (1, False, 1)
    assert {"file", "line", "column", "message", "hint"} <= set(told.json["problems"][0])


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert luoshi("check", tmp_path / "nowhere").code == 1
    assert luoshi("plan", tmp_path / "nowhere").code == 1


def test_plan_then_apply_then_nothing(folder: Path, tmp_path: Path) -> None:
    saved = tmp_path / "plan.json"
    assert luoshi("plan", folder, "--out", saved).code == 2
    assert luoshi("apply", saved).code == 0
    assert luoshi("plan", folder).code == 0
    assert luoshi("apply", folder, "--json").json["adopted"]["changes"] == 0


def test_a_plan_says_exactly_the_change(folder: Path) -> None:
    luoshi("apply", folder)
    file = next(folder.glob("indicators/*/free-verification-coverage.yaml"))
    file.write_text(file.read_text(encoding="utf-8").replace("08-31", "08-25"), encoding="utf-8")
    answer = luoshi("plan", folder, "--json")
    assert answer.code == 2
    (change,) = answer.json["changes"]
    assert (change["subject"], change["id"], change["kind"]) == ("indicator", "free-verification-coverage", "changed")
    assert "08-25" in luoshi("--lang", "en", "plan", folder).out


def test_a_stale_plan_is_refused(folder: Path, tmp_path: Path) -> None:
    saved = tmp_path / "plan.json"
    luoshi("plan", folder, "--out", saved)
    luoshi("apply", folder)
    answer = luoshi("apply", saved, "--json")
    assert (answer.code, answer.json["error"]["code"]) == (76, "stale-plan")


def test_a_file_that_is_no_plan(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")
    answer = luoshi("apply", tmp_path / "x.json", "--json")
    assert (answer.code, answer.json["error"]["code"]) == (65, "unreadable-plan")


def test_an_unknown_choice(folder: Path) -> None:
    answer = luoshi("apply", folder, "--choice", "maybe", "--json")
    assert (answer.code, answer.json["error"]["code"]) == (65, "unknown-choice")


def test_the_year_is_the_calendar_year_until_one_is_in_force(folder: Path, home: pytest.MonkeyPatch) -> None:
    from engine.runtime import Clock

    home.setattr(Clock, "now", lambda _self: datetime(2023, 12, 31, 17, tzinfo=UTC))  # already 2024 in Shanghai
    luoshi("apply", folder)
    assert luoshi("status", "--json").json["overview"]["year"] == 2024
    assert luoshi("plan", folder).code == 0
    assert luoshi("plan", folder, "--year", 2025).code == 2


def test_export_reads_back_the_same(tmp_path: Path) -> None:
    assert luoshi("export", DEFINITIONS, "--out", tmp_path).code == 0
    assert load(tmp_path / DEFINITIONS.name) == load(DEFINITIONS)


def test_an_export_does_not_write_over_what_somebody_edits(tmp_path: Path) -> None:
    home = tmp_path / DEFINITIONS.name
    home.mkdir()
    (home / "programme.yaml").write_text("# mine\n", encoding="utf-8")
    answer = luoshi("export", DEFINITIONS, "--out", tmp_path)
    assert answer.code == 76 and str(home) in answer.err
    assert [each.name for each in home.iterdir()] == ["programme.yaml"]


def test_schema_on_the_screen_and_as_files(tmp_path: Path) -> None:
    shown = luoshi("schema").json
    assert luoshi("schema", "--out", tmp_path).code == 0
    assert {file.name: json.loads(file.read_text(encoding="utf-8")) for file in tmp_path.iterdir()} == shown
