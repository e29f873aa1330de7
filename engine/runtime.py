"""The composition of an installation: settings, the clock, the database and the files, opened once for every edge."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from engine.errors import Unavailable, cause_of
from engine.evidence import EvidenceFiles
from engine.services.desk import Desk
from engine.settings import Settings, read_settings
from engine.store.database import Database
from engine.store.migrations import migrate
from engine.wording import N_, set_language


class Clock:
    """The only source of now."""

    def now(self) -> datetime:
        """This instant, aware, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True)
class Runtime:
    """One opened installation. Close it when done."""

    settings: Settings
    desk: Desk
    clock: Clock = field(default_factory=Clock)

    @classmethod
    def open(cls, settings: Settings | None = None) -> Runtime:
        """Open the installation: create its folder and bring the database to this version.

        Raises Invalid for a bad setting, Unavailable when the folder cannot be used or the database does not answer.
        """
        settings = settings or read_settings()
        set_language(settings.language)
        _make_home(settings)
        database = Database(settings.database_url)
        migrate(database)
        return cls(
            settings, Desk(database, EvidenceFiles(settings.evidence_url), address=settings.portal_url.rstrip("/"))
        )

    def close(self) -> None:
        """Let go of the database."""
        self.desk.database.close()

    def __enter__(self) -> Runtime:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _make_home(settings: Settings) -> None:
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(
            "home-not-usable",
            N_("The data folder {folder} cannot be used: {cause}."),
            hint=N_("LUOSHI_HOME names it; the account that runs Luoshi must be able to make it and write in it."),
            folder=settings.home.absolute(),
            cause=cause_of(error),
        ) from error
