"""The kept sums are what a recount of the rows gives, whatever is done; and they answer as the rows themselves do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, partial
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from people_at_work import FORWARD, VERBS, Room, everybody, the_right_one
from random_standings import definitions, scatter
from small_programme import at, catalog, changed, desk_at
from sqlalchemy import select, update

from engine.catalog import Catalog
from engine.domain.actor import SYSTEM, Actor
from engine.domain.definition.scoring import Proportional
from engine.domain.definition.when import By, YearDay
from engine.domain.narrowing import Narrowing, Reached, Show, Sort
from engine.domain.vocabulary import Light, StageKind
from engine.errors import LuoshiError
from engine.services.desk import Desk
from engine.services.looking.sight import Sight
from engine.services.people.groups import join, quit_group
from engine.services.people.units import close, open_again
from engine.services.programme.adopt import adopt
from engine.services.rehearsal.people import People
from engine.services.scoring.score import score_due
from engine.services.sweep import sweep
from engine.services.work.issue import issue
from engine.store import tables as t
from engine.store.database import Database
from engine.store.looking import boards, paging
from engine.store.looking.shapes import Question
from engine.store.scoring import ranking
from engine.store.tallies import keeping

FIRST = date(2022, 5, 20)
few = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.generate],
)


def assert_true(desk: Desk) -> None:
    """Every sum is what its rows give."""
    with desk.database.reading() as connection:
        assert keeping.differences(connection) == []


@cache
def variants() -> tuple[Catalog, ...]:
    """The small programme and what its table might become: other points, another date, a row less."""
    now = catalog()
    one = next(each for each in now.record.indicators if each.id == "free-verification-coverage")
    assert isinstance(one.score, Proportional) and isinstance(one.when, By)
    dearer = changed(now, one.id, score=one.score.model_copy(update={"points": Decimal(5)}))
    later = changed(now, one.id, when=one.when.model_copy(update={"by": YearDay("09-30")}))
    record = now.record
    less = record.model_copy(
        update={"indicators": tuple(one for one in record.indicators if one.id != "leading-group")}
    )
    return now, dearer, later, Catalog.of(less)


@pytest.fixture
def desk(database: Database) -> Desk:
    """A small programme with everything issued by early summer."""
    desk = desk_at(database, since=date(2022, 1, 1))
    issue(desk, at=at(FIRST))
    return desk


@few
@given(seed=st.integers(0, 2**32))
def test_sums_follow_whatever_is_done(desk: Desk, seed: int) -> None:
    rng, people, actors = Random(seed), People.read(desk), everybody(desk)
    with desk.database.reading() as connection:
        numbers = list(connection.execute(select(t.assignment.c.id).order_by(t.assignment.c.id)).scalars())
        day = max(FIRST, connection.execute(select(t.programme.c.swept_on)).scalar_one() or FIRST)
    done = 0
    for step in range(25):
        when = at(day) + timedelta(minutes=step)
        what = rng.randint(0, 11)
        if what == 0:
            day += timedelta(days=rng.choice((1, 1, 12)))
            sweep(desk, at=at(day, 1))
        elif what == 1:
            score_due(desk, at=when)
        elif what == 2:
            adopt(desk, rng.choice(variants()), actor=SYSTEM, at=when, choice=rng.choice(("keep", "carry", "restart")))
        else:
            room = Room(desk, rng.choice(numbers), rng.choice(actors), when, rng)
            verbs: tuple[str, ...] = VERBS
            if what > 4 and (right := the_right_one(people, room.case, rng)) is not None:
                room.actor, verbs = right, FORWARD[StageKind(room.case.row.stage_kind)]
            try:
                getattr(room, rng.choice(verbs))()
                done += 1
            except LuoshiError:
                continue
        assert_true(desk)
    assert done


@settings(few, max_examples=5)
@given(seed=st.integers(0, 2**32))
def test_sums_follow_who_comes_and_goes(desk: Desk, seed: int) -> None:
    """Units close and open again, join groups late with a day of their own and leave them, whatever they have done."""
    rng, day = Random(seed), FIRST
    people = People.read(desk)
    head = next(actor for actor in everybody(desk) if actor.unit == desk.office().office)
    moved = []
    for step in range(12):
        if step % 5 == 4:
            day += timedelta(days=rng.choice((1, 20, 60)))
            sweep(desk, at=at(day, 1))
            assert_true(desk)
        with desk.database.reading() as connection:
            numbers = list(connection.execute(select(t.assignment.c.id).order_by(t.assignment.c.id)).scalars())
            units = list(connection.execute(select(t.unit.c.id).order_by(t.unit.c.id)).scalars())
            belonging = list(connection.execute(select(t.member.c.group, t.member.c.unit_id)).tuples())
        room = Room(desk, rng.choice(numbers), SYSTEM, at(day, 2), rng)
        worker = the_right_one(people, room.case, rng)
        group, unit = rng.choice(belonging)
        later = day + timedelta(days=rng.randint(0, 40))
        doing: Callable[[], object] = rng.choice(
            (
                partial(close, desk, rng.choice(units), day, head, at=at(day, 3)),
                partial(open_again, desk, rng.choice(units), head, at=at(day, 3)),
                partial(quit_group, desk, unit, group, day, head, at=at(day, 3)),
                partial(join, desk, rng.choice(units), group, day, head, at=at(day, 3), due=rng.choice((None, later))),
                partial(_forward, room, worker, rng),
            )
        )
        try:
            doing()
        except LuoshiError:
            continue
        moved.append(doing)
        assert_true(desk)
    assert moved


def _forward(room: Room, worker: Actor | None, rng: Random) -> None:
    if worker is not None:
        room.actor = worker
        getattr(room, rng.choice(FORWARD[StageKind(room.case.row.stage_kind)]))()


def test_a_sum_that_is_wrong_is_seen_and_mended(desk: Desk) -> None:
    assert_true(desk)
    with desk.database.transaction() as connection:
        connection.execute(update(t.tally).values(number=t.tally.c.number + 1).where(t.tally.c.period_id == 1))
        assert keeping.differences(connection)
        keeping.recount(connection)
        assert keeping.differences(connection) == []


NARROWINGS = (
    Narrowing(year=2022),
    Narrowing(year=2022, light=Light.RED),
    Narrowing(year=2022, light=Light.YELLOW, indicator="free-verification-coverage"),
    Narrowing(year=2022, stage=StageKind.COLLECT, due_to=date(2022, 9, 30)),
    Narrowing(year=2022, due_from=date(2022, 6, 1), due_to=date(9999, 12, 31)),
    *(Narrowing(year=2022, show=show) for show in Show if show is not Show.MINE),
    *(Narrowing(year=2022, reached=step) for step in Reached),
)


@few
@given(seed=st.integers(0, 2**32), today=st.dates(date(2022, 5, 1), date(2022, 10, 10)))
def test_sums_answer_as_rows_do(desk: Desk, seed: int, today: date) -> None:
    with desk.database.transaction() as connection:
        scatter(connection, definitions(desk, connection), seed, today)
        assert keeping.differences(connection) == []
    with desk.database.reading() as connection:
        sight = Sight(desk, connection, SYSTEM, at(today))
        for narrowing in NARROWINGS:
            by_sums, by_rows = sight.counted(narrowing), sight.of_rows(narrowing)
            assert by_sums.shape.sums and not by_rows.shape.sums
            for by in ("indicator", "period"):
                assert boards.lights_by(connection, by_sums, by) == boards.lights_by(connection, by_rows, by)
            _same_numbers(sight, by_sums, by_rows)
            for sort in paging.BY_SUMS:
                assert _all_pages(sight, narrowing, sort, by_sums) == _at_once(sight, narrowing, sort)
        for person in everybody(desk):
            assert_mine_is_counted(Sight(desk, connection, person, at(today)))
        assert [tuple(map(str, row)) for row in ranking.unit_totals(connection, 2022, today)] == _totals(sight, today)


def assert_mine_is_counted(sight: Sight) -> None:
    """What waits for somebody, told by sums where they tell it and by rows."""
    for narrowing in (Narrowing(year=2022), Narrowing(year=2022, indicator="free-verification-coverage")):
        rows = sight.of_rows(narrowing)
        number = boards.concerning(sight.connection, rows, sight.counted(narrowing))
        assert number == boards.concerning(sight.connection, rows, rows)
        listed = boards.page(sight.connection, sight.of_rows(narrowing.but(show=Show.MINE)), Sort.DUE, 100_000)
        assert number == len(listed)


def _same_numbers(sight: Sight, by_sums: Question, by_rows: Question) -> None:
    first, second = (boards.numbers(sight.connection, asked, NAMED) for asked in (by_sums, by_rows))
    assert first == second


NAMED = (*boards.TILES, *(str(show) for show in Show if show is not Show.MINE), *map(str, Reached))


def _all_pages(sight: Sight, narrowing: Narrowing, sort: Sort, counted: Question) -> list[int]:
    found: list[int] = []
    after: tuple[Any, ...] = ()
    while rows := paging.page(sight.connection, counted, sight.of_rows(narrowing), sort, 7, after):
        found += [row.id for row in rows]
        after = tuple(getattr(rows[-1], name) for name in rows[-1]._fields if name.startswith("key_"))
    return found


def _at_once(sight: Sight, narrowing: Narrowing, sort: Sort) -> list[int]:
    return [row.id for row in boards.page(sight.connection, sight.of_rows(narrowing), sort, 100_000)]


def _totals(sight: Sight, today: date) -> list[tuple[str, ...]]:
    """What units have by reading every row."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    names: dict[str, tuple[str, str]] = {}
    for row in boards.every(sight.connection, sight.of_rows(Narrowing(year=2022))):
        scored = row.stage_kind == StageKind.DONE and row.score is not None
        overdue = row.received_on is None and row.due_on is not None and row.due_on < today
        if row.stage in ("withdrawn", "exempt") or not (scored or (overdue and row.stage_kind != StageKind.DONE)):
            continue
        names[row.unit_id] = (row.unit_name, row.unit_kind)
        mine = sums[row.unit_id]
        for place, more in enumerate((row.score if scored else 0, row.points, 1, int(row.vetoed))):
            mine[place] += more
    return [tuple(map(str, (unit, *names[unit], *sums[unit]))) for unit in sorted(sums)]
