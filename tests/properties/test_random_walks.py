"""Whoever tries whatever, in any order: what is refused changes nothing, and what is done is all on record."""

from __future__ import annotations

import itertools
import shutil
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from people_at_work import FORWARD, VERBS, Room, everybody, the_right_one
from small_programme import at, desk_at
from sqlalchemy import Connection, func, select
from sqlmodel import SQLModel

from engine.domain.lifecycle import kind_of
from engine.domain.vocabulary import StageKind, Verb
from engine.errors import LuoshiError
from engine.services.cases import cases
from engine.services.desk import Desk
from engine.services.looking.ask import explain_refusal
from engine.services.rehearsal.people import People
from engine.services.scoring import score
from engine.services.sweep import sweep
from engine.services.work.issue import issue
from engine.store import tables as t
from engine.store import verifying
from engine.store.database import Database
from engine.store.tallies import keeping

quick = settings(
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # a failing walk is told as it was: looking for a shorter one takes minutes
)
FIRST = date(2022, 5, 20)
_copies = itertools.count(1)


def snapshot(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with desk.database.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table))]
            for table in SQLModel.metadata.sorted_tables
            if table.name not in ("catalog_version", "definition_version", "unit", "member", "person")
        }


class Walk(RuleBasedStateMachine):
    """A random walk over one programme; `opened` gives a fresh desk with everything issued."""

    opened: Database

    @initialize()
    def begin(self) -> None:
        self.desk = self.desk_of()
        self.people = People.read(self.desk)
        self.actors = everybody(self.desk)
        self.today = FIRST
        self.minute = 0
        with self.desk.database.reading() as connection:
            self.numbers = _chosen(connection)
            self.kept = _count(connection, t.evidence)
            self.acts = _count(connection, t.act)

    def desk_of(self) -> Desk:
        raise NotImplementedError

    def attempt(self, room: Room, verb: str) -> None:
        """Try one act; a refusal is a sentence and changes nothing."""
        before = snapshot(self.desk)
        try:
            getattr(room, verb)()
        except LuoshiError as refusal:
            assert refusal.sentence and "{" not in str(refusal)
            if verb != "gather":
                assert snapshot(self.desk) == before, f"{verb} was refused and changed something"
        else:
            if verb not in ("gather", "open_review"):
                assert len(snapshot(self.desk)["act"]) > len(before["act"]), f"{verb} left no act"

    def room(self, number: int, seed: int) -> Room:
        rng = Random(seed)
        self.minute += 1
        return Room(self.desk, number, rng.choice(self.actors), at(self.today) + timedelta(minutes=self.minute), rng)

    @rule(place=st.integers(0, 999), seed=st.integers(0, 2**32), verb=st.sampled_from(VERBS))
    def somebody_tries_something(self, place: int, seed: int, verb: str) -> None:
        self.attempt(self.room(self.numbers[place % len(self.numbers)], seed), verb)

    @rule(place=st.integers(0, 999), seed=st.integers(0, 2**32), steps=st.integers(1, 5))
    def the_right_person_goes_on(self, place: int, seed: int, steps: int) -> None:
        for step in range(steps):
            room = self.room(self.numbers[place % len(self.numbers)], seed + step)
            actor = the_right_one(self.people, room.case, room.rng)
            if actor is None:
                return
            room.actor = actor
            self.attempt(room, room.rng.choice(FORWARD[StageKind(room.case.row.stage_kind)]))

    @rule(days=st.sampled_from([0, 1, 12, 60]))
    @precondition(lambda self: self.today < date(2023, 2, 20))
    def time_goes_by(self, days: int) -> None:
        self.today += timedelta(days=days)
        self.minute = 0
        sweep(self.desk, at=at(self.today, 1))

    @rule()
    def it_is_scored(self) -> None:
        score.score_due(self.desk, at=at(self.today))

    @rule(place=st.integers(0, 999), who=st.integers(0, 999), verb=st.sampled_from(list(Verb)))
    def a_refusal_is_foretold(self, place: int, who: int, verb: Verb) -> None:
        number, actor = self.numbers[place % len(self.numbers)], self.actors[who % len(self.actors)]
        told = explain_refusal(self.desk, verb, number, actor, at=at(self.today))
        assert told is None or told.strip()

    @invariant()
    def nothing_disappears(self) -> None:
        if not hasattr(self, "desk"):
            return
        with self.desk.database.reading() as connection:
            kept, acts = _count(connection, t.evidence), _count(connection, t.act)
        assert kept >= self.kept and acts >= self.acts
        self.kept, self.acts = kept, acts

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            check(self.desk)
            self.leave()

    def leave(self) -> None:
        """Close what `desk_of` opened."""


def check(desk: Desk) -> None:
    """The record as a whole: gapless, unbroken, leading to where everything stands, and without self-review."""
    with desk.database.reading() as connection:
        acts = connection.execute(select(t.act).order_by(t.act.c.id)).all()
        assert [act.id for act in acts] == list(range(1, len(acts) + 1))
        assert verifying.first_fault(connection)[2] is None
        assert keeping.differences(connection) == []
        at_stage = _replayed(connection)
        everything = list(connection.execute(select(t.assignment.c.id)).scalars())
        for number, case in cases(desk, connection, everything, at(date(2022, 12, 1))).items():
            assert at_stage[number] == case.row.stage
            assert case.row.stage_kind == kind_of(case.definition.workflow, case.row.stage)
        _no_self_review(connection)
        _every_piece_is_stored(desk, connection)


def _replayed(connection: Connection) -> dict[int, str]:
    """Where every assignment stands by its history alone; each line begins where the one before ended."""
    stage: dict[int, str] = defaultdict(str)
    lines = select(t.transition).order_by(t.transition.c.act_id, t.transition.c.assignment_id)
    for line in connection.execute(lines):
        assert line.from_stage == stage[line.assignment_id]
        stage[line.assignment_id] = line.to_stage
    return stage


def _no_self_review(connection: Connection) -> None:
    r, a, p = t.review.c, t.assignment.c, t.person.c
    reviews = connection.execute(
        select(r.reviewer, p.unit_id, a.unit_id.label("of"), r.act_id, r.assignment_id, r.evidence_digest, r.stage)
        .join_from(t.review, t.assignment, a.id == r.assignment_id)
        .join(t.person, p.id == r.reviewer)
    ).all()
    assert len(reviews) == _count(connection, t.review), "every reviewer is a person"
    for one in reviews:
        assert one.unit_id != one.of
    valid = select(r.assignment_id, r.reviewer, r.stage, r.evidence_digest, func.count()).where(r.valid.is_(True))
    twice = valid.group_by(r.assignment_id, r.reviewer, r.stage, r.evidence_digest).having(func.count() > 1)
    assert connection.execute(twice).all() == []


def _every_piece_is_stored(desk: Desk, connection: Connection) -> None:
    for sha256 in connection.execute(select(t.evidence.c.sha256).distinct()).scalars():
        assert sha256 is None or desk.files.get(sha256)


def _chosen(connection: Connection) -> list[int]:
    """One assignment of every indicator, two of those that many have."""
    rows = connection.execute(
        select(t.assignment.c.id, t.period.c.indicator, t.period.c.milestone).join(t.period).order_by(t.assignment.c.id)
    )
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in rows:
        found[row.indicator, row.milestone].append(row.id)
    return [number for numbers in found.values() for number in numbers[-2:]]


def _count(connection: Connection, table: object) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def issued_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the small programme issued."""
    path = tmp_path_factory.mktemp("walks") / "issued.db"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}", durable=False)
    issue(desk_at(database), at=at(FIRST))
    sweep(Desk(database, desk_at(database).files), at=at(FIRST, 1))
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.mark.parametrize("walks", [10])
def test_walks(issued_template: Path, tmp_path: Path, walks: int) -> None:
    class OnSqlite(Walk):
        def desk_of(self) -> Desk:
            path = tmp_path / f"{next(_copies)}.db"
            shutil.copy(issued_template, path)
            return desk_at(Database(f"sqlite:///{path}", durable=False))

        def leave(self) -> None:
            self.desk.database.close()

    run_state_machine_as_test(OnSqlite, settings=settings(quick, max_examples=walks))


@pytest.fixture
def busy(database: Database) -> Iterator[Desk]:
    desk = desk_at(database, since=FIRST)
    issue(desk, at=at(FIRST))
    yield desk


def test_one_long_walk_on_either_database(busy: Desk) -> None:
    """The same acts without the search for a smaller example; the walk goes on until it has met every kind of act."""

    class Long(Walk):
        def desk_of(self) -> Desk:
            return busy

    def done() -> set[str]:
        with busy.database.reading() as connection:
            return set(connection.execute(select(t.act.c.verb)).scalars())

    wanted = {"accept", "submit", "approve", "return", "score", "issue", "request"}
    walk, rng = Long(), Random(7)
    walk.begin()
    for step in range(600):
        if step >= 120 and done() >= wanted:
            break
        place, seed = rng.randint(0, 999), rng.randint(0, 2**32)
        match rng.randint(0, 9):
            case 0:
                walk.time_goes_by(rng.choice((1, 5)))
                walk.it_is_scored()
            case 1 | 2 | 3 | 4:
                walk.somebody_tries_something(place, seed, rng.choice(VERBS))
            case _:
                walk.the_right_person_goes_on(place, seed, rng.randint(1, 5))
        walk.nothing_disappears()
    check(busy)
    assert done() >= wanted
