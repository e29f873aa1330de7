"""Deliverers killed over a hundred times lose nothing, repeat at most one letter each, and claim nothing untrue."""

from __future__ import annotations

import multiprocessing
import time
from collections import Counter
from datetime import datetime, timedelta
from math import inf
from pathlib import Path
from random import Random

import pytest
from deliverer_life import Gateway, gateway, live
from post_office import AT, open_office, post
from sqlalchemy import select

from engine.domain.vocabulary import AttemptOutcome, NoticeState
from engine.store import tables as t
from engine.store.database import Database
from notifiers.delivery import LEASE_SECONDS

LETTERS, KILLS = 2_000, 105
SPAWN = multiprocessing.get_context("forkserver")
SPAWN.set_forkserver_preload(["deliverer_life"])


def called_sent(database: Database) -> set[int]:
    o = t.outbox.c
    with database.reading() as connection:
        return set(connection.execute(select(o.id).where(o.state == str(NoticeState.SENT), o.audience == "")).scalars())


def broken_off(database: Database) -> Counter[int]:
    a = t.attempt.c
    with database.reading() as connection:
        found = select(a.letter_id).where(a.outcome == str(AttemptOutcome.BROKEN_OFF))
        return Counter(connection.execute(found).scalars())


def accepted(database: Database, taken: Counter[int]) -> set[int]:
    """What the gateway took: the letters by whose number messages came, and those that went in one message with them.

    A letter that was put off may go together with others of its reader (ADR 0023); the message then bears the number
    of the first, and all of them are recorded as of one moment.
    """
    a = t.attempt.c
    with database.reading() as connection:
        sent = connection.execute(select(a.at, a.letter_id).where(a.outcome == str(AttemptOutcome.ACCEPTED))).all()
    together: dict[datetime, set[int]] = {}
    for at, letter in sent:
        together.setdefault(at, set()).add(letter)
    return set(taken).union(*(each for each in together.values() if each & set(taken)))


def until_killed(there: Gateway, chance: Random) -> None:
    """A random moment of a life: at any time while it opens and leases, or just around one of its next letters."""
    goal = there.total + chance.randint(1, 20)
    there.hold(goal + chance.randint(0, 5))
    if chance.random() < 0.15:
        time.sleep(chance.uniform(0, 0.3))
    else:
        there.wait_for(goal, 20)
        time.sleep(chance.choice((0, chance.uniform(0, 0.004))))


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_hundred_deaths_lose_nothing(sqlite_database: Database, tmp_path: Path) -> None:
    runtime, chance = open_office(sqlite_database, tmp_path), Random(20220801)
    post(runtime, *(f"k{number}" for number in range(LETTERS)), channel="way")
    url = str(sqlite_database.url.render_as_string(hide_password=False))
    with gateway() as there:
        channel = f"smsgate://KEY:SECRET@127.0.0.1:{there.port}/?to=13800000000"
        kills = 0
        while len(called_sent(sqlite_database)) < LETTERS:
            # A lease of the dead has run out when the next one is born.
            at = AT + timedelta(seconds=(LEASE_SECONDS + 1) * kills)
            life = SPAWN.Process(target=live, args=(url, str(tmp_path), channel, at.isoformat()))
            life.start()
            if kills < KILLS:
                until_killed(there, chance)
                life.kill()
            there.hold(inf)
            life.join(60)
            kills += life.exitcode == -9
            assert life.exitcode in (0, -9)
            assert called_sent(sqlite_database) <= accepted(sqlite_database, there.taken)
        repeats = Counter({number: times - 1 for number, times in there.taken.items() if times > 1})
        died_with = broken_off(sqlite_database)
    assert kills >= 100
    assert accepted(sqlite_database, there.taken) == called_sent(sqlite_database)
    assert len(called_sent(sqlite_database)) == LETTERS
    assert repeats <= died_with
    assert died_with.total() <= kills
    assert repeats.total() > 0, "not one of the deaths fell between the provider's yes and our note of it"
