"""5,000 notices due at once through twenty robots: no robot is called more often than it takes, and nothing is lost.

Everything is real, the minute too: calls are counted where they arrive, by that side's own clock.
"""

from __future__ import annotations

import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from post_office import AT, DAY, in_channel
from provider_world import READER, World, world_of
from providers import SECRETS, certificates

from engine.domain.vocabulary import NoticeState
from engine.services.word import letters
from engine.store.database import Database
from engine.store.word import outbox
from notifiers.delivery import deliver_due

MINUTE, BUDGET = 60.0, 20
ROBOTS = [f"R{number}" for number in range(20)]
MANY, URGENT = 5_000, 40
_NAMED = re.compile(r"编号[0-9A-Z]+")


@pytest.fixture
def world(sqlite_database: Database, tmp_path: Path) -> Iterator[World]:
    with world_of(sqlite_database, tmp_path, certificates(tmp_path)) as running:
        yield running


def robot(world: World, token: str, number: int) -> str:
    """The URL of a robot: every other one is DingTalk's, the others WeCom's."""
    more = f"api={world.http.base}&ca={world.ca}&rto=5"
    return f"wecombot://{token}?{more}" if number % 2 else f"dingtalk://{SECRETS['dingtalk']}@{token}/?{more}"


def posted(world: World, names: Sequence[str], *, urgent: bool = False) -> None:
    """A notice a name, to the robots in turn; each says its name in its subject."""
    shared = {"programme": "chongchuan", "notice": "unowned", "act_id": 1, "as_of": DAY, "next_at": AT}
    rows = [
        {**shared, "dedupe_key": name, "channel": ROBOTS[at % len(ROBOTS)], "unit_id": READER["unit_id"]}
        | {"urgent": urgent, "params": {"unit": {"name": f"编号{name}"}, "rows": []}}
        for at, name in enumerate(names)
    ]
    with world.runtime.desk.database.transaction() as connection:
        outbox.enqueue(connection, rows)


@pytest.mark.slow
def test_twenty_robots_are_never_called_too_often_and_every_notice_arrives(world: World) -> None:
    runtime = in_channel(world.runtime, **{token: robot(world, token, at) for at, token in enumerate(ROBOTS)})
    posted(world, [f"{number}" for number in range(MANY)])
    posted(world, [f"U{number}" for number in range(URGENT)], urgent=True)
    began, late = time.monotonic(), 0.0
    heard: dict[str, float] = {}
    while time.monotonic() - began < 300:
        at = AT + timedelta(seconds=time.monotonic() - began)
        done = deliver_due(runtime, at=at, owner="test", limit=500)
        for text in world.http.taken:
            for name in _NAMED.findall(text):
                heard.setdefault(name, time.monotonic())
        if not late and len(world.http.moments) > 14 * len(ROBOTS):  # what is not urgent may have no more
            late = time.monotonic()
            posted(world, [f"L{number}" for number in range(URGENT)], urgent=True)
        elif not done.waiting:
            break
        if not done.sent:
            time.sleep(0.2)
    assert letters.counts(runtime.desk)[NoticeState.SENT] == MANY + 2 * URGENT
    # None lost: each is named in what the robots really took, and none of them twice.
    told = Counter(name for text in world.http.taken for name in set(_NAMED.findall(text)))
    assert len(told) == MANY + 2 * URGENT and set(told.values()) == {1}
    # At most twenty in any minute, and merged rather than one by one.
    calls = defaultdict(list)
    for token, moment in world.http.moments:
        calls[token].append(moment)
    assert sorted(calls) == sorted(ROBOTS) and world.http.faults == []
    for token, moments in calls.items():
        assert len(moments) < MANY / len(ROBOTS) / 2, token
        for first, after in zip(moments, moments[BUDGET:], strict=False):
            assert after - first >= MINUTE - 0.5, token
    # What is urgent goes within a minute, at the beginning and when the budgets are spent.
    assert max(heard[f"编号U{number}"] for number in range(URGENT)) - began < MINUTE
    assert max(heard[f"编号L{number}"] for number in range(URGENT)) - late < MINUTE
