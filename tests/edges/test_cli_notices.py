"""The ledger of notices from the command line: narrowed, looked at, sent again, and a channel tried."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import postman
import pytest
from command_line import home_of, luoshi
from sinks import web_sink

from engine.runtime import Runtime
from engine.services.word import letters

CLERK, OFFICE = "qu-shijian-ju-clerk", "qu-chuangjian-ban-office-1"
AT = datetime(2022, 8, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[pytest.MonkeyPatch]:
    """Issued notices, one of them given up, one to be tried again."""
    folder: Path = tmp_path_factory.mktemp("home")
    with home_of(folder, datetime(2022, 1, 4, 1, tzinfo=UTC)):
        assert luoshi("apply").code == 0
    with home_of(folder, AT) as patch:
        for indicator in ("free-verification-coverage", "joint-meeting"):
            assert luoshi("issue", "--indicator", indicator).code == 0
        with Runtime.open() as runtime:
            letters.expand(runtime.desk, at=AT)
            leased = letters.lease(runtime.desk, owner="test", at=AT)
            to_clerk = [each.id for each in leased if each.person == CLERK]
            others = [each.id for each in leased if each.person != CLERK]
            postman.given_up(runtime.desk, to_clerk[0], "550 没有此人", at=AT)
            postman.failed(runtime.desk, others[0], "451 later", at=AT, again=AT + timedelta(hours=1))
            postman.went_out(runtime.desk, others[1:], at=AT, answer="250 OK")
        yield patch


def numbers(*words: str) -> list[int]:
    return [line["id"] for line in luoshi("notices", "list", *words, "--json").json["notices"]]


def test_the_list_is_narrowed_and_counted(home: pytest.MonkeyPatch) -> None:
    told = luoshi("notices", "list", "--json").json
    assert told["counts"]["given-up"] == told["counts"]["failed"] == 1
    assert {line["state"] for line in told["notices"]} >= {"given-up", "failed", "sent"}
    [lost] = numbers("--state", "given-up")
    assert lost in numbers("--to", CLERK)
    assert [lost] == numbers("--unit", "区市监局", "--state", "given-up")
    assert len(numbers("--unreached")) == 2
    assert numbers("--day", "2022-08-02") == []
    shown = luoshi("notices", "list", "--state", "given-up").out
    assert "区市监局" in shown and "已放弃" in shown
    assert luoshi("notices", "list", "--day", "1999-01-01").out.strip() == "没有符合条件的通知。"


def test_one_is_shown_with_every_attempt(home: pytest.MonkeyPatch) -> None:
    [number] = numbers("--state", "failed")
    whole = luoshi("notices", "show", number, "--json").json["notice"]
    assert [each["outcome"] for each in whole["attempts"]] == ["unavailable"]
    shown = luoshi("notices", "show", number).out
    assert "451 later" in shown
    assert "暂时无法发送" in shown
    assert "2022-08-01 10:00" in shown  # the next try, in the programme's time zone
    assert luoshi("notices", "show", 99_999).code != 0


def test_what_was_given_up_is_sent_again_by_the_office_only(home: pytest.MonkeyPatch) -> None:
    [number] = numbers("--state", "given-up")
    assert luoshi("notices", "retry", number, "--as", CLERK).code != 0
    assert luoshi("notices", "retry", number, "--as", OFFICE, "--json").json == {"ok": True, "number": 1}
    assert numbers("--state", "given-up") == []
    assert number in numbers("--state", "queued")
    assert luoshi("notices", "list", "--as", CLERK).code != 0


def test_a_channel_is_tried_and_says_what_the_provider_says(home: pytest.MonkeyPatch) -> None:
    with web_sink() as web:
        channels = {"hook": f"json://127.0.0.1:{web.port}/T0kenT0ken", "text": "smsgate://k:s@127.0.0.1/?to={phone}"}
        home.setenv("LUOSHI_CHANNELS", json.dumps(channels))
        tried = luoshi("notices", "test", "hook", "--to", CLERK, "--json")
        assert (tried.code, tried.json["outcome"]) == (0, "accepted")
        assert web.posted[0][1]["title"] == "落实系统渠道测试"
        web.status = 403
        refused = luoshi("notices", "test", "hook", "--as", OFFICE)
        assert refused.code == 1
        assert "403" in refused.out and "T0kenT0ken" not in refused.out
        assert "hook" in luoshi("notices", "test", "pigeon", "--as", OFFICE).err
        own = luoshi("notices", "test", "inbox", "--as", OFFICE)
        assert own.code != 0 and "不必试发" in own.err and "hook" in own.err
        assert luoshi("notices", "test", "text", "--to", CLERK).code != 0


def test_notices_are_previewed_and_the_ladder_foretold(home: pytest.MonkeyPatch) -> None:
    told = luoshi("notices", "preview", "red-sheet", "--as-of", "2022-09-02", "--lang", "en")
    assert told.code == 0 and "Red sheet" in told.out and "2 days late" in told.out
    assert len(luoshi("notices", "preview", "--json").json["notices"]) > 20
    assert luoshi("notices", "preview", "pigeon").code != 0
    assert luoshi("notices", "preview", "--lang", "fr").code != 0
    before = len(numbers("--limit", "9999"))
    foretold = luoshi("chase", "--dry-run", "--as-of", "2022-09-01", "--json").json["letters"]
    assert {each["rung"] for each in foretold} >= {"红色督办单"}
    assert "红色督办单" in luoshi("chase", "--dry-run", "--as-of", "2022-09-01").out
    assert len(numbers("--limit", "9999")) == before
    assert luoshi("chase", "--as-of", "2022-09-01").code != 0
