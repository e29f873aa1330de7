"""What the connection promises: durable SQLite, one writer at a time, consistent reading, and outages as sentences."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from recorded import act, ground, history
from sqlalchemy import Connection, event, func, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError, InternalError, OperationalError

from engine.domain.vocabulary import Verb
from engine.errors import Kind, Unavailable
from engine.store import chain, moves, verifying
from engine.store import tables as t
from engine.store.database import Database
from engine.store.migrations import migrate
from engine.store.programme import adopted

TABLES = [t.unit, t.period, t.assignment, t.act, t.transition]


def counts(database: Database) -> list[int]:
    with database.reading() as connection:
        return [connection.execute(select(func.count()).select_from(table)).scalar_one() for table in TABLES]


def pragma(database: Database, name: str) -> Any:
    with database.reading() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()


@pytest.mark.parametrize(
    ("name", "wanted"), [("journal_mode", "wal"), ("foreign_keys", 1), ("busy_timeout", 30_000), ("synchronous", 2)]
)
def test_sqlite_is_set_up_to_lose_nothing(sqlite_database: Database, name: str, wanted: object) -> None:
    assert pragma(sqlite_database, name) == wanted


def test_only_a_throw_away_database_does_not_wait_for_the_disk(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new' / 'play.db'}", durable=False)
    assert pragma(database, "synchronous") == 0
    database.close()


def test_foreign_keys_hold(database: Database) -> None:
    row = {"act_id": 9, "assignment_id": 9, "from_stage": "", "to_stage": "assign"}
    with pytest.raises(IntegrityError), database.transaction() as connection:
        connection.execute(insert(t.transition), [row])


def test_a_failed_block_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError), database.transaction() as connection:
        history(connection)
        raise RuntimeError
    assert counts(database) == [0, 0, 0, 0, 0]


def test_a_finished_block_is_there_for_others(database: Database) -> None:
    with database.transaction() as connection:
        history(connection)
    other = Database(database.url.render_as_string(hide_password=False))
    assert counts(other) == [6, 1, 6, 6, 6 + 2 + 3 + 6]
    other.close()


def test_questions_write_nothing(database: Database) -> None:
    """Whatever a question tried to write is gone when it is answered."""
    with suppress(InternalError), database.reading() as connection:  # PostgreSQL refuses it outright
        ground(connection, 3)
    assert counts(database) == [0, 0, 0, 0, 0]


def test_a_question_sees_one_moment_only(database: Database) -> None:
    """What is recorded while the history is being walked does not look like a missing act."""
    with database.transaction() as connection:
        history(connection)
    with database.reading() as connection:
        before = verifying.first_fault(connection)
        with database.transaction() as writing:
            moves.record(writing, [(act(Verb.REMIND), [])])
        assert verifying.first_fault(connection) == before
        assert chain.head(connection).id == before[0]
    with database.reading() as connection:
        assert chain.head(connection).id == before[0] + 1


def test_writers_wait_for_each_other(database: Database) -> None:
    """Ten writers in ten threads, each reading the head first: one chain, no gap, nobody refused."""
    start = threading.Barrier(10)
    refused: list[BaseException] = []

    def write() -> None:
        start.wait()
        try:
            with database.transaction() as connection:
                moves.record(connection, [(act(Verb.REMIND), [])])
        except BaseException as error:
            refused.append(error)

    threads = [threading.Thread(target=write) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == []
    with database.reading() as connection:
        assert verifying.first_fault(connection) == (10, 0, None)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        holder.close()


def impatient(database: Database) -> None:
    event.listen(database.engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=20"))


def test_a_locked_database_is_unavailable_with_a_sentence(sqlite_template: Path, tmp_path: Path) -> None:
    path = tmp_path / "locked.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    impatient(database)
    with locked(path):
        with pytest.raises(Unavailable) as caught, database.transaction():
            pytest.fail("the block must not begin")
        assert counts(database) == [0, 0, 0, 0, 0], "questions are answered all the same"
    assert caught.value.kind is Kind.UNAVAILABLE
    assert caught.value.code == "database-unavailable"
    assert "长时间占用" in caught.value.sentence
    assert caught.value.remedy
    with database.transaction() as connection:
        ground(connection, 1)
    assert counts(database)[0] == 1
    database.close()


def test_the_write_lock_is_taken_at_the_beginning(sqlite_database: Database) -> None:
    """Begun IMMEDIATE, a block that reads first and writes later cannot fail half-way on another writer."""
    other = Database(str(sqlite_database.url))
    impatient(other)
    with sqlite_database.transaction(), pytest.raises(Unavailable), other.transaction():
        pytest.fail("two writers at once")
    other.close()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://nobody@127.0.0.1:1/nothing",
        "sqlite:////proc/nowhere/luoshi.db",
    ],
)
def test_a_database_out_of_reach(url: str) -> None:
    with pytest.raises(Unavailable) as caught:
        database = Database(url)
        with database.reading():
            pytest.fail("nothing is there")
    assert caught.value.sentence and caught.value.remedy


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "luoshi.db"
    path.write_bytes(b"not a database at all" * 100)
    database = Database(f"sqlite:///{path}")
    with pytest.raises(Unavailable) as caught, database.reading():
        pytest.fail("nothing to read")
    assert "不是数据库" in caught.value.sentence and "备份" in caught.value.remedy
    with pytest.raises(Unavailable):
        migrate(database)
    database.close()


def test_a_damaged_page_is_an_outage(sqlite_template: Path, tmp_path: Path) -> None:
    path = tmp_path / "damaged.db"
    content = bytearray(sqlite_template.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    path.write_bytes(content)
    database = Database(f"sqlite:///{path}")
    with pytest.raises(Unavailable):
        counts(database)
    with pytest.raises(Unavailable), database.reading() as connection:
        adopted.in_force(connection)  # a prepared statement, whose errors come from the driver itself
    database.close()


def test_our_own_mistakes_are_not_outages(database: Database) -> None:
    with pytest.raises(DBAPIError), database.reading() as connection:
        connection.exec_driver_sql("SELECT no_such_column FROM unit")


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # SQLite has no connection to lose
def test_a_lost_connection_is_an_outage_and_the_next_try_works(database: Database) -> None:
    def cut(connection: Connection) -> None:
        pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        with database.engine.connect() as other:
            other.exec_driver_sql(f"SELECT pg_terminate_backend({pid})")

    with pytest.raises(Unavailable) as caught, database.transaction() as connection:
        ground(connection, 2)
        cut(connection)
        connection.execute(select(t.unit))
    assert caught.value.sentence
    assert not isinstance(caught.value.__cause__, AssertionError)
    assert isinstance(caught.value.__cause__, OperationalError)
    assert counts(database)[0] == 0


def test_analyze_runs_on_both(database: Database) -> None:
    with database.transaction() as connection:
        history(connection)
    database.analyze()
    assert counts(database)[2] == 6
