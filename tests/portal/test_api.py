"""The API as programs meet it: tokens with scopes, figures as on the pages, failures as JSON, nothing done twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from portal_house import Api, Door, House

from engine.domain.token_scope import EVERYTHING, TokenScope
from engine.errors import Forbidden, Invalid, LuoshiError
from engine.services.doors import tokens
from engine.services.work.leave import leave
from portal.visit import COOKIE, CSRF_HEADER, csrf_of

OFFICER, ADMINISTRATOR = "qu-chuangjian-ban-office-1", "qu-chuangjian-ban-administrator"
HEAD, CLERK, SHOP = "qu-caizheng-ju-head", "qu-caizheng-ju-clerk", "su-00001-clerk"
FUNDS = "sufficient-funds/2022"


def test_the_document_is_openapi_3_1_and_every_route_declares_its_scope(house: House) -> None:
    told = TestClient(house.app).get("/api/v1/openapi.json").json()
    assert told["openapi"] == "3.1.0" and told["servers"] == [{"url": "/api/v1"}]
    operations = {f"{m} {p}": o for p, methods in told["paths"].items() for m, o in methods.items()}
    assert len(operations) > 30
    assert [name for name, o in operations.items() if o.get("x-scope") not in list(TokenScope)] == []
    assert [
        name for name, o in operations.items() if name.startswith("get") and o["x-scope"] not in READING[name]
    ] == []


class _Reading(dict[str, tuple[str, ...]]):
    def __missing__(self, _name: str) -> tuple[str, ...]:
        return ("read",)


READING = _Reading(
    {
        f"get /{name}": ("administer",)
        for name in (
            "definitions/text",
            "definitions/year",
            "definitions/next-year",
            "definitions/next-year/folder.zip",
            "tokens",
            "webhooks",
            "webhooks/{number}",
            "webhooks/{number}/deliveries",
            "links",
            "visits",
            "rosters/{draft}",
            "tables",
            "tables/{number}",
            "tables/{number}/drafts.zip",
            "tables/{number}/fitting",
            "units/{unit}/withdrawn",
            "rosters/export/{subject}.{form}",
            "rosters/template/{subject}.{form}",
        )
    }
)


def test_without_a_credential_nothing_is_told(house: House) -> None:
    nobody = TestClient(house.app, base_url="http://testserver/api/v1/")
    for headers in ({}, {"authorization": "Bearer luoshi_wrong"}, {"authorization": "Basic eDp5"}):
        answer = nobody.get("session", headers=headers)
        assert answer.status_code == 401 and answer.headers["www-authenticate"] == "Bearer"
        assert set(answer.json()) == {"code", "kind", "message", "remedy"}


def test_a_session_of_a_browser_is_a_credential_too_and_carries_its_token(
    house: House, door: Callable[[str], Door]
) -> None:
    client, number = door(HEAD), house.office.work(FUNDS)
    told = client.get("/api/v1/session").json()
    assert (told["person"], told["via"], told["unit"]) == (HEAD, "password", "qu-caizheng-ju")
    assert told["scopes"] == ["read", "submit", "review", "administer"]
    for headers in ({}, {CSRF_HEADER: "0" * 64}):
        answer = client.post(f"/api/v1/assignments/{number}/accept", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "csrf-wanted")
    right = {CSRF_HEADER: csrf_of(client.cookies[COOKIE])}
    assert client.post(f"/api/v1/assignments/{number}/accept", headers=right).status_code == 200


def test_a_scope_bounds_a_token_and_the_persons_rights_bound_both(house: House, api: Api) -> None:
    number = house.office.work(FUNDS)
    accept = f"assignments/{number}/accept"
    answer = api(HEAD, TokenScope.READ).post(accept)
    assert (answer.status_code, answer.json()["code"]) == (403, "scope-wanted")
    assert "submit" in answer.json()["message"]
    assert api(HEAD, TokenScope.SUBMIT).get("session").status_code == 403
    assert api(SHOP).post(accept).status_code == 403
    assert api(HEAD, TokenScope.SUBMIT).post(accept).json()["assignment"]["stage"] == "collect"


def test_a_token_ends_by_its_day_by_being_revoked_and_when_its_person_leaves(house: House, api: Api) -> None:
    desk, now = house.office.desk, house.clock.now()
    made = tokens.create(desk, desk.person(CLERK), "ends", [TokenScope.READ], at=now, days=1)
    assert tokens.bearer(desk, made.secret, at=now + timedelta(hours=23)) is not None
    assert tokens.bearer(desk, made.secret, at=now + timedelta(days=1)) is None
    program = api(CLERK)
    assert program.get("session").status_code == 200
    mine = program.get("tokens").json()["items"]
    assert mine[0]["used_at"] is not None and "secret" not in json.dumps(mine)
    assert program.delete(f"tokens/{mine[0]['id']}").status_code == 204
    assert program.get("session").status_code == 401
    gone = api(CLERK)
    leave(desk, CLERK, desk.person(OFFICER), at=now)
    assert gone.get("session").status_code == 401


def test_a_token_is_kept_as_a_digest_and_makes_none_that_may_do_more(house: House) -> None:
    desk, now = house.office.desk, house.clock.now()
    made = tokens.create(desk, desk.person(CLERK), "one", [TokenScope.READ], at=now)
    with desk.database.reading() as connection:
        kept = [str(tuple(row)) for row in connection.exec_driver_sql("SELECT * FROM access_token")]
    assert made.secret.startswith(tokens.PREFIX) and made.secret not in "".join(kept)
    within = frozenset({TokenScope.ADMINISTER, TokenScope.READ})
    with pytest.raises(Forbidden):
        tokens.create(desk, desk.person(CLERK), "more", EVERYTHING, at=now, within=within)
    for name, scopes, days in ((" ", EVERYTHING, 1), ("x", (), 1), ("x", EVERYTHING, 0), ("x", EVERYTHING, 367)):
        with pytest.raises(Invalid):
            tokens.create(desk, desk.person(CLERK), name, scopes, at=now, days=days)


def test_nobody_ends_a_token_of_another_but_an_administrator(house: House) -> None:
    desk, now = house.office.desk, house.clock.now()
    number = tokens.create(desk, desk.person(CLERK), "one", [TokenScope.READ], at=now).token.id
    with pytest.raises(LuoshiError):
        tokens.revoke(desk, desk.person(HEAD), number, at=now)
    assert [each.id for each in tokens.listed(desk, desk.person(HEAD))] == []
    assert [each.id for each in tokens.listed(desk, desk.person(ADMINISTRATOR))] == [number]
    tokens.revoke(desk, desk.person(ADMINISTRATOR), number, at=now)
    assert tokens.listed(desk, desk.person(CLERK))[0].revoked_at == now


def test_lists_come_in_pages_and_hold_what_a_person_may_see(house: House, api: Api) -> None:
    def every(program: TestClient, query: str) -> list[dict[str, Any]]:
        found, cursor = [], ""
        while cursor is not None:
            page = program.get(f"assignments?{query}&cursor={cursor}").json()
            found += page["items"]
            cursor = page["next"]
        return found

    with house.office.desk.database.reading() as connection:
        by_hand = [row.id for row in connection.exec_driver_sql("SELECT id FROM assignment ORDER BY id")]
        own = [
            row.id
            for row in connection.exec_driver_sql(
                "SELECT id FROM assignment WHERE unit_id = 'su-00001' "
                "OR id IN (SELECT assignment_id FROM part WHERE unit_id = 'su-00001') ORDER BY id"
            )
        ]
    assert [row["id"] for row in every(api(OFFICER), "limit=7")] == by_hand
    assert [row["id"] for row in every(api(SHOP), "limit=2")] == own
    narrowed = every(api(OFFICER), "indicator=verification-rate&unit=su-00002&limit=1")
    assert [(row["indicator"], row["unit"]) for row in narrowed] == [("verification-rate", "su-00002")]
    assert api(OFFICER).get("assignments?cursor=!!!").status_code == 422
    people = api(SHOP).get("people").json()["items"]
    assert {person["unit"] for person in people} == {"su-00001"}


def test_what_is_not_ones_own_is_refused_in_the_readers_language(house: House, api: Api) -> None:
    number = house.office.work(FUNDS)
    for address in ("", "/score", "/history", "/files/1"):
        answer = api(SHOP).get(f"assignments/{number}{address}")
        assert (answer.status_code, answer.json()["code"]) == (403, "not-visible"), address
    assert "may not look" in answer.json()["message"]
    chinese = api(SHOP).get(f"assignments/{number}", headers={"accept-language": "de;q=0.9, zh-CN;q=0.8, en;q=0.1"})
    assert "无权" in chinese.json()["message"] or "不能" in chinese.json()["message"]
    assert api(SHOP).get("history").status_code == 403
    assert api(OFFICER).get("assignments/99999").json()["code"] == "unknown-assignment"
    assert api(OFFICER).get("nowhere").json()["code"] == "http-404"
    assert api(OFFICER).get("assignments?limit=0").json()["code"] == "bad-request"


def test_a_whole_life_by_program(house: House, api: Api) -> None:
    office = house.office
    number = office.work(FUNDS)
    unit, officer = api(HEAD), api(OFFICER)
    unit.post(f"assignments/{number}/accept")
    items = office.everything(FUNDS)
    order = {"files": [{"requirement": item.requirement} for item in items], "note": "齐了"}
    files = [("files", (item.name, item.content)) for item in items]
    answer = unit.post(f"assignments/{number}/submit", data={"order": json.dumps(order)}, files=files)
    assert answer.status_code == 200, answer.text
    page = officer.get(f"assignments/{number}").json()
    assert page["assignment"]["stage"] == "review" and "approve" in page["may"]
    assert number in [row["id"] for row in officer.get("review-queue").json()["items"]]
    piece = page["wanted"][0]["evidence"][0]
    assert officer.get(f"assignments/{number}/files/{piece['id']}").content == items[0].content
    stale = officer.post(f"assignments/{number}/approve", json={"evidence_digest": "another", "rubric": "0.75"})
    assert (stale.status_code, stale.json()["code"]) == (409, "evidence-changed")
    seen = {"evidence_digest": page["evidence_digest"], "rubric": "0.75"}
    done = officer.post(f"assignments/{number}/approve", json=seen)
    assert done.status_code == 200 and done.json()["closed"] is True, done.text
    score = officer.get(f"assignments/{number}/score").json()
    assert score["final"] == "0.75" and score["lines"]
    assert officer.get(f"assignments/{number}/history?limit=2").json()["items"][0]["verb"] == "approve"
    assert officer.get("history/verification").json()["sound"] is True


def test_files_without_a_word_are_refused_and_nothing_is_kept(house: House, api: Api) -> None:
    number = house.office.work(FUNDS)
    answer = api(HEAD).post(
        f"assignments/{number}/evidence", data={"order": "{}"}, files=[("files", ("a.pdf", b"%PDF-1.4"))]
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "files-not-told")
    assert api(HEAD).post(f"assignments/{number}/evidence", data={"order": '{"notes": 1}'}).status_code == 422


def test_a_request_with_the_same_key_is_answered_again_and_done_once(house: House, api: Api) -> None:
    number, program = house.office.work(FUNDS), api(HEAD)
    address, body, key = f"assignments/{number}/comments", {"words": "收到"}, {"idempotency-key": "one"}
    first = program.post(address, json=body, headers=key)
    again = program.post(address, json=body, headers=key)
    assert first.status_code == again.status_code == 200 and first.json() == again.json()
    assert again.headers["idempotent-replay"] == "true" and "idempotent-replay" not in first.headers
    assert house.office.verbs(FUNDS).count("comment") == 1
    other = program.post(address, json={"words": "别的"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "key-of-another-request")
    assert api(CLERK).post(address, json=body, headers=key).status_code == 200
    house.clock.move(timedelta(days=1, seconds=1))
    assert program.post(address, json=body, headers=key).status_code == 200
    assert house.office.verbs(FUNDS).count("comment") == 3


def test_a_refusal_does_not_use_a_key_up(house: House, api: Api) -> None:
    number, program = house.office.work(FUNDS), api(HEAD)
    key = {"idempotency-key": "two"}
    refused = program.post(f"assignments/{number}/comments", json={"words": " "}, headers=key)
    assert refused.status_code == 409
    assert program.post(f"assignments/{number}/accept", headers=key).status_code == 200


def test_an_answer_that_was_lost_is_not_done_again(house: House, api: Api) -> None:
    """The key is written with the act: a portal that stops before it has kept its answer has still done it once."""
    number, program = house.office.work(FUNDS), api(HEAD)
    address, key = f"assignments/{number}/comments", {"idempotency-key": "three"}
    program.post(address, json={"words": "收到"}, headers=key)
    with house.office.desk.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE kept_answer SET status = 0, body = ''")
    answer = program.post(address, json={"words": "收到"}, headers=key)
    assert (answer.status_code, answer.json()["code"]) == (409, "done-already")
    assert house.office.verbs(FUNDS).count("comment") == 1


def test_who_came_in_by_a_link_reads_and_hands_in_and_nothing_more(house: House) -> None:
    from engine.services.doors import sign_in

    token = sign_in.enter(house.office.desk, SHOP, via=sign_in.BY_LINK, at=house.clock.now()).token
    client = TestClient(house.app, cookies={COOKIE: token})
    assert client.get("/api/v1/session").json()["scopes"] == ["read", "submit"]
    assert client.get("/api/v1/tokens").status_code == 403
