"""What people and the clock ask all day is answered by indexes: no statement walks a whole large table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from people_at_work import Room
from small_programme import at, catalog, desk_at
from sqlalchemy import Connection, event, func, insert, literal, null, select, update

from engine.domain.actor import Actor
from engine.domain.narrowing import Narrowing, Sort
from engine.domain.vocabulary import AttemptOutcome, Light, Role, Verb
from engine.services.desk import Desk
from engine.services.looking import acts, ask, board, progress
from engine.services.looking.inbox import inbox, to_do
from engine.services.looking.remember import history
from engine.services.mine.calendar import month
from engine.services.mine.standing import standing as standing_of
from engine.services.office.chase import chase, miss_due
from engine.services.rehearsal.people import People
from engine.services.scoring.score import score_due, settle_due
from engine.services.word import delivering, ledger, letters, reading
from engine.services.word.delivering import Report
from engine.services.work.issue import issue
from engine.store import tables as t
from engine.store.database import Database
from engine.store.prepared import Prepared
from engine.store.tallies import keeping
from engine.store.work import standing

DAY = date(2022, 6, 1)
ASSIGNMENTS = 20_000
LARGE = ("assignment", "transition", "evidence", "figure", "review", "outbox")
MANY = ("joint-meeting", "metrology-post", "rules-carried-out", "verification-rate", "integrity-norm")


@pytest.fixture
def desk(database: Database) -> Desk:
    """A district of 5,400 service units, everything issued, its letters written, evidence everywhere."""
    desk = desk_at(database, of=catalog(MANY, 5400))
    issue(desk, at=at(DAY))
    letters.expand(desk, at=at(DAY))
    with database.transaction() as connection:
        filled(connection)
    database.analyze()
    return desk


def filled(connection: Connection) -> None:
    a = t.assignment.c
    columns = {
        t.evidence: {
            "assignment_id": a.id,
            "unit_id": a.unit_id,
            "requirement": literal("work-records"),
            "kind": literal("document"),
            "name": literal("a.pdf"),
            "sha256": null(),
            "value": literal("x"),
            "effective_on": a.stage_since,
            "received_on": a.stage_since,
            "received_at": literal("2022-06-01T00:00:00.000000Z"),
            "person": literal("p"),
            "state": literal("replaced"),
            "note": literal(""),
            "act_id": a.act_id,
        },
        t.figure: {
            "assignment_id": a.id,
            "measure": literal("m"),
            "slice": literal(""),
            "numerator": literal(1),
            "denominator": literal(1),
            "act_id": a.act_id,
        },
        t.review: {
            "assignment_id": a.id,
            "stage": literal("office-review"),
            "reviewer": literal("p"),
            "verdict": literal("approved"),
            "reason": literal(""),
            "evidence_digest": literal("d"),
            "valid": literal(False),
            "act_id": a.act_id,
        },
    }
    for rest, stage, kind in ((1, "collect", "collect"), (2, "scored", "done"), (3, "closed", "done")):
        # A planner that knows nothing but averages takes an index only where its values differ.
        connection.execute(update(t.assignment).where(a.id % 4 == rest).values(stage=stage, stage_kind=kind))
    for table, values in columns.items():
        connection.execute(insert(table).from_select(list(values), select(*values.values())))
    keeping.recount(connection)
    assert connection.execute(select(func.count()).select_from(t.assignment)).scalar_one() >= ASSIGNMENTS


@contextmanager
def overheard(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """Every statement sent meanwhile that reads or changes rows, with its (first) values."""
    heard: list[tuple[str, Any]] = []

    def hear(_c: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        if (
            re.match(r"\s*(SELECT|UPDATE|DELETE|INSERT.*SELECT)", statement, re.DOTALL)
            and "pg_advisory" not in statement
        ):
            heard.append((statement, values[0] if many else values))

    def prepared(connection: Connection, ready: Any, values: Any) -> Any:
        cursor = run(connection, ready, values)
        cells = [values.get(name, ready.fixed.get(name)) for name in ready.names]
        given = tuple(map(str, cells)) if ready.positional else dict(zip(ready.names, cells, strict=True))
        hear(connection, cursor, ready.text, given, None, False)
        return cursor

    run = Prepared._execute
    event.listen(database.engine, "before_cursor_execute", hear)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Prepared, "_execute", staticmethod(prepared))
        try:
            yield heard
        finally:
            event.remove(database.engine, "before_cursor_execute", hear)


def planned(database: Database, statement: str, values: Any) -> str:
    """How the database would answer a statement, in its own words."""
    how = "EXPLAIN QUERY PLAN" if database.sqlite else "EXPLAIN"
    with database.engine.connect() as connection:
        plan = "\n".join(str(tuple(row)) for row in connection.exec_driver_sql(f"{how} {statement}", values))
        connection.rollback()
    return plan


def walked(database: Database, statement: str, values: Any) -> list[str]:
    """The large tables that the database would walk from end to end to answer a statement."""
    plan = planned(database, statement, values)
    scan = r"'SCAN {table}\b(?! USING (COVERING )?INDEX)" if database.sqlite else r"Seq Scan on {table}\b"
    return [table for table in LARGE if re.search(scan.format(table=table), plan)]


def test_every_question_of_the_day_uses_an_index(desk: Desk) -> None:
    people = People.read(desk)
    with desk.database.reading() as connection:
        number = connection.execute(
            select(func.min(t.assignment.c.id))
            .join_from(t.assignment, t.period)
            .where(t.period.c.milestone == "records", t.assignment.c.stage == "assign")
        ).scalar_one()
        unit = standing.standings(connection, [number])[number].unit_id
    clerk = people.clerk(unit)
    assert clerk is not None
    reader = Actor("reader", "reader", "", "", Role.AUDITOR)
    room = Room(desk, number, clerk, at(DAY, 10), Random(3))
    reviewers = [people.reviewers(room.case), people.desk_of(room.case)]

    def as_reviewer(which: int, verb: Callable[[], None]) -> None:
        room.__dict__.pop("case", None)
        room.actor = people.reviewers(room.case)[which]
        verb()

    assert all(reviewers)
    doing: dict[str, Callable[[], object]] = {
        "accept": room.accept,
        "attach": room.attach,
        "submit": lambda: [setattr(room, "rng", Random(1)), room.submit()],
        "open": lambda: as_reviewer(0, room.open_review),
        "approve": lambda: as_reviewer(0, room.approve),
        "approve again": lambda: as_reviewer(0, room.approve),
        "card": lambda: ask.card(desk, number, clerk, at=at(DAY)),
        "agenda of a unit": lambda: ask.agenda(desk, at=at(DAY), unit=unit),
        "history of one": lambda: history(desk, assignment=number),
        "history": lambda: history(desk, limit=20),
        "history, a page of it": lambda: acts.page(desk, reader, acts.Wanted(), before=900),
        "history of a person": lambda: acts.page(desk, reader, acts.Wanted(who=clerk.id)),
        "history of a verb and day": lambda: acts.page(desk, reader, acts.Wanted(verb=Verb.SUBMIT, day_from=DAY)),
        "notices, a page of them": lambda: ledger.page(desk, reader, ledger.Wanted(), before=900),
        "notices to a person": lambda: ledger.page(desk, reader, ledger.Wanted(person=clerk.id)),
        "inbox": lambda: letters.inbox(desk, clerk.id),
        "lease": lambda: [
            delivering.record(desk, Report(each.id, each.person, "mail", AttemptOutcome.ACCEPTED, "", at(DAY, 11)))
            for each in letters.lease(desk, owner="me", at=at(DAY, 11), limit=50)
        ],
        "what to ask providers": lambda: delivering.questions(desk, at=at(DAY, 12)),
        "menu": lambda: [to_do(desk, clerk), reading.unread(desk, clerk)],
        "what is to do": lambda: inbox(desk, clerk, at=at(DAY)),
        "letters": lambda: reading.letters(desk, clerk, unread_only=True),
        "calendar": lambda: month(desk, clerk, at=at(DAY)),
        "standing": lambda: standing_of(desk, clerk, at=at(DAY)),
        "board": lambda: board.board(desk, reader, Narrowing(), by="category", at=at(DAY)),
        "overdue": lambda: board.rows(desk, reader, Narrowing(light=Light.RED), sort=Sort.WORST, at=at(DAY)),
        "board of a unit": lambda: board.board(desk, clerk, Narrowing(), by="category", at=at(DAY)),
        "funnel": lambda: progress.funnel(desk, reader, Narrowing(), at=at(DAY)),
        "ranking": lambda: progress.ranking(desk, reader, limit=50, at=at(DAY)),
        "nothing new": lambda: issue(desk, at=at(DAY, 12)),
        "nothing missed": lambda: miss_due(desk, at=at(DAY, 12)),
        "nothing to score": lambda: score_due(desk, at=at(DAY, 12)),
        "nothing to settle": lambda: settle_due(desk, at=at(DAY + timedelta(days=1))),
    }
    faults = []
    for name, do in doing.items():
        with overheard(desk.database) as heard:
            do()
        assert heard, name
        for statement, values in heard:
            found = walked(desk.database, statement, values)
            if found:
                faults.append((name, found, " ".join(statement.split())[:400]))
    assert faults == []
    assert_not_blind(desk.database)


def test_the_ladder_looks_only_at_what_it_may_concern(desk: Desk) -> None:
    with overheard(desk.database) as heard:
        chase(desk, at=at(DAY + timedelta(days=1)))
    assert [statement for statement, values in heard if "assignment" in walked(desk.database, statement, values)] == []
    plans = "\n".join(planned(desk.database, statement, values) for statement, values in heard)
    assert "ix_assignment_mending" in plans
    assert "ix_assignment_closed" in plans


def assert_not_blind(database: Database) -> None:
    """What no index answers is seen."""
    holder = "?" if database.sqlite else "%(who)s"
    values: Any = ("somebody",) if database.sqlite else {"who": "somebody"}
    assert walked(database, f"SELECT id FROM assignment WHERE submitter = {holder}", values) == ["assignment"]
