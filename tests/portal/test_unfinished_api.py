"""Drafts and requests for programs and for pages without script: the same services, the same refusals."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

from at_the_office import FUNDS, Office
from portal_house import Api, Door

from engine.domain.vocabulary import RequestKind
from engine.services.work import extend

CLERK, OFFICER = "qu-caizheng-ju-clerk", "qu-chuangjian-ban-office-1"
GROUP = "leading-group/2022"


def test_a_program_prepares_and_hands_in(office: Office, api: Api) -> None:
    program, number = api(CLERK), office.work(FUNDS)
    base, numbers = f"assignments/{number}", []
    for item in office.everything(FUNDS):
        sent = {"data": {"requirement": item.requirement}, "files": {"file": (item.name, item.content)}}
        first, again = (program.post(f"{base}/draft/files", **sent) for _ in range(2))
        assert first.status_code == 201 and first.json()["id"] == again.json()["id"]
        numbers.append(first.json()["id"])
    assert program.put(f"{base}/draft", json={"fields": {"note": "x"}}).json()["fields"] == {"note": "x"}
    changed = program.patch(f"{base}/draft/files/{numbers[0]}", json={"removed": True, "effective_on": "2022-03-01"})
    assert changed.json()["removed"] and changed.json()["effective_on"] == "2022-03-01"
    order = {"order": json.dumps({"draft_files": numbers})}
    assert program.post(f"{base}/submit", data=order).json()["code"] == "draft-changed"
    program.patch(f"{base}/draft/files/{numbers[0]}", json={"removed": False})
    assert program.get(f"{base}/draft/files/{numbers[0]}").content.startswith(b"%PDF")
    assert program.post(f"{base}/submit", data=order).status_code == 200
    left = program.get(f"{base}/draft").json()
    assert (left["fields"], left["files"]) == ({}, []) and left["refusal"]
    assert [one["name"] for one in program.get(f"{base}/earlier-files", params={"search": "凭证"}).json()] == [
        "经费拨付凭证.pdf"
    ]


def test_without_script_what_was_sent_is_kept_when_it_is_refused(office: Office, door: Callable[[str], Door]) -> None:
    clerk, number = door(CLERK), office.work(FUNDS)
    one, other = office.everything(FUNDS)
    files = [
        (f"file.{one.requirement}", (one.name, one.content)),
        (f"file.{one.requirement}", ("程序.pdf", b"MZ\x90\x00" + b"\x00" * 60 + b"PE\x00\x00")),
    ]
    answer = clerk.post_form(f"/assignments/{number}/hand-in", {"note": "稍后补"}, files=files)
    assert answer.status_code == 409 and "程序.pdf" in answer.text and one.name in answer.text
    assert 'value="稍后补"' in clerk.get(f"/assignments/{number}").text and office.evidence(FUNDS) == []
    files = [(f"file.{other.requirement}", (other.name, other.content))]
    draft = [line.split('"')[0] for line in answer.text.split('name="draft" value="')[1:]]
    answer = clerk.post_form(f"/assignments/{number}/hand-in", {"draft": draft, "note": "齐了"}, files=files)
    assert answer.headers["location"] == f"/assignments/{number}?done=handed-in"
    assert len(office.evidence(FUNDS)) == 2


def test_a_request_is_decided_by_somebody_else(office: Office, door: Callable[[str], Door]) -> None:
    head = office.person("qu-zhengfu-ban-head")
    wanted = extend.Ask(office.work(GROUP), head, RequestKind.EXTENSION, "人员调整", date(2022, 12, 20))
    asked = extend.ask_for(office.desk, wanted, at=office.now)
    officer = door(OFFICER)
    page = officer.get("/requests").text
    assert "人员调整" in page and f'action="/requests/{asked}/decide"' in page
    answer = officer.post_form(f"/requests/{asked}/decide", {"verdict": "refuse"})
    assert answer.status_code == 409 and "理由" in answer.text
    assert officer.post_form(f"/requests/{asked}/decide", {"verdict": "grant", "due": "2022-12-18"}).status_code == 303
    assert office.row(GROUP).due_on == date(2022, 12, 18) and "人员调整" not in officer.get("/requests").text
