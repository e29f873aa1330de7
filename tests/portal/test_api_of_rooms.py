"""The office's rooms by program: history, outbox, recognition, meetings, one more unit, flows without a clockwork."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from portal_house import House

from engine.domain.token_scope import EVERYTHING
from engine.services.doors import tokens
from engine.services.word import letters

OFFICER, SECOND = "qu-chuangjian-ban-office-1", "qu-chuangjian-ban-office-2"
Api = Callable[[str], TestClient]


@pytest.fixture
def api(house: House) -> Api:
    def program(person: str) -> TestClient:
        desk = house.office.desk
        made = tokens.create(desk, desk.person(person), "a test", EVERYTHING, at=house.clock.now())
        return TestClient(
            house.app,
            base_url="http://testserver/api/v1/",
            headers={"authorization": f"Bearer {made.secret}", "accept-language": "en"},
            raise_server_exceptions=False,
        )

    return program


def test_the_history_is_narrowed_paged_and_verified(house: House, api: Api) -> None:
    program, number = api(OFFICER), house.office.work("lawful-licensing/2022")
    program.post("bulk", json={"verb": "remind", "assignments": [number], "reason": "soon", "digest": "-"})
    seen = program.post("bulk/preview", json={"verb": "remind", "assignments": [number], "reason": "soon"}).json()
    order = {"verb": "remind", "assignments": [number], "reason": "soon", "digest": seen["digest"]}
    assert program.post("bulk", json=order).json() == {"done": 1}
    [act] = program.get("history", params={"verb": "remind", "by": OFFICER, "assignment": number}).json()["items"]
    assert (act["reason"], act["moved"], act["about"]["assignment"]) == ("soon", 1, number)
    whole = program.get(f"history/{act['id']}").json()
    assert [each["assignment"] for each in whole["concerned"]["items"]] == [number] and whole["concerned"][
        "next"
    ] is None
    ids: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        page = program.get("history", params={"limit": 7, "cursor": cursor}).json()
        ids, cursor = ids + [each["id"] for each in page["items"]], page["next"]
    assert ids == list(range(ids[0], 0, -1))
    walked = program.post("history/chain", json={}).json()
    assert walked["finished"] and walked["fault"] == "" and walked["reached"] == ids[0]
    assert program.get("history/chain").json()["unverified"] == 0


def test_a_list_takes_two_people(api: Api) -> None:
    first, second = api(OFFICER), api(SECOND)
    proposed = first.post("recognition/2022/proposal").json()
    assert proposed["state"] == "proposed" and "endorse" in proposed["refusals"]
    digest = {"digest": proposed["digest"]}
    assert first.post("recognition/2022/approval", json=digest).json()["code"] == "own-list"
    assert second.post("recognition/2022/approval", json={"digest": "other"}).json()["code"] == "list-changed"
    assert second.post("recognition/2022/approval", json=digest).json()["state"] == "approved"
    assert second.post("recognition/2022/publication").json()["state"] == "published"


def test_one_more_unit_the_outbox_and_the_meeting(house: House, api: Api) -> None:
    program = api(OFFICER)
    assert [each["key"] for each in program.get("indicators/lawful-licensing/periods").json()["items"]] == ["2022"]
    address = "indicators/lawful-licensing/periods/2022/assignments"
    made = program.post(address, json={"unit": "qu-caizheng-ju", "reason": "asked for"})
    assert made.status_code == 201
    number = made.json()["assignment"]["id"]
    letters.expand(house.office.desk, at=house.clock.now())
    [letter] = program.get("outbox", params={"assignment": number}).json()["items"]
    assert letter["notice"] == "issued" and program.get(f"outbox/{letter['id']}").json()["body"]
    assert program.post("outbox/send-again", json={"letters": [letter["id"]]}).json()["code"] == "did-not-fail"
    packet = program.post("meetings/2022Q2/packet").json()
    assert packet["quarter"]["told"] and packet["packet"]["quarter"] == "2022Q2"
    act = packet["quarter"]["told"][0][0]
    kept = program.get("meetings/2022Q2", params={"act": act}).json()["packet"]
    assert kept["rows"] == packet["packet"]["rows"]
    assert program.get("countdown").json()["coverage"]


def test_flows_without_a_clockwork_are_refused_and_foreseen_all_the_same(api: Api) -> None:
    program = api(OFFICER)
    assert program.get("flows").json()["code"] == "no-clockwork"
    assert program.post("flows/runs", json={"name": "sweep"}).json()["code"] == "no-clockwork"
    assert program.get("flows/would-do", params={"name": "quarterly-meeting"}).json()["lines"]
    assert program.get("flows/would-do", params={"name": "nonsense"}).status_code == 404
