"""The words of every notice with real facts, before any is sent: for who writes the templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any, Final

from engine.domain.actor import Actor
from engine.domain.days import day_of
from engine.domain.notices import render
from engine.domain.office_hours import Pace
from engine.errors import LuoshiError, NotFound
from engine.services.cases import cases
from engine.services.desk import Desk
from engine.services.seeing import check_sees_all
from engine.services.word.letter_facts import Correspondence
from engine.store.database import Connection
from engine.store.work import standing
from engine.wording import N_, Language, language, say, use_language

_ROW: Final[Mapping[str, object]] = {
    "number": "1.1.1",
    "title": "…",
    "period": "2022",
    "due_on": "2022-08-31",
    "unit": "…",
    "person": "…",
    "subject": "…",
    "reason": "…",
    "points": "1.00",
    "of": "2.00",
    "rank": 1,
    "assigned": 10,
    "done": 8,
    "overdue": 1,
    "returned": 1,
    "value": "85",
    "target": "90",
}
"""One line of a list, everything that any notice's rows have."""

_LISTS: Final = frozenset({"changed"})
"""Notices whose list is made of their assignment."""


@dataclass(frozen=True, slots=True)
class Previewed:
    """A notice as it would read: `fault` says why it cannot. `rungs`: titles of the ladder's rungs that send it."""

    notice: str
    pace: Pace
    channel: str
    rungs: tuple[str, ...]
    subject: str
    body: str
    fault: str = ""


def preview(
    desk: Desk,
    actor: Actor,
    notice: str = "",
    *,
    assignment: int | None = None,
    as_of: date | None = None,
    chosen: Language | None = None,
    at: datetime,
) -> tuple[Previewed, ...]:
    """One notice, or every one, about an assignment (any one without) on a day, in a language (the context's).

    Reasons and lists are dots and round figures; all else is the assignment's own. Raises NotFound for an unknown
    notice or assignment, Forbidden for a limited view.
    """
    check_sees_all(desk, actor)
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        if notice and notice not in office.catalog.notices:
            raise NotFound(
                "unknown-notice",
                N_("The definitions have no notice `{notice}`."),
                hint=N_("Add it to the notices folder and apply."),
                notice=notice,
            )
        names = [notice] if notice else sorted(office.catalog.notices)
        about = _about(desk, connection, assignment, at)
        today = as_of or day_of(at, office.catalog.programme)
        with use_language(chosen or language()):
            return tuple(_previewed(desk, connection, name, about, today) for name in names)


def _about(desk: Desk, connection: Connection, assignment: int | None, at: datetime) -> Any:
    """The row of an assignment; the first one with a due date without; None while there is none."""
    number = standing.first_dated(connection) if assignment is None else assignment
    return None if number is None else cases(desk, connection, [number], at)[number].row


def _previewed(desk: Desk, connection: Connection, name: str, about: Any, today: date) -> Previewed:
    params: dict[str, object] = {"reason": say(N_("(the reason)"))}
    if name not in _LISTS:
        params["rows"] = [dict(_ROW)]
    row: Any = SimpleNamespace(
        notice=name,
        person=None,
        passed_to=None,
        unit_id=about.unit_id if about else None,
        assignment_id=about.id if about else None,
        as_of=today,
        params=params,
    )
    post = Correspondence.read(desk, connection, [row])
    found = post.notice(name)
    rungs = tuple(rung.title for rung in post.office.catalog.chasing.ladder if rung.notice == name)
    try:
        words = render(found, post.facts(row, post.reader(row), language()), language())
    except LuoshiError as error:
        return Previewed(name, found.pace, found.channel, rungs, "", "", str(error))
    return Previewed(name, found.pace, found.channel, rungs, words.subject, words.body)
