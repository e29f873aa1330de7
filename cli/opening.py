"""Opens what a command needs, and no more: the runtime, the moment, the person who acts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cli.printing import use_zone
from engine.errors import Invalid, Refused
from engine.wording import N_

if TYPE_CHECKING:
    from engine.domain.actor import Actor
    from engine.runtime import Runtime
    from engine.services.desk import Desk


@dataclass(frozen=True)
class Sitting:
    """One command at the desk: the moment it acts at is read once, so that all of it happens at one time."""

    runtime: Runtime
    at: datetime

    @property
    def desk(self) -> Desk:
        """What the services work at."""
        return self.runtime.desk

    def actor(self, person: str, otherwise: Actor | None = None) -> Actor:
        """The person named, or the one the settings name, or `otherwise`.

        Raises Invalid when it is nobody, NotFound when nobody has that id.
        """
        person = person or self.runtime.settings.person
        if not person and otherwise is not None:
            return otherwise
        if not person:
            raise Invalid(
                "nobody-named",
                N_("Nobody is named who does this."),
                hint=N_("Add `--as PERSON`, or set LUOSHI_PERSON."),
            )
        return self.desk.person(person)


@contextmanager
def sitting() -> Iterator[Sitting]:
    """The runtime as the settings describe it, closed again whatever happens."""
    # Imported here: settings and the database are heavy, and `--help` needs neither.
    from engine.runtime import Runtime

    runtime = Runtime.open()
    try:
        with suppress(Refused):  # nothing adopted yet: the default zone
            use_zone(runtime.desk.catalog().programme.timezone)
        yield Sitting(runtime, runtime.clock.now())
    finally:
        runtime.close()


def definitions_folder(folder: Path | None) -> Path:
    """The folder given, or the one the settings name."""
    if folder is not None:
        return folder
    from engine.settings import read_settings

    return read_settings().definitions
