"""How word reaches a person: they say it on a page or by program, try a channel, and name who reads for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from portal_house import DESKTOP, PHONE, TODAY, Api, Door, House, Site
from pydantic import SecretStr
from sinks import free_port, web_sink
from starlette.routing import Mount

from engine.services.looking import remember

MARKET, HEAD = "qu-shijian-ju-clerk", "qu-shijian-ju-head"
FORM = {"channel": "", "begin": "", "end": "", "digest": "", "from": "", "until": "", "stand_in": ""}


def with_channel(house: House, port: int) -> None:
    """The same portal with a channel that leads to everybody."""
    channels = {"hook": SecretStr(f"json://127.0.0.1:{port}/{{person}}")}
    settings = house.runtime.settings.model_copy(update={"channels": channels})
    mounted = [route.app for route in house.app.routes if isinstance(route, Mount) and hasattr(route.app, "state")]
    for app in (house.app, *mounted):
        app.state.runtime = replace(house.runtime, settings=settings)


def test_channels_hours_and_absence_are_kept(house: House, door: Callable[[str], Door]) -> None:
    with_channel(house, free_port())
    clerk = door(MARKET)
    given = {
        "channel": ["hook", "inbox"],
        "own_hours": "yes",
        "begin": "07:30",
        "end": "21:00",
        "digest": "08:00",
        "from": TODAY.isoformat(),
        "until": (TODAY + timedelta(days=3)).isoformat(),
        "stand_in": HEAD,
    }
    assert clerk.post_form("/preferences", given).headers["location"] == "/preferences?saved=true"
    page = clerk.get("/preferences?saved=true", headers={"accept-language": "zh"}).text
    assert "已保存" in page and 'value="07:30"' in page and "您外出至" in page
    assert "您代收" in door(HEAD).get("/preferences", headers={"accept-language": "zh"}).text


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"channel": "pigeon"}, "channel-does-not-reach"),
        ({"own_hours": "yes", "begin": "9", "end": "18:00", "digest": "09:00"}, "hours-make-no-sense"),
        ({"own_hours": "yes", "begin": "18:00", "end": "08:00", "digest": "08:30"}, "hours-make-no-sense"),
        ({"from": "2022-06-16"}, "absence-without-days"),
        ({"from": "2022-06-16", "until": "2022-06-15"}, "absence-without-days"),
        ({"from": "2022-06-01", "until": "2022-06-02", "stand_in": HEAD}, "absence-is-over"),
        ({"from": "2022-06-16", "until": "2022-06-17"}, "stand-in-wanted"),
        ({"from": "2022-06-16", "until": "2022-06-17", "stand_in": MARKET}, "stand-in-wanted"),
        ({"from": "16.6.", "until": "2022-06-17"}, "not-a-day"),
    ],
)
def test_what_makes_no_sense_is_refused_and_stays_typed(
    door: Callable[[str], Door], wrong: dict[str, str], code: str
) -> None:
    clerk = door(MARKET)
    answer = clerk.post_form("/preferences", {**FORM, **wrong})
    assert answer.status_code == 422 and f'data-code="{code}"' in answer.text
    assert all(f'value="{text}"' in answer.text for name, text in wrong.items() if name in ("begin", "from"))
    assert "16.6." not in clerk.get("/preferences").text


def test_a_test_really_goes_out_and_its_answer_is_shown(house: House, door: Callable[[str], Door]) -> None:
    with web_sink() as web:
        with_channel(house, web.port)
        clerk = door(MARKET)
        sent = clerk.post_form("/preferences/test", {"channel": "hook"})
        assert sent.status_code == 200 and "alert-success" in sent.text
        assert web.posted[0][0] == f"/{MARKET}"
        web.status = 503
        assert "alert-danger" in clerk.post_form("/preferences/test", {"channel": "hook"}).text
    assert clerk.post_form("/preferences/test", {"channel": "pigeon"}).status_code == 404


def test_programs_say_the_same(house: House, api: Api) -> None:
    with_channel(house, free_port())
    program = api(MARKET)
    first = program.get("preferences").json()
    assert (first["channels"], first["ways"], first["hours"]) == ([], ["hook"], first["usual"])
    hours = {"begin": "07:00", "end": "24:00", "digest": "12:00"}
    told = program.put("preferences", json={"channels": ["inbox"], "hours": hours}).json()
    assert told["channels"] == ["inbox"] and told["hours"] == {**hours, "working_days": True}
    assert program.put("preferences", json={"channels": ["pigeon"]}).json()["code"] == "channel-does-not-reach"
    assert program.get("preferences").json() == told
    assert program.post("preferences/test", json={"channel": "hook"}).json()["ok"] is False


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_page_is_filled_in_with_a_browser(site: Site, size: tuple[int, int]) -> None:
    with_channel(site.house, free_port())
    page = site.page(MARKET, size)
    page.goto("/preferences")
    page.get_by_label("首选").select_option("inbox")
    page.get_by_label("自定时间").check()
    for label, hour in (("自", "08:00"), ("至", "20:00"), ("每日汇总时间", "09:30")):
        page.get_by_label(label, exact=True).fill(hour)
    page.get_by_role("button", name="保存").click()
    page.wait_for_url("**/preferences?saved=true")
    assert page.get_by_label("每日汇总时间").input_value() == "09:30"
    assert site.faults(page) == []


def test_the_office_says_it_in_somebodys_place_and_the_history_tells_who(
    house: House, door: Callable[[str], Door], api: Api
) -> None:
    person, deputy = "qu-shijian-ju-clerk", "qu-shijian-ju-head"
    head, office = door(deputy), door("qu-chuangjian-ban-office-1")
    assert f"/people/{person}/preferences" in office.get(f"/people/{person}").text
    place = f"/people/{person}/preferences"
    wrong = office.post_form(place, {"from": "2022-06-15", "until": "2022-06-20"})
    assert wrong.status_code == 422 and "2022-06-20" in wrong.text
    said = {"from": "2022-06-15", "until": "2022-06-20", "stand_in": deputy}
    assert office.post_form(place, said).headers["location"] == f"{place}?saved=true"
    assert "外出至2022-06-20" in office.get(place).text
    for _ in range(2):  # said twice is one act
        office.post_form(place, said)
    told = api(deputy).get(f"people/{person}/preferences").json()
    assert (told["away_from"], told["away_until"], told["stand_in"]) == ("2022-06-15", "2022-06-20", deputy)
    assert api("qu-caizheng-ju-head").get(f"people/{person}/preferences").status_code == 403
    assert head.post_form("/preferences", {"channel": "inbox"}).status_code == 303
    acts = [(line.verb, line.actor) for line in remember.history(house.office.desk, limit=50)]
    who = {each: house.office.person(each).name for each in (deputy, "qu-chuangjian-ban-office-1")}
    assert [each for each in acts if each[0] == "wishes"] == [
        ("wishes", who[deputy]),
        ("wishes", who["qu-chuangjian-ban-office-1"]),
    ]
