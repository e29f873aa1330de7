"""Questions: lists, cards and refusals explained before they are tried; asking changes nothing."""

from __future__ import annotations

from datetime import date

import pytest
from at_the_office import COVERAGE, GROUP, LICENSING, Office

from engine.domain.vocabulary import Light, StageKind, Verb
from engine.errors import Invalid, NotFound, Refused
from engine.services.looking import ask, remember
from engine.services.work.submit import FigureIn
from engine.store.database import Database

CLERK = "qu-shijian-ju-clerk"


@pytest.fixture
def office(sqlite_database: Database) -> Office:
    return Office.open(sqlite_database, date(2022, 3, 22))


def test_the_overview_counts_every_assignment_once(database: Database) -> None:
    office = Office.open(database, date(2022, 3, 22))
    seen = ask.overview(office.desk, at=office.now)
    everything = ask.assignments(office.desk, at=office.now, limit=10_000)
    assert sum(seen.lights.values()) == sum(seen.stages.values()) == len(everything)
    assert seen.lights["red"] == sum(row.light is Light.RED for row in everything) == 1
    assert (seen.year, seen.today, seen.sample_points) == (2022, office.today, True)


def test_lists_are_narrowed_and_the_worst_is_on_top(office: Office) -> None:
    rows = ask.assignments(office.desk, at=office.now)
    assert (rows[0].indicator, rows[0].light, rows[0].days_left) == ("leading-group", Light.RED, -2)
    by_name = ask.assignments(office.desk, at=office.now, unit="区市监局")
    by_id = ask.assignments(office.desk, at=office.now, unit="qu-shijian-ju")
    assert by_name == by_id and {row.unit_name for row in by_name} == {"区市监局"}
    assert ask.assignments(office.desk, at=office.now, light=Light.RED) == rows[:1]
    assert ask.assignments(office.desk, at=office.now, stage_kind=StageKind.REVIEW) == []
    assert len(ask.assignments(office.desk, at=office.now, limit=3)) == 3


def test_the_agenda_lists_what_is_due_soon_or_overdue(office: Office) -> None:
    found = ask.agenda(office.desk, at=office.now, days=14)
    assert [(row.indicator, row.due_on) for row in found] == [
        ("leading-group", date(2022, 3, 20)),
        ("joint-meeting", date(2022, 3, 31)),
    ]
    assert ask.agenda(office.desk, at=office.now, days=3, unit="区创建办") == []
    for mistyped in ("区创办", ""):  # an empty list would look like good news
        with pytest.raises(Invalid, match="单位"):
            ask.agenda(office.desk, at=office.now, unit=mistyped)
    with pytest.raises(NotFound):
        ask.assignments(office.desk, at=office.now, indicator="leading-grup")


def test_a_card_says_what_is_missing_and_what_can_be_done(office: Office) -> None:
    number = office.work(COVERAGE)
    card = ask.card(office.desk, number, office.person(CLERK), at=office.now)
    assert card.missing == ("免费检定台账", "检定证书", "检定覆盖率", "区卫健委")
    assert {"accept", "submit", "request"} <= set(card.verbs) and "approve" not in card.verbs
    assert ask.card(office.desk, number, office.person("qu-chuangjian-ban-auditor"), at=office.now).verbs == ()
    office.gather(COVERAGE)
    office.hand_in(COVERAGE, CLERK, FigureIn("coverage", 1, 2))
    card = ask.card(office.desk, number, office.person("office-1"), at=office.now)
    assert (card.missing, card.row.received_on) == ((), office.today)
    assert {"approve", "return"} <= set(card.verbs)
    assert [(row["measure"], row["numerator"], row["denominator"]) for row in card.figures] == [("coverage", 1, 2)]


@pytest.mark.parametrize(
    ("verb", "person", "words"),
    [
        (Verb.SUBMIT, CLERK, "免费检定台账"),
        (Verb.ACCEPT, "qu-weijian-wei-clerk", "区市监局"),
        (Verb.APPROVE, "office-1", "下达签收"),
        (Verb.ACCEPT, "qu-chuangjian-ban-auditor", "区市监局"),
    ],
)
def test_why_not_is_said_beforehand(office: Office, verb: Verb, person: str, words: str) -> None:
    before = remember.verify(office.desk)
    why = ask.explain_refusal(office.desk, verb, office.work(COVERAGE), office.person(person), at=office.now)
    assert why is not None and words in why
    assert remember.verify(office.desk) == before


def test_what_is_allowed_has_no_refusal(office: Office) -> None:
    number = office.work(LICENSING)
    assert ask.explain_refusal(office.desk, Verb.ACCEPT, number, office.person(CLERK), at=office.now) is None
    office.hand_in(LICENSING, CLERK)
    assert ask.explain_refusal(office.desk, Verb.APPROVE, number, office.person("office-1"), at=office.now) is None


def test_what_is_not_there_is_named(office: Office) -> None:
    with pytest.raises(NotFound) as caught:
        ask.find(office.desk, "leading-group", "2022", "区卫健委")
    assert "leading-group/2022" in str(caught.value)
    with pytest.raises(NotFound):
        ask.card(office.desk, 999_999, at=office.now)
    with pytest.raises(NotFound) as caught:
        office.person("nobody")
    assert caught.value.code == "unknown-person"


def test_the_history_of_one_and_of_all(office: Office) -> None:
    office.hand_in(GROUP, "qu-zhengfu-ban-clerk")
    own = remember.history(office.desk, assignment=office.work(GROUP))
    assert [(line.verb, line.moved) for line in own] == [("submit", "assign → review"), ("issue", "- → assign")]
    latest = remember.history(office.desk, limit=1)[0]
    assert (latest.verb, latest.actor, latest.moved) == ("submit", "王安（示例）", "1")
    older = remember.history(office.desk, limit=500, before=latest.id)
    assert latest.id not in [line.id for line in older] and len(older) == latest.id - 1


def test_an_installation_without_a_programme_says_what_to_do(sqlite_database: Database) -> None:
    from engine.evidence import EvidenceFiles
    from engine.services.desk import Desk

    desk = Desk(sqlite_database, EvidenceFiles("memory://empty"))
    with pytest.raises(Refused) as caught:
        ask.overview(desk, at=Office(desk, date(2022, 1, 1)).now)
    assert "luoshi apply" in caught.value.remedy
    assert remember.verify(desk).sound
