"""The pages for programs: a token is made, used and ended; an address is added, tried, told and removed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from portal_house import PHONE, Api, Door, House, Site
from receiver import receiver

from engine.domain.reachable import Reach
from engine.domain.token_scope import TokenScope
from engine.services.doors import tokens, webhooks
from engine.services.looking import remember
from engine.services.work import close_out
from notifiers.webhooks import tell_due

HEAD, ADMINISTRATOR, AUDITOR = "qu-caizheng-ju-head", "qu-chuangjian-ban-administrator", "qu-chuangjian-ban-auditor"
OFFICER, FUNDS = "qu-chuangjian-ban-office-1", "sufficient-funds/2022"


def test_a_token_is_made_in_the_browser_shown_once_and_ended(site: Site) -> None:
    page = site.page(HEAD)
    page.get_by_role("link", name="程序接口").click()
    page.get_by_label("给谁用").fill("统计局接口")
    page.get_by_label("有效期").select_option("30")
    page.get_by_label("报送 (submit)").check()
    page.get_by_role("button", name="新建").click()
    secret = page.get_by_label("令牌", exact=True).input_value()
    program = TestClient(site.house.app, headers={"authorization": f"Bearer {secret}"})
    assert program.get("/api/v1/session").json()["scopes"] == ["read", "submit"]
    page.goto("/tokens")
    assert secret not in page.content() and page.get_by_text("统计局接口").count() == 1
    page.get_by_label("作废“统计局接口”").click()
    page.get_by_role("button", name="确认作废").click()
    page.get_by_text("已失效：1").wait_for()
    assert program.get("/api/v1/session").status_code == 401


def test_a_mistake_keeps_what_was_typed(door: Callable[[str], Door]) -> None:
    client = door(HEAD)
    answer = client.post_form("/tokens", {"name": "接口", "days": "30"})
    assert answer.status_code == 422 and 'value="接口"' in answer.text and "至少一项权限" in answer.text
    assert client.post_form("/tokens", {"name": "x", "scope": "read", "days": "many"}).status_code == 422
    answer = client.post_form("/webhooks", {"url": "http://127.0.0.1:4200/api", "event": ["submit"]})
    assert answer.status_code == 403 and 'value="http://127.0.0.1:4200/api"' in answer.text
    assert re.search(r'value="submit" checked', answer.text)


def test_a_token_that_ends_soon_is_told_of_beforehand(house: House, door: Callable[[str], Door]) -> None:
    desk, now = house.office.desk, house.clock.now()
    tokens.create(desk, desk.person(HEAD), "接口", [TokenScope.READ], at=now, days=30)
    assert "两周内到期" not in door(HEAD).get("/tokens").text
    house.clock.move(timedelta(days=17))
    assert "您有1个令牌两周内到期" in door(HEAD).get("/tokens").text
    assert "两周内到期" not in door(ADMINISTRATOR).get("/tokens").text, "another's is not theirs to renew"
    house.clock.move(timedelta(days=14))
    assert "已失效：1" in door(HEAD).get("/tokens").text


def test_auditors_see_everybodys_and_end_none(house: House, door: Callable[[str], Door]) -> None:
    desk = house.office.desk
    made = tokens.create(desk, desk.person(HEAD), "接口", [TokenScope.READ], at=house.clock.now())
    auditor, administrator = door(AUDITOR), door(ADMINISTRATOR)
    shown = auditor.get("/tokens").text
    assert "接口" in shown and f"/tokens/{made.token.id}/revoke" not in shown and made.secret not in shown
    assert auditor.post_form(f"/tokens/{made.token.id}/revoke").status_code == 404
    assert administrator.post_form(f"/tokens/{made.token.id}/revoke").status_code == 303


def test_an_address_is_added_tried_told_and_removed(house: House, door: Callable[[str], Door]) -> None:
    with receiver() as there:
        runtime = house.runtime
        object.__setattr__(runtime, "settings", runtime.settings.model_copy(update={"webhook_hosts": "127.0.0.1"}))
        client = door(HEAD)
        shown = client.post_form("/webhooks", {"url": there.address}).text
        there.secret = re.search(r"whsec_[\w+/=]+", shown)[0]  # type: ignore[index]
        number = re.search(r'href="/webhooks/(\d+)"', shown)[1]  # type: ignore[index]
        there.answers = [200, 422]
        assert "接收方答复200：ok" in client.post_form(f"/webhooks/{number}/ping").text
        desk, work = house.office.desk, house.office.work(FUNDS)
        close_out.comment(desk, work, desk.person(HEAD), "收到", at=house.clock.now())
        tell_due(runtime, at=house.clock.now(), owner="test")
        page = client.get(f"/webhooks/{number}").text
        assert "尚未收下" in page and "422 ok" in page
        again = re.search(rf"/webhooks/{number}/deliveries/\d+/again", page)
        assert again and client.post_form(again[0]).status_code == 303
        tell_due(runtime, at=house.clock.now(), owner="test")
        assert "已送达" in client.get(f"/webhooks/{number}").text
        assert [(signature, told["type"]) for _, signature, told in there.came] == [
            ("signed", "ping"),
            ("signed", "comment"),
            ("signed", "comment"),
        ]
        assert client.post_form(f"/webhooks/{number}/switch", {"on": "0"}).status_code == 303
        assert "停用" in client.get("/webhooks").text
        assert door(AUDITOR).get(f"/webhooks/{number}").status_code == 200
        assert door(AUDITOR).post_form(f"/webhooks/{number}/switch", {"on": "1"}).status_code == 404
        assert client.post_form(f"/webhooks/{number}/remove").status_code == 303
        assert client.get(f"/webhooks/{number}").status_code == 404


def test_the_same_by_program(house: House, api: Api) -> None:
    program = api(HEAD)
    made = program.post("webhooks", json={"url": "https://example.org/x", "events": ["submit"]}).json()
    number = made["webhook"]["id"]
    assert made["secret"].startswith("whsec_") and made["webhook"]["events"] == ["submit"]
    assert program.patch(f"webhooks/{number}", json={"active": False}).json()["active"] is False
    assert program.get(f"webhooks/{number}/deliveries").json() == {"items": [], "next": None}
    assert [hook["id"] for hook in api(AUDITOR).get("webhooks").json()["items"]] == [number]
    assert api(AUDITOR).delete(f"webhooks/{number}").status_code == 404
    fresh = program.post(f"webhooks/{number}/secret", json={}).json()
    assert fresh["secret"] != made["secret"] and fresh["webhook"]["old_until"]
    ended = program.post(f"webhooks/{number}/secret", json={"at_once": True}).json()
    assert ended["webhook"]["old_until"] is None
    assert "secret" not in program.get(f"webhooks/{number}").json()
    inside = program.post("webhooks", json={"url": "https://10.0.0.1/"})
    assert (inside.status_code, inside.json()["code"]) == (403, "webhook-address")
    assert program.delete(f"webhooks/{number}").status_code == 204
    assert api(HEAD, TokenScope.READ).get("webhooks").status_code == 403


def test_the_reference_names_every_operation_and_asks_nobody_else(house: House, site: Site) -> None:
    document = TestClient(house.app).get("/api/v1/openapi.json").json()
    page = site.page("", PHONE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/api/v1/docs")
    operations = sum(len(methods) for methods in document["paths"].values())
    assert page.locator("main details").count() == operations
    assert all(url.startswith(site.address) for url in asked)
    page.get_by_text("/webhooks/{number}/ping").click()
    page.get_by_text('{ "status": 1').wait_for()


def test_every_body_has_an_example_that_fits(house: House) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    document = TestClient(house.app).get("/api/v1/openapi.json").json()
    tried, wrong = 0, []
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            assert {"401", "403", "404", "409", "422"} <= set(said["responses"]), f"{method} {path}"
            for body in (said.get("requestBody", {}), *said["responses"].values()):
                content = body.get("content", {}).get("application/json")
                if content is None:
                    continue
                schema = {**content["schema"], "components": document["components"]}
                wrong += [
                    f"{method} {path}: {error.json_path} {error.message[:200]}"
                    for error in jsonschema.Draft202012Validator(schema).iter_errors(content["example"])
                ]
                tried += 1
    assert tried > 300 and wrong == []


def test_what_opens_a_door_to_programs_stands_in_the_history(house: House, door: Callable[[str], Door]) -> None:
    desk, now = house.office.desk, house.clock.now()
    head = desk.person(HEAD)
    made = tokens.create(desk, head, "接口", [TokenScope.READ], at=now)
    for _ in range(2):  # ended twice is ended once
        tokens.revoke(desk, head, made.token.id, at=now)
    hook = webhooks.subscribe(desk, head, "https://example.org/secret?key=x", (), at=now, reach=Reach()).webhook
    webhooks.switch(desk, head, hook.id, on=False, at=now)
    webhooks.switch(desk, head, hook.id, on=True, at=now)
    webhooks.remove(desk, head, hook.id, at=now)
    verbs = [line.verb for line in reversed(remember.history(desk))][-6:]
    assert verbs == ["make-token", "revoke-token", "subscribe", "unsubscribe", "subscribe", "unsubscribe"]
    text = door(OFFICER).get("/history").text
    assert all(words in text for words in ("创建令牌", "作废令牌", "开通事件推送", "停用事件推送"))
    assert "secret?key" not in text and made.secret not in text
