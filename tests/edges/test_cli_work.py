"""One indicator's year from the command line: issue, accept, hand in, return, approve, score, close out, look back."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command_line import home_of, luoshi

from engine.runtime import Clock

INDICATOR = "free-verification-coverage"
CLERK, OFFICE, OTHER = "qu-shijian-ju-clerk", "qu-chuangjian-ban-office-1", "qu-weijian-wei-clerk"


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation on the first of August, the whole year issued so far."""
    folder = tmp_path_factory.mktemp("issued")
    with home_of(folder, _day(1, 4)):
        assert luoshi("apply").code == 0
    with home_of(folder, _day(8, 1)):
        told = luoshi("issue", "--indicator", INDICATOR, "--json").json["issued"]
        assert (told["periods"], told["assignments"], told["parts"]) == (1, 1, 1)
        assert luoshi("issue", "--indicator", INDICATOR, "--json").json["issued"]["assignments"] == 0
        assert luoshi("issue", "--indicator", "joint-meeting").code == 0
    return folder


@pytest.fixture
def home(issued: Path, tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    shutil.copytree(issued, tmp_path / "home")
    with home_of(tmp_path / "home", _day(8, 1)) as patch:
        yield patch


@pytest.fixture
def number(home: pytest.MonkeyPatch) -> int:
    (row,) = luoshi("status", "--indicator", INDICATOR, "--json").json["assignments"]
    return int(row["id"])


@pytest.fixture
def papers(tmp_path: Path) -> list[str]:
    """The evidence that the table wants, as options."""
    register, certificate = tmp_path / "台账.csv", tmp_path / "certificate.pdf"
    register.write_text("单位,台件\n一号集贸市场,12\n", encoding="utf-8")
    certificate.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    return ["--file", f"register={register}@2022-07-30", "--file", f"certificates={certificate}"]


def _day(month: int, day: int) -> datetime:
    return datetime(2022, month, day, 2, tzinfo=UTC)


def _on(home: pytest.MonkeyPatch, month: int, day: int) -> None:
    home.setattr(Clock, "now", lambda _self: _day(month, day))


def test_from_issue_to_close_out(home: pytest.MonkeyPatch, number: int, papers: list[str]) -> None:
    assert luoshi("accept", number, "--as", CLERK).code == 0
    assert luoshi("part", "waive", number, "--unit", "区卫健委", "--reason", "已并入台账", "--as", CLERK).code == 0
    _on(home, 9, 2)
    handed = luoshi("submit", number, *papers, "--number", "coverage=1940/2000", "--as", CLERK, "--json")
    assert handed.code == 0, handed.out
    (evidence, _) = luoshi("status", number, "--json").json["card"]["evidence"]
    back = luoshi("review", "return", number, "--item", evidence["id"], "--reason", "缺盖章", "--as", OFFICE)
    assert back.code == 0, back.err
    assert luoshi("submit", number, *papers[:2], "--as", CLERK).code == 0
    assert luoshi("review", "approve", number, "--as", OFFICE, "--json").json["reviewed"][0]["closed"]
    assert luoshi("score", "--json").json["scored"] == 1
    text = luoshi("--lang", "en", "explain", number).out
    assert "97" in text and "Final score" in text
    scored = luoshi("explain", number, "--json").json["scored"]
    whole = luoshi("--lang", "en", "explain", "--indicator", INDICATOR)
    assert whole.code == 0 and f"{float(scored['final']):.2f} of" in whole.out and "97" in whole.out
    told = luoshi("explain", "--indicator", INDICATOR, "--year", "2022", "--json").json["score"]
    assert (told["final"], told["year"]) == (scored["final"], 2022)
    points = luoshi("status", number, "--json").json["card"]["row"]["points"]
    assert float(scored["deduction"]) == 0.2  # two days late, 0.1 a day
    assert float(scored["final"]) == round(points / 100 * 0.97, 2) - 0.2
    assert luoshi("close-out", number, "--as", OFFICE).code == 0
    assert luoshi("verify", "--json").json["ok"]
    verbs = [act["verb"] for act in luoshi("history", number, "--json").json["acts"]]
    assert verbs[0] == "close-out" and verbs[-1] == "issue"


def test_kept_first_and_taken_back_later(number: int, papers: list[str]) -> None:
    luoshi("accept", number, "--as", CLERK)
    assert luoshi("submit", number, *papers, "--keep", "--as", CLERK).code == 0
    early = luoshi("--lang", "en", "submit", number, "--as", CLERK)
    assert early.code == 76 and "检定覆盖率" in early.err
    luoshi("part", "in", number, "--text", "x=y", "--as", OTHER)
    luoshi("part", "waive", number, "--unit", "区卫健委", "--reason", "-", "--as", CLERK)
    assert luoshi("submit", number, "--number", "coverage=2000/2000", "--as", CLERK).code == 0
    assert luoshi("take-back", number, "--as", CLERK).code == 0


def test_a_refusal_is_explained_before_it_is_tried(number: int) -> None:
    answer = luoshi("explain", number, "--verb", "approve", "--as", CLERK, "--json").json
    assert answer["allowed"] is False and answer["why"]
    assert luoshi("explain", number, "--verb", "accept", "--as", CLERK, "--json").json["allowed"]
    assert luoshi("review", "approve", number, "--as", CLERK).code == 77
    assert luoshi("review", "approve", number, "--as", OFFICE).code == 76
    assert luoshi("accept", number, "--as", OTHER).code == 77


def test_more_time(home: pytest.MonkeyPatch, number: int) -> None:
    luoshi("accept", number, "--as", CLERK)
    _on(home, 8, 29)
    asked = luoshi("extend", "ask", number, "--to", "2022-09-05", "--reason", "设备检修", "--as", CLERK, "--json")
    assert asked.code == 0, asked.out
    request = asked.json["request"]
    assert luoshi("extend", "decide", request, "--as", OFFICE).code == 65
    assert luoshi("extend", "decide", request, "--grant", "--as", OFFICE).code == 0
    card = luoshi("status", number, "--json").json["card"]
    assert (card["row"]["due_on"], card["first_due_on"]) == ("2022-09-05", "2022-08-31")


def test_what_is_asked_must_be_clear(number: int) -> None:
    unclear = luoshi("extend", "ask", number, "--reason", "-", "--as", CLERK, "--json")
    assert unclear.json["error"]["code"] == "what-is-asked"
    both = ("--to", "2022-09-05", "--not-applicable", "--reason", "-", "--as", CLERK, "--json")
    assert luoshi("extend", "ask", number, *both).code == 65


def test_exempt_and_reopened(number: int) -> None:
    asked = luoshi("extend", "ask", number, "--not-applicable", "--reason", "无此类单位", "--as", CLERK, "--json")
    assert luoshi("extend", "decide", asked.json["request"], "--grant", "--reason", "属实", "--as", OFFICE).code == 0
    assert luoshi("status", number, "--json").json["card"]["row"]["light"] == "grey"
    assert luoshi("reopen", number, "--reason", "再议", "--as", OFFICE).code == 0
    assert luoshi("terminate", number, "--reason", "并入他项", "--as", OFFICE).code == 0


def test_looking(home: pytest.MonkeyPatch, number: int) -> None:
    assert INDICATOR in {row["indicator"] for row in luoshi("agenda", "--days", 60, "--json").json["agenda"]}
    assert "没有" in luoshi("agenda", "--days", 0, "--unit", "区市监局").out
    assert "区市监局" in luoshi("status", "--unit", "区市监局").out
    assert "免费检定覆盖率" in luoshi("status", number).out
    assert "示例分值表" in luoshi("status").out
    _on(home, 9, 1)
    (row,) = luoshi("status", "--indicator", INDICATOR, "--light", "red", "--json").json["assignments"]
    assert row["id"] == number
    assert "逾期" in luoshi("agenda").out
    assert luoshi("status", 999_999).code == 66
    assert luoshi("history", "--limit", 1).out.count("\n") == 3


def test_a_reminder_reaches_the_inbox(number: int) -> None:
    assert luoshi("remind", number, "--words", "请尽快报送", "--as", OFFICE).code == 0
    assert luoshi("remind", number, "--as", OFFICE).code == 65
    assert luoshi("inbox", "--as", CLERK, "--json").code == 0


def test_the_recognition_waits_for_a_second_person(home: pytest.MonkeyPatch) -> None:
    _on(home, 11, 18)
    draft = luoshi("recognise", "propose", "--as", OFFICE, "--json")
    assert draft.code == 0, draft.out
    assert draft.json["draft"]["sample_points"] is True
    assert luoshi("recognise", "publish", 2022).code == 76
    assert luoshi("recognise", "approve", 2022, "--as", OFFICE).code != 0
    assert luoshi("recognise", "approve", 2022, "--as", "qu-chuangjian-ban-office-2").code == 0
    assert luoshi("recognise", "publish", 2022).code == 0


def test_what_cannot_be_explained(home: pytest.MonkeyPatch, number: int) -> None:
    for words in ([], [number, "--indicator", INDICATOR], ["--indicator", INDICATOR, "--verb", "submit"]):
        answer = luoshi("--lang", "en", "explain", *words)
        assert answer.code == 65 and "--indicator" in answer.err, words
    missing = luoshi("--lang", "en", "explain", "--indicator", INDICATOR, "--year", "2021")
    assert missing.code == 66 and "2021" in missing.err


def test_an_altered_history_is_found(home: pytest.MonkeyPatch, number: int, tmp_path: Path) -> None:
    luoshi("accept", number, "--as", CLERK)
    _behind(tmp_path, "UPDATE act SET reason = 'something else' WHERE verb = 'accept'")
    answer = luoshi("verify", "--json")
    assert (answer.code, answer.json["ok"]) == (1, False)
    assert answer.json["verified"]["fault"]


def test_a_stage_moved_behind_the_history_is_found(home: pytest.MonkeyPatch, number: int, tmp_path: Path) -> None:
    _behind(tmp_path, f"UPDATE assignment SET stage = 'scored' WHERE id = {number}")
    answer = luoshi("verify", "--json")
    assert (answer.code, answer.json["verified"]["fault"]) == (1, f"assignment {number}, stage: altered")


def test_an_end_cut_off_is_found_by_the_head_written_down(
    home: pytest.MonkeyPatch, number: int, tmp_path: Path
) -> None:
    before = luoshi("verify", "--json").json["verified"]["head"]
    luoshi("comment", number, "一句话", "--as", CLERK)
    after = luoshi("verify", "--json").json["verified"]["head"]
    assert int(after.split(":")[0]) == int(before.split(":")[0]) + 1 and before != after
    assert luoshi("verify", "--head", before).code == 0
    assert luoshi("verify", "--head", after).code == 0
    assert luoshi("verify", "--head", after.replace(":", ":0")[:-1]).code == 1
    newest = int(after.split(":")[0])
    _behind(tmp_path, f"DELETE FROM transition WHERE act_id = {newest}")
    _behind(tmp_path, f"UPDATE assignment SET act_id = {newest - 1} WHERE act_id = {newest}")
    _behind(tmp_path, f"DELETE FROM act WHERE id = {newest}")
    assert luoshi("verify").code == 0, "nothing in the database tells of it any more"
    assert luoshi("verify", "--head", before).code == 0
    answer = luoshi("verify", "--head", after, "--json")
    assert (answer.code, answer.json["verified"]["fault"]) == (1, f"act {newest}: missing")
    assert luoshi("verify", "--head", "12").code == 65


def _behind(tmp_path: Path, statement: str) -> None:
    with sqlite3.connect(tmp_path / "home" / "luoshi.db") as connection:
        connection.execute(statement)
    connection.close()


def test_a_password_is_reset_and_told_once(home: pytest.MonkeyPatch) -> None:
    from engine.errors import Forbidden
    from engine.runtime import Runtime
    from engine.services.doors import sign_in

    password = luoshi("reset-password", OFFICE, "--json").json["password"]
    with Runtime.open() as runtime:
        now = runtime.clock.now()
        entered = sign_in.sign_in(runtime.desk, OFFICE, password, at=now)
        assert entered.must_change
        assert luoshi("reset-password", OFFICE).code == 0
        assert sign_in.who_is(runtime.desk, entered.token, at=now) is None
        with pytest.raises(Forbidden):
            sign_in.sign_in(runtime.desk, OFFICE, password, at=now)
    assert luoshi("reset-password", "nobody").code == 66
