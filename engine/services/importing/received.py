"""A responsibility table sent in by an administrator: looked at beside its doubts, and taken away as drafts."""

from __future__ import annotations

import io
import secrets
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from engine.catalog.drafting import all_texts
from engine.domain.actor import Actor
from engine.errors import Invalid, NotFound
from engine.reading.tables.opening import modern
from engine.services.desk import Desk
from engine.services.drafts.keeping import check_drafts_here
from engine.services.importing import report
from engine.services.importing.bring_in import read_drafts
from engine.services.importing.drafts import Drafted
from engine.store.programme import received as store
from engine.wording import N_

KEPT: Final = timedelta(days=7)
"""So long a file waits to be looked at again."""
LARGEST: Final = 10_000_000
"""Bytes of a file that is sent in."""
_MOST: Final = 20
"""So many files of one person are kept, the newest."""


@dataclass(frozen=True)
class Received:
    """A table that was sent in, and what was read of it."""

    number: str
    file: str
    drafted: Drafted


def receive(desk: Desk, file: str, raw: bytes, actor: Actor, *, at: datetime, year: int | None = None) -> Received:
    """Read a table and keep the file for a week; no definition is touched.

    `year` left out: the one that the table names. Raises Forbidden, Invalid for a file that holds no responsibility
    table or is too large, Unavailable for an old format that cannot be turned here.
    """
    check_drafts_here(actor)
    if len(raw) > LARGEST:
        raise Invalid(
            "file-too-large",
            N_("“{file}” is larger than {most} MB."),
            hint=N_("Copy the table alone into a new file, without pictures, and try again."),
            file=file,
            most=LARGEST // 1_000_000,
        )
    raw = modern(file, raw)
    drafted = read_drafts(file, raw, at, year)
    number = secrets.token_urlsafe(12)
    row = {"id": number, "person_id": actor.id, "file": file[-200:], "year": year, "raw": raw, "made_at": at}
    with desk.database.transaction() as connection:
        store.keep(connection, row, older=at - KEPT, most=_MOST)
    return Received(number, file, drafted)


def look(desk: Desk, number: str, actor: Actor) -> Received:
    """The same again. Raises NotFound for a file that is gone or somebody else's."""
    row = _row(desk, number, actor)
    return Received(row.id, row.file, read_drafts(row.file, row.raw, row.made_at, row.year))


def packed(desk: Desk, number: str, actor: Actor) -> tuple[str, bytes]:
    """The drafts with their report of doubts as a zip and its name: a folder that passes `luoshi check`."""
    it = look(desk, number, actor)
    folder = f"{it.drafted.drafts.programme.id}-{it.drafted.year}"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, text in all_texts(it.drafted.drafts, report.as_text(it.file, it.drafted)).items():
            pack.writestr(f"{folder}/{name}", text)
    return f"{folder}.zip", stream.getvalue()


def waiting(desk: Desk, actor: Actor) -> Sequence[Any]:
    """The files of `actor` that can still be looked at, newest first. Raises Forbidden."""
    check_drafts_here(actor)
    with desk.database.reading() as connection:
        return store.of(connection, actor.id)


def drop(desk: Desk, number: str, actor: Actor) -> None:
    """Done with it. Raises NotFound."""
    _row(desk, number, actor)
    with desk.database.transaction() as connection:
        store.drop(connection, number)


def _row(desk: Desk, number: str, actor: Actor) -> Any:
    with desk.database.reading() as connection:
        row = store.received(connection, number)
    if row is None or row.person_id != actor.id:
        raise NotFound(
            "no-such-table",
            N_("This table is not here any more."),
            hint=N_("It is kept for a week and for its sender alone: send it in again."),
        )
    return row
