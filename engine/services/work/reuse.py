"""A file that the same unit has handed in elsewhere is taken again: found by its name or what it was for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from engine.domain.actor import Actor
from engine.errors import NotFound
from engine.services.desk import Desk
from engine.services.seeing import case_for
from engine.services.work.unfinished import PreparedFile, Upload, upload
from engine.store.work import unfinished
from engine.wording import N_

SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Earlier:
    """A file handed in before. `title` is the requirement's it was handed in for."""

    piece: int
    name: str
    title: str
    period: str
    received_on: date
    size: int


def earlier_files(desk: Desk, assignment: int, actor: Actor, search: str = "", *, at: datetime) -> Sequence[Earlier]:
    """Files `actor`'s unit has handed in, newest first, each content once, no more than `SHOWN`."""
    with desk.database.reading() as connection:
        case = case_for(desk, connection, assignment, actor, at)
        titles = {one.id: one.title for one in case.office.catalog.definitions.values()}
        words = search.strip()
        fitting = [key for key, title in titles.items() if words and words in title]
        rows = unfinished.handed_in_by(connection, actor.unit, words, fitting, SHOWN)
        return tuple(
            Earlier(row.id, row.name, titles.get(row.indicator, row.indicator), row.period, row.received_on, row.size)
            for row in rows
        )


def reuse(desk: Desk, assignment: int, actor: Actor, requirement: str, piece: int, *, at: datetime) -> PreparedFile:
    """Take a file handed in before into the draft, checked like any other. Raises NotFound and as `upload`."""
    with desk.database.reading() as connection:
        case_for(desk, connection, assignment, actor, at)
        found = unfinished.handed_in(connection, actor.unit, piece)
    if found is None:
        raise NotFound(
            "not-handed-in",
            N_("Your unit has handed in no file of that number."),
            hint=N_("Choose one from the list."),
        )
    content = desk.files.get(found.sha256)
    order = Upload(assignment, actor, requirement, content, found.name, found.effective_on)
    return upload(desk, order, at=at)
