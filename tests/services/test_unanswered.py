"""`unanswered` counts from the day a sheet really went out, ends with the answer, and means the date that holds."""

from __future__ import annotations

from datetime import date

import pytest
from at_the_office import COVERAGE, Office, programme
from sqlalchemy import select

from engine.catalog import Catalog
from engine.domain.vocabulary import AttemptOutcome, RequestKind
from engine.services.office.chase import chase
from engine.services.word import delivering, letters
from engine.services.word.delivering import Report
from engine.services.work.extend import Ask, Decision, ask_for, decide
from engine.services.work.submit import FigureIn
from engine.store import tables as t
from engine.store.database import Database

CLERK = "qu-shijian-ju-clerk"
RED, SENT_LATE = date(2022, 9, 1), date(2022, 9, 5)
"""The first day overdue, a Thursday; and the Monday after."""


def waiting_for_an_answer() -> Catalog:
    """The small programme whose leader is told three working days after the red sheet went out."""
    record = programme().record
    rungs = tuple(
        each.model_copy(update={"overdue": None, "unanswered": 3, "after": "red-sheet"})
        if each.id == "escalation"
        else each
        for each in record.chasing.ladder
    )
    return Catalog.of(record.model_copy(update={"chasing": record.chasing.model_copy(update={"ladder": rungs})}))


@pytest.fixture
def office(database: Database) -> Office:
    office = Office.open(database, date(2022, 7, 1), of=waiting_for_an_answer())
    chase(office.desk, at=office.on(RED).now)
    return office


def send(office: Office, on: date) -> None:
    """What is due goes out on that day, and is taken."""
    at = office.on(on).now
    letters.expand(office.desk, at=at)
    for each in letters.lease(office.desk, owner="test", at=at, limit=1000):
        told = {"person": each.person, "channel": "inbox", "words": "250 OK", "at": at}
        delivering.record(office.desk, Report(each.id, outcome=AttemptOutcome.ACCEPTED, **told))


def told_on(office: Office, last: date) -> list[date]:
    """The days up to `last` on which the leader was told of free verification."""
    for day in range(SENT_LATE.day - 4, last.day + 1):
        for _ in range(2):
            chase(office.desk, at=office.on(date(2022, 9, day)).now)
    o = t.outbox.c
    with office.desk.database.reading() as connection:
        asked = select(o.as_of).where(o.notice == "escalation", o.assignment_id == office.work(COVERAGE))
        return list(connection.execute(asked.order_by(o.id)).scalars())


def test_three_working_days_from_the_day_the_sheet_went_out(office: Office) -> None:
    send(office, RED)
    assert told_on(office, date(2022, 9, 6)) == []
    assert told_on(office, date(2022, 9, 20)) == [date(2022, 9, 7)]


def test_a_sheet_that_was_held_up_starts_the_count_later(office: Office) -> None:
    send(office, SENT_LATE)
    assert told_on(office, date(2022, 9, 20)) == [date(2022, 9, 9)]  # not by the due date: that would be the 6th


def test_a_sheet_that_reached_nobody_starts_no_count(office: Office) -> None:
    assert told_on(office, date(2022, 9, 20)) == []


def test_an_answer_ends_it(office: Office) -> None:
    send(office, RED)
    office.on(date(2022, 9, 2)).gather(COVERAGE)
    office.on(date(2022, 9, 2)).hand_in(COVERAGE, CLERK, FigureIn("coverage", 1, 1))
    assert told_on(office, date(2022, 9, 20)) == []


def test_an_extension_ends_it_with_the_date_it_was_about(office: Office) -> None:
    send(office, RED)
    day = office.on(date(2022, 9, 2))
    order = Ask(office.work(COVERAGE), office.person(CLERK), RequestKind.EXTENSION, "送检", date(2022, 9, 15))
    number = ask_for(office.desk, order, at=day.now)
    decide(office.desk, Decision(number, office.person("office-1"), True), at=day.now)
    assert told_on(office, date(2022, 9, 15)) == []
    told_on(office, date(2022, 9, 16))
    send(office, date(2022, 9, 16))  # the red sheet of the new date
    assert told_on(office, date(2022, 9, 28)) == [date(2022, 9, 22)]
