"""Nobody is drowned: a digest a person and day, hours, urgent ones pass, and a short budget merges, never drops."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from post_office import AT, in_channel, open_office, post
from pydantic import SecretStr
from sinks import mail_sink, web_sink
from sqlalchemy import select

from engine.domain.vocabulary import AttemptOutcome, NoticeState
from engine.runtime import Runtime
from engine.services.word import letters
from engine.services.word.letters import Letter
from engine.store import tables as t
from engine.store.database import Database
from engine.store.word import attempts, preferences
from notifiers import gathering
from notifiers.apprise_sender import AppriseSender
from notifiers.channels import Route
from notifiers.delivery import Delivered, deliver_due

MORNING = datetime(2022, 8, 2, 0, 30, tzinfo=UTC)
"""08:30 in Shanghai on the day after AT, which is 09:00."""

MAIL = "mailto://example.com:{port}?smtp=127.0.0.1&mode=insecure&from=o@example.com&to={{email}}&format=text"


@pytest.fixture
def runtime(database: Database, tmp_path: Path) -> Runtime:
    return open_office(database, tmp_path, waits=True)


def rows(runtime: Runtime) -> list[Any]:
    with runtime.desk.database.reading() as connection:
        return list(connection.execute(select(t.outbox).where(t.outbox.c.audience == "").order_by(t.outbox.c.id)))


def deliver(runtime: Runtime, at: datetime) -> Delivered:
    return deliver_due(runtime, at=at, owner="test")


def wish(runtime: Runtime, person: str, **said: Any) -> None:
    blank = {"channels": [], "begin": "", "end": "", "digest": "", "away_from": None, "away_until": None}
    with runtime.desk.database.transaction() as connection:
        preferences.put(connection, {**blank, "stand_in": "", "person_id": person, "changed_at": AT, **said})


def test_what_can_wait_is_one_message_in_the_morning_and_each_notice_keeps_its_own_row(runtime: Runtime) -> None:
    with mail_sink() as mail:
        wired = in_channel(runtime, mail=MAIL.format(port=mail.port))
        post(wired, "a", "b", channel="mail")
        post(wired, "c", channel="mail", assignment_id=2)
        post(wired, "head", channel="mail", person="sjj-h")
        post(wired, "red", channel="mail", notice="red-sheet", urgent=True)
        assert deliver(wired, AT) == Delivered(sent=1, failed=0, waiting=4)
        assert {row.state for row in rows(wired)} == {"deferred", "sent"}
        assert {row.next_at for row in rows(wired) if row.state == "deferred"} == {MORNING}
        assert all("汇总" in row.answer for row in rows(wired) if row.state == "deferred")
        assert deliver(wired, MORNING - timedelta(minutes=1)).sent == 0
        assert deliver(wired, MORNING) == Delivered(sent=4, failed=0, waiting=0)
        assert sorted(mail.recipients) == [["sjj-1@example.com"], ["sjj-1@example.com"], ["sjj-h@example.com"]]
    assert {row.state for row in rows(wired)} == {"sent"}
    with wired.desk.database.reading() as connection:
        tried = attempts.of_letters(connection, [row.id for row in rows(wired)])
    assert all([each.outcome for each in some] == [AttemptOutcome.ACCEPTED] for some in tried.values())
    assert len(tried) == 5
    assert len(letters.inbox(wired.desk, "sjj-1")) == 4


def test_what_is_urgent_for_one_reader_goes_at_once_and_together(runtime: Runtime) -> None:
    with mail_sink() as mail:
        wired = in_channel(runtime, mail=MAIL.format(port=mail.port))
        for number in (1, 2, 3):
            post(wired, f"r{number}", channel="mail", notice="red-sheet", urgent=True, assignment_id=number)
        post(wired, "returned", channel="mail", notice="returned")
        assert deliver(wired, AT + timedelta(hours=14)) == Delivered(sent=3, failed=0, waiting=1)  # 23:00
        assert len(mail.recipients) == 1
    assert [row.state for row in rows(wired)] == ["sent", "sent", "sent", "deferred"]


def test_the_digest_of_somebody_with_more_than_a_batch_is_still_one(runtime: Runtime, monkeypatch: Any) -> None:
    monkeypatch.setattr("notifiers.delivery._BATCH", 5)
    monkeypatch.setattr(gathering, "MOST", 1000)
    with mail_sink() as mail:
        wired = in_channel(runtime, mail=MAIL.format(port=mail.port))
        post(wired, *(f"k{number}" for number in range(23)), channel="mail")
        deliver(wired, AT)
        deliver(wired, MORNING)
        assert len(mail.recipients) == 1
    assert {row.state for row in rows(wired)} == {"sent"}


def test_a_digest_that_fails_is_tried_again_as_one(runtime: Runtime) -> None:
    with web_sink() as web:
        wired = in_channel(runtime, hook=f"json://127.0.0.1:{web.port}/{{person}}")
        post(wired, "a", "b", "c", channel="hook", notice="remind", as_of=date(2022, 7, 29))
        post(wired, "d", channel="hook", assignment_id=2)
        deliver(wired, AT)
        web.status = 503
        assert deliver(wired, MORNING).failed == 4
        again = {row.next_at for row in rows(wired)}
        assert len(again) == 1
        web.status = 200
        before = len(web.posted)
        assert deliver(wired, again.pop() + timedelta(seconds=1)).sent == 4
        assert len(web.posted) == before + 1


def test_people_choose_channels_and_hours_of_their_own(runtime: Runtime) -> None:
    with mail_sink() as mail, web_sink() as web:
        wired = in_channel(runtime, mail=MAIL.format(port=mail.port), hook=f"json://127.0.0.1:{web.port}/{{person}}")
        wish(wired, "sjj-1", channels=["hook", "mail"], begin="07:00", end="12:00", digest="10:00")
        wish(wired, "sjj-h", channels=["inbox"])
        post(wired, "a", "b", channel="mail")
        post(wired, "h", channel="mail", person="sjj-h")
        assert deliver(wired, AT) == Delivered(sent=1, failed=0, waiting=2)
        assert deliver(wired, AT + timedelta(hours=1)).sent == 2
        assert (len(web.posted), mail.recipients) == (1, [])


def test_who_is_away_is_read_for_by_their_deputy_until_they_are_back(runtime: Runtime) -> None:
    with mail_sink() as mail:
        wired = in_channel(runtime, mail=MAIL.format(port=mail.port))
        wish(wired, "sjj-1", away_from=date(2022, 8, 1), away_until=date(2022, 8, 3), stand_in="sjj-h")
        post(wired, "a", channel="mail", urgent=True)
        assert deliver(wired, AT).sent == 1
        assert mail.recipients == [["sjj-h@example.com"]]
        post(wired, "back", channel="mail", urgent=True, next_at=AT + timedelta(days=3))
        assert deliver(wired, AT + timedelta(days=3)).sent == 1
        assert mail.recipients[1:] == [["sjj-1@example.com"]]
    [first, _] = rows(wired)
    assert (first.person, first.passed_to) == ("sjj-1", "sjj-h")
    assert len(letters.inbox(wired.desk, "sjj-1")) == 2  # and they find it when they are back
    with wired.desk.database.reading() as connection:
        [noted, sent] = attempts.of_letters(connection, [first.id])[first.id]
    assert (noted.outcome, sent.outcome) == (AttemptOutcome.PASSED_ON, AttemptOutcome.ACCEPTED)
    assert "2022-08-03" in noted.words


def test_when_both_are_away_letters_stay_where_they_are(runtime: Runtime) -> None:
    days = {"away_from": date(2022, 8, 1), "away_until": date(2022, 8, 3)}
    wish(runtime, "sjj-1", **days, stand_in="sjj-h")
    wish(runtime, "sjj-h", **days, stand_in="cjb-1")
    post(runtime, "a")
    assert deliver(runtime, AT).sent == 1
    assert rows(runtime)[0].passed_to is None


def test_a_short_budget_merges_and_drops_nothing_and_urgent_ones_go_first(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with web_sink() as web:
        wired = in_channel(runtime, robot=f"json://127.0.0.1:{web.port}")
        monkeypatch.setattr("notifiers.apprise_sender.AppriseSender.per_minute", 20)
        post(wired, *(f"k{number}" for number in range(200)), channel="robot", notice="returned")
        post(wired, "x", "y", channel="robot", notice="red-sheet", urgent=True)
        first = deliver(wired, AT)
        assert first == Delivered(sent=16, failed=0, waiting=186)
        assert "红色督办单" in web.posted[0][1]["title"]
        post(wired, "z", channel="robot", notice="red-sheet", urgent=True)
        assert deliver(wired, AT + timedelta(seconds=20)).sent == 1  # a part of the budget is kept for it
        assert len(web.posted) == 16
        assert deliver(wired, AT + timedelta(seconds=62)) == Delivered(sent=186, failed=0, waiting=0)
        assert len(web.posted) <= 16 + -(-186 // gathering.MOST) + 1
    assert {row.state for row in rows(wired)} == {str(NoticeState.SENT)}


def letter(number: int, subject: str, body: str = "") -> Letter:
    blank = dict.fromkeys(("person", "person_name", "email", "phone", "unit", "unit_name", "channel"), "")
    more: dict[str, Any] = {"assignment": None, "as_of": date(2022, 8, 1), "urgent": False, "attempts": 0}
    return Letter(id=number, notice="remind", subject=subject, body=body, **blank, **more)


def test_a_message_of_many_has_the_text_of_the_first_and_the_subject_of_all() -> None:
    told = gathering.message([letter(n, f"第{n}件🎉", "全文" * 100) for n in range(1, 21)])
    assert all(f"{n}. 第{n}件🎉" in told.body for n in range(1, 21))
    assert told.body.count("全文" * 100) == 5
    assert "20" in told.subject
    same = [letter(1, "a", "b"), letter(2, "a", "b")]
    assert gathering.message(same) == same[0]


def test_a_message_names_all_it_stands_for_however_little_room_there_is() -> None:
    some = [letter(n, f"第{n}件：免费检定覆盖率", "全文" * 100) for n in range(1, 31)]
    with web_sink() as web:
        sender = AppriseSender("robot", SecretStr(f"json://127.0.0.1:{web.port}"))
    for room in (1000, 2048, 18_000):
        vars(sender)["room"] = room
        portions = list(gathering._portions(some, Route("robot", sender)))
        assert [each.id for portion in portions for each in portion] == list(range(1, 31))
        for portion in portions:
            told = gathering.message(portion, room)
            assert len(f"{told.subject}\n{told.body}".encode()) <= room
            assert all(each.subject in told.body for each in portion) or len(portion) == 1
    assert len(portions) == 1, "where there is room for all, all go together"
