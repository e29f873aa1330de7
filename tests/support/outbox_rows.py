"""A small office in the database: two units with people, one without, and one assignment each."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from engine.store import tables as t
from engine.store.word.outbox import Mailing

AT = datetime(2022, 8, 1, 1, tzinfo=UTC)
DAY = date(2022, 8, 1)
DUE = date(2022, 8, 31)


def office(connection: Connection) -> list[int]:
    """Fill the tables; returns the assignments of 市监局, 卫健委 and the market without anybody."""
    units = [("sjj", "区市监局"), ("wjw", "区卫健委"), ("market", "一号集贸市场"), ("govt", "区政府办")]
    connection.execute(insert(t.unit), [{"id": key, "name": name, "kind": "department"} for key, name in units])
    people = [
        ("sjj-1", "张三", "sjj", "clerk", True),
        ("sjj-2", "李四", "sjj", "clerk", True),
        ("sjj-h", "王五", "sjj", "head", True),
        ("sjj-x", "赵六", "sjj", "clerk", False),
        ("wjw-1", "钱七", "wjw", "clerk", True),
        ("govt-l", "孙八", "govt", "leader", True),
    ]
    named = ("id", "name", "unit_id", "role", "active")
    connection.execute(insert(t.person), [dict(zip(named, row, strict=True)) for row in people])
    connection.execute(insert(t.definition_version), [{"id": 1, "digest": "d", "indicator": "coverage", "body": "{}"}])
    period = {"id": 3, "programme": "p", "indicator": "coverage", "key": "2022", "year": 2022, "title": "2022年"}
    dates = {"open_on": DAY, "due_on": DUE, "assess_on": DUE, "window_from": DAY, "window_to": DUE}
    connection.execute(insert(t.period), [{**period, **dates, "definition_id": 1, "points": 300, "milestone": ""}])
    connection.execute(insert(t.act), [_act(7)])
    rows = [_assignment(number, unit) for number, unit in ((1, "sjj"), (2, "wjw"), (3, "market"))]
    connection.execute(insert(t.assignment), rows)
    moved = [{"act_id": 7, "assignment_id": number, "from_stage": "", "to_stage": "assign"} for number in (1, 2)]
    connection.execute(insert(t.transition), moved)
    return [1, 2, 3]


def _act(number: int) -> dict[str, Any]:
    named = {"id": number, "programme": "p", "verb": "issue", "actor": "system", "at": AT, "as_of": DAY}
    return {**named, "reason": "", "definition": "", "prev": "", "digest": ""}


def _assignment(number: int, unit: str) -> dict[str, Any]:
    facts = {
        "id": number,
        "period_id": 3,
        "unit_id": unit,
        "definition_id": 1,
        "stage": "assign",
        "stage_kind": "assign",
    }
    flags = {"returned": False, "vetoed": False, "settled": False}
    return {**facts, **flags, "stage_since": DAY, "due_on": DUE, "first_due_on": DUE, "act_id": 7}


def everything() -> Any:
    """All assignments, as the chase selects them."""
    a = t.assignment.c
    return select(a.id.label("assignment_id"), a.unit_id, a.due_on)


def mailing(**more: Any) -> Mailing:
    """A mailing about act 7 on the first of August."""
    return Mailing(
        **{"programme": "p", "notice": "remind", "key": "chase", "act_id": 7, "as_of": DAY, "next_at": AT, **more}
    )


def row(key: str, **more: Any) -> dict[str, Any]:
    """An outbox row for one person."""
    named = {"dedupe_key": key, "programme": "p", "notice": "remind", "act_id": 7, "as_of": DAY, "next_at": AT}
    return {**named, "person": "sjj-1", "unit_id": "sjj", **more}
