"""What the office's pages show and do, by program: figures with their rows, many at once, links, one's own account."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from portal_house import PASSWORD, Api, Door, House

from engine.services.doors import sign_in
from portal.visit import COOKIE, CSRF_HEADER, csrf_of

OFFICER, HEAD, SHOP = "qu-chuangjian-ban-office-1", "qu-caizheng-ju-head", "su-00001-clerk"
FUNDS = "sufficient-funds/2022"


def _every(program: TestClient, query: dict[str, str]) -> list[int]:
    found: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        page = program.get("board/rows", params=query | {"cursor": cursor}).json()
        found += [row["id"] for row in page["items"]]
        cursor = page["next"]
    return found


@pytest.mark.parametrize("sort", ["worst", "due", "unit", "indicator"])
def test_each_figure_leads_to_its_rows_in_any_order(api: Api, sort: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.services.looking.board.PAGE", 9)
    program = api(OFFICER)
    board = program.get("board", params={"by": "kind"}).json()
    assert board["total"] == sum(group["total"] for group in board["groups"]) > 30
    rows = _every(program, {"sort": sort})
    assert len(rows) == len(set(rows)) == board["total"]
    for light, number in board["lights"].items():
        assert len(_every(program, {"sort": sort, "light": light})) == number, light
    for step in program.get("funnel").json()["items"]:
        assert len(_every(program, step["rows"])) == step["number"], step["step"]


def test_ranking_and_trend_lead_to_their_rows_too(api: Api) -> None:
    program = api(OFFICER)
    places = program.get("ranking").json()["items"]
    assert places and all(len(_every(program, place["rows"])) == place["number"] for place in places)
    spans = program.get("trend", params={"span": "month"}).json()["items"]
    assert spans[0]["name"] == "2022-01"
    for span in spans:
        for verb, counted in span["acts"].items():
            assert len(_every(program, counted["rows"])) == counted["number"], (span["name"], verb)


def test_a_unit_sees_its_own_figures_only(api: Api) -> None:
    mine = api(HEAD).get("board").json()["total"]
    assert 0 < mine < api(OFFICER).get("board").json()["total"]
    assert {place["unit"] for place in api(HEAD).get("ranking").json()["items"]} <= {"qu-caizheng-ju"}


@pytest.mark.parametrize("cursor", ["WzFd", "WyJ4IiwieCIsMV0", "bnVsbA", "W3RydWVd", "!!"])
def test_a_cursor_of_another_list_is_refused(api: Api, cursor: str) -> None:
    assert api(OFFICER).get("board/rows", params={"cursor": cursor}).status_code == 422


def test_pages_refuse_what_no_list_can_mean(door: Callable[[str], Door]) -> None:
    client = door(OFFICER)
    for query in ("after=[1]", "after=[true,1,1]", 'after=["a","b",1]', "year=0x", "year=99999", f"year={10**30}"):
        for page in ("/board", "/board/part", "/board/trend"):
            if "after" in query and "trend" in page:
                continue
            assert client.get(f"{page}?{query}").status_code == 422, (page, query)


def test_many_are_approved_exactly_as_the_preview_said(house: House, api: Api) -> None:
    office, program = house.office, api(OFFICER)
    number = office.work(FUNDS)
    office.hand_in(FUNDS, HEAD)
    sheet = program.get(f"assignments/{number}/review-sheet").json()
    assert sheet["stage"] == "review" and sheet["refusal"] == "" and sheet["needed"] == 1
    order = {"verb": "return", "assignments": [number], "reason": "补充附件"}
    seen = program.post("bulk/preview", json=order).json()
    assert [line["refused"] for line in seen["items"]] == [False] and "returned" in seen["items"][0]["words"]
    stale = program.post("bulk", json=order | {"digest": "another"})
    assert (stale.status_code, stale.json()["code"]) == (409, "preview-outdated")
    assert program.post("bulk", json=order | {"digest": seen["digest"]}).json() == {"done": 1}
    assert office.verbs(FUNDS).count("return") == 1
    assert program.post("bulk/preview", json=order | {"verb": "submit"}).status_code == 422


def test_a_link_is_issued_opens_its_list_and_is_revoked(house: House, api: Api) -> None:
    program = api(OFFICER)
    assert program.post("links/preview", json={"units": ["su-00001"]}).json()["number"] == 1
    [made] = program.post("links", json={"units": ["su-00001"], "days": 3}).json()["items"]
    assert made["unit"] == "su-00001" and "/enter/" in made["address"] and made["qr"].startswith("<svg")
    guest = TestClient(house.app)
    path = made["address"].split("8080", 1)[1]
    assert guest.post(path, follow_redirects=False).headers["location"] == "/inbox"
    assert [unit["state"] for unit in program.get("links?words=su-00001").json()["items"]] == ["open"]
    assert len(program.post("links/revocations", json={"units": ["su-00001"]}).json()["units"]) == 1
    assert guest.get("/inbox", follow_redirects=False).headers["location"].startswith("/sign-in")
    assert api(SHOP).get("links").json()["items"] == []


def test_ones_own_password_and_visits(house: House, door: Callable[[str], Door], api: Api) -> None:
    here, elsewhere, program = door(HEAD), door(HEAD), api(HEAD)
    told = here.get("/api/v1/visits").json()["items"]
    assert len(told) == 2 and sum(visit["here"] for visit in told) == 1
    right = {CSRF_HEADER: csrf_of(here.cookies[COOKIE])}
    assert here.delete("/api/v1/visits").status_code == 403
    assert here.delete("/api/v1/visits", headers=right).json() == {"ended": 1}
    assert elsewhere.get("/inbox", follow_redirects=False).status_code == 303
    new = {"old": PASSWORD, "new": "a sentence nobody guesses"}
    assert program.post("password", json=new | {"new": "short"}).status_code == 422
    assert program.post("password", json=new).status_code == 204
    assert here.get("/inbox", follow_redirects=False).status_code == 303
    sign_in.sign_in(house.office.desk, HEAD, new["new"], at=house.clock.now())


def test_the_present_password_cannot_be_guessed_from_an_open_visit(api: Api) -> None:
    program, order = api(HEAD), {"old": "wrong", "new": "a sentence nobody guesses"}
    codes = [program.post("password", json=order).json()["code"] for _ in range(6)]
    assert codes == ["wrong-old-password"] * 5 + ["locked"]
    assert program.post("password", json=order | {"old": PASSWORD}).json()["code"] == "locked"
