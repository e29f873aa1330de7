"""Whatever is altered in the history is found, and the first altered row is named; in a bulk act of thousands too."""

from __future__ import annotations

import zlib
from datetime import date
from typing import Any

import pytest
from recorded import act, ground, history, issued, numbers
from sqlalchemy import Connection, delete, func, select, text, update

from engine.domain.vocabulary import Verb
from engine.store import chain, moves, verifying
from engine.store import tables as t
from engine.store.database import Database

ACTS = 6


def fault(database: Database) -> verifying.Fault | None:
    with database.reading() as connection:
        return verifying.first_fault(connection)[2]


def tamper(database: Database, statement: Any) -> None:
    """Alter rows behind the program's back, foreign keys or not."""
    with database.engine.connect() as connection:
        unguarded(database, connection)
        connection.execute(statement)
        connection.commit()
        connection.invalidate()


def after(database: Database, statement: Any) -> verifying.Fault | None:
    """What is found after an alteration, which is then taken back."""
    with database.engine.connect() as connection:
        unguarded(database, connection)
        if database.sqlite:
            connection.exec_driver_sql("BEGIN")
        connection.execute(statement)
        found = verifying.first_fault(connection)[2]
        connection.rollback()
        connection.invalidate()
    return found


def unguarded(database: Database, connection: Connection) -> None:
    """Without foreign keys, as somebody would who has the file."""
    connection.exec_driver_sql(
        "PRAGMA foreign_keys=OFF" if database.sqlite else "SET session_replication_role = replica"
    )


@pytest.fixture
def recorded(database: Database) -> Database:
    with database.transaction() as connection:
        history(connection)
    return database


def test_an_untouched_history_is_sound(recorded: Database) -> None:
    with recorded.reading() as connection:
        acts, transitions, found = verifying.first_fault(connection)
        rows = connection.execute(select(func.count()).select_from(t.transition)).scalar_one()
    assert (acts, transitions, found) == (ACTS, rows, None)


def test_an_empty_history_is_sound(database: Database) -> None:
    with database.reading() as connection:
        assert verifying.first_fault(connection) == (0, 0, None)
        assert chain.head(connection) == chain.Head(0, chain.GENESIS)


TEXTS = {
    "programme": "'q'",
    "verb": "'submit'",
    "actor": "'another'",
    "at": "'2022-08-01T01:00:00.000001Z'",
    "as_of": "'2022-08-02'",
    "reason": "reason || ' '",
    "definition": "'d'",
    "detail": '\'{"period":"2023"}\'',
    "prev": "replace(prev, substr(prev, 1, 1), 'x')",
    "digest": "replace(digest, substr(digest, 1, 1), 'x')",
}


@pytest.mark.parametrize("number", [1, 2, 4, 6])
def test_every_column_of_an_act_is_sealed(recorded: Database, number: int) -> None:
    for column, value in TEXTS.items():
        found = after(recorded, text(f"UPDATE act SET {column} = {value} WHERE id = {number}"))
        assert found is not None, column
        assert (found.act, found.what) == (number, "altered"), column
        assert f"act {number}" in found.row
    assert fault(recorded) is None


def test_what_can_no_longer_be_read_is_a_fault_too(recorded: Database) -> None:
    unreadable = [
        ("verb", "frobnicate"),
        ("at", "yesterday"),
        ("at", "2022-08-01T09:00:00+08:00"),
        ("detail", '{"period":'),
        ("detail", '{"period": "2022"}'),
    ]
    for column, value in unreadable:
        found = after(recorded, text(f"UPDATE act SET {column} = '{value.replace(':', chr(92) + ':')}' WHERE id = 2"))
        assert found is not None, value
        assert found.act == 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # PostgreSQL takes no such date
def test_a_day_that_is_none(recorded: Database) -> None:
    found = after(recorded, text("UPDATE act SET as_of = 'some day' WHERE id = 3"))
    assert found is not None and found.act == 3


@pytest.mark.parametrize("number", [2, 3])
def test_the_sealed_copy_itself_is_watched(recorded: Database, number: int) -> None:
    for sealed in (b"", b"rubbish", zlib.compress(b"1||assign\n2||collect"), zlib.compress(b"\xff\n\xff")):
        found = after(recorded, update(t.act).where(t.act.c.id == number).values(sealed=sealed))
        assert found is not None, sealed
        assert found.act == number


def test_a_sealed_copy_taken_away_is_missed(recorded: Database) -> None:
    found = after(recorded, update(t.act).where(t.act.c.id == 2).values(sealed=None))
    assert found is not None
    assert found.act == 2


@pytest.mark.parametrize("number", [2, 3, 5, 6])
def test_every_column_of_a_transition_is_sealed(recorded: Database, number: int) -> None:
    with recorded.reading() as connection:
        first = connection.execute(
            select(func.min(t.transition.c.assignment_id)).where(t.transition.c.act_id == number)
        ).scalar_one()
    where = (t.transition.c.act_id == number, t.transition.c.assignment_id == first)
    told = {"from_stage": "x", "to_stage": "scored", "assignment_id": 900, "act_id": 1}
    for column, value in told.items():
        found = after(recorded, update(t.transition).where(*where).values({column: value}))
        assert found is not None, column
        assert found.act == (1 if column == "act_id" else number)
        if column != "act_id":
            assert f"act {number}, transition" in found.row
            assert str(first) in found.row or "900" in found.row


@pytest.mark.parametrize("number", range(1, ACTS))
def test_an_act_taken_out_is_missed(recorded: Database, number: int) -> None:
    tamper(recorded, delete(t.act).where(t.act.c.id == number))
    assert fault(recorded) == verifying.Fault(number, f"act {number}", "missing")


@pytest.mark.parametrize("also", ["", "its transitions"])
def test_a_tail_cut_off_is_missed_as_long_as_anything_points_at_it(recorded: Database, also: str) -> None:
    tamper(recorded, delete(t.act).where(t.act.c.id >= 5))
    if also:
        tamper(recorded, delete(t.transition).where(t.transition.c.act_id >= 5))
    assert fault(recorded) == verifying.Fault(5, "act 5", "missing")


@pytest.mark.parametrize("table", ["outbox", "transition", "catalog_version"])
def test_whatever_points_beyond_the_end_tells_of_it(recorded: Database, table: str) -> None:
    """The state of assignments put back as well: a letter or a catalog still tells of the act that is gone."""
    inserts = {
        "outbox": "INSERT INTO outbox (dedupe_key, programme, notice, audience, act_id, as_of, urgent, channel, state,"
        " attempts, next_at, lease, subject, body, answer) VALUES ('k', 'p', 'n', '', 6, '2022-08-01', false, '',"
        " 'sent', 0, '2022-08-01T01:00:00.000000Z', '', '', '', '')",
        "transition": "INSERT INTO transition VALUES (6, 900, 'assign', 'collect')",
        "catalog_version": "INSERT INTO catalog_version VALUES ('d', 'p', '{}', 6)",
    }
    tamper(recorded, delete(t.transition).where(t.transition.c.act_id == 6))
    tamper(recorded, delete(t.act).where(t.act.c.id == 6))
    tamper(recorded, update(t.assignment).where(t.assignment.c.act_id == 6).values(act_id=5))
    assert fault(recorded) is None, "nothing is left that tells of it"
    tamper(recorded, text(inserts[table]))
    assert fault(recorded) == verifying.Fault(6, "act 6", "missing")


def test_two_acts_swapped(recorded: Database) -> None:
    tamper(recorded, text("UPDATE act SET id = 100 WHERE id = 3"))
    tamper(recorded, text("UPDATE act SET id = 3 WHERE id = 4"))
    tamper(recorded, text("UPDATE act SET id = 4 WHERE id = 100"))
    found = fault(recorded)
    assert found is not None
    assert (found.act, found.what) == (3, "altered")


def test_an_act_rewritten_with_a_new_digest_breaks_the_next_link(recorded: Database) -> None:
    with recorded.reading() as connection:
        before = connection.execute(select(t.act).where(t.act.c.id == 3)).one()
        lines = chain.lines_of(connection, 3)
    forged = act(reason="另有说法")
    values = {"reason": forged.reason, "digest": chain.link(before.prev, 3, forged, lines)}
    tamper(recorded, update(t.act).where(t.act.c.id == 3).values(**values))
    found = fault(recorded)
    assert found is not None
    assert found.act == 4


def test_a_row_hidden_in_another_is_found(recorded: Database) -> None:
    """Two rows made one whose text reads the same."""
    with recorded.reading() as connection:
        one, two = numbers(connection)[2:4]
    where = t.transition.c.act_id == 5
    tamper(recorded, delete(t.transition).where(where, t.transition.c.assignment_id == two))
    hidden = f"collect\n{two}|assign|collect"
    tamper(recorded, update(t.transition).where(where, t.transition.c.assignment_id == one).values(to_stage=hidden))
    found = fault(recorded)
    assert found is not None
    assert found.act == 5


class TestAmongThousands:
    """One act over 3,000 assignments."""

    UNITS = 3000

    @pytest.fixture
    def bulk(self, database: Database) -> Database:
        with database.transaction() as connection:
            ground(connection, self.UNITS)
            issued(connection)
        return database

    def test_an_altered_row_is_named(self, bulk: Database) -> None:
        with bulk.reading() as connection:
            ids = numbers(connection)
        for number in (ids[0], ids[1777], ids[-1]):
            its = t.transition.c.assignment_id == number
            found = after(bulk, update(t.transition).where(its).values(to_stage="scored"))
            assert found == verifying.Fault(1, f"act 1, transition {number}||assign → {number}||scored", "altered")
            gone = after(bulk, delete(t.transition).where(its))
            assert gone is not None
            assert gone.row.startswith(f"act 1, transition {number}||assign")

    def test_the_copy_tells_what_was_there(self, bulk: Database) -> None:
        with bulk.reading() as connection:
            sealed = connection.execute(select(t.act.c.sealed)).scalar_one()
            assert zlib.decompress(sealed).decode() == chain.lines_of(connection, 1)
            assert len(sealed) < 30 * self.UNITS


def test_both_databases_seal_the_same_bytes(sqlite_database: Database) -> None:
    """The digest of one known act, so that a change of the format cannot pass unnoticed."""
    with sqlite_database.transaction() as connection:
        history(connection)
        digests = connection.execute(select(t.act.c.digest).order_by(t.act.c.id)).scalars().all()
    assert digests[-1] == chain.link(digests[-2], 6, act(Verb.MISS), _lines(sqlite_database, 6))
    assert digests[0] == chain.link(chain.GENESIS, 1, act(Verb.ADOPT, reason="首次"), "")


def _lines(database: Database, number: int) -> str:
    with database.reading() as connection:
        return chain.lines_of(connection, number)


def test_a_detail_with_dates_reads_back_as_it_was_sealed(database: Database) -> None:
    with database.transaction() as connection:
        ground(connection, 1)
        moves.record(connection, [(act(detail={"due": date(2022, 9, 1), "字": None, "n": [1, 2.5]}), [])])
    assert fault(database) is None
