"""The connection to the database: SQLite by default, PostgreSQL at scale; the one place that commits."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError

from engine.errors import Unavailable, cause_of
from engine.wording import N_, Unsaid

__all__ = ["Connection", "Database", "Row"]

_WRITERS_LOCK = 7_205_118  # any constant: one writer at a time keeps the hash chain in order


class Database:
    """One database by URL. `transaction()` is the only way to write and the only thing that commits.

    On SQLite: WAL, foreign keys on, full synchronous commits, 30 s busy timeout, write transactions begun
    IMMEDIATE. On PostgreSQL: an advisory lock orders the writers, so acts form one chain. `durable=False` is for
    databases that are thrown away: SQLite then does not wait for the disk.
    """

    def __init__(self, url: str, *, durable: bool = True) -> None:
        self.url = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        if self.sqlite and self.url.database and self.url.database != ":memory:":
            _make_folder(Path(self.url.database).parent)
        self.durable = durable
        # The connection used last is used next: it has the statements and pages that are wanted now.
        lately = {} if self.sqlite and self.url.database in (None, "", ":memory:") else {"pool_use_lifo": True}
        self.engine: Engine = create_engine(self.url, pool_pre_ping=not self.sqlite, **lately)
        if self.sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_nothing)
            if not durable:
                event.listen(self.engine, "connect", _wait_for_no_disk)

    @contextmanager
    def transaction(self, *, lasting: bool = True) -> Iterator[Connection]:
        """A write transaction: committed when the block ends, rolled back when it raises.

        `lasting=False` does not wait for the disk: the commit outlives a process that is killed, and may be lost with
        the machine's power. For what is harmless to forget, such as that a letter went out. Raises Unavailable when
        the database cannot be reached or stays locked.
        """
        with _reachable(self.engine) as connection, self._waiting_for_disk(connection, lasting), connection.begin():
            self._begin_writing(connection)
            if not (lasting or self.sqlite):
                connection.exec_driver_sql("SET LOCAL synchronous_commit TO OFF")
            yield connection

    @contextmanager
    def _waiting_for_disk(self, connection: Connection, lasting: bool) -> Iterator[None]:
        """Around a whole transaction: SQLite takes such a wish only outside of one."""
        if lasting or not (self.sqlite and self.durable):
            yield
            return
        _say(connection, "PRAGMA synchronous=NORMAL")
        try:
            yield
        finally:
            _say(connection, "PRAGMA synchronous=FULL")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """The database as it was at one moment, for questions; nothing is written, whatever the block tries."""
        with _reachable(self.engine) as connection:
            if not self.sqlite:
                # Each statement would see a newer state otherwise: a history read in pages would seem to miss acts.
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            view = connection.begin()
            if self.sqlite:
                _say(connection, "BEGIN")
            try:
                yield connection
            finally:
                view.rollback()

    @contextmanager
    def trying(self) -> Iterator[Database]:
        """A database that is this one for the length of the block: what is written there is seen there, and then gone.

        It is one write transaction, rolled back at the end: other writers wait meanwhile.
        """
        with _reachable(self.engine) as connection:
            trial = connection.begin()
            try:
                self._begin_writing(connection)
                yield _Trial(self, connection)
            finally:
                trial.rollback()

    def _begin_writing(self, connection: Connection) -> None:
        if self.sqlite:
            _say(connection, "BEGIN IMMEDIATE")
        else:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITERS_LOCK})

    def analyze(self) -> None:
        """Refresh the planner's statistics after bulk loads."""
        with self.transaction() as connection:
            connection.exec_driver_sql("ANALYZE")

    def close(self) -> None:
        """Close pooled connections."""
        self.engine.dispose()


class _Trial(Database):
    """A database all of whose transactions are parts of one that is never committed."""

    def __init__(self, real: Database, connection: Connection) -> None:
        self.url, self.sqlite, self.durable, self.engine = real.url, real.sqlite, real.durable, real.engine
        self._connection = connection

    @contextmanager
    def transaction(self, *, lasting: bool = True) -> Iterator[Connection]:
        """A part of the trial; nothing of it lasts."""
        yield self._connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """What the trial has come to."""
        yield self._connection


@contextmanager
def _reachable(engine: Engine) -> Iterator[Connection]:
    try:
        with engine.connect() as connection:
            yield connection
    except engine.dialect.loaded_dbapi.DatabaseError as error:  # from the driver itself, unwrapped
        if isinstance(error, engine.dialect.loaded_dbapi.OperationalError) or _says(error, _DAMAGES):
            raise _does_not_answer(error) from error
        raise
    except DBAPIError as error:
        if _is_outage(error):
            raise _does_not_answer(error.orig) from error
        if not error.connection_invalidated:
            raise
        raise Unavailable(
            "database-lost",
            N_("The connection to the database was lost; nothing of this act was recorded."),
            hint=N_("Try again."),
        ) from error


def _say(connection: Connection, words: str) -> None:
    """Tell the driver itself; every act begins so, and SQLAlchemy would make a result of it."""
    connection.connection.cursor().execute(words)


_OUTAGES = ("locked", "unable to open", "readonly", "disk", "connect", "server", "closed", "timeout", "full")
_DAMAGES = ("malformed", "not a database")


def _is_outage(error: DBAPIError) -> bool:
    """Whether the database itself failed; SQLite reports faulty SQL, our own mistake, under the same class."""
    words = (*_OUTAGES, *_DAMAGES) if isinstance(error, OperationalError) else _DAMAGES
    return _says(error.orig, words)


def _says(error: object, words: tuple[str, ...]) -> bool:
    return any(word in str(error).lower() for word in words)


_OF_THE_FILE = (
    ("i/o", N_("the disk is full or does not answer properly")),
    ("full", N_("the disk is full")),
    ("readonly", N_("its file may only be read")),
    ("unable to open", N_("its file cannot be opened for writing")),
    ("locked", N_("another process has been writing for too long")),
    ("malformed", N_("its file is damaged")),
    ("not a database", N_("its file is none of a database")),
)


def _does_not_answer(cause: object) -> Unavailable:
    """In our words where it is a file of SQLite's: what helps then is a look at the disk."""
    if isinstance(cause, sqlite3.Error | OSError):
        words = next((told for word, told in _OF_THE_FILE if word in str(cause).lower()), None)
        told = cause_of(cause) if isinstance(cause, OSError) else Unsaid(words) if words else str(cause)
        hint = N_("Check that the data folder may be written to and its disk has space; `luoshi doctor` tells more.")
        if _says(cause, _DAMAGES):
            hint = N_("Stop Luoshi, keep the damaged file, and put the newest backup in its place.")
    else:
        told = str(cause).strip()
        hint = N_("Check that it runs and that LUOSHI_DATABASE is right; `luoshi doctor` tells more.")
    return Unavailable("database-unavailable", N_("The database does not answer: {cause}."), hint=hint, cause=told)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _does_not_answer(error) from error


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where we say so
    cursor = connection.cursor()
    for pragma in ("busy_timeout=30000", "foreign_keys=ON", "synchronous=FULL", "cache_size=-65536"):
        cursor.execute(f"PRAGMA {pragma}")
    _write_ahead(cursor)
    cursor.close()


def _write_ahead(cursor: Any) -> None:
    """Turn to WAL; while another process turns the same new file, SQLite answers “locked” without any waiting."""
    until = time.monotonic() + 30
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.01)


def _wait_for_no_disk(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA journal_mode=MEMORY")


def _begin_nothing(_connection: Connection) -> None:
    """SQLAlchemy's own BEGIN is silenced: `transaction` says BEGIN IMMEDIATE itself."""
