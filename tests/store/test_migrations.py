"""A migrated database is what the tables say, on both kinds; migrating again, or by two at once, changes nothing."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from recorded import history
from sqlalchemy import inspect, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from engine.store import tables as t
from engine.store import verifying
from engine.store.condition import condition
from engine.store.database import Database
from engine.store.migrations import is_current, migrate, newest, upgrade


@pytest.fixture
def blank(database: Database, tmp_path: Path) -> Database:
    """A database without any table, of the same kind."""
    with database.engine.connect() as connection:
        if database.sqlite:
            return Database(f"sqlite:///{tmp_path / 'blank.db'}")
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
        connection.commit()
    return database


def differences(database: Database) -> list[object]:
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, SQLModel.metadata))


def test_the_migrations_make_the_tables(database: Database) -> None:
    assert differences(database) == []


def test_the_checks_are_there_too(database: Database) -> None:
    """Alembic does not compare these."""
    for table in SQLModel.metadata.sorted_tables:
        wanted = {constraint.name for constraint in table.constraints if str(constraint.name).endswith("_known")}
        found = [str(check["name"]) for check in inspect(database.engine).get_check_constraints(table.name)]
        assert sorted(name for name in found if name.endswith("_known")) == sorted(map(str, wanted)), table.name


def test_a_difference_would_be_seen(database: Database) -> None:
    with database.engine.connect() as connection:
        connection.exec_driver_sql("ALTER TABLE unit ADD COLUMN colour VARCHAR")
        connection.exec_driver_sql("DROP INDEX ix_assignment_unit")
        connection.commit()
    assert {str(each[0]) for each in differences(database)} == {"remove_column", "add_index"}  # type: ignore[index]


def test_a_blank_database_becomes_current(blank: Database) -> None:
    assert not is_current(blank)
    assert not condition(blank).current
    migrate(blank)
    assert is_current(blank)
    assert differences(blank) == []
    told = condition(blank)
    assert (told.current, told.newest, told.journal) == (True, newest(), "wal" if blank.sqlite else "")
    blank.close()


def test_migrating_again_changes_nothing(database: Database) -> None:
    with database.transaction() as connection:
        history(connection)
    migrate(database)
    migrate(database)
    assert differences(database) == []
    with database.reading() as connection:
        assert verifying.first_fault(connection)[0] == 6


def test_letters_and_what_was_read_of_them_outlive_the_ledger(blank: Database) -> None:
    with blank.transaction() as connection:
        upgrade(connection, "0013")
        connection.exec_driver_sql("INSERT INTO unit VALUES ('u', 'U', 'office', '', '', '', false, NULL)")
        connection.exec_driver_sql("INSERT INTO person VALUES ('p', 'P', 'u', 'office', '', '', '', true, false)")
        connection.exec_driver_sql(
            "INSERT INTO outbox (id, dedupe_key, programme, notice, audience, act_id, as_of, urgent, channel, state,"
            " attempts, next_at, lease, subject, body, answer)"
            " VALUES (7, 'k', 'p', 'remind', '', 1, '2022-08-01', false, '', 'given-up', 3,"
            " '2022-08-01T00:00:00.000000Z', '', '催办', '请报送', '550')"
        )
        connection.exec_driver_sql("INSERT INTO read_letter VALUES ('p', 7, '2022-08-02T00:00:00.000000Z')")
    migrate(blank)
    with blank.transaction() as connection:
        row = connection.execute(select(t.outbox)).one()
        assert (row.id, row.state, row.subject, row.passed_to) == (7, "given-up", "催办", None)
        assert connection.execute(select(t.read_letter.c.letter_id)).scalars().all() == [7]
        connection.execute(update(t.outbox).values(state="delivered"))
    with pytest.raises(IntegrityError), blank.transaction() as connection:
        connection.execute(update(t.outbox).values(state="lost"))
    blank.close()


def test_two_starting_at_once_migrate_once(blank: Database) -> None:
    start = threading.Barrier(2)
    failures: list[BaseException] = []

    def run() -> None:
        mine = Database(blank.url.render_as_string(hide_password=False))
        start.wait()
        try:
            migrate(mine)
        except BaseException as error:
            failures.append(error)
        finally:
            mine.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert differences(blank) == []


def test_every_table_has_a_name_here() -> None:
    known = {value.name for value in vars(t).values() if value.__class__.__name__ == "Table"}
    assert known == set(SQLModel.metadata.tables)
