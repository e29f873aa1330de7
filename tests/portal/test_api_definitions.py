"""Definitions by program: the whole way that the pages go, with the same refusals."""

from __future__ import annotations

from definitions_folder import COVERAGE_FILE, text_in
from portal_house import Api, House

from engine.services.work.submit import FigureIn

ADMINISTRATOR, OFFICER = "qu-chuangjian-ban-administrator", "qu-chuangjian-ban-office-1"


def test_from_a_pattern_to_applied(house: House, api: Api) -> None:
    program = api(ADMINISTRATOR)
    answers = {
        "pattern": "quarterly",
        "title": "季度通报",
        "requirement": "每季度通报一次。",
        "category": "政府统一组织领导",
        "group": "组织领导",
        "lead": ["区创建办"],
        "evidence": ["通报"],
        "id": "quarterly-bulletin",
    }
    file = program.post("definitions/drafts/new", json=answers).json()["file"]
    again = program.post("definitions/drafts/new", json=answers)
    assert (again.status_code, again.json()["code"]) == (409, "id-taken")
    year = program.get("definitions/year", params={"file": file}).json()["year"]
    assert [due["due_on"] for due in year["dues"]] == ["2022-03-31", "2022-06-30", "2022-09-30", "2022-12-31"]
    plan = program.get("definitions/plan").json()
    assert [(each["id"], each["kind"]) for each in plan["changes"]] == [("quarterly-bulletin", "added")]
    order = {"digest": plan["digest"], "files": plan["files"], "note": "新增"}
    assert program.post("definitions/apply", json=order | {"digest": "another"}).json()["code"] == "stale-change"
    assert program.post("definitions/apply", json=order).json()["changes"] == 1
    assert "quarterly-bulletin" in house.office.desk.catalog().definitions
    assert (house.runtime.settings.definitions / file).exists()


def test_a_text_is_checked_filled_in_kept_and_given_up(house: House, api: Api) -> None:
    program = api(ADMINISTRATOR)
    opened = program.get("definitions/text", params={"file": COVERAGE_FILE}).json()
    order = {"file": COVERAGE_FILE, "text": opened["text"], "fields": {"when.by": "08-25"}}
    checked = program.post("definitions/check", json=order).json()
    assert checked["text"] == opened["text"].replace("08-31", "08-25")
    assert checked["fields"]["when.by"] == "08-25"
    faulty = checked["text"].replace("lead:", "leads:")
    seen = {"seen": opened["seen"], "base": opened["base"]}
    kept = program.put("definitions/drafts", json={"file": COVERAGE_FILE, "text": faulty, **seen})
    number = kept.json()["number"]
    [problem, *_] = program.get("definitions/text", params={"file": COVERAGE_FILE}).json()["problems"]
    assert problem["rendered"].startswith(f"{COVERAGE_FILE}:{problem['line']}:{problem['column']}")
    late = program.put("definitions/drafts", json={"file": COVERAGE_FILE, "text": checked["text"], **seen})
    assert (late.status_code, late.json()["code"]) == (409, "text-between")
    given_up = program.post("definitions/drafts/discard", json={"file": COVERAGE_FILE, "seen": number}).json()["number"]
    texts = program.get("definitions/earlier", params={"file": COVERAGE_FILE}).json()["items"]
    assert [each["state"] for each in texts] == ["discarded", "saved", "folder"]
    back = {"number": given_up, "seen": texts[0]["number"]}
    assert program.post("definitions/drafts/bring-back", json=back).json() == {"file": COVERAGE_FILE}
    listed = program.get("definitions", params={"show": "drafts"}).json()["items"]
    assert [(each["id"], each["draft"]["kind"]) for each in listed] == [("free-verification-coverage", "changed")]


def test_a_second_person_by_program(house: House, api: Api) -> None:
    house.office.gather("free-verification-coverage/2022")
    house.office.hand_in("free-verification-coverage/2022", "qu-shijian-ju-clerk", FigureIn("coverage", 20, 20))
    first, second = api(ADMINISTRATOR), api(OFFICER)
    opened = first.get("definitions/text", params={"file": COVERAGE_FILE}).json()
    check = {"file": COVERAGE_FILE, "text": opened["text"], "act": "add:evidence"}
    text = first.post("definitions/check", json=check).json()["text"]
    save = {"file": COVERAGE_FILE, "text": text, "seen": opened["seen"], "base": opened["base"]}
    assert first.put("definitions/drafts", json=save).status_code == 200
    plan = first.get("definitions/plan").json()
    assert (plan["approval_wanted"], plan["choice_wanted"]) == (1, 1)
    order = {"digest": plan["digest"], "files": plan["files"], "choice": "keep"}
    assert first.post("definitions/apply", json=order).json()["code"] == "second-person-wanted"
    assert second.post("definitions/proposals", json=order).status_code == 403
    number = first.post("definitions/proposals", json=order).json()["number"]
    assert first.post(f"definitions/proposals/{number}/approve").json()["code"] == "own-change"
    assert second.post(f"definitions/proposals/{number}/approve").status_code == 200
    assert second.get("definitions/proposals").json()["items"][0]["state"] == "applied"
    assert "item-3" in text_in(house.runtime.settings.definitions, COVERAGE_FILE)
