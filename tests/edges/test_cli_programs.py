"""Tokens and webhooks from the command line: made, shown once, listed, ended; an address is tried and told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command_line import home_of, luoshi
from receiver import receiver

CLERK = "qu-shijian-ju-clerk"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("programs")
    with home_of(folder, datetime(2022, 1, 4, 2, tzinfo=UTC)):
        assert luoshi("apply").code == 0
        yield folder


def test_a_token_is_told_once_listed_and_revoked(home: Path) -> None:
    made = luoshi("token", "make", "接口", "--scope", "read", "--scope", "submit", "--as", CLERK)
    secret = made.out.strip()
    assert made.code == 0 and secret.startswith("luoshi_") and "\n" not in secret
    listed = luoshi("token", "list", "--as", CLERK)
    assert "接口" in listed.out and secret not in listed.out
    [told] = luoshi("token", "list", "--as", CLERK, "--json").json["tokens"]
    assert (told["standing"], told["token"]["scopes"]) == ("good", ["read", "submit"])
    number = str(told["token"]["id"])
    assert luoshi("token", "revoke", number, "--as", "qu-weijian-wei-clerk").code != 0
    assert luoshi("token", "revoke", number, "--as", CLERK).code == 0
    assert luoshi("token", "list", "--as", CLERK, "--json").json["tokens"][0]["standing"] == "revoked"
    assert luoshi("token", "make", "x", "--scope", "everything", "--as", CLERK).code == 64


def test_an_address_is_added_tried_and_removed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert luoshi("webhook", "add", "https://10.0.0.1/x", "--as", CLERK).code != 0
    monkeypatch.setenv("LUOSHI_WEBHOOK_HOSTS", "127.0.0.1")
    with receiver() as there:
        there.secret = luoshi("webhook", "add", there.address, "--event", "submit", "--as", CLERK).out.strip()
        [hook] = luoshi("webhook", "list", "--as", CLERK, "--json").json["webhooks"]
        assert (hook["url"], hook["events"], hook["active"]) == (there.address, ["submit"], True)
        assert there.address in luoshi("webhook", "list", "--as", CLERK).out
        number = str(hook["id"])
        there.answers = [200, 500]
        assert luoshi("webhook", "ping", number, "--as", CLERK).code == 0
        refused = luoshi("webhook", "ping", number, "--as", CLERK, "--json")
        assert (refused.code, refused.json["status"]) == (1, 500)
        assert [signature for _, signature, _ in there.came] == ["signed", "signed"]
        assert luoshi("webhook", "deliveries", number, "--as", CLERK, "--json").json["deliveries"] == []
        assert luoshi("webhook", "redeliver", number, "1", "--as", CLERK).code != 0
        assert luoshi("webhook", "switch", number, "--off", "--as", CLERK).code == 0
        assert luoshi("webhook", "list", "--as", CLERK, "--json").json["webhooks"][0]["active"] is False
        assert luoshi("webhook", "remove", number, "--as", CLERK).code == 0
        assert luoshi("webhook", "ping", number, "--as", CLERK).code != 0
