"""Doctor: every finding at once, each fault with its remedy, nothing changed by looking."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from command_line import home_of, luoshi


@pytest.fixture(autouse=True)
def home(tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    from flows.instance import free_port

    with home_of(tmp_path / "home", datetime(2022, 4, 1, 2, tzinfo=UTC)) as patch:
        patch.setenv("LUOSHI_PREFECT_PORT", str(free_port()))
        yield patch


def _findings() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for finding in luoshi("doctor", "--json").json["findings"]:
        found.setdefault(finding["what"], []).append(finding)
    return found


def test_without_a_server_only_the_server_is_a_fault() -> None:
    answer = luoshi("--lang", "en", "doctor")
    assert answer.code == 1
    faults = [line for line in answer.out.splitlines() if line.startswith("[fault]")]
    assert len(faults) == 1 and "does not answer" in faults[0]
    assert "remedy: Start everything" in answer.out


def test_looking_changes_nothing(tmp_path: Path) -> None:
    assert [finding["health"] for finding in _findings()["database"]] == ["ok", "warn"]
    assert [finding["health"] for finding in _findings()["database"]] == ["ok", "warn"]
    luoshi("apply")
    assert [finding["health"] for finding in _findings()["database"]] == ["ok", "ok"]


def test_a_wrong_sum_is_found_and_counted_anew(tmp_path: Path) -> None:
    luoshi("apply")
    luoshi("issue")
    assert [finding["health"] for finding in _findings()["sums"]] == ["ok"]
    [file] = (tmp_path / "home").rglob("*.db")
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("UPDATE tally SET number = number + 1").rowcount
        connection.commit()
    [finding] = _findings()["sums"]
    assert finding["health"] == "fault" and "recount" in finding["remedy"]
    assert luoshi("recount", "--json").json["wrong"] > 0
    assert [finding["health"] for finding in _findings()["sums"]] == ["ok"]
    assert luoshi("recount", "--json").json["wrong"] == 0


def test_every_fault_has_a_remedy(home: pytest.MonkeyPatch, tmp_path: Path) -> None:
    home.setenv("LUOSHI_DEFINITIONS", str(tmp_path / "nowhere"))
    home.setenv("LUOSHI_CHANNELS", json.dumps({"mail": "no-such-service://secret-word"}))
    home.setenv("LUOSHI_DATABASE", f"sqlite:///{tmp_path}")
    answer = luoshi("doctor", "--json")
    faults = {finding["what"] for finding in answer.json["findings"] if finding["health"] == "fault"}
    assert {"definitions", "channels", "database"} <= faults
    assert all(finding["remedy"] for finding in answer.json["findings"] if finding["health"] != "ok")
    assert "secret-word" not in answer.out


def test_a_year_without_published_holidays_is_flagged(home: pytest.MonkeyPatch) -> None:
    from engine.runtime import Clock

    home.setattr(Clock, "now", lambda _self: datetime(2098, 4, 1, tzinfo=UTC))
    assert [finding["health"] for finding in _findings()["calendar"]] == ["warn", "warn"]


def test_a_wrong_setting_ends_the_examination(home: pytest.MonkeyPatch) -> None:
    home.setenv("LUOSHI_LANGUAGE", "zh")
    home.setenv("LUOSHI_PREFECT_PORT", "80")
    (finding,) = luoshi("doctor", "--json").json["findings"]
    assert (finding["what"], finding["health"]) == ("settings", "fault")
    assert "LUOSHI_PREFECT_PORT" in finding["sentence"]
