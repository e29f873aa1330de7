"""表彰: who may propose, approve and publish, approval bound to the list that was seen, and what publishing sends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from at_the_office import COVERAGE, FUNDS, GROUP, Office

from engine.domain.actor import SYSTEM, Actor
from engine.domain.vocabulary import Role, Verb
from engine.errors import Forbidden, Refused
from engine.services.office import recognise
from engine.services.office.recognition_sheet import recognition_sheet
from engine.services.scoring.score import score_due
from engine.services.word import letters
from engine.services.work.submit import FigureIn
from engine.store.database import Database

OFFICE, OWN_WORK, LEADER, OTHER = "qu-chuangjian-ban", "qu-zhengfu-ban", "qu-zhengfu-ban", "qu-shijian-ju"
PROPOSES = {(OFFICE, role) for role in (Role.OFFICE, Role.REVIEWER, Role.HEAD)}
DECIDES = PROPOSES | {(OFFICE, Role.LEADER)} | {(OWN_WORK, r) for r in (Role.OFFICE, Role.REVIEWER, Role.HEAD)}
DECIDES |= {(LEADER, Role.LEADER)}


@pytest.fixture
def office(database: Database) -> Office:
    return Office.open(database, date(2022, 11, 18))


def somebody(unit: str, role: Role) -> Actor:
    return SYSTEM if role is Role.SYSTEM else Actor(f"{unit}-{role}-x", "某人", unit, unit, role)


EVERYBODY = [(unit, role) for unit in (OFFICE, OWN_WORK, OTHER) for role in Role if role is not Role.SYSTEM]


def allowed(act: Callable[[Actor], object], unit: str, role: Role) -> bool:
    try:
        act(somebody(unit, role))
    except Forbidden:
        return False
    except Refused:
        pass  # not for who acts, but for where the list stands
    return True


@pytest.mark.parametrize("verb", ["propose", "approve", "publish"])
def test_every_role_of_every_side(office: Office, verb: str) -> None:
    acts: dict[str, Callable[[Actor], object]] = {
        "propose": lambda actor: recognise.propose(office.desk, at=office.now, actor=actor),
        "approve": lambda actor: recognise.approve_list(office.desk, 2022, actor, at=office.now),
        "publish": lambda actor: recognise.publish(office.desk, 2022, at=office.now, actor=actor),
    }
    recognise.propose(office.desk, at=office.now)
    found = {who for who in EVERYBODY if allowed(acts[verb], *who)}
    assert found == (PROPOSES if verb == "propose" else DECIDES)
    assert allowed(acts[verb], "", Role.SYSTEM) == (verb != "approve")


def test_who_may_not_is_told_so_whether_there_is_a_list_or_not(office: Office) -> None:
    clerk = office.person("qu-shijian-ju-clerk")
    for act in (
        lambda: recognise.approve_list(office.desk, 2022, clerk, at=office.now),
        lambda: recognise.publish(office.desk, 2022, at=office.now, actor=clerk),
        lambda: recognise.propose(office.desk, at=office.now, actor=clerk),
        lambda: recognition_sheet(office.desk, clerk, at=office.now),
    ):
        with pytest.raises(Forbidden):
            act()


def test_an_approval_is_of_the_list_that_was_seen(office: Office) -> None:
    seen = recognise.propose(office.desk, at=office.now, actor=office.person("office-1"))
    early = office.on(date(2022, 6, 1))
    early.hand_in(FUNDS, "qu-caizheng-ju-clerk")
    early.approve(FUNDS, "office-2", rubric=1)
    score_due(office.desk, at=office.now)
    anew = recognise.propose(office.desk, at=office.now, actor=office.person("office-1"))
    assert anew.digest != seen.digest
    second = office.person("office-2")
    with pytest.raises(Refused) as caught:
        recognise.approve_list(office.desk, 2022, second, at=office.now, digest=seen.digest)
    assert caught.value.code == "list-changed"
    done = recognise.approve_list(office.desk, 2022, second, at=office.now, digest=anew.digest)
    assert done.state == "approved"


def test_the_sheet_leads_from_step_to_step(office: Office) -> None:
    def sheet(by: str) -> tuple[set[Verb], set[Verb]]:
        found = recognition_sheet(office.desk, office.person(by), at=office.now)
        return set(found.may), set(found.refusals)

    assert sheet("office-1") == ({Verb.PROPOSE}, set())
    assert sheet("qu-zhengfu-ban-leader") == (set(), {Verb.PROPOSE})
    recognise.propose(office.desk, at=office.now, actor=office.person("office-1"))
    assert sheet("office-1") == ({Verb.PROPOSE}, {Verb.ENDORSE})
    assert sheet("qu-zhengfu-ban-reviewer") == ({Verb.ENDORSE}, {Verb.PROPOSE})
    recognise.approve_list(office.desk, 2022, office.person("office-2"), at=office.now)
    assert sheet("office-1") == ({Verb.PUBLISH}, set()) and sheet("qu-chuangjian-ban-auditor")[0] == set()
    found = recognition_sheet(office.desk, office.person("office-1"), at=office.now)
    assert (found.approved_by, found.years) == (office.person("office-2").name, (2022,))


def test_what_publishing_sends_is_what_is_sent(office: Office) -> None:
    early = office.on(date(2022, 8, 1))
    early.gather(COVERAGE)
    early.hand_in(COVERAGE, "qu-shijian-ju-clerk", FigureIn("coverage", 10, 10))
    early.approve(COVERAGE, "office-2")
    score_due(office.desk, at=office.now)
    recognise.propose(office.desk, at=office.now)
    recognise.approve_list(office.desk, 2022, office.person("office-1"), at=office.now)
    sends = recognition_sheet(office.desk, office.person("office-1"), at=office.now).sends
    assert sends is not None
    letters.expand(office.desk, at=office.now)
    before = {one.id for one in letters.lease(office.desk, owner="before", at=office.now, limit=9999)}
    recognise.publish(office.desk, 2022, at=office.now)
    letters.expand(office.desk, at=office.now)
    leased = letters.lease(office.desk, owner="t", at=office.now, limit=9999)
    # The office also hears whom nothing reached: of the letters from before, not of this list (ADR 0022).
    sent = [one for one in leased if one.id not in before and one.notice != "not-reached"]
    assert {one.notice for one in sent} == {"bulletin"} and len(sent) == sends.letters > 10
    assert {(one.subject, one.body) for one in sent} == {(sends.subject, sends.body)}
    assert sum(not one.person for one in sent) <= sends.without_reader
    assert recognition_sheet(office.desk, office.person("office-1"), at=office.now).sends is None
    assert office.row(GROUP).stage
