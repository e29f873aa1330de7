"""Invitations arrive with the mail that sets a date, move with it, and are called off: read as a mail program reads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from at_the_office import COVERAGE, MEETING, Office
from icalendar import Calendar
from post_office import in_channel
from sinks import MailSink, mail_sink, web_sink

from engine.domain.vocabulary import RequestKind
from engine.runtime import Runtime
from engine.services.office.chase import chase
from engine.services.office.meet import packet
from engine.services.scoring.score import score_due
from engine.services.word import letters
from engine.services.work import close_out, extend
from engine.services.work.submit import FigureIn
from engine.settings import Settings
from engine.store.database import Database
from engine.store.word import preferences
from notifiers.delivery import deliver_due

CLERK, HEAD, HEALTH, OFFICER = "qu-shijian-ju-clerk", "qu-shijian-ju-head", "qu-weijian-wei-clerk", "office-1"
MAIL = "mailto://example.com:{port}?smtp=127.0.0.1&mode=insecure&from=落实<office@example.com>&to={{email}}&format=text"


class Asked(NamedTuple):
    """What one attached file asks: how its part is typed, and its event."""

    typed: str
    method: str
    event: Any


class Post:
    """An office whose letters all go by mail, and what arrived in whose mailbox."""

    def __init__(self, office: Office, runtime: Runtime, sink: MailSink) -> None:
        self.office, self.runtime, self.sink = office, runtime, sink

    def on(self, day: date) -> Office:
        return self.office.on(day)

    def morning(self, day: date) -> dict[str, dict[str, Asked]]:
        """Everything that goes out by ten o'clock of a day: by reader and UID."""
        before = len(self.sink.mails)
        ten = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
        for minutes in (0, 1):
            deliver_due(self.runtime, at=ten + timedelta(minutes=minutes), owner="test")
        found: dict[str, dict[str, Asked]] = {}
        for [reader], mail in zip(self.sink.recipients[before:], self.sink.mails[before:], strict=True):
            found.setdefault(reader.partition("@")[0], {}).update(asked_in(mail))
        return found


def asked_in(mail: EmailMessage) -> dict[str, Asked]:
    """The calendar files of a mail by UID."""
    found = {}
    for part in mail.iter_attachments():
        assert part.get_content_type() == "text/calendar" and str(part.get_filename()).endswith(".ics")
        calendar = Calendar.from_ical(part.get_payload(decode=True))
        [event] = calendar.walk("VEVENT")
        found[str(event["uid"])] = Asked(str(part["content-type"]), str(calendar["method"]), event)
    return found


@pytest.fixture
def office(sqlite_database: Database) -> Office:
    return Office.open(sqlite_database, date(2022, 3, 1))


@pytest.fixture
def post(office: Office, tmp_path: Path) -> Iterator[Post]:
    with mail_sink() as sink:
        plain = Runtime(Settings(home=tmp_path, _env_file=None), office.desk)
        runtime = in_channel(plain, mail=MAIL.format(port=sink.port))
        blank = {"begin": "", "end": "", "digest": "", "away_from": None, "away_until": None, "stand_in": ""}
        with office.desk.database.transaction() as connection:
            for person in (CLERK, HEAD, HEALTH, "qu-chuangjian-ban-office-1", "qu-chuangjian-ban-clerk"):
                preferences.put(
                    connection, {**blank, "person_id": person, "channels": ["mail"], "changed_at": office.now}
                )
        yield Post(office, runtime, sink)


def uid(office: Office, name: str, kind: str = "assignment") -> str:
    return f"{kind}-{office.work(name)}@chongchuan.luoshi"


def extended(office: Office, name: str, by: str, day: date, decided_by: str = OFFICER) -> None:
    asked = extend.Ask(office.work(name), office.person(by), RequestKind.EXTENSION, "待检", day)
    number = extend.ask_for(office.desk, asked, at=office.now)
    extend.decide(office.desk, extend.Decision(number, office.person(decided_by), True, "同意"), at=office.now)


def test_a_deadline_is_an_invitation_that_moves_with_an_extension_and_ends_with_the_work(post: Post) -> None:
    name = uid(post.office, COVERAGE)
    first = post.morning(date(2022, 3, 2))
    asked = first[CLERK][name]
    assert asked.method == "REQUEST" and 'method="REQUEST"' in asked.typed and 'charset="utf-8"' in asked.typed
    assert asked.event["summary"] == "截止：免费检定覆盖率" and asked.event.decoded("dtstart") == date(2022, 8, 31)
    assert asked.event["organizer"] == "mailto:office@example.com"
    assert asked.event["attendee"] == f"mailto:{CLERK}@example.invalid" and asked.event.walk("VALARM")
    assert first[HEALTH][name].event["summary"].startswith("配合"), "who is asked for a part notes the same day"
    extended(post.on(date(2022, 6, 15)), COVERAGE, HEAD, date(2022, 9, 9))
    second = post.morning(date(2022, 6, 16))
    for reader in (CLERK, HEAD, HEALTH):
        moved = second[reader][name]
        assert (moved.method, moved.event.decoded("dtstart")) == ("REQUEST", date(2022, 9, 9))
        assert moved.event["sequence"] > asked.event["sequence"]
    last = post.on(date(2022, 6, 20))
    close_out.terminate(last.desk, last.work(COVERAGE), last.person(OFFICER), "撤销", at=last.now)
    third = post.morning(date(2022, 6, 21))
    for reader in (CLERK, HEALTH):
        gone = third[reader][name]
        assert (gone.method, gone.event["status"]) == ("CANCEL", "CANCELLED") and 'method="CANCEL"' in gone.typed
        assert gone.event["sequence"] > second[CLERK][name].event["sequence"] and gone.event.walk("VALARM") == []


def test_a_refused_extension_moves_nothing_and_invites_nobody(post: Post) -> None:
    post.morning(date(2022, 3, 2))
    office = post.on(date(2022, 6, 15))
    asked = extend.Ask(office.work(COVERAGE), office.person(HEAD), RequestKind.EXTENSION, "待检", date(2022, 9, 9))
    number = extend.ask_for(office.desk, asked, at=office.now)
    extend.decide(office.desk, extend.Decision(number, office.person(OFFICER), False, "来得及"), at=office.now)
    told = post.morning(date(2022, 6, 16))
    assert told[HEAD] == {} and CLERK not in told


def test_reminders_invite_nobody_again(post: Post) -> None:
    post.morning(date(2022, 3, 2))
    chase(post.office.desk, at=post.on(date(2022, 8, 22)).now)
    told = post.morning(date(2022, 8, 23))
    assert CLERK in told and uid(post.office, COVERAGE) not in told[CLERK]


def test_what_is_returned_has_a_day_of_its_own_and_what_is_closed_out_is_called_off(post: Post) -> None:
    office = post.on(date(2022, 7, 1))
    post.morning(date(2022, 7, 1))
    office.gather(COVERAGE)
    office.hand_in(COVERAGE, CLERK, FigureIn("coverage", 1, 1))
    office.send_back(COVERAGE, OFFICER)
    mending = post.morning(date(2022, 7, 4))[CLERK][uid(office, COVERAGE, "mend")]
    assert (mending.method, mending.event.decoded("dtstart")) == ("REQUEST", date(2022, 7, 8))
    again = post.on(date(2022, 7, 5))
    again.hand_in(COVERAGE, CLERK, FigureIn("coverage", 1, 1))
    again.approve(COVERAGE, OFFICER)
    score_due(again.desk, at=again.now)
    close_out.close_out(again.desk, [close_out.CloseOut(again.work(COVERAGE), again.person(OFFICER))], at=again.now)
    chase(again.desk, at=again.on(date(2022, 7, 6)).now)
    gone = post.morning(date(2022, 7, 7))[CLERK][uid(office, COVERAGE)]
    assert (gone.method, gone.event["status"]) == ("CANCEL", "CANCELLED")


def test_the_meeting_of_a_packet_moves_as_well(post: Post) -> None:
    name, office = uid(post.office, MEETING), post.on(date(2022, 3, 17))
    post.morning(date(2022, 3, 16))
    packet(office.desk, at=office.now, quarter="2022Q1")
    told = post.morning(date(2022, 3, 17))["qu-chuangjian-ban-office-1"][name]
    assert (told.method, told.event.decoded("dtstart")) == ("REQUEST", date(2022, 3, 31))
    extended(
        post.on(date(2022, 3, 21)), MEETING, "qu-chuangjian-ban-clerk", date(2022, 4, 8), "qu-zhengfu-ban-reviewer"
    )
    moved = post.morning(date(2022, 3, 22))["qu-chuangjian-ban-clerk"][name]
    assert (moved.method, moved.event.decoded("dtstart")) == ("REQUEST", date(2022, 4, 8))
    assert moved.event["sequence"] > told.event["sequence"]


def test_a_channel_that_is_no_mailbox_gets_the_words_alone(post: Post) -> None:
    with web_sink() as web:
        runtime = in_channel(post.runtime, mail=f"json://127.0.0.1:{web.port}/{{person}}")
        ten = datetime(2022, 3, 2, 2, tzinfo=UTC)
        for minutes in (0, 1):
            deliver_due(runtime, at=ten + timedelta(minutes=minutes), owner="test")
        assert web.posted and all(not said.get("attachments") for _, said in web.posted)
    assert {str(state) for state, number in letters.counts(runtime.desk).items() if number} == {"sent"}
