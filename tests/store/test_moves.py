"""Moves are recorded whole or not at all, from where the assignment was seen, and by one of two who act at once."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from recorded import DAY, DUE, act, ground, history, issued, numbers
from sqlalchemy import Connection, func, select

from engine.domain.vocabulary import StageKind, Verb
from engine.errors import Kind, Refused
from engine.store import moves, verifying
from engine.store import tables as t
from engine.store.database import Database
from engine.store.moves import Moved


@pytest.fixture
def office(database: Database) -> Database:
    with database.transaction() as connection:
        ground(connection, 8)
        issued(connection)
    return database


def rows(connection: Connection) -> list[tuple[object, ...]]:
    return [tuple(row) for row in connection.execute(select(t.assignment).order_by(t.assignment.c.id))]


def state(database: Database) -> tuple[object, ...]:
    with database.reading() as connection:
        acts = connection.execute(select(func.count()).select_from(t.act)).scalar_one()
        moved = connection.execute(select(func.count()).select_from(t.transition)).scalar_one()
        return rows(connection), acts, moved


def accepted(number: int) -> Moved:
    return Moved(number, "assign", "collect", StageKind.COLLECT, {"owner": "somebody"})


def test_issuing_writes_the_first_line_of_every_history(office: Database) -> None:
    with office.reading() as connection:
        found = connection.execute(select(t.transition).order_by(t.transition.c.assignment_id)).all()
        assert [(row.act_id, row.from_stage, row.to_stage) for row in found] == [(1, "", "assign")] * 8
        assert [row.assignment_id for row in found] == numbers(connection)


def test_issuing_again_records_nothing(office: Database) -> None:
    before = state(office)
    with office.transaction() as connection:
        ids = moves.issue(connection, act(Verb.ISSUE), select(_as_rows(connection)))
    assert ids == (0, 0)
    assert state(office) == before


def _as_rows(connection: Connection) -> object:
    names = ("period_id", "unit_id", "definition_id", "stage", "stage_kind", "stage_since", "due_on", "first_due_on")
    flags = ("returned", "vetoed", "settled")
    return select(*(t.assignment.c[name] for name in (*names, *flags))).subquery()


def test_one_move_stamps_the_assignment_and_the_record_alike(office: Database) -> None:
    with office.transaction() as connection:
        [number] = moves.record(connection, [(act(), [accepted(1)])])
        row = connection.execute(select(t.assignment).where(t.assignment.c.id == 1)).one()
        line = connection.execute(select(t.transition).where(t.transition.c.act_id == number)).one()
    assert (row.stage, row.stage_kind, row.prior_stage, row.stage_since) == ("collect", "collect", "assign", DAY)
    assert (row.owner, row.act_id) == ("somebody", number)
    assert (line.assignment_id, line.from_stage, line.to_stage) == (1, "assign", "collect")


def test_staying_leaves_a_line_too(office: Database) -> None:
    with office.transaction() as connection:
        moves.record(connection, [(act(Verb.ATTACH), [Moved(1, "assign", "", StageKind.ASSIGN)])])
        row = connection.execute(select(t.assignment).where(t.assignment.c.id == 1)).one()
        line = connection.execute(select(t.transition).where(t.transition.c.act_id == 2)).one()
    assert (row.stage, row.stage_since, line.to_stage) == ("assign", DAY, "assign")


@pytest.mark.parametrize("orders", [[1], [1, 2], [2, 1], [3, 1, 2]])
def test_a_stale_stage_refuses_everything(office: Database, orders: list[int]) -> None:
    with office.transaction() as connection:
        moves.record(connection, [(act(), [accepted(1)])])
    before = state(office)
    for deeds in ([(act(), [accepted(n)]) for n in orders], [(act(), [accepted(n) for n in orders])]):
        with pytest.raises(Refused) as caught, office.transaction() as connection:
            moves.record(connection, deeds)
        assert caught.value.kind is Kind.REFUSED
        assert caught.value.code == "moved-meanwhile"
        assert caught.value.sentence and caught.value.remedy
        assert state(office) == before


def test_an_unknown_assignment_is_refused(office: Database) -> None:
    before = state(office)
    with pytest.raises(Refused), office.transaction() as connection:
        moves.record(connection, [(act(), [accepted(1)]), (act(), [accepted(99)])])
    assert state(office) == before


def test_the_same_assignment_twice_in_one_batch_is_refused(office: Database) -> None:
    before = state(office)
    with pytest.raises(Refused), office.transaction() as connection:
        moves.record(connection, [(act(), [accepted(1)]), (act(), [accepted(1)])])
    assert state(office) == before


def test_no_orders_are_no_act(office: Database) -> None:
    before = state(office)
    with office.transaction() as connection:
        assert moves.record(connection, []) == []
    assert state(office) == before


def test_a_sweep_moves_what_it_selects_and_nothing_else(office: Database) -> None:
    with office.transaction() as connection:
        chosen = [t.assignment.c.id <= 3]
        number, count = moves.sweep(
            connection, act(Verb.SETTLE), chosen, target="scored", kind=StageKind.DONE, sets={"score": 0}
        )
        found = connection.execute(select(t.assignment.c.stage, t.assignment.c.score).order_by(t.assignment.c.id)).all()
        lines = connection.execute(select(func.count()).where(t.transition.c.act_id == number)).scalar_one()
    assert (number, count, lines) == (2, 3, 3)
    assert [tuple(row) for row in found] == [("scored", 0)] * 3 + [("assign", None)] * 5


def test_a_sweep_of_nothing_leaves_no_act(office: Database) -> None:
    before = state(office)
    with office.transaction() as connection:
        assert moves.sweep(connection, act(Verb.MISS), [t.assignment.c.due_on < DAY], sets={"missed_on": DAY}) == (0, 0)
        assert moves.record(connection, [(act(), [accepted(1)])]) == [2], "and no gap"
    assert state(office) != before


def test_bulk_and_single_give_the_same_rows(database: Database) -> None:
    """A sweep, one act over many, many acts of one, and one act each: the same stages and the same lines."""
    with database.transaction() as connection:
        ground(connection, 8)
        issued(connection)
        ids = numbers(connection)
        moves.sweep(connection, act(), [t.assignment.c.id.in_(ids[:2])], target="collect", kind=StageKind.COLLECT)
        plain = [Moved(number, "assign", "collect", StageKind.COLLECT) for number in ids]
        moves.record(connection, [(act(), plain[2:4])])
        moves.record(connection, [(act(), [one]) for one in plain[4:6]])
        for one in plain[6:]:
            moves.record(connection, [(act(), [one])])
        apart = ("id", "unit_id", "act_id")
        found = {
            tuple(value for name, value in row._mapping.items() if name not in apart)
            for row in connection.execute(select(t.assignment))
        }
        lines = connection.execute(select(t.transition).where(t.transition.c.act_id > 1)).all()
        checked = verifying.first_fault(connection)
    assert len(found) == 1
    assert {(row.from_stage, row.to_stage) for row in lines} == {("assign", "collect")}
    assert sorted(row.assignment_id for row in lines) == ids
    assert checked == (1 + 1 + 1 + 2 + 2, 16, None)


def test_of_two_who_act_at_once_exactly_one_wins(office: Database) -> None:
    """Both have seen it at `assign`; whoever comes second is refused and leaves nothing."""
    with office.reading() as connection:
        ids = numbers(connection)
    won: list[tuple[int, str]] = []
    refused: list[tuple[int, str]] = []
    start = threading.Barrier(2)

    def run(name: str) -> None:
        for number in ids:
            start.wait()
            try:
                with office.transaction() as connection:
                    moved = Moved(number, "assign", "collect", StageKind.COLLECT, {"owner": name})
                    moves.record(connection, [(act(actor=name), [moved])])
                won.append((number, name))
            except Refused as error:
                assert error.code == "moved-meanwhile"
                refused.append((number, name))

    threads = [threading.Thread(target=run, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(number for number, _ in won) == ids
    assert sorted(number for number, _ in refused) == ids
    with office.reading() as connection:
        owners = dict(connection.execute(select(t.assignment.c.id, t.assignment.c.owner)).tuples().all())
        assert owners == dict(won)
        assert verifying.first_fault(connection) == (1 + len(ids), 2 * len(ids), None)


def test_a_missed_mark_is_kept_as_of_its_own_day(database: Database) -> None:
    with database.transaction() as connection:
        ids = history(connection)
        marked = connection.execute(select(t.assignment.c.missed_on).distinct()).scalars().all()
    assert (len(ids), marked) == (6, [DUE])
    assert date(2022, 8, 31) == DUE
