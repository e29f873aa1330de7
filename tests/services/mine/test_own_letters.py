"""Letters: a person's own, read and unread, each leading to its work; nobody reads another's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from at_the_office import Office
from icalendar import Calendar

from engine.domain.vocabulary import NoticeState
from engine.errors import NotFound
from engine.services.word import letters as post
from engine.services.word import reading
from engine.store.database import Database
from engine.wording import use_language

MARKET, OTHER = "qu-shijian-ju-clerk", "qu-caizheng-ju-clerk"
AUGUST = date(2022, 8, 31)


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    with use_language("zh"):
        yield


@pytest.fixture
def office(database: Database) -> Office:
    office = Office.open(database, date(2022, 6, 15))
    assert reading.letters(office.desk, office.person(MARKET)) == []  # nothing is there before it is put into words
    post.expand(office.desk, at=office.now)
    post.lease(office.desk, owner="here", at=office.now, limit=10_000)
    return office


def test_what_was_written_to_me_is_there_newest_first_and_unread(office: Office) -> None:
    actor = office.person(MARKET)
    found = reading.letters(office.desk, actor)
    assert len(found) == reading.unread(office.desk, actor) > 3
    assert [each.id for each in found] == sorted((each.id for each in found), reverse=True)
    assert all(each.read_at is None and each.subject and each.assignment for each in found)
    assert any(each.about == "免费检定覆盖率 · 2022年" for each in found)
    page = reading.letters(office.desk, actor, limit=2)
    rest = reading.letters(office.desk, actor, before=page[-1].id)
    assert [*page, *rest] == found


def test_the_day_a_letter_names_is_a_file_for_a_calendar_and_nobody_else_gets_it(office: Office) -> None:
    actor = office.person(MARKET)
    found = reading.letters(office.desk, actor)
    coverage = next(each for each in found if each.about == "免费检定覆盖率 · 2022年")
    day = reading.day_file(office.desk, coverage.id, actor, at=office.now)
    [event] = Calendar.from_ical(day.file()).walk("VEVENT")
    assert (event["uid"], event.decoded("dtstart")) == (f"assignment-{coverage.assignment}@chongchuan.luoshi", AUGUST)
    assert Calendar.from_ical(day.file())["method"] == "PUBLISH" and day.name == f"assignment-{coverage.assignment}.ics"
    undated = next(each for each in found if each.about == "依法许可 · 2022年" or "没有期限" in each.body)
    with pytest.raises(NotFound) as caught:
        reading.day_file(office.desk, undated.id, actor, at=office.now)
    assert caught.value.code == "no-day-named"
    with pytest.raises(NotFound):
        reading.day_file(office.desk, coverage.id, office.person(OTHER), at=office.now)


def test_opening_reads_it_and_it_can_be_marked(office: Office) -> None:
    actor = office.person(MARKET)
    number, many = reading.letters(office.desk, actor)[0].id, reading.unread(office.desk, actor)
    reading.open_letter(office.desk, number, actor, at=office.now)
    assert reading.letter(office.desk, number, actor).read_at == office.now
    reading.mark(office.desk, number, actor, read=True, at=office.on(date(2022, 6, 16)).now)
    assert reading.letter(office.desk, number, actor).read_at == office.now
    assert reading.unread(office.desk, actor) == many - 1
    assert number not in [each.id for each in reading.letters(office.desk, actor, unread_only=True)]
    reading.mark(office.desk, number, actor, read=False, at=office.now)
    assert reading.unread(office.desk, actor) == many
    assert reading.mark_all_read(office.desk, actor, at=office.now) == many
    assert reading.mark_all_read(office.desk, actor, at=office.now) == reading.unread(office.desk, actor) == 0


def test_nobody_opens_or_marks_the_letter_of_another(office: Office) -> None:
    number = reading.letters(office.desk, office.person(MARKET))[0].id
    stranger, others = office.person(OTHER), reading.unread(office.desk, office.person(OTHER))
    for wrong in (number, 10**9, 2**70):
        with pytest.raises(NotFound, match="没有写给您的"):
            reading.open_letter(office.desk, wrong, stranger, at=office.now)
        with pytest.raises(NotFound):
            reading.mark(office.desk, wrong, stranger, read=True, at=office.now)
    reading.mark_all_read(office.desk, office.person(MARKET), at=office.now)
    assert reading.unread(office.desk, stranger) == others > 0


def test_a_letter_that_is_opened_has_arrived_and_stays_so(office: Office) -> None:
    actor = office.person(MARKET)
    number = reading.letters(office.desk, actor)[0].id

    def state() -> NoticeState:
        return next(line.state for line in post.inbox(office.desk, MARKET) if line.id == number)

    assert state() is NoticeState.LEASED
    reading.open_letter(office.desk, number, actor, at=office.now)
    reading.mark(office.desk, number, actor, read=False, at=office.now)
    assert state() is NoticeState.DELIVERED
    assert reading.letter(office.desk, number, actor).sent_at == office.now
