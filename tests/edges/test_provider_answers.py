"""What a provider really took is what the ledger calls sent, channel by channel and answer by answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from post_office import AT, in_channel, post
from provider_world import CHANNELS, READER, World, world_of
from providers import Certificates, certificates

from engine.domain.vocabulary import AttemptOutcome as O
from engine.domain.vocabulary import NoticeState as S
from engine.store.database import Database
from notifiers.delivery import deliver_due

ROBOTS = ("dingtalk robot", "wecom robot", "feishu", "lark")
OVER_HTTP = tuple(name for name in CHANNELS if name != "mail")
TO_ONE = ("dingtalk work notice", "wecom application", "sms", "mail")

# what the provider answers → what came of the attempt, how the notice stands, and how long it waits at least (seconds)
Told = tuple[O, S, float]
SENT: Told = (O.ACCEPTED, S.SENT, 0)
NEVER: Told = (O.REFUSED, S.GIVEN_UP, 0)
LATER: Told = (O.UNAVAILABLE, S.FAILED, 45)
PERHAPS: Told = (O.UNCLEAR, S.FAILED, 45)
MEND: Told = (O.MISCONFIGURED, S.FAILED, 45)

TABLE: dict[tuple[str, str], Told] = {
    **{(name, "ok"): SENT for name in CHANNELS},
    **{(name, "errcode"): MEND for name in OVER_HTTP if name != "hook"},
    **{(name, "busy"): (O.UNAVAILABLE, S.FAILED, 60) for name in (*ROBOTS, *TO_ONE) if name != "mail"},
    **{(name, "invaliduser"): NEVER for name in TO_ONE},
    **{(name, "429"): (O.UNAVAILABLE, S.FAILED, 300) for name in OVER_HTTP if name != "hook"},
    ("hook", "429"): LATER,  # Apprise's own plugin does not tell for how long
    **{(name, "404"): NEVER for name in OVER_HTTP},
    **{(name, "500"): LATER for name in OVER_HTTP},
    **{(name, "timeout"): PERHAPS for name in CHANNELS},
    **{(name, "reset"): PERHAPS for name in CHANNELS},
    **{(name, "half"): PERHAPS for name in CHANNELS},
    **{(name, "wrong certificate"): MEND for name in CHANNELS},
    ("mail", "busy"): LATER,
    ("mail", "500"): NEVER,  # 554: this letter is not wanted
    ("mail", "login"): MEND,
    ("mail", "copy refused"): SENT,
}


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return certificates(tmp_path_factory.mktemp("papers"))


@pytest.fixture
def world(
    sqlite_database: Database, tmp_path: Path, papers: Certificates, answer: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(papers.ca))
    with world_of(sqlite_database, tmp_path, papers, wrong=answer == "wrong certificate") as running:
        yield running


@pytest.mark.parametrize(("channel", "answer"), TABLE, ids=[f"{channel}, {answer}" for channel, answer in TABLE])
def test_the_ledger_says_what_the_provider_did(world: World, channel: str, answer: str) -> None:
    outcome, state, wait = TABLE[channel, answer]
    runtime, there = world.wired(way=channel), world.provider(channel)
    if answer != "wrong certificate":
        there.answer = answer  # type: ignore[assignment]
    if answer == "copy refused":
        runtime = in_channel(world.runtime, way=world.url(channel) + "&cc=copy@example.com")
    post(runtime, "a", channel="way", **READER)
    deliver_due(runtime, at=AT, owner="test")
    letter = world.letter()
    assert (world.tried(), letter.state) == ([outcome], state), letter.answer
    assert letter.answer and "SECRET" not in letter.answer and "TOKEN" not in letter.answer
    assert state is not S.FAILED or (letter.next_at - AT).total_seconds() >= wait
    # The provider's side: what is called sent was taken; what was taken and is not called so is said to be in doubt.
    assert len(there.taken) == (outcome in (O.ACCEPTED, O.UNCLEAR) and answer != "reset")
    assert getattr(there, "faults", []) == []
    if state is S.FAILED and answer != "wrong certificate":
        there.answer = "ok"
        deliver_due(runtime, at=letter.next_at, owner="test")
        assert (world.letter().state, world.tried()) == (S.SENT, [outcome, O.ACCEPTED])
        assert "催办提醒" in there.taken[-1]


ANSWERS = ("ok", "errcode", "invaliduser", "429", "500", "timeout", "reset", "half", "wrong certificate")
CANNOT = {
    ("mail", "errcode"): "SMTP has codes, no bodies: busy, 500, login",
    ("mail", "429"): "SMTP says 451: busy",
    ("hook", "errcode"): "a hook of anybody's has no codes that are known",
    **{
        (name, "invaliduser"): "it writes to a group, or to whom its token belongs"
        for name in CHANNELS
        if name not in TO_ONE
    },
}


def test_every_channel_meets_every_answer_but_those_its_provider_cannot_give() -> None:
    every = {(channel, answer) for channel in CHANNELS for answer in ANSWERS}
    assert every - set(TABLE) == set(CANNOT)
    assert not set(CANNOT) & set(TABLE)
