"""Whether word arrived: letters narrowed, in pages, with their words, and sent again as an act of the history."""

from __future__ import annotations

from datetime import date, timedelta

import postman
import pytest
from at_the_office import FUNDS, Office

from engine.domain.vocabulary import NoticeState, Verb
from engine.errors import Forbidden, Invalid, NotFound, Refused
from engine.services.looking import remember
from engine.services.office.chase import remind
from engine.services.word import ledger, letters
from engine.services.word.ledger import Wanted
from engine.services.work.leave import leave
from engine.store.database import Database

HEAD, CLERK = "qu-caizheng-ju-head", "qu-caizheng-ju-clerk"


@pytest.fixture
def office(database: Database) -> Office:
    """A reminder to the clerk and the head of one unit, beside everything that issuing wrote."""
    opened = Office.open(database, date(2022, 3, 15))
    remind(opened.desk, opened.work(FUNDS), opened.person("office-1"), "请本周五前报送", at=opened.now)
    letters.expand(opened.desk, at=opened.now)
    return opened


def told(office: Office, **wanted: object) -> list[ledger.LetterLine]:
    found = ledger.page(office.desk, office.person("office-1"), Wanted(**wanted), limit=500)  # type: ignore[arg-type]
    return list(found)


def reminders(office: Office) -> list[ledger.LetterLine]:
    return told(office, notice="remind", assignment=office.work(FUNDS))


def test_each_condition_narrows(office: Office) -> None:
    ours = reminders(office)
    assert {line.person for line in ours} == {HEAD, CLERK} and {line.unit_name for line in ours} == {"区财政局"}
    assert [line.person for line in told(office, notice="remind", person=HEAD)] == [HEAD]
    assert told(office, notice="remind", unit="财政局") == ours == told(office, notice="remind", unit="qu-caizheng-ju")
    assert told(office, notice="remind", unit="市监局") == [] == told(office, person="%")
    assert told(office, day_from=date(2022, 3, 16)) == [] and told(office, state=NoticeState.SENT) == []
    assert len(told(office, day_to=date(2022, 3, 15))) == len(told(office)) > len(ours)


def test_pages_follow_each_other(office: Office) -> None:
    actor, seen, before = office.person("office-1"), list[int](), None
    while found := ledger.page(office.desk, actor, Wanted(), before=before, limit=7):
        seen += [line.id for line in found]
        before = found[-1].id
    assert seen == [line.id for line in told(office)] and len(set(seen)) == len(seen) > 20


def test_a_letter_that_was_not_tried_reads_as_it_would(office: Office) -> None:
    line = reminders(office)[0]
    whole = ledger.one(office.desk, office.person("qu-chuangjian-ban-auditor"), line.id)
    assert "请本周五前报送" in whole.body and whole.line.subject and whole.line.channel == ""
    with pytest.raises(NotFound):
        ledger.one(office.desk, office.person("office-1"), 999_999)


def test_what_failed_is_sent_again_once_with_its_act(office: Office) -> None:
    line, other = reminders(office)
    for _ in range(9):
        letters.lease(office.desk, owner="t", at=office.now, limit=999)
    postman.given_up(office.desk, line.id, "550 No such user", at=office.now)
    postman.failed(office.desk, other.id, "timed out", at=office.now, again=office.now + timedelta(hours=1))
    failed, given_up = sorted(told(office, unreached=True), key=lambda each: each.state)
    assert (failed.id, given_up.id, given_up.answer) == (other.id, line.id, "550 No such user")
    assert failed.next_at is not None and given_up.next_at is None
    post = ledger.post_state(office.desk, office.person("office-1"))
    assert (post.unreached, post.counts[NoticeState.GIVEN_UP]) == (2, 1)
    done = ledger.send_again(office.desk, [line.id, other.id], office.person("office-1"), at=office.now)
    assert done == 2 and told(office, unreached=True) == []
    again = letters.lease(office.desk, owner="t", at=office.now, limit=999)
    assert {each.id for each in again} == {line.id, other.id} and {each.attempts for each in again} == {0}
    act = remember.history(office.desk, limit=1)[0]
    assert (act.verb, act.detail) == (Verb.SEND_AGAIN, {"letters": [line.id, other.id]})


def test_what_is_out_or_on_its_way_is_not_sent_twice(office: Office) -> None:
    officer, [line, other] = office.person("office-1"), reminders(office)
    postman.given_up(office.desk, other.id, "no", at=office.now)
    before = remember.head(office.desk)
    for state in ("queued", "leased", "sent"):
        with pytest.raises(Refused) as caught:
            ledger.send_again(office.desk, [other.id, line.id], officer, at=office.now)
        assert caught.value.code == "did-not-fail", state
        if state == "queued":
            letters.lease(office.desk, owner="t", at=office.now, limit=999)
        else:
            postman.went_out(office.desk, [line.id], at=office.now)
    assert remember.head(office.desk) == before and told(office, unreached=True)[0].id == other.id
    for numbers in ([], list(range(1, 502))):
        with pytest.raises(Invalid):
            ledger.send_again(office.desk, numbers, officer, at=office.now)


def test_who_looks_and_who_sends_again(office: Office) -> None:
    line = reminders(office)[0]
    postman.given_up(office.desk, line.id, "no", at=office.now)
    for name in ("qu-zhengfu-ban-leader", "qu-chuangjian-ban-auditor"):
        actor = office.person(name)
        assert ledger.one(office.desk, actor, line.id).refusal
        with pytest.raises(Forbidden):
            ledger.send_again(office.desk, [line.id], actor, at=office.now)
    for name in (CLERK, HEAD, "qu-shijian-ju-reviewer", "su-00001-clerk", "qu-zhengfu-ban-reviewer"):
        actor = office.person(name)
        for act in (
            lambda actor=actor: ledger.page(office.desk, actor, Wanted()),
            lambda actor=actor: ledger.one(office.desk, actor, line.id),
            lambda actor=actor: ledger.post_state(office.desk, actor),
            lambda actor=actor: ledger.send_again(office.desk, [line.id], actor, at=office.now),
        ):
            with pytest.raises(Forbidden):
                act()
    administrator = office.person("qu-chuangjian-ban-administrator")
    assert ledger.send_again(office.desk, [line.id], administrator, at=office.now) == 1


def test_what_waits_for_nobody_is_not_reached(office: Office) -> None:
    for person in (CLERK, HEAD, "qu-caizheng-ju-reviewer"):
        leave(office.desk, person, office.person("office-1"), at=office.now)
    leased = letters.lease(office.desk, owner="t", at=office.now, limit=999)
    nobody = [each.id for each in leased if not each.person]
    postman.went_out(office.desk, [each.id for each in leased], at=office.now)
    assert {line.id for line in told(office, unreached=True)} == set(nobody) >= {line.id for line in reminders(office)}
