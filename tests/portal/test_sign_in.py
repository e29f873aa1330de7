"""In and out, and what is held back: wrong passwords, foreign forms, visits that have ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from portal_house import PASSWORD, Door, House, Site

from engine.domain.origin import Proxies
from engine.errors import LuoshiError, Refused
from engine.services.doors import sign_in

CLERK, OFFICER = "su-00001-clerk", "qu-chuangjian-ban-office-1"


def test_who_is_not_in_is_shown_the_door_and_comes_back(door: Callable[[str], Door]) -> None:
    nobody = door("")
    answer = nobody.get("/inbox?a=1", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/inbox%3Fa%3D1")
    answer = nobody.post(
        "/sign-in", data={"name": CLERK, "password": PASSWORD, "next": "/inbox?a=1"}, follow_redirects=False
    )
    assert answer.headers["location"] == "/inbox?a=1"


@pytest.mark.parametrize("next", ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere(door: Callable[[str], Door], next: str) -> None:
    answer = door("").post("/sign-in", data={"name": CLERK, "password": PASSWORD, "next": next}, follow_redirects=False)
    assert answer.headers["location"] == "/"


def test_a_wrong_password_says_so_and_keeps_the_name(door: Callable[[str], Door]) -> None:
    for name in (CLERK, "nobody-at-all"):
        answer = door("").post("/sign-in", data={"name": name, "password": "wrong"})
        assert answer.status_code == 403
        assert "账号与口令不匹配" in answer.text and f'value="{name}"' in answer.text


def test_tries_are_held_back_longer_and_longer(house: House) -> None:
    desk, now = house.office.desk, house.clock.now()

    def refused(after: timedelta, password: str = "wrong") -> str:
        with pytest.raises(LuoshiError) as caught:
            sign_in.sign_in(desk, CLERK, password, at=now + after)
        return caught.value.code

    assert [refused(timedelta(0)) for _ in range(6)] == ["wrong-password"] * 5 + ["locked"]
    assert refused(timedelta(seconds=29), PASSWORD) == "locked"
    assert refused(timedelta(seconds=31)) == "wrong-password"
    assert refused(timedelta(seconds=31 + 59), PASSWORD) == "locked"
    assert sign_in.sign_in(desk, CLERK, PASSWORD, at=now + timedelta(seconds=31 + 61)).actor.id == CLERK
    assert refused(timedelta(seconds=100)) == "wrong-password"
    assert sign_in.sign_in(desk, CLERK, PASSWORD, at=now + timedelta(seconds=101)).actor.id == CLERK


def test_the_door_does_not_tell_which_names_there_are(house: House) -> None:
    desk, now = house.office.desk, house.clock.now()

    def answers(name: str) -> list[str]:
        said = []
        for after in (0, 0, 0, 0, 0, 0, 29, 31, 90, 95):
            with pytest.raises(LuoshiError) as caught:
                sign_in.sign_in(desk, name, "wrong", at=now + timedelta(seconds=after))
            said.append(str(caught.value))
        return said

    assert answers("nobody-of-that-name") == answers(CLERK)
    assert len(set(answers("another"))) > 2


def test_a_visit_ends_after_idling_and_after_half_a_day(house: House) -> None:
    desk, now = house.office.desk, house.clock.now()
    token = sign_in.sign_in(desk, CLERK, PASSWORD, at=now).token
    assert sign_in.who_is(desk, token, at=now + timedelta(minutes=119)) is not None
    assert sign_in.who_is(desk, token, at=now + timedelta(minutes=119 + 119)) is not None
    assert sign_in.who_is(desk, token, at=now + timedelta(minutes=119 + 119 + 121)) is None
    busy, at = sign_in.sign_in(desk, CLERK, PASSWORD, at=now).token, now
    while at < now + timedelta(hours=12):
        assert sign_in.who_is(desk, busy, at=at) is not None
        at += timedelta(hours=1)
    assert sign_in.who_is(desk, busy, at=at) is None


def test_who_has_left_is_out_at_once(house: House) -> None:
    from engine.services.work.leave import leave

    desk, now = house.office.desk, house.clock.now()
    token = sign_in.sign_in(desk, CLERK, PASSWORD, at=now).token
    leave(desk, CLERK, desk.person(OFFICER), at=now)
    assert sign_in.who_is(desk, token, at=now) is None
    with pytest.raises(LuoshiError):
        sign_in.sign_in(desk, CLERK, PASSWORD, at=now)


def test_a_form_without_this_visits_token_changes_nothing(door: Callable[[str], Door]) -> None:
    mine, other = door(CLERK), door(OFFICER)
    for data in ({}, {"csrf": "0" * 64}):
        assert mine.post("/sign-out", data=data, follow_redirects=False).status_code == 403
    from portal_house import sign_in_token

    assert mine.post("/sign-out", data={"csrf": sign_in_token(other)}, follow_redirects=False).status_code == 403
    assert mine.get("/inbox", follow_redirects=False).status_code == 200
    assert mine.post_form("/sign-out").status_code == 303
    assert mine.get("/inbox", follow_redirects=False).status_code == 303


def test_the_first_administrator_sets_a_password_before_anything_else(house: House) -> None:
    from fastapi.testclient import TestClient

    desk, now = house.office.desk, house.clock.now()
    with desk.database.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM account WHERE person_id LIKE '%administrator'")
    made = sign_in.first_administrator(desk, at=now)
    assert made is not None and sign_in.first_administrator(desk, at=now) is None
    client = Door(house.app)
    assert isinstance(client, TestClient)
    answer = client.post("/sign-in", data={"name": made[0], "password": made[1]}, follow_redirects=False)
    assert answer.headers["location"] == "/password"
    assert client.get("/board", follow_redirects=False).headers["location"] == "/password"
    for old, new, again, says in (
        ("wrong", "quite a long one", "quite a long one", "现口令不对"),
        (made[1], "short", "short", "10到256"),
        (made[1], "quite a long one", "quite a long two", "不一致"),
        (made[1], "aaaaaaaaaaaaa", "aaaaaaaaaaaaa", "太容易"),
        (made[1], made[1], made[1], "太容易"),
    ):
        answer = client.post_form("/password", {"old": old, "new": new, "again": again})
        assert answer.status_code in (403, 422) and says in answer.text
    good = {"old": made[1], "new": "quite a long one", "again": "quite a long one"}
    assert client.post_form("/password", good).status_code == 303
    assert client.get("/board", follow_redirects=False).status_code == 200


def test_setting_a_password_ends_every_other_visit(door: Callable[[str], Door]) -> None:
    here, elsewhere = door(CLERK), door(CLERK)
    new = "quite a different one"
    assert here.post_form("/password", {"old": PASSWORD, "new": new, "again": new}).status_code == 303
    assert here.get("/inbox", follow_redirects=False).status_code == 200
    assert elsewhere.get("/inbox", follow_redirects=False).status_code == 303


def test_one_sees_where_one_is_signed_in_and_ends_it_elsewhere(door: Callable[[str], Door]) -> None:
    here = door(CLERK)
    assert "在其他地方退出" not in here.get("/password").text
    elsewhere = door(CLERK)
    assert "在其他地方退出" in here.get("/password").text
    assert here.post_form("/password/elsewhere").status_code == 303
    assert elsewhere.get("/inbox", follow_redirects=False).status_code == 303
    assert here.get("/inbox", follow_redirects=False).status_code == 200


def test_sample_passwords_never_open_a_real_persons_account(house: House) -> None:
    desk, now = house.office.desk, house.clock.now()
    with desk.database.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM account")
        connection.exec_driver_sql(f"UPDATE person SET sample = 0 WHERE id = '{OFFICER}'")
    sign_in.open_to_samples(desk, "shared by samples", at=now)
    assert sign_in.sign_in(desk, CLERK, "shared by samples", at=now).actor.id == CLERK
    with pytest.raises(LuoshiError):
        sign_in.sign_in(desk, OFFICER, "shared by samples", at=now)


def test_every_answer_carries_its_headers(door: Callable[[str], Door]) -> None:
    for address in ("/sign-in", "/inbox", "/nowhere", "/static/mark.svg"):
        headers = door(CLERK).get(address).headers
        assert "script-src" not in headers["content-security-policy"].replace("default-src 'self'", "")
        assert "unsafe-inline" not in headers["content-security-policy"].split("style-src-attr")[0]
        assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"
    assert door(CLERK).get("/inbox").headers["cache-control"] == "no-store"


def test_the_language_is_the_browsers_own(door: Callable[[str], Door]) -> None:
    client = door(CLERK)
    assert "现在要办的事" in client.get("/inbox").text
    client.post("/language", data={"language": "en", "next": "/inbox"})
    assert "What to do now" in client.get("/inbox").text
    assert "现在要办的事" in door(CLERK).get("/inbox").text


def test_in_and_out_in_a_browser(site: Site) -> None:
    page = site.page(OFFICER)
    assert page.url.endswith("/board")
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/sign-in")
    page.get_by_label("账号").fill(OFFICER)
    page.get_by_label("口令").fill("wrong")
    page.get_by_role("button", name="登录").click()
    assert page.get_by_role("alert").inner_text().startswith("账号与口令不匹配")
    assert page.get_by_label("账号").input_value() == OFFICER


def test_locked_is_a_refusal_that_says_how_long(house: House) -> None:
    desk, now = house.office.desk, house.clock.now()
    for _ in range(5):
        with pytest.raises(LuoshiError):
            sign_in.sign_in(desk, CLERK, "wrong", at=now)
    with pytest.raises(Refused, match="30") as caught:
        sign_in.sign_in(desk, CLERK, PASSWORD, at=now)
    assert caught.value.code == "locked"


def test_many_accounts_tried_from_one_network_are_held_back(house: House) -> None:
    """Thirty are free, a whole building may be behind one address; then it waits, longer each time, and it alone."""
    desk, now = house.office.desk, house.clock.now()

    def tried(number: int, origin: str = "203.0.113.9", after: float = 0, password: str = "wrong") -> str:
        at = now + timedelta(minutes=after)
        name = f"name-{number}" if password == "wrong" else CLERK
        try:
            sign_in.sign_in(desk, name, password, at=at, origin=origin, tries=30)
        except LuoshiError as refusal:
            return refusal.code
        return "in"

    assert {tried(number) for number in range(31)} == {"wrong-password"}
    assert tried(31) == "origin-locked"
    assert tried(0, password=PASSWORD) == "origin-locked"
    assert tried(0, "203.0.113.10", password=PASSWORD) == "in"
    assert tried(0, "", password=PASSWORD) == "in"
    assert tried(0, after=1.1, password=PASSWORD) == "in"
    assert [tried(40, after=1.2), tried(41, after=1.3)] == ["wrong-password", "origin-locked"]
    assert [tried(100 + step, after=120 + step / 100) for step in range(30)].count("wrong-password") == 30


def test_the_network_is_told_through_trusted_proxies_only() -> None:
    proxies = Proxies.of("127.0.0.1, 10.8.0.0/16, ::1")
    assert proxies.origin("203.0.113.9", ["198.51.100.7"]) == "203.0.113.9"
    assert proxies.origin("127.0.0.1", ["198.51.100.7", "203.0.113.9"]) == "203.0.113.9"
    assert proxies.origin("127.0.0.1", ["203.0.113.9", " 10.8.3.4"]) == "203.0.113.9"
    assert proxies.origin("::ffff:203.0.113.9") == "203.0.113.9"
    assert proxies.origin("2001:db8:1:2:3:4:5:6") == proxies.origin("2001:db8:1:2::9") == "2001:db8:1:2::/64"
    for unknown in (("127.0.0.1", []), ("127.0.0.1", ["nonsense"]), ("testclient", []), ("", [])):
        assert proxies.origin(*unknown) == ""
    with pytest.raises(LuoshiError, match="LUOSHI_PORTAL_PROXIES"):
        Proxies.of("proxy.local")


def test_the_page_says_how_long_a_network_waits(house: House) -> None:
    """Behind a proxy on this machine, as the server sees it."""
    with Door(house.app, raise_server_exceptions=False, client=("127.0.0.1", 4000)) as client:
        for number in range(31):
            head = {"x-forwarded-for": f"198.51.100.{number}, 203.0.113.9"}  # the first is what the visitor claims
            client.post("/sign-in", data={"name": f"name-{number}", "password": "wrong"}, headers=head)
        head = {"x-forwarded-for": "203.0.113.9"}
        told = client.post("/sign-in", data={"name": CLERK, "password": PASSWORD}, headers=head)
        assert told.status_code == 409
        assert "请1分钟后再登录" in told.text
        other = client.post("/sign-in", data={"name": CLERK, "password": PASSWORD}, follow_redirects=False)
        assert other.status_code == 303


def test_the_door_speaks_the_browsers_language_until_one_is_chosen(door: Callable[[str], Door]) -> None:
    client = door("")
    asked = {"accept-language": "fr;q=0.9, en-GB;q=0.8, zh;q=0.5"}
    assert "Sign in" in client.get("/sign-in", headers=asked).text
    assert "登录" in client.get("/sign-in", headers={"accept-language": "zh-CN,zh;q=0.9,en;q=0.8"}).text
    assert "登录" in client.get("/sign-in", headers={"accept-language": "fr"}).text  # the installation's own
    client.post("/language", data={"language": "zh", "next": "/sign-in"})
    assert "登录" in client.get("/sign-in", headers=asked).text
