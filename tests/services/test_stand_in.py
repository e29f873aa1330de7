"""外出代收: a stand-in does the unit's work in their own name, and nothing that only the absent one's role may do."""

from __future__ import annotations

from datetime import date

import pytest
from at_the_office import COVERAGE, Office

from engine.errors import Forbidden, LuoshiError
from engine.services.looking import remember
from engine.services.word.preferences import Wishes, say_wishes
from engine.services.work.accept import Accept, accept
from engine.services.work.submit import FigureIn
from engine.store.database import Database

CLERK, HEAD = "qu-shijian-ju-clerk", "qu-shijian-ju-head"
OFFICER, OFFICE_CLERK = "qu-chuangjian-ban-office-1", "qu-chuangjian-ban-clerk"
FIGURE = FigureIn("coverage", 1402, 2902)


@pytest.fixture
def office(sqlite_database: Database) -> Office:
    return Office.open(sqlite_database, date(2022, 8, 1))


def away(office: Office, person: str, stand_in: str) -> None:
    wishes = Wishes(away_from=office.today, away_until=date(2022, 8, 12), stand_in=stand_in)
    say_wishes(office.desk, office.person(person), wishes, known=(), at=office.now)


def test_the_stand_in_hands_in_what_the_absent_took_on_and_the_history_names_them(office: Office) -> None:
    accept(office.desk, [Accept(office.work(COVERAGE), office.person(CLERK))], at=office.now)
    away(office, CLERK, HEAD)
    office.gather(COVERAGE)
    office.hand_in(COVERAGE, HEAD, FIGURE)
    row = office.row(COVERAGE)
    assert (row.owner, row.submitter) == (CLERK, HEAD)
    [newest, *_] = remember.history(office.desk, assignment=office.work(COVERAGE))
    assert (newest.verb, newest.actor) == ("submit", office.person(HEAD).name)


def test_who_stands_in_for_a_reviewer_reviews_nothing(office: Office) -> None:
    office.gather(COVERAGE)
    office.hand_in(COVERAGE, CLERK, FIGURE)
    away(office, OFFICER, OFFICE_CLERK)
    with pytest.raises(Forbidden):
        office.approve(COVERAGE, OFFICE_CLERK)


def test_who_handed_in_does_not_review_it_by_standing_in_for_somebody(office: Office) -> None:
    office.gather(COVERAGE)
    office.hand_in(COVERAGE, HEAD, FIGURE)
    away(office, CLERK, HEAD)
    with pytest.raises(LuoshiError):
        office.approve(COVERAGE, HEAD)
