"""Notices are written once per key, one per recipient, and leased to one deliverer at a time, on both databases."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta

import pytest
from outbox_rows import AT, DUE, everything, mailing, office, row
from sqlalchemy import Connection, delete, null, select, update
from sqlalchemy.exc import DBAPIError

from engine.domain.vocabulary import NoticeState, Role
from engine.store import tables as t
from engine.store.database import Database
from engine.store.word import attempts, audiences, inboxes, leases, outbox
from engine.store.word.attempts import Standing


def keys(database: Database) -> list[str]:
    with database.reading() as connection:
        return sorted(connection.execute(select(t.outbox.c.dedupe_key)).scalars())


def test_a_key_is_written_once(database: Database) -> None:
    with database.transaction() as connection:
        office(connection)
        assert outbox.enqueue(connection, [row("a"), row("b", params={"reason": "缺少证书"})]) == 2
        assert outbox.enqueue(connection, [row("b"), row("c"), row("c")]) == 1
        assert outbox.enqueue(connection, []) == 0
        kept = connection.execute(select(t.outbox).where(t.outbox.c.dedupe_key == "b")).one()
    assert keys(database) == ["a", "b", "c"]
    assert kept.params == {"reason": "缺少证书"}
    assert kept.state == NoticeState.QUEUED
    assert kept.next_at == AT


def test_chasing_writes_a_row_per_assignment_and_person_and_none_twice(database: Database) -> None:
    with database.transaction() as connection:
        office(connection)
        assert outbox.enqueue_for_assignments(connection, everything(), mailing(), rung="remind-7d") == 4
        assert outbox.enqueue_for_assignments(connection, everything(), mailing(), rung="remind-7d") == 0
        market = connection.execute(select(t.outbox).where(t.outbox.c.assignment_id == 3)).one()
        assert outbox.enqueue_for_assignments(connection, everything(), mailing(), rung="remind-1d") == 4
    assert [key for key in keys(database) if "7d" in key] == [
        "chase/1/remind-7d/2022-08-31/sjj-1",
        "chase/1/remind-7d/2022-08-31/sjj-2",
        "chase/2/remind-7d/2022-08-31/wjw-1",
        "chase/3/remind-7d/2022-08-31/unit:market",
    ]
    assert (market.person, market.unit_id, market.as_of, market.urgent) == (None, "market", date(2022, 8, 1), False)


def test_a_moved_due_date_is_a_new_firing_and_no_due_date_has_a_key_too(database: Database) -> None:
    with database.transaction() as connection:
        office(connection)
        outbox.enqueue_for_assignments(connection, everything(), mailing(), rung="remind")
        connection.execute(update(t.assignment).where(t.assignment.c.id == 2).values(due_on=DUE + timedelta(days=5)))
        assert outbox.enqueue_for_assignments(connection, everything(), mailing(), rung="remind") == 1
        a = t.assignment.c
        undated = select(a.id.label("assignment_id"), a.unit_id, null().label("due_on")).where(a.id == 2)
        assert outbox.enqueue_for_assignments(connection, undated, mailing(), rung="remind") == 1
    assert "chase/2/remind/2022-09-05/wjw-1" in keys(database)
    assert "chase/2/remind/-/wjw-1" in keys(database)


def test_roles_and_another_unit(database: Database) -> None:
    with database.transaction() as connection:
        office(connection)
        both = mailing(roles=(Role.CLERK, Role.HEAD), urgent=True, params={"n": 1})
        assert outbox.enqueue_for_assignments(connection, everything(), both, rung="red") == 5
        up = mailing(roles=(Role.LEADER,))
        assert outbox.enqueue_for_assignments(connection, everything(), up, rung="escalation", in_unit="govt") == 3
        led = connection.execute(select(t.outbox).where(t.outbox.c.person == "govt-l")).all()
        urgent = connection.execute(select(t.outbox).where(t.outbox.c.urgent)).all()
    assert {(found.assignment_id, found.unit_id) for found in led} == {(1, "govt"), (2, "govt"), (3, "govt")}
    assert len(urgent) == 5
    assert urgent[0].params == {"n": 1}


def test_audiences_expand_once(database: Database) -> None:
    with database.transaction() as connection:
        office(connection)
        wanted = ["act:7", "period:3", "unit:sjj/head,clerk", "everyone", "unit:nobody", "the-moon", "act:7/wizard"]
        outbox.enqueue(connection, [row(name, audience=name, person=None, unit_id=None) for name in wanted])
        assert audiences.expand(connection) == 3 + 4 + 3 + 5 + 0
        assert audiences.expand(connection) == 0
        left = connection.execute(select(t.outbox.c.answer).where(t.outbox.c.state == "given-up")).scalars().all()
        assert leases.counts(connection)[NoticeState.QUEUED] == 15
        assert len(leases.claim(connection, "me", AT, 100, 60)) == 15
    assert sorted(left) == ["unknown audience act:7/wizard", "unknown audience the-moon"]
    assert "act:7/1/sjj-1" in keys(database)
    assert "everyone/unit:market" in keys(database)


def test_a_unit_hears_of_the_assignment_it_is_asked_about(database: Database) -> None:
    with database.transaction() as connection:
        office(connection)
        asked = row("requested/7", audience="unit:govt/leader", person=None, unit_id=None, assignment_id=2)
        outbox.enqueue(connection, [asked])
        assert audiences.expand(connection) == 1
        [letter] = leases.claim(connection, "me", AT, 9, 60)
    assert (letter.person, letter.unit_id, letter.assignment_id) == ("govt-l", "govt", 2)


def sent(connection: Connection, letter: int, answer: str = "") -> bool:
    return attempts.settle(connection, letter, Standing(NoticeState.SENT, answer, sent_at=AT))


def failed(connection: Connection, letter: int, answer: str, again: datetime) -> bool:
    return attempts.settle(connection, letter, Standing(NoticeState.FAILED, answer, next_at=again))


def test_a_lease_keeps_others_away_until_it_runs_out(database: Database) -> None:
    with database.transaction() as connection:
        office(connection)
        outbox.enqueue(connection, [row(f"k{number}") for number in range(5)])
        later = row("later", next_at=AT + timedelta(hours=1))
        outbox.enqueue(connection, [later])
        first = leases.claim(connection, "one", AT, 3, 60)
        second = leases.claim(connection, "two", AT, 10, 60)
        assert (len(first), len(second)) == (3, 2)
        assert leases.claim(connection, "three", AT + timedelta(seconds=59), 10, 60) == []
        assert all(sent(connection, found.id, "250 OK") for found in first)
        again = leases.claim(connection, "three", AT + timedelta(seconds=60), 10, 60)
        assert [found.id for found in again] == [found.id for found in second]
        assert {found.lease for found in again} == {"three"}


def test_only_what_was_in_hand_is_in_doubt_when_a_deliverer_dies(database: Database) -> None:
    with database.transaction() as connection:
        office(connection)
        outbox.enqueue(connection, [row("a"), row("b")])
        one, two = (found.id for found in leases.claim(connection, "dead", AT, 10, 60))
        assert leases.take_in_hand(connection, one, "dead", "mail", AT)
        assert not leases.take_in_hand(connection, two, "somebody else", "mail", AT)
        again = leases.claim(connection, "next", AT + timedelta(seconds=60), 10, 60)
        assert [(found.id, found.attempts, found.begun_at) for found in again] == [(one, 1, None), (two, 0, None)]
        [broken_off] = attempts.of_letters(connection, [one, two])[one]
        assert (broken_off.outcome, broken_off.channel, broken_off.at) == ("broken-off", "mail", AT)
        assert not leases.take_in_hand(connection, one, "dead", "mail", AT)


def test_what_failed_waits_and_what_was_sent_stays_sent(database: Database) -> None:
    with database.transaction() as connection:
        office(connection)
        outbox.enqueue(connection, [row("a"), row("b")])
        one, two = (found.id for found in leases.claim(connection, "me", AT, 10, 60))
        failed(connection, one, "连接被拒绝", AT + timedelta(minutes=1))
        assert sent(connection, two)
        assert not failed(connection, two, "too late", AT)
        assert leases.claim(connection, "me", AT, 10, 60) == []
        assert [found.id for found in leases.claim(connection, "me", AT + timedelta(minutes=1), 10, 60)] == [one]
        attempts.settle(connection, one, Standing(NoticeState.GIVEN_UP, "no such address"))
        assert leases.claim(connection, "me", AT + timedelta(days=9), 10, 60) == []
        assert [found.answer for found in inboxes.troubled(connection, 10)] == ["no such address"]
        counted = leases.counts(connection)
        assert attempts.settle(connection, two, Standing(NoticeState.DELIVERED, asked=True))
        assert not attempts.settle(connection, two, Standing(NoticeState.FAILED, "late", asked=True))
    assert (counted[NoticeState.SENT], counted[NoticeState.GIVEN_UP], counted[NoticeState.QUEUED]) == (1, 1, 0)


def test_what_is_put_off_waits_without_an_attempt(database: Database) -> None:
    with database.transaction() as connection:
        office(connection)
        outbox.enqueue(connection, [row("a")])
        [one] = (found.id for found in leases.claim(connection, "me", AT, 10, 60))
        noon = AT + timedelta(hours=3)
        assert leases.defer(connection, {one: noon}, {one: "busy"}, "me") == 1
        assert leases.counts(connection)[NoticeState.DEFERRED] == 1
        assert leases.claim(connection, "me", noon - timedelta(seconds=1), 10, 60) == []
        [again] = leases.claim(connection, "me", noon, 10, 60)
    assert (again.id, again.attempts, again.answer) == (one, 0, "busy")


def test_a_budget_holds_for_any_minute_whoever_counts(database: Database) -> None:
    with database.transaction() as connection:
        taken = [attempts.take_slot(connection, "robot", AT + timedelta(seconds=each), 3) for each in (0, 10, 20)]
        assert taken == [None, None, None]
        assert attempts.take_slot(connection, "other", AT + timedelta(seconds=20), 3) is None
        free = attempts.take_slot(connection, "robot", AT + timedelta(seconds=30), 3)
        assert free == AT + timedelta(seconds=60)
        assert attempts.take_slot(connection, "robot", free, 3) is None
        assert attempts.take_slot(connection, "robot", free, 3) == AT + timedelta(seconds=70)


def test_attempts_are_append_only(database: Database) -> None:
    with database.transaction() as connection:
        office(connection)
        outbox.enqueue(connection, [row("a")])
        [one] = (found.id for found in leases.claim(connection, "me", AT, 10, 60))
        named = {"letter_id": one, "person": "sjj-1", "channel": "mail", "at": AT}
        attempts.note(connection, [{**named, "outcome": "refused", "words": "550"}])
    for change in (update(t.attempt).values(words="250"), delete(t.attempt)):
        with pytest.raises(DBAPIError, match="append-only"), database.transaction() as connection:
            connection.execute(change)


def test_two_deliverers_at_once_share_without_overlap(database: Database) -> None:
    with database.transaction() as connection:
        office(connection)
        outbox.enqueue(connection, [row(f"k{number}") for number in range(60)])
    taken: dict[str, list[int]] = {"one": [], "two": []}
    start = threading.Barrier(2)

    def deliver(owner: str) -> None:
        start.wait()
        while True:
            with database.transaction() as connection:
                found = leases.claim(connection, owner, AT, 7, 60)
            if not found:
                return
            taken[owner] += [each.id for each in found]

    threads = [threading.Thread(target=deliver, args=(owner,)) for owner in taken]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken["one"]) + len(taken["two"]) == 60
    assert set(taken["one"]).isdisjoint(taken["two"])
