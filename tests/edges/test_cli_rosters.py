"""Rosters and the scan from the command line: the same faults, the same preview, the same yes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command_line import home_of, luoshi
from roster_files import PEOPLE, csv, xlsx

ADMIN = "qu-chuangjian-ban-administrator"
ZHOU = ["", "周敏", "区市监局", "经办人", "", "", ""]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with home_of(tmp_path_factory.mktemp("rosters"), datetime(2022, 3, 1, 2, tzinfo=UTC)):
        assert luoshi("apply").code == 0
        yield


def test_faults_are_named_at_their_cells(home: None, tmp_path: Path) -> None:
    file = tmp_path / "r.xlsx"
    file.write_bytes(xlsx(PEOPLE, [*ZHOU[:2], "区市场局", "局长", *ZHOU[4:]]))
    told = luoshi("roster", "check", str(file), "--as", ADMIN)
    assert told.code == 1 and "Sheet1!C2" in told.out and "Sheet1!D2" in told.out
    answer = luoshi("roster", "import", str(file), "--as", ADMIN, "--json")
    assert (answer.code, [each["cell"] for each in answer.json["faults"]]) == (1, ["Sheet1!C2", "Sheet1!D2"])


def test_a_check_changes_nothing_and_an_import_does(home: None, tmp_path: Path) -> None:
    file, out = tmp_path / "r.csv", tmp_path / "out.csv"
    file.write_bytes(csv(PEOPLE, ZHOU, encoding="gbk"))
    for done, command in ((False, "check"), (True, "import")):
        told = luoshi("roster", command, str(file), "--as", ADMIN, "--json").json
        assert told["done"] is done and [each["name"] for each in told["added"]] == ["周敏"]
    assert luoshi("roster", "export", str(out), "--as", ADMIN).code == 0
    assert "周敏" in out.read_text(encoding="utf-8-sig")
    again = luoshi("roster", "check", str(out), "--whole", "--as", ADMIN, "--json").json
    assert (again["added"], again["changed"], again["leaving"]) == ([], [], [])
    text = luoshi("roster", "check", str(file), "--as", ADMIN).out
    assert "新增0，变更0，离开0，不变1" in text


def test_what_cannot_be_is_a_sentence(home: None, tmp_path: Path) -> None:
    assert luoshi("roster", "check", str(tmp_path / "none.csv"), "--as", ADMIN).code == 65
    assert luoshi("roster", "export", str(tmp_path / "r.pdf"), "--as", ADMIN).code == 65
    assert luoshi("roster", "export", str(tmp_path / "r.csv"), "--as", "qu-shijian-ju-clerk").code == 77
    edited = tmp_path / "edited.csv"
    edited.write_text("mine", encoding="utf-8")
    refused = luoshi("roster", "export", str(edited), "--as", ADMIN)
    assert refused.code == 76 and "--replace" in refused.err and edited.read_text(encoding="utf-8") == "mine"
    assert luoshi("roster", "export", str(edited), "--replace", "--as", ADMIN).code == 0
    assert edited.read_text(encoding="utf-8-sig") != "mine"


def test_the_scan(home: None) -> None:
    told = luoshi("scan")
    assert told.code == 1 and "示例" in told.out
    faults = json.loads(luoshi("scan", "--json").out)["faults"]
    assert {each["kind"] for each in faults} >= {"sample-in-use", "no-way-in"}
