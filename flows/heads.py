"""Writes the newest act of the history into a file of its own, once a day: the record beside the record."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from engine.domain.days import day_of
from engine.services.looking import remember

if TYPE_CHECKING:
    from engine.runtime import Runtime


def note_head(runtime: Runtime) -> None:
    """Append `DAY NUMBER:HASH` to `heads.log`, unless this day of the programme has its line already.

    `luoshi verify --head NUMBER:HASH` then finds out whether the history was cut off or written anew since.
    """
    at: datetime = runtime.clock.now()
    day = day_of(at, runtime.desk.catalog().programme).isoformat()
    file = runtime.settings.logs / "heads.log"
    written = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    if written and written[-1].startswith(day):
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as stream:
        stream.write(f"{day} {remember.head(runtime.desk)}\n")
