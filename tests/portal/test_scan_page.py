"""The scan's links: each leads to a page that is there, where the fault is mended, for whoever may mend it."""

from __future__ import annotations

import re
from collections.abc import Callable

from portal_house import Api, Door, House

from engine.domain.standing_faults import FaultKind, Place
from portal.pages.scan import address

ADMINISTRATOR, AUDITOR = "qu-chuangjian-ban-administrator", "qu-chuangjian-ban-auditor"


def links(text: str) -> list[str]:
    main = text[text.index("<main") : text.index("</main")]
    return re.findall(r'href="(/[^"]+)"', main)


def test_every_link_leads_somewhere(house: House, door: Callable[[str], Door]) -> None:
    client = door(ADMINISTRATOR)
    found = sorted(set(links(client.get("/scan").text)))
    assert "/rosters" in found and any(each.startswith("/people/") for each in found)
    assert {each: client.get(each.replace("&amp;", "&")).status_code for each in found} == dict.fromkeys(found, 200)
    indicator = address(Place("indicator", "leading-group", "1.1.1"))
    assert "成立领导小组" in client.get(indicator).text
    assert client.get(address(Place("scale", "", "分值"))).status_code == 200


def test_who_only_looks_is_offered_nothing_that_changes(house: House, door: Callable[[str], Door]) -> None:
    found = links(door(AUDITOR).get("/scan").text)
    assert found
    assert "/rosters" not in found


def test_who_cannot_be_reached_is_named_to_programs_too(house: House, api: Api) -> None:
    program = api(ADMINISTRATOR)
    before = {each["kind"]: each for each in program.get("scan").json()["items"]}
    assert FaultKind.NOBODY_REACHED not in before  # everybody here has an account
    from pydantic import SecretStr

    house.runtime.settings.channels["sms"] = SecretStr("json://gateway.invalid/?to={phone}")
    with house.office.desk.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE person SET phone = '' WHERE unit_id = 'qu-caizheng-ju'")
    told = {each["kind"]: each for each in program.get("scan").json()["items"]}[FaultKind.NOBODY_REACHED]
    assert "qu-caizheng-ju" in [place["id"] for place in told["places"]]
    assert "qu-shijian-ju" not in [place["id"] for place in told["places"]]
