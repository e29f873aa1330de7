"""The words of every notice with real facts, before any is sent: for who writes the templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

from engine.catalog.locating import line_in, readable_text
from engine.domain.actor import Actor
from engine.domain.days import day_of
from engine.domain.notices import line_of, render
from engine.domain.vocabulary import Pace, Role
from engine.errors import LuoshiError, NotFound
from engine.services.cases import cases
from engine.services.desk import Desk
from engine.services.seeing import check_sees_all
from engine.services.word.letter_facts import Correspondence
from engine.store.database import Connection
from engine.store.people import leaders
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
    "by": "…",
    "refused": True,
}
"""One line of a list, everything that any notice's rows have."""

_LISTS: Final = frozenset({"changed"})
"""Notices whose list is made of their assignment."""


@dataclass(frozen=True, slots=True)
class Previewed:
    """A notice as it would read, to `reader` (an example; '' where the unit has nobody): `fault` says why it cannot.

    `rungs`: titles of the ladder's rungs that send it. `file`: where its text is, and the line at fault, if any.
    """

    notice: str
    pace: Pace
    channel: str
    rungs: tuple[str, ...]
    subject: str
    body: str
    fault: str = ""
    reader: str = ""
    file: str = ""
    assignment: int | None = None


def preview(
    desk: Desk,
    actor: Actor,
    notice: str = "",
    *,
    assignment: int | None = None,
    unit: str = "",
    as_of: date | None = None,
    chosen: Language | None = None,
    folder: Path | None = None,
    at: datetime,
) -> tuple[Previewed, ...]:
    """One notice, or every one, about an assignment (any one without) on a day, in a language (the context's).

    `unit`: by id or name, whose first assignment it is about when no `assignment` is named. `folder`: the definitions
    in force, to say in which line a text is at fault. Reasons and lists are dots and round figures; all else is the
    assignment's own. Raises NotFound for an unknown notice or assignment, Invalid for an unknown unit, Forbidden for a
    limited view.
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
        about = _about(desk, connection, assignment, office.unit_named(unit) if unit.strip() else "", at)
        today = as_of or day_of(at, office.catalog.programme)
        with use_language(chosen or language()):
            return tuple(_previewed(desk, connection, name, about, today, folder) for name in names)


def _about(desk: Desk, connection: Connection, assignment: int | None, unit: str, at: datetime) -> Any:
    """The row of an assignment; the first one with a due date (of the unit) without; None while there is none."""
    number = standing.first_dated(connection, unit) if assignment is None else assignment
    return None if number is None else cases(desk, connection, [number], at)[number].row


def _previewed(
    desk: Desk, connection: Connection, name: str, about: Any, today: date, folder: Path | None
) -> Previewed:
    params: dict[str, object] = {"reason": say(N_("(the reason)"))}
    if name not in _LISTS:
        params["rows"] = [dict(_ROW)]
    row: Any = SimpleNamespace(
        notice=name,
        person=_leader(desk, connection, name, about),
        passed_to=None,
        unit_id=about.unit_id if about else None,
        assignment_id=about.id if about else None,
        as_of=today,
        params=params,
    )
    post = Correspondence.read(desk, connection, [row])
    found = post.notice(name)
    rungs = tuple(rung.title for rung in post.office.catalog.chasing.ladder if rung.notice == name)
    reader, file = post.reader(row), f"notices/{name}.yaml"
    more: dict[str, Any] = {"reader": reader.name if reader else "", "assignment": row.assignment_id}
    try:
        words = render(found, post.facts(row, reader, language()), language())
    except LuoshiError as error:
        place = place_of_fault(error, file, folder, language())
        return Previewed(name, found.pace, found.channel, rungs, "", "", str(error), file=place, **more)
    return Previewed(name, found.pace, found.channel, rungs, words.subject, words.body, file=file, **more)


def _leader(desk: Desk, connection: Connection, name: str, about: Any) -> str | None:
    """Who would read what only goes to leaders in charge; None for what goes to the unit."""
    office = desk.book.office(connection)
    roles = {role for rung in office.catalog.chasing.ladder if rung.notice == name for role in rung.to}
    if about is None or roles != {Role.LEADER}:
        return None
    return leaders.leader_of(connection, about.unit_id, office.leader)


def place_of_fault(error: LuoshiError, file: str, folder: Path | None, chosen: Language) -> str:
    """`file:line` of the text that could not be rendered; the file alone where its text is not at hand."""
    text = readable_text(folder / file) if folder is not None else ""
    line = line_of(error)
    if not text or not line:
        return file
    field = str(error.params.get("field", "body"))
    return f"{file}:{line_in(text, (field, chosen), line) or line_in(text, (field, 'zh'), line) or 1}"
