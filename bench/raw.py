"""The limit: the same work in plain sqlite3 (WAL, synchronous=FULL), with nothing of the product's own."""

from __future__ import annotations

import sqlite3
from pathlib import Path

_TABLES = """
CREATE TABLE unit (id TEXT PRIMARY KEY);
CREATE TABLE assignment (
  id INTEGER PRIMARY KEY, period_id INTEGER NOT NULL, unit_id TEXT NOT NULL, definition_id INTEGER NOT NULL,
  stage TEXT NOT NULL, stage_kind TEXT NOT NULL, stage_since TEXT NOT NULL, due_on TEXT, first_due_on TEXT,
  received_on TEXT, returned INTEGER NOT NULL, vetoed INTEGER NOT NULL, settled INTEGER NOT NULL, score INTEGER,
  act_id INTEGER NOT NULL, UNIQUE (period_id, unit_id));
CREATE TABLE figure (assignment_id INTEGER PRIMARY KEY, numerator INTEGER NOT NULL, denominator INTEGER NOT NULL);
CREATE TABLE evidence (
  id INTEGER PRIMARY KEY, assignment_id INTEGER NOT NULL, requirement TEXT NOT NULL, value TEXT NOT NULL,
  sha256 TEXT NOT NULL, received_at TEXT NOT NULL, person TEXT NOT NULL);
CREATE TABLE history (
  id INTEGER PRIMARY KEY, assignment_id INTEGER NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL,
  from_stage TEXT NOT NULL, to_stage TEXT NOT NULL);
"""
_AT = "2022-05-20T01:00:00.000000Z"


class Raw:
    """A plain SQLite file with the columns an assignment needs, its unique key, and a history table."""

    def __init__(self, path: Path, units: int) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-65536"):
            self.connection.execute(f"PRAGMA {pragma}")
        self.connection.executescript(_TABLES)
        with self.connection:
            self.connection.execute("BEGIN")
            self.connection.executemany("INSERT INTO unit VALUES (?)", ((f"su-{at:05d}",) for at in range(units)))

    def open(self, periods: int, first: int = 1) -> None:
        """Open periods for all units, assignments and history, in one transaction."""
        run = self.connection.execute
        run("BEGIN IMMEDIATE")
        for period in range(first, first + periods):
            (last,) = run("SELECT coalesce(max(id), 0) FROM assignment").fetchone()
            run(
                "INSERT INTO assignment (period_id, unit_id, definition_id, stage, stage_kind, stage_since, due_on,"
                " first_due_on, returned, vetoed, settled, act_id) SELECT ?, id, ?, 'assign', 'assign', '2022-01-01',"
                " '2022-05-31', '2022-05-31', 0, 0, 0, ? FROM unit",
                (period, period, period),
            )
            run(
                "INSERT INTO history (assignment_id, at, actor, from_stage, to_stage)"
                " SELECT id, ?, 'system', '', stage FROM assignment WHERE id > ?",
                (_AT, last),
            )
        run("COMMIT")

    def move(self, assignment: int, target: str, *, evidence: bool = False) -> None:
        """One transition: the stage and its history row, in a durable commit of its own; with what is handed in."""
        run = self.connection.execute
        run("BEGIN IMMEDIATE")
        if evidence:
            run(
                "INSERT INTO evidence (assignment_id, requirement, value, sha256, received_at, person)"
                " VALUES (?, 'note', '已全部送检', ?, ?, 'clerk')",
                (assignment, "0" * 64, _AT),
            )
            run("INSERT INTO figure VALUES (?, 95, 100)", (assignment,))
        run(
            "UPDATE assignment SET stage = ?, stage_kind = ?, stage_since = '2022-05-20', act_id = act_id + 1"
            " WHERE id = ?",
            (target, target, assignment),
        )
        run(
            "INSERT INTO history (assignment_id, at, actor, from_stage, to_stage) VALUES (?, ?, 'clerk', 'assign', ?)",
            (assignment, _AT, target),
        )
        run("COMMIT")

    def hand_in(self) -> None:
        """Everything reported and received, some of it late: what scoring rests on."""
        run = self.connection.execute
        run("BEGIN IMMEDIATE")
        run("INSERT INTO figure SELECT id, id % 120, 100 FROM assignment")
        run(
            "UPDATE assignment SET stage = 'score', stage_kind = 'score',"
            " received_on = date('2022-05-31', (id % 20 - 10) || ' days')"
        )
        run("COMMIT")

    def score(self) -> None:
        """Score all: proportional to the rate, less five hundredths a day late up to fifty, with history."""
        run = self.connection.execute
        run("BEGIN IMMEDIATE")
        run(
            "UPDATE assignment SET stage = 'scored', stage_kind = 'done', stage_since = '2022-11-10', score = max(0,"
            " (SELECT min(100, (100 * numerator * 2 + denominator) / (denominator * 2)) FROM figure"
            "  WHERE assignment_id = assignment.id)"
            " - min(50, max(0, CAST(julianday(received_on) - julianday(due_on) AS INTEGER)) * 5))"
            " WHERE stage = 'score'"
        )
        run(
            "INSERT INTO history (assignment_id, at, actor, from_stage, to_stage)"
            " SELECT id, ?, 'system', 'score', 'scored' FROM assignment",
            (_AT,),
        )
        run("COMMIT")

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()
