"""延期, 转办, 不适用: asked by the unit, decided by somebody else, with everything in the history."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from at_the_office import COVERAGE, LICENSING, MEETING, Office

from engine.domain.vocabulary import RequestKind, Terminal, Verb
from engine.errors import Forbidden, Invalid, LuoshiError, NotFound, Refused
from engine.services.looking import ask
from engine.services.word import letters
from engine.services.work.extend import Ask, Decision, ask_for, decide
from engine.services.work.submit import FigureIn, Submission, attach
from engine.store.database import Database
from engine.store.scoring import ranking
from engine.wording import use_language

CLERK, TODAY = "qu-shijian-ju-clerk", date(2022, 8, 29)
EXTENSION, TRANSFER, NOT_APPLICABLE = RequestKind.EXTENSION, RequestKind.TRANSFER, RequestKind.NOT_APPLICABLE


@pytest.fixture
def office(sqlite_database: Database) -> Office:
    return Office.open(sqlite_database, TODAY)


def asked(office: Office, kind: RequestKind, name: str = COVERAGE, by: str = CLERK, **more: Any) -> int:
    order = Ask(office.work(name), office.person(by), kind, more.pop("reason", "设备送检未回"), **more)
    return ask_for(office.desk, order, at=office.now)


def decided(office: Office, number: int, by: str = "office-1", granted: bool = True, **more: Any) -> None:
    decide(office.desk, Decision(number, office.person(by), granted, **more), at=office.now)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"wanted_due": None}, "no-later-date"),
        ({"wanted_due": date(2022, 8, 31)}, "no-later-date"),
        ({"wanted_due": date(2022, 9, 5), "reason": " "}, "reason-wanted"),
        ({"wanted_due": date(2022, 9, 5), "name": LICENSING}, "no-due-date"),
        ({"wanted_due": date(2022, 9, 5), "by": "qu-weijian-wei-clerk"}, "not-yours"),
    ],
)
def test_what_cannot_be_asked_for(office: Office, more: dict[str, Any], code: str) -> None:
    with pytest.raises(LuoshiError) as caught:
        asked(office, EXTENSION, **more)
    assert caught.value.code == code
    assert "request" not in office.verbs(more.get("name", COVERAGE))


@pytest.mark.parametrize(
    ("kind", "more", "says"),
    [
        (EXTENSION, {"wanted_due": date(2022, 9, 9)}, ("期限已延长", "9月9日")),
        (NOT_APPLICABLE, {"reason": "本区没有此类单位"}, ("已终止", "本区没有此类单位")),
    ],
)
def test_what_is_granted_is_told_to_the_whole_unit_and_to_those_who_cooperate(
    office: Office, kind: RequestKind, more: dict[str, Any], says: tuple[str, str]
) -> None:
    letters.expand(office.desk, at=office.now)
    before = {each.id for each in letters.lease(office.desk, owner="before", at=office.now, limit=9999)}
    decided(office, asked(office, kind, **more))
    letters.expand(office.desk, at=office.now)
    with use_language("zh"):
        sent = letters.lease(office.desk, owner="t", at=office.now, limit=9999)
    told = {each.person: each.body for each in sent if each.assignment == office.work(COVERAGE)} if before else {}
    assert {CLERK, "qu-shijian-ju-head", "qu-weijian-wei-clerk"} <= set(told)
    assert "申请已有决定" in told["qu-shijian-ju-head"]
    assert told["qu-weijian-wei-clerk"].startswith("区卫健委：")
    assert all(words in told["qu-weijian-wei-clerk"] for words in says)


def test_the_office_may_grant_another_date_and_both_stay(database: Database) -> None:
    office = Office.open(database, TODAY)
    number = asked(office, EXTENSION, wanted_due=date(2022, 9, 30))
    decided(office, number, due_on=date(2022, 9, 5))
    row = office.row(COVERAGE)
    assert (row.due_on, row.first_due_on) == (date(2022, 9, 5), date(2022, 8, 31))
    [request] = ask.card(office.desk, row.id, at=office.now).requests
    assert (request["wanted_due"], request["decision"], request["decided_on"]) == (date(2022, 9, 30), "granted", TODAY)
    with pytest.raises(Refused) as caught:
        decided(office, number)
    assert caught.value.sentence == "这项申请已有结论：同意。"


def test_a_refusal_wants_a_reason_and_moves_nothing(office: Office) -> None:
    number = asked(office, EXTENSION, wanted_due=date(2022, 9, 5))
    with pytest.raises(Refused) as caught:
        decided(office, number, granted=False)
    assert caught.value.code == "reason-wanted"
    decided(office, number, granted=False, reason="期限不变")
    assert office.row(COVERAGE).due_on == date(2022, 8, 31)
    assert office.verbs(COVERAGE)[-2:] == ["request", "refuse"]


def test_a_date_granted_must_still_be_to_come(office: Office) -> None:
    number = asked(office, EXTENSION, wanted_due=date(2022, 9, 5))
    late = office.on(date(2022, 9, 6))
    with pytest.raises(Invalid) as caught:
        decided(late, number)
    assert caught.value.code == "no-later-date"
    decided(late, number, due_on=date(2022, 9, 9))


@pytest.mark.parametrize("granted", [True, False])
@pytest.mark.parametrize(
    ("by", "code"),
    [("office-1", "own-work"), ("qu-chuangjian-ban-clerk", "not-yours"), ("qu-weijian-wei-head", "not-yours")],
)
def test_who_decides_is_somebody_else(office: Office, by: str, code: str, granted: bool) -> None:
    meeting = MEETING.replace("Q1", "Q3")
    number = asked(office, EXTENSION, meeting, "qu-chuangjian-ban-clerk", wanted_due=date(2022, 10, 8))
    with pytest.raises(Forbidden) as caught:
        decided(office, number, by, granted, reason="不必")
    assert caught.value.code == code
    decided(office, number, "qu-zhengfu-ban-reviewer")
    assert office.row(meeting).due_on == date(2022, 10, 8)


@pytest.mark.parametrize("verb", [Verb.GRANT, Verb.REFUSE])
def test_nobody_decides_their_own_request_whatever_their_unit(office: Office, verb: Verb) -> None:
    with pytest.raises(Forbidden) as caught:
        office.case(COVERAGE).decide(verb, office.person("office-1"), reason="-", asked_by=office.person("office-1").id)
    assert caught.value.code == "own-request"


def test_an_unknown_request_is_said_so(office: Office) -> None:
    with pytest.raises(NotFound):
        decided(office, 77)


def test_handed_on_to_another_unit_with_the_same_due_date(database: Database) -> None:
    office = Office.open(database, TODAY)
    order = Submission(office.work(COVERAGE), office.person(CLERK), (office.item(COVERAGE, "register"),))
    attach(office.desk, [order], at=office.now)
    before = office.work(COVERAGE)
    decided(office, asked(office, TRANSFER, wanted_unit="区发改委", reason="职能已划转"))
    assert office.row(COVERAGE).stage == Terminal.WITHDRAWN
    assert office.evidence(COVERAGE) == [("register", "pending")]
    there = f"{COVERAGE}/区发改委"
    row = office.row(there)
    assert (row.stage, row.due_on, row.id != before) == ("assign", date(2022, 8, 31), True)
    assert [part["unit_name"] for part in ask.card(office.desk, row.id, at=office.now).parts] == ["区卫健委"]
    office.gather(there)
    office.hand_in(there, "qu-fagai-wei-clerk", FigureIn("coverage", 5, 5))
    assert office.row(there).stage == "review"


@pytest.mark.parametrize("unit", ["区市监局", "查无此单位", None])
def test_handed_on_only_to_another_unit_there_is(office: Office, unit: str | None) -> None:
    with pytest.raises(Invalid) as caught:
        asked(office, TRANSFER, wanted_unit=unit)
    assert caught.value.code == "unknown-unit"


def test_not_to_a_unit_that_has_it_already(office: Office) -> None:
    name = "verification-rate/2022/区卫健委"
    number = asked(office, TRANSFER, name, "qu-weijian-wei-clerk", wanted_unit="区财政局")
    with pytest.raises(Refused) as caught:
        decided(office, number)
    assert caught.value.code == "has-it-already"
    assert office.row(name).stage == "assign"
    decided(office, number, granted=False, reason="对方已有此任务")


def test_what_does_not_apply_leaves_the_total(office: Office) -> None:
    late = office.on(date(2022, 9, 5))

    def possible() -> int:
        with office.desk.database.reading() as connection:
            rows = ranking.unit_totals(connection, 2022, late.today)
        return next((int(row.possible) for row in rows if row.id == "qu-shijian-ju"), 0)

    before = possible()
    decided(late, asked(late, NOT_APPLICABLE, reason="本区无此类单位"))
    row = late.row(COVERAGE)
    assert (row.stage, row.score) == (Terminal.EXEMPT, None)
    assert possible() == before - 300
    assert str(ask.card(late.desk, row.id, at=late.now).row.light) == "grey"
