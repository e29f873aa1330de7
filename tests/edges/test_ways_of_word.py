"""Word goes by the next channel, then to the deputy, then onto the office's list; budgets and receipts are kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from post_office import AT, in_channel, post
from provider_world import READER, World, world_of
from providers import Certificates, certificates
from sqlalchemy import select

from engine.domain.vocabulary import AttemptOutcome as O
from engine.domain.vocabulary import NoticeState as S
from engine.services.word import ledger, letters, reading
from engine.services.word.ledger import Wanted
from engine.store import tables as t
from engine.store.database import Database
from notifiers.delivery import Delivered, deliver_due


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return certificates(tmp_path_factory.mktemp("papers"))


@pytest.fixture
def world(sqlite_database: Database, tmp_path: Path, papers: Certificates) -> Iterator[World]:
    with world_of(sqlite_database, tmp_path, papers) as running:
        yield running


def deliver(runtime: object, seconds: float = 0) -> Delivered:
    return deliver_due(runtime, at=AT + timedelta(seconds=seconds), owner="test")  # type: ignore[arg-type]


def test_a_refused_channel_is_left_for_the_readers_next(world: World) -> None:
    runtime = world.wired(work="wecom application", post="mail")
    world.http.answer = "invaliduser"
    post(runtime, "a", channel="work", **READER)
    deliver(runtime)
    assert [(each.channel, each.outcome) for each in world.attempts()] == [("work", O.REFUSED), ("post", O.ACCEPTED)]
    assert "250" in world.letter().answer
    assert (len(world.http.taken), len(world.mail.taken)) == (0, 1)


def test_settings_at_fault_send_a_letter_to_the_next_channel_at_once(world: World) -> None:
    runtime = world.wired(work="wecom application", post="mail")
    world.http.answer = "errcode"
    post(runtime, "a", channel="work", **READER)
    deliver(runtime)
    assert world.tried() == [O.MISCONFIGURED, O.ACCEPTED]


def test_the_deputy_reads_what_its_reader_could_not_be_brought(world: World) -> None:
    runtime = world.wired(post="mail")
    world.mail.unknown = {"sjj-1@example.com"}
    post(runtime, "a", channel="post")
    deliver(runtime)
    assert world.tried() == [O.REFUSED, O.PASSED_ON, O.ACCEPTED]
    letter = world.letter()
    assert (letter.person, letter.passed_to, letter.state) == ("sjj-1", "sjj-h", S.SENT)
    assert [each.person for each in world.attempts()] == ["sjj-1", "sjj-1", "sjj-h"]
    for person in ("sjj-1", "sjj-h"):
        assert [line.id for line in letters.inbox(runtime.desk, person)] == [letter.id]
    whole = ledger.one(runtime.desk, runtime.desk.person("cjb-1"), letter.id)
    assert (whole.line.person_name, whole.line.stand_in, len(whole.attempts)) == ("张三", "王五", 3)
    reading.open_letter(runtime.desk, letter.id, runtime.desk.person("sjj-h"), at=AT)
    assert world.letter().state == S.DELIVERED


def test_who_cannot_be_reached_is_on_the_list_and_the_office_is_told_once(world: World) -> None:
    runtime = world.wired(post="mail")
    world.mail.answer = "invaliduser"
    post(runtime, "a", "b", channel="post")
    deliver(runtime)
    assert world.tried("a") == world.tried("b") == [O.REFUSED, O.PASSED_ON, O.REFUSED]
    deliver(runtime, 10)
    told = [line for line in letters.inbox(runtime.desk, "cjb-1") if line.notice == "not-reached"]
    assert len(told) == 1
    assert "区市监局 张三：催办提醒" in told[0].body
    assert "550" in told[0].body
    office = runtime.desk.person("cjb-1")
    lost = ledger.page(runtime.desk, office, Wanted(state=S.GIVEN_UP))
    assert [line.person for line in lost] == ["sjj-1", "sjj-1"]
    world.mail.answer = "ok"
    assert ledger.send_again(runtime.desk, [line.id for line in lost], office, at=AT + timedelta(hours=1)) == 2
    deliver(runtime, 3600)
    assert world.tried("a")[-2:] == [O.RESUMED, O.ACCEPTED]
    assert world.attempts("a")[-1].person == "sjj-1"


def test_a_robots_budget_puts_off_and_merges_and_loses_nothing(world: World) -> None:
    runtime = world.wired(group="dingtalk robot")
    post(runtime, *(f"k{number}" for number in range(45)), channel="group")
    assert deliver(runtime) == Delivered(sent=15, failed=0, waiting=30)  # five a minute are kept for what is urgent
    counted = letters.counts(runtime.desk)
    assert (counted[S.SENT], counted[S.DEFERRED]) == (15, 30)
    assert deliver(runtime, 30).sent == 0
    assert deliver(runtime, 65).sent == 30
    assert len(world.http.taken) == 16
    with runtime.desk.database.reading() as connection:
        assert set(connection.execute(select(t.outbox.c.attempts)).scalars()) == {1}


def test_who_asks_to_be_left_alone_is(world: World) -> None:
    runtime = world.wired(group="wecom application")
    world.http.answer = "429"
    post(runtime, "a", "b", "c", channel="group", **READER)
    deliver(runtime)
    states = {key: world.letter(key).state for key in "abc"}
    assert states == {"a": S.FAILED, "b": S.DEFERRED, "c": S.DEFERRED}
    assert (world.tried("a"), world.tried("b")) == ([O.UNAVAILABLE], [])
    assert all((world.letter(key).next_at - AT).total_seconds() >= 300 for key in "abc")


def test_a_work_notice_is_asked_after_and_delivered_when_the_provider_says_so(world: World) -> None:
    runtime = world.wired(ding="dingtalk work notice")
    post(runtime, "a", channel="ding", **READER)
    deliver(runtime)
    assert (world.letter().state, world.letter().reference, world.http.asked) == (S.SENT, "4711", 0)
    deliver(runtime, 70)
    assert (world.letter().state, world.http.asked) == (S.SENT, 1)
    world.http.result = {"unread_user_id_list": ["cjb-1"]}
    deliver(runtime, 300)
    assert (world.letter().state, world.tried()) == (S.DELIVERED, [O.ACCEPTED, O.DELIVERED])
    deliver(runtime, 90_000)
    assert world.http.asked == 2


def test_a_work_notice_that_did_not_arrive_goes_by_the_next_channel(world: World) -> None:
    runtime = world.wired(ding="dingtalk work notice", post="mail")
    post(runtime, "a", channel="ding", **READER)
    deliver(runtime)
    world.http.result = {"failed_user_id_list": ["cjb-1"]}
    deliver(runtime, 70)
    deliver(runtime, 80)
    assert world.tried() == [O.ACCEPTED, O.UNDELIVERED, O.ACCEPTED]
    assert (world.letter().state, len(world.mail.taken)) == (S.SENT, 1)


def test_a_token_taken_back_is_fetched_anew_within_the_same_attempt(world: World) -> None:
    runtime = world.wired(work="wecom application")
    post(runtime, "a", channel="work", **READER)
    deliver(runtime)
    world.http.tokens += 1  # the provider lends another one elsewhere, and ours is worth nothing any more
    post(runtime, "b", channel="work", **READER)
    deliver(runtime, 5)
    assert world.tried("b") == [O.ACCEPTED]
    assert len(world.http.taken) == 2


def test_a_telephone_number_is_looked_up_and_an_unknown_one_refused(world: World) -> None:
    url = world.url("dingtalk work notice")
    for key, phone, outcome in (("a", "13800000000", O.ACCEPTED), ("b", "13900000000", O.REFUSED)):
        runtime = in_channel(world.runtime, ding=url.replace("{person}", phone))
        post(runtime, key, channel="ding", **READER)
        deliver(runtime)
        assert world.tried(key) == [outcome]


def test_many_letters_go_through_one_connection(world: World) -> None:
    runtime = world.wired(post="mail")
    post(runtime, *(f"k{number}" for number in range(30)), channel="post")
    assert deliver(runtime).sent == 30
    assert (len(world.mail.taken), world.mail.connections) == (30, 2)  # hello is said again once TLS has begun


def test_markdown_is_sent_as_markdown_and_calls_whom_it_names(world: World) -> None:
    url = world.url("dingtalk robot").replace("TOKEN/", "TOKEN/13800000000/") + "&format=markdown"
    runtime = in_channel(world.runtime, group=url)
    post(runtime, "a", channel="group")
    deliver(runtime)
    assert "@13800000000" in world.http.taken[0]
    assert "8月31日到期" in world.http.taken[0]
