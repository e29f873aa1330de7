"""Every letter goes out, at most once more after a crash; what fails waits, and is given up in the end."""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from post_office import AT, in_channel, open_office, post
from sinks import free_port, mail_sink, web_sink

from engine.domain.delivering import TRIES_BY_THE_LAST
from engine.domain.vocabulary import AttemptOutcome, NoticeState
from engine.runtime import Runtime
from engine.services.word import delivering, letters
from engine.services.word.letters import Letter
from engine.store.database import Database
from notifiers import delivery
from notifiers.apprise_sender import AppriseSender
from notifiers.channels import Channels
from notifiers.delivery import Delivered, channels_of, deliver_due
from notifiers.inbox import noted
from notifiers.sender import Answer


@pytest.fixture
def runtime(database: Database, tmp_path: Path) -> Runtime:
    return open_office(database, tmp_path)


NOBODY_ELSE = {"person": "wjw-1", "unit_id": "qu-weijian-wei", "assignment_id": 2}
"""A reader without a deputy, in a unit without anybody else."""


def deliver(runtime: Runtime, minutes: float = 0, **more: object) -> Delivered:
    return deliver_due(runtime, at=AT + timedelta(minutes=minutes), owner="test", **more)  # type: ignore[arg-type]


def state(runtime: Runtime) -> dict[str, int]:
    return {str(name): number for name, number in letters.counts(runtime.desk).items() if number}


@dataclass
class RecordingSender:
    """Remembers what it was given and answers as told."""

    answer: Answer | None = None
    given: list[int] = field(default_factory=list)
    dies_at: int = 0
    per_minute: int = 0
    room: int = 0

    def send(self, letter: Letter, *, at: datetime) -> Answer:
        self.given.append(letter.id)
        if len(self.given) == self.dies_at:
            raise KeyboardInterrupt
        return self.answer or Answer(AttemptOutcome.ACCEPTED, "taken", at)


def through(runtime: Runtime, sender: RecordingSender) -> Channels:
    """The installation's channels with `sender` in the inbox's place."""
    return Channels(sender, channels_of(runtime, AT).senders)  # type: ignore[arg-type]


def test_with_nothing_configured_letters_are_in_the_inbox_and_in_the_file(runtime: Runtime, tmp_path: Path) -> None:
    post(runtime, "a", "b")
    post(runtime, "issued/1", audience="period:3", person=None, unit_id=None, notice="issued")
    assert deliver(runtime) == Delivered(sent=5, failed=0, waiting=0)
    assert deliver(runtime) == Delivered(0, 0, 0)
    [file] = (tmp_path / "outbox").iterdir()
    assert file.name == "2022-08-01.jsonl"
    assert len(noted(file)) == len(file.read_text(encoding="utf-8").splitlines()) == 5
    assert len(letters.inbox(runtime.desk, "sjj-1")) == 3
    assert state(runtime) == {"sent": 5}


def test_letters_arrive_by_mail_and_hook(runtime: Runtime) -> None:
    with mail_sink() as mail, web_sink() as web:
        url = (
            f"mailto://example.com:{mail.port}?smtp=127.0.0.1&mode=insecure&from=o@example.com&to={{email}}&format=text"
        )
        wired = in_channel(runtime, mail=url, hook=f"json://127.0.0.1:{web.port}")
        post(wired, "m", channel="mail")
        post(wired, "h", channel="hook")
        post(wired, "nomail", channel="mail", person="wjw-1", unit_id="qu-weijian-wei", assignment_id=2)
        post(wired, "pigeon", channel="pigeon")
        assert deliver(wired) == Delivered(sent=4, failed=0, waiting=0)
        assert mail.recipients == [["sjj-1@example.com"]]
        assert web.posted[0][1]["title"].startswith("催办提醒")
    [line] = letters.inbox(wired.desk, "wjw-1")
    assert "mail" in line.answer
    assert any("pigeon" in line.answer for line in letters.inbox(wired.desk, "sjj-1"))


def test_two_deliverers_at_once_send_each_letter_once(runtime: Runtime) -> None:
    post(runtime, *(f"k{number}" for number in range(40)))
    with web_sink() as web:
        wired = in_channel(runtime, inbox=f"json://127.0.0.1:{web.port}")
        done: list[Delivered] = []

        def run(owner: str) -> None:
            for _ in range(20):
                found = deliver_due(wired, at=AT, owner=owner, limit=3)
                done.append(found)
                if not found.sent:
                    return

        threads = [threading.Thread(target=run, args=(owner,)) for owner in ("one", "two")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(web.posted) == 40
    assert sum(found.sent for found in done) == 40
    assert state(runtime) == {"sent": 40}


def test_a_crash_between_sending_and_recording_repeats_one_letter(runtime: Runtime) -> None:
    post(runtime, *(f"k{number}" for number in range(10)))
    sender = RecordingSender(dies_at=4)
    with pytest.raises(KeyboardInterrupt):
        deliver(runtime, channels=through(runtime, sender))
    assert state(runtime) == {"sent": 3, "leased": 7}
    assert deliver(runtime, 1, channels=through(runtime, sender)).sent == 0
    assert deliver(runtime, delivery.LEASE_SECONDS / 60 + 1, channels=through(runtime, sender)).sent == 7
    twice = [letter for letter in set(sender.given) if sender.given.count(letter) > 1]
    assert (len(sender.given), len(twice)) == (11, 1)


def test_after_a_crash_the_file_has_each_letter_once(
    runtime: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(runtime, "a", "b", "c")
    begin = delivering.take_in_hand

    def dies(*_: object, **more: object) -> object:
        if more["before"]:
            raise KeyboardInterrupt
        return begin(*_, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(delivering, "take_in_hand", dies)
    with pytest.raises(KeyboardInterrupt):
        deliver(runtime)
    monkeypatch.setattr(delivering, "take_in_hand", begin)
    assert deliver(runtime, delivery.LEASE_SECONDS / 60 + 1).sent == 3
    [file] = (tmp_path / "outbox").iterdir()
    assert len(file.read_text(encoding="utf-8").splitlines()) == 3


def test_what_fails_waits_longer_each_time_and_is_given_up(runtime: Runtime) -> None:
    post(runtime, "a", **NOBODY_ELSE)
    wired = in_channel(runtime, inbox=f"json://127.0.0.1:{free_port()}")
    minutes, tries = 0.0, 0
    while "given-up" not in state(wired):
        found = deliver(wired, minutes)
        tries += found.failed
        minutes += 1 if tries < 4 else 120
        assert minutes < 100_000
    assert tries == TRIES_BY_THE_LAST
    [line] = letters.troubled(wired.desk)
    assert line.state is NoticeState.GIVEN_UP
    assert "refused" in line.answer


def test_a_mended_channel_delivers_what_waited(runtime: Runtime) -> None:
    post(runtime, "a")
    with web_sink() as web:
        wired = in_channel(runtime, inbox=f"json://127.0.0.1:{web.port}")
        web.status = 503
        assert deliver(wired) == Delivered(sent=0, failed=1, waiting=1)
        web.status = 200
        assert deliver(wired, 0.5) == Delivered(0, 0, waiting=1)
        assert deliver(wired, 2) == Delivered(sent=1, failed=0, waiting=0)
        assert len(web.posted) == 1


def test_an_address_that_is_refused_is_given_up_at_once(runtime: Runtime) -> None:
    post(runtime, "a", **NOBODY_ELSE)
    with web_sink() as web:
        web.status = 404
        found = deliver(in_channel(runtime, inbox=f"json://127.0.0.1:{web.port}"))
    assert found == Delivered(sent=0, failed=1, waiting=0, given_up=1)


def test_a_channel_that_is_down_is_not_tried_for_every_letter(runtime: Runtime) -> None:
    post(runtime, *(f"k{number}" for number in range(10)))
    sender = RecordingSender(Answer(AttemptOutcome.UNAVAILABLE, "no answer", AT))
    assert deliver(runtime, channels=through(runtime, sender)) == Delivered(sent=0, failed=3, waiting=10)
    assert len(sender.given) == 3
    assert state(runtime) == {"failed": 3, "deferred": 7}


def test_a_letter_that_kills_its_deliverer_does_not_do_so_for_ever(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(runtime, "poison", **NOBODY_ELSE)
    wired = in_channel(runtime, inbox=f"json://127.0.0.1:{free_port()}")
    deaths: Counter[str] = Counter()

    def dies(_: AppriseSender, letter: Letter, **__: object) -> Answer:
        deaths[letter.notice] += 1
        raise KeyboardInterrupt

    monkeypatch.setattr(AppriseSender, "send", dies)
    for number in range(TRIES_BY_THE_LAST + 5):
        with suppress(KeyboardInterrupt):
            deliver(wired, 3 * number)
    assert deaths["remind"] == TRIES_BY_THE_LAST
    assert state(wired)["given-up"] == 1


def test_a_slow_channel_gives_its_letters_back(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    post(runtime, "a", "b", "c")
    passed = iter(range(0, 10_000, 40))
    monkeypatch.setattr(delivery, "time", SimpleNamespace(monotonic=lambda: float(next(passed))))
    sender = RecordingSender()
    found = deliver(runtime, channels=through(runtime, sender))
    assert 0 < found.sent < 3
    assert found.waiting == 3 - found.sent
    assert state(runtime) == {"sent": found.sent, "queued": found.waiting}


def test_a_template_that_fails_counts_as_failed(runtime: Runtime) -> None:
    post(runtime, "bad", notice="no-such-notice")
    post(runtime, "good")
    assert deliver(runtime) == Delivered(sent=1, failed=1, waiting=0, given_up=1)
