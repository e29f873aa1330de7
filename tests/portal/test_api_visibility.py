"""Whose work it is not is refused for that first, by every route that changes an assignment."""

from __future__ import annotations

import json
from typing import Any

import pytest
from portal_house import Api, House

OFFICER, HEAD, CLERK, SHOP = (
    "qu-chuangjian-ban-office-1",
    "qu-caizheng-ju-head",
    "qu-caizheng-ju-clerk",
    "su-00001-clerk",
)
FUNDS = "sufficient-funds/2022"

ORDERS: dict[str, dict[str, Any]] = {
    "accept": {},
    "delegate": {"to": "nobody-at-all"},
    "comments": {"words": ""},
    "requests": {"kind": "extension", "reason": ""},
    "take-back": {},
    "parts/nobody-at-all/waive": {},
    "approve": {"evidence_digest": "another", "stage": "elsewhere"},
    "return": {"reason": "", "stage": "elsewhere", "pieces": [1]},
    "review": {},
    "close-out": {},
    "reopen": {},
    "terminate": {},
    "remind": {"words": " "},
}
"""Orders that are wrong in more than one way."""


@pytest.mark.parametrize("order", ORDERS)
def test_whose_work_it_is_not_learns_nothing_of_it(house: House, api: Api, order: str) -> None:
    """403 comes before 409 and 422: a refusal for its stage would tell a foreign unit where the work stands."""
    answer = api(SHOP).post(f"assignments/{house.office.work(FUNDS)}/{order}", json=ORDERS[order])
    assert (answer.status_code, answer.json()["code"]) == (403, "not-visible"), answer.text


def test_nor_by_sending_it_with_others_or_with_files(house: House, api: Api) -> None:
    own, foreign = house.office.work("verification-rate/2022/su-00001"), house.office.work(FUNDS)
    program = api(SHOP)
    both = [own, foreign]
    for address, body in (
        ("close-outs", {"assignments": both}),
        ("reviews/approve", {"approvals": [{"assignment": n, "evidence_digest": "x", "stage": "y"} for n in both]}),
        ("reviews/return", {"returns": [{"assignment": n, "reason": "", "stage": "y"} for n in both]}),
        ("bulk/preview", {"verb": "return", "assignments": both}),
        ("bulk", {"verb": "return", "assignments": both, "digest": "x"}),
    ):
        answer = program.post(address, json=body)
        assert (answer.status_code, answer.json()["code"]) == (403, "not-visible"), address
    order = {"order": json.dumps({"files": [{"requirement": "nothing"}]})}
    for address in ("evidence", "submit", "part"):
        answer = program.post(f"assignments/{foreign}/{address}", data=order, files=[("files", ("a.pdf", b"%PDF"))])
        assert (answer.status_code, answer.json()["code"]) == (403, "not-visible"), address


def test_a_decided_request_is_told_only_to_who_may_decide(house: House, api: Api) -> None:
    number, unit, officer = house.office.work(FUNDS), api(HEAD), api(OFFICER)
    unit.post(f"assignments/{number}/accept")
    asked = unit.post(f"assignments/{number}/requests", json={"kind": "not-applicable", "reason": "不适用"}).json()
    decision = f"requests/{asked['request']}/decision"
    assert officer.post(decision, json={"granted": False, "reason": "须办"}).status_code == 200
    assert officer.post(decision, json={"granted": True}).json()["code"] == "decided-already"
    assert api(SHOP).post(decision, json={"granted": True}).json()["code"] == "not-visible"
    assert api(CLERK).post(decision, json={"granted": True}).status_code == 403
