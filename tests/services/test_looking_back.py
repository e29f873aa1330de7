"""The history as a list that is narrowed, one act with what it moved, and passes over the chain in steps."""

from __future__ import annotations

from datetime import date

import pytest
from at_the_office import COVERAGE, FUNDS, GROUP, Office
from sqlalchemy import update

from engine.domain.vocabulary import Verb
from engine.errors import Forbidden, Invalid, NotFound
from engine.services.looking import acts, remember, verification
from engine.services.looking.acts import Wanted
from engine.services.work.accept import Accept, accept
from engine.store import tables as t
from engine.store.database import Database

CLERK, HEAD = "qu-shijian-ju-clerk", "qu-caizheng-ju-head"
SEE_ALL = ("office-1", "qu-zhengfu-ban-leader", "qu-chuangjian-ban-administrator", "qu-chuangjian-ban-auditor")


@pytest.fixture
def office(database: Database) -> Office:
    opened = Office.open(database, date(2022, 3, 15))
    accept(opened.desk, [Accept(opened.work(COVERAGE), opened.person(CLERK))], at=opened.now)
    later = opened.on(date(2022, 3, 16))
    accept(later.desk, [Accept(later.work(FUNDS), later.person(HEAD))], at=later.now)
    return later


def told(office: Office, **wanted: object) -> list[tuple[str, str]]:
    found = acts.page(office.desk, office.person("office-1"), Wanted(**wanted), limit=200)  # type: ignore[arg-type]
    assert [act.id for act in found] == sorted((act.id for act in found), reverse=True)
    return [(act.verb, act.actor) for act in found]


def test_each_condition_narrows(office: Office) -> None:
    named = told(office, verb=Verb.ACCEPT)
    assert [verb for verb, _ in named] == ["accept", "accept"] and len(set(named)) == 2
    assert told(office, who=HEAD) == [named[0]] == told(office, who=named[0][1])
    assert told(office, assignment=office.work(COVERAGE), verb=Verb.ACCEPT) == [named[1]]
    assert told(office, unit="区财政局", verb=Verb.ACCEPT) == [named[0]]
    assert told(office, unit="qu-shijian-ju", verb=Verb.ACCEPT) == [named[1]]
    assert told(office, indicator="sufficient-funds", verb=Verb.ACCEPT) == [named[0]]
    assert told(office, day_from=date(2022, 3, 16)) == [named[0]]
    assert told(office, day_to=date(2022, 3, 15), verb=Verb.ACCEPT) == [named[1]]
    assert {verb for verb, _ in told(office, who="系统")} >= {"issue"}
    assert told(office, who="100%") == [] == told(office, unit="_")


def test_a_day_is_the_programmes(office: Office) -> None:
    """Eight in the morning in Nantong is still the day before in UTC at midnight's side of it."""
    early = office.on(date(2022, 3, 17)).now.replace(hour=0, minute=30)
    accept(office.desk, [Accept(office.work(GROUP), office.person("qu-zhengfu-ban-clerk"))], at=early)
    assert len(told(office, day_from=date(2022, 3, 17), day_to=date(2022, 3, 17))) == 1
    assert told(office, day_from=date(2022, 3, 18)) == []


def test_pages_follow_each_other_without_gap(office: Office) -> None:
    actor, seen, before = office.person("office-1"), list[int](), None
    while found := acts.page(office.desk, actor, Wanted(), before=before, limit=3):
        seen += [act.id for act in found]
        before = found[-1].id
    assert seen == list(range(seen[0], 0, -1))
    assert [act.id for act in acts.every(office.desk, actor, Wanted())] == seen


def test_an_act_tells_what_it_moved(office: Office) -> None:
    actor = office.person("office-1")
    [newest] = acts.page(office.desk, actor, Wanted(), limit=1)
    assert newest.about is not None and (newest.moved, newest.about.assignment) == (1, office.work(FUNDS))
    act, [moved] = acts.one(office.desk, actor, newest.id)
    assert (moved.unit_name, moved.source, moved.target) == (
        "区财政局",
        "下达签收",
        "佐证报送",
    ) and act.prev != act.digest
    bulk = next(each for each in acts.page(office.desk, actor, Wanted(verb=Verb.ISSUE), limit=99) if each.moved > 2)
    _, first = acts.one(office.desk, actor, bulk.id, limit=2)
    _, rest = acts.one(office.desk, actor, bulk.id, after=first[-1].assignment, limit=99_999)
    assert len(first) + len(rest) == bulk.moved
    with pytest.raises(NotFound):
        acts.one(office.desk, actor, 99_999)


def test_only_who_sees_all_work_looks_back(office: Office) -> None:
    for name in SEE_ALL:
        actor = office.person(name)
        assert acts.page(office.desk, actor, Wanted(), limit=1) and not verification.state(office.desk, actor).last
    for name in (CLERK, HEAD, "qu-shijian-ju-reviewer", "su-00001-clerk"):
        actor = office.person(name)
        for look in (
            lambda actor=actor: acts.page(office.desk, actor, Wanted()),
            lambda actor=actor: acts.every(office.desk, actor, Wanted()),
            lambda actor=actor: acts.one(office.desk, actor, 1),
            lambda actor=actor: verification.state(office.desk, actor),
            lambda actor=actor: verification.verify_on(office.desk, actor, at=office.now),
        ):
            with pytest.raises(Forbidden):
                look()


def test_a_pass_goes_on_where_it_stopped_and_is_remembered(office: Office) -> None:
    auditor, whole = office.person("qu-chuangjian-ban-auditor"), remember.verify(office.desk)
    steps = []
    while not steps or not steps[-1].finished:
        steps.append(verification.verify_on(office.desk, auditor, at=office.now, most=4))
    assert len(steps) > 1 and [step.reached for step in steps[:2]] == [4, 8]
    state = verification.state(office.desk, auditor)
    assert state.last is not None and state.last.sound and state.unverified == 0 and state.under_way is None
    assert (state.last.reached, state.last.transitions) == (whole.acts, whole.transitions)
    assert f"{state.newest}:{state.digest}" == whole.head
    accept(office.desk, [Accept(office.work(GROUP), office.person("qu-zhengfu-ban-clerk"))], at=office.now)
    assert verification.state(office.desk, auditor).unverified == 1


def test_a_pass_names_the_first_altered_row(office: Office) -> None:
    officer = office.person("office-1")
    assert verification.verify_on(office.desk, officer, at=office.now).sound
    with office.desk.database.engine.begin() as connection:
        connection.execute(update(t.act).where(t.act.c.id == 3).values(reason="谁也没这么说"))
    found = verification.verify_on(office.desk, officer, at=office.now)
    assert found.finished and found.fault_act == 3 and found.fault.startswith("act 3") and found.reached == 2
    state = verification.state(office.desk, officer)
    assert state.last == found and [each.sound for each in state.earlier] == [True]


def test_what_was_altered_behind_a_pass_under_way_shows_all_the_same(office: Office) -> None:
    """The next step goes on from the digest it found, which an altered act with a new digest no longer gives."""
    officer = office.person("office-1")
    verification.verify_on(office.desk, officer, at=office.now, most=4)
    with office.desk.database.engine.begin() as connection:
        connection.execute(update(t.act).where(t.act.c.id == 5).values(prev="0" * 64))
    assert verification.verify_on(office.desk, officer, at=office.now).fault_act == 5


def test_a_head_written_down_earlier(office: Office) -> None:
    officer, head = office.person("office-1"), remember.head(office.desk)
    assert verification.verify_on(office.desk, officer, at=office.now, since=head).sound
    number = head.split(":")[0]
    assert verification.verify_on(office.desk, officer, at=office.now, since=f"{number}:{'0' * 64}").fault
    with pytest.raises(Invalid):
        verification.verify_on(office.desk, officer, at=office.now, since="nonsense")
