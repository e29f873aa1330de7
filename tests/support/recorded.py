"""A short recorded history: assignments issued in bulk, one moved alone, several moved in one act."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, insert, literal, select

from engine.domain.vocabulary import StageKind, Verb
from engine.store import moves
from engine.store import tables as t
from engine.store.chain import Act
from engine.store.moves import Moved

AT = datetime(2022, 8, 1, 1, tzinfo=UTC)
DAY = date(2022, 8, 1)
DUE = date(2022, 8, 31)


def act(verb: Verb = Verb.ACCEPT, **more: Any) -> Act:
    """An act of the first of August."""
    return Act(**{"programme": "p", "verb": verb, "actor": "somebody", "at": AT, "as_of": DAY, **more})


def ground(connection: Connection, units: int) -> None:
    """Units, a definition and one period, with nothing issued yet."""
    rows = [{"id": f"u{n:05}", "name": f"单位{n}", "kind": "service-unit"} for n in range(units)]
    connection.execute(insert(t.unit), rows)
    connection.execute(insert(t.definition_version), [{"id": 1, "digest": "d", "indicator": "i", "body": "{}"}])
    dates = {"open_on": DAY, "due_on": DUE, "assess_on": DUE, "window_from": DAY, "window_to": DUE}
    named = {"id": 1, "programme": "p", "indicator": "i", "key": "2022", "year": 2022, "title": "2022", "points": 300}
    connection.execute(insert(t.period), [{**named, **dates, "definition_id": 1, "milestone": ""}])


def issued(connection: Connection) -> tuple[int, int]:
    """Issue the period to every unit, in one act."""
    values = {
        "period_id": 1,
        "unit_id": t.unit.c.id,
        "definition_id": 1,
        "stage": "assign",
        "stage_kind": "assign",
        "stage_since": DAY,
        "due_on": DUE,
        "first_due_on": DUE,
        "returned": False,
        "vetoed": False,
        "settled": False,
    }
    columns = [
        value.label(name) if hasattr(value, "label") else literal(value, t.assignment.c[name].type).label(name)
        for name, value in values.items()
    ]
    return moves.issue(connection, act(Verb.ISSUE, detail={"period": "2022"}), select(*columns), fresh=True)


def numbers(connection: Connection) -> list[int]:
    """All assignments in order."""
    return list(connection.execute(select(t.assignment.c.id).order_by(t.assignment.c.id)).scalars())


def history(connection: Connection, units: int = 6) -> list[int]:
    """Six acts: an adoption that moved nothing, a bulk issue, two single moves, a bulk of orders and a sweep."""
    ground(connection, units)
    moves.record(connection, [(act(Verb.ADOPT, reason="首次"), [])])
    issued(connection)
    ids = numbers(connection)
    for number in ids[:2]:
        moves.record(connection, [(act(), [Moved(number, "assign", "collect", StageKind.COLLECT)])])
    many = [Moved(number, "assign", "collect", StageKind.COLLECT) for number in ids[2:5]]
    moves.record(connection, [(act(reason="一并"), many)])
    moves.sweep(connection, act(Verb.MISS), [t.assignment.c.due_on == DUE], sets={"missed_on": DUE})
    return ids
