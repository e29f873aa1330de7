"""Rows are written the same the short way and the long way, on both databases, with what they leave out filled in."""

from __future__ import annotations

from datetime import date

import pytest
from recorded import ground, issued
from sqlalchemy import select

from engine.store import tables as t
from engine.store.database import Database
from engine.store.rows import add, add_unless_known, upsert
from engine.store.work import intake

UNITS = [{"id": f"u-{letter}", "name": letter, "kind": "department"} for letter in "abc"]


def named(database: Database) -> dict[str, tuple[str, str, bool, date | None]]:
    with database.reading() as connection:
        rows = connection.execute(select(t.unit).where(t.unit.c.id.in_(["u-a", "u-b", "u-c"])))
        return {row.id: (row.name, row.industry, row.sample, row.left_on) for row in rows}


@pytest.mark.parametrize("many", [1, 3])
def test_what_a_row_leaves_out_has_its_default(database: Database, many: int) -> None:
    with database.transaction() as connection:
        add(connection, t.unit, UNITS[:many])
        add(connection, t.unit, [])
    assert named(database) == {f"u-{letter}": (letter, "", False, None) for letter in "abc"[:many]}


@pytest.mark.parametrize("many", [1, 3])
def test_a_known_row_is_changed_in_what_is_named_alone(database: Database, many: int) -> None:
    left = date(2022, 6, 1)
    with database.transaction() as connection:
        add(connection, t.unit, [{**row, "industry": "i"} for row in UNITS])
        upsert(
            connection, t.unit, [{**row, "name": f"{row['name']}!", "left_on": left} for row in UNITS[:many]], ("id",)
        )
        upsert(connection, t.unit, [], ("id",))
    changed = {f"u-{letter}": (f"{letter}!", "i", False, left) for letter in "abc"[:many]}
    assert named(database) == {f"u-{letter}": (letter, "i", False, None) for letter in "abc"} | changed


def test_a_known_key_is_passed_over_and_another_clash_is_not(database: Database) -> None:
    with database.transaction() as connection:
        assert add_unless_known(connection, t.unit, UNITS[0], "id") == 1
        assert add_unless_known(connection, t.unit, {**UNITS[0], "name": "other"}, "id") == 0
    assert named(database)["u-a"][0] == "a"
    clash = database.engine.dialect.loaded_dbapi.IntegrityError
    with pytest.raises(clash), database.transaction() as connection:
        add_unless_known(connection, t.unit, {**UNITS[1], "name": "a"}, "id")
    with pytest.raises(clash), database.transaction() as connection:
        add(connection, t.unit, UNITS)  # u-a is there: nothing of the three is kept
    assert set(named(database)) == {"u-a"}


def test_verdicts_end_for_those_assignments_alone(database: Database) -> None:
    with database.transaction() as connection:
        ground(connection, 3)
        issued(connection)
        numbers = list(connection.execute(select(t.assignment.c.id).order_by(t.assignment.c.id)).scalars())
        shared = {"stage": "review", "reviewer": "p", "verdict": "approved", "evidence_digest": "d", "act_id": 1}
        intake.add_reviews(connection, [{**shared, "assignment_id": number} for number in numbers])
        intake.end_reviews(connection, numbers[:2])
        rows = connection.execute(select(t.review.c.assignment_id, t.review.c.valid, t.review.c.reason)).all()
    assert {tuple(row) for row in rows} == {(numbers[0], False, ""), (numbers[1], False, ""), (numbers[2], True, "")}
