"""What is done set by set in SQL is what the single decision says row by row: marks, letters, settlement and lights."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_standings import definitions, scatter
from small_programme import at, catalog, desk_at
from sqlalchemy import Connection, delete, select

from engine.domain.actor import SYSTEM
from engine.domain.chasing import allowed_until, rung_dates
from engine.domain.definition.programme import Rung
from engine.domain.periods import settlement_on
from engine.domain.vocabulary import Light, StageKind, Terminal, Verb
from engine.errors import LuoshiError
from engine.services.cases import Case, cases
from engine.services.desk import Desk
from engine.services.looking.ask import overview
from engine.services.looking.lights import Lamp
from engine.services.office.chase import chase, miss_due
from engine.services.scoring.score import settle_due
from engine.services.work.issue import issue
from engine.store import tables as t
from engine.store import verifying
from engine.store.database import Database
from engine.store.looking import views
from engine.store.tallies import keeping

few = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
seeds = st.integers(0, 2**32)
spring = st.dates(date(2022, 4, 20), date(2022, 10, 10))
WITH_UNIT = (StageKind.ASSIGN, StageKind.COLLECT)


@pytest.fixture
def desk(database: Database) -> Desk:
    """A small programme with everything issued that a year issues."""
    desk = desk_at(database)
    issue(desk, at=at(date(2022, 12, 1)))
    return desk


def put(desk: Desk, seed: int, today: date) -> dict[int, Case]:
    """Scatter the assignments around a day and read them as cases of that day."""
    with desk.database.transaction() as connection:
        known = definitions(desk, connection)
        scatter(connection, known, seed, today)
        connection.execute(delete(t.outbox))
        return cases(desk, connection, sorted(known), at(today))


def after(desk: Desk, today: date) -> dict[int, Case]:
    with desk.database.reading() as connection:
        numbers = connection.execute(select(t.assignment.c.id)).scalars().all()
        return cases(desk, connection, numbers, at(today))


def allowed(case: Case, verb: Verb) -> bool:
    try:
        case.decide(verb, SYSTEM)
    except LuoshiError:
        return False
    return True


@few
@given(seed=seeds, today=spring)
def test_missed_marks(desk: Desk, seed: int, today: date) -> None:
    before = put(desk, seed, today)
    wanted = {
        number: case.row.due_on + timedelta(days=1)
        for number, case in before.items()
        if allowed(case, Verb.MISS)
        and case.row.due_on is not None
        and case.row.due_on < today
        and case.row.received_on is None
        and case.row.missed_on is None
    }
    assert miss_due(desk, at=at(today)) == len(wanted)
    for number, case in after(desk, today).items():
        assert case.row.missed_on == wanted.get(number, before[number].row.missed_on)
        assert case.row.stage == before[number].row.stage
    assert miss_due(desk, at=at(today)) == 0, "once"


@few
@given(seed=seeds, today=st.dates(date(2023, 1, 14), date(2023, 1, 18)))
def test_settlement(desk: Desk, seed: int, today: date) -> None:
    before = put(desk, seed, today)
    programme = desk.catalog().programme
    wanted = {
        number
        for number, case in before.items()
        if allowed(case, Verb.SETTLE)
        and today > settlement_on(programme, case.row.year)
        and (case.row.due_on is None or case.row.due_on < today)
    }
    assert settle_due(desk, at=at(today)) == len(wanted)
    for number, case in after(desk, today).items():
        if number in wanted:
            assert (case.row.stage, case.row.score, case.row.settled) == (Terminal.SCORED, 0, True)
        else:
            assert (case.row.stage, case.row.score) == (before[number].row.stage, None)


@few
@given(seed=seeds, today=st.dates(date(2022, 2, 20), date(2022, 10, 10)))
def test_lights(desk: Desk, seed: int, today: date) -> None:
    found = put(desk, seed, today)
    with desk.database.reading() as connection:
        lamp = Lamp(desk, connection, desk.book.office(connection), today)
        shown = {row.id: row.light for row in connection.execute(views.board(lamp.expression))}
        single = {number: str(lamp.of(case)) for number, case in found.items()}
        assert shown == single
    assert overview(desk, at=at(today)).lights == {light: list(single.values()).count(light) for light in Light}


@few
@given(seed=seeds, today=spring)
def test_the_ladder(desk: Desk, seed: int, today: date) -> None:
    """Every rung that the single decision fires by today, and no other, each for the assignment it concerns."""
    found = put(desk, seed, today)
    wanted = {
        (case.id, key, str(reference), unit)
        for case in found.values()
        for rung in catalog().chasing.ladder
        for key, reference in fired(case, rung, today)
        for unit in addressed(case, rung)
    }
    chased = chase(desk, at=at(today))
    with desk.database.reading() as connection:
        written = connection.execute(select(t.outbox.c.dedupe_key, t.outbox.c.unit_id)).all()
    told = {(int(key.split("/")[1]), *key.split("/")[2:4], unit) for key, unit in written}
    assert told == wanted
    assert chased.total == len(written)
    assert chase(desk, at=at(today)).total == 0, "each rung once"


def fired(case: Case, rung: Rung, today: date) -> Iterator[tuple[str, date]]:
    """The firings of one rung for one assignment up to a day, with the date they count from."""
    reference, counted = reference_of(case, rung)
    if reference is None or counted is None or overtaken(case, rung, reference, today):
        return
    come = [
        (day, key)
        for day, key in rung_dates(rung, counted, case.milestone.remind, case.office.calendar)
        if day <= today
        and (rung.before is None or reference >= today)
        and (rung.closed is None or day > today - timedelta(days=7))
    ]
    newest = max((day for day, _ in come), default=today)
    yield from ((key, reference) for day, key in come if day == newest)


def reference_of(case: Case, rung: Rung) -> tuple[date | None, date | None]:
    """What a rung counts from for an assignment as it stands, and that with what the stage allows; None: not for it."""
    row = case.row
    missing = row.stage_kind in WITH_UNIT and row.received_on is None
    # Returned whole and to be mended by a day after the due date: it is late from that day on.
    mending = missing and row.returned and None not in (row.due_on, row.resubmit_by) and row.resubmit_by > row.due_on
    if rung.closed is not None:
        found = row.stage_since if row.stage == Terminal.CLOSED else None
    elif rung.before is not None:
        found = row.due_on if missing else None
    elif rung.overdue is not None:
        found = (row.resubmit_by if mending else row.due_on) if missing else None
    elif rung.unfixed is not None:
        found = row.resubmit_by if row.stage_kind in WITH_UNIT and row.returned and not mending else None
    else:
        stage = case.definition.workflow.stage(row.stage)
        kind = StageKind.ASSIGN if rung.unaccepted is not None else StageKind.REVIEW
        if stage is None or stage.within is None or row.stage_kind != kind:
            return None, None
        return row.stage_since, allowed_until(row.stage_since, stage.within, case.office.calendar)
    return found, found


def overtaken(case: Case, rung: Rung, due_on: date, today: date) -> bool:
    """Whether a nearer sheet that reaches the same people has come too: the farther one is past."""
    return isinstance(rung.before, int) and any(
        isinstance(other.before, int)
        and other.before < rung.before
        and set(rung.to) <= set(other.to)
        and case.office.calendar.add(due_on, -other.before) <= today
        for other in catalog().chasing.ladder
    )


def addressed(case: Case, rung: Rung) -> Iterator[str]:
    """The units a rung writes to: whose work it is, whose review it is, and the leader's."""
    if set(rung.to) - {"leader"}:
        stage = case.definition.workflow.stage(case.row.stage)
        if rung.unreviewed is None:
            yield case.row.unit_id
        elif stage is not None:
            yield case.industry_unit if stage.who == "industry" else case.reviewing_unit
    if "leader" in rung.to:
        yield case.office.leader


def test_the_history_of_all_this_is_sound(desk: Desk) -> None:
    for seed in range(3):
        put(desk, seed, date(2023, 2, 1))
        miss_due(desk, at=at(date(2023, 2, 1)))
        settle_due(desk, at=at(date(2023, 2, 1)))
    with desk.database.reading() as connection:
        assert verifying.first_fault(connection)[2] is None
        assert keeping.differences(connection) == []
        assert _shown(connection) > 0


def _shown(connection: Connection) -> int:
    rows: Any = connection.execute(select(t.act.c.id).where(t.act.c.verb == str(Verb.SETTLE))).all()
    return len(rows)
