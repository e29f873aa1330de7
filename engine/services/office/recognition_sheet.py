"""The recognition of a year on one page: the list, who did what, what may be done next, and what publishing sends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.domain.actor import SYSTEM, Actor
from engine.domain.days import day_of
from engine.domain.vocabulary import Verb
from engine.errors import Forbidden
from engine.services.desk import Desk, Office
from engine.services.office import recognise
from engine.services.office.recognise import RecognitionDraft
from engine.services.seeing import check_sees_all
from engine.services.word.foreseeing import Foreseen, foreseen
from engine.store.database import Connection
from engine.store.programme import adopted, recognised


@dataclass(frozen=True, slots=True)
class RecognitionSheet:
    """`draft` is None before a list was proposed. `may`: what this person may do now; `refusals`: why not what is next.

    `day`: when the system proposes by itself. `proposed_by` and `approved_by` are names; `act_id` the last act on it.
    `sends`: the bulletin as it would go out, None once it has.
    """

    year: int
    years: tuple[int, ...]
    day: date
    draft: RecognitionDraft | None
    proposed_by: str
    approved_by: str
    published_on: date | None
    act_id: int | None
    may: frozenset[Verb]
    refusals: Mapping[Verb, str]
    sends: Foreseen | None


def recognition_sheet(desk: Desk, actor: Actor, *, at: datetime, year: int | None = None) -> RecognitionSheet:
    """The list of a year (this year's when not given), for who sees all work or decides on it.

    Raises Forbidden for others.
    """
    if not recognise.decides(desk.office(), actor):
        check_sees_all(desk, actor)
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        programme, today = office.catalog.programme, day_of(at, office.catalog.programme)
        year = year or today.year
        known = recognised.row(connection, programme.id, year)
        checks = _checks(office, known, actor)
        refusals = {verb: refusal for verb, check in checks.items() if (refusal := _refusal(check))}
        years = {*recognised.years(connection, programme.id), today.year, year}
        return RecognitionSheet(
            year,
            tuple(sorted(years, reverse=True)),
            programme.recognition.day.on(year),
            recognise.draft_of(known, office) if known else None,
            _name(connection, known.proposed_by if known else ""),
            _name(connection, known.approved_by if known else ""),
            known.published_on if known else None,
            known.act_id if known else None,
            frozenset(checks) - set(refusals),
            refusals,
            _sends(desk, connection, known, today),
        )


def _checks(office: Office, known: Any, actor: Actor) -> dict[Verb, Callable[[], None]]:
    """The next steps from here, each with what decides whether this person may take it."""
    state = known.state if known else ""
    steps: dict[Verb, Callable[[], None]] = {}
    if state in ("", "proposed"):
        steps[Verb.PROPOSE] = lambda: recognise.check_proposes(office, actor)
    if state == "proposed":
        steps[Verb.ENDORSE] = lambda: recognise.check_approves(office, known, actor)
    if state == "approved":
        steps[Verb.PUBLISH] = lambda: recognise.check_publishes(office, actor)
    return steps


def _refusal(check: Callable[[], None]) -> str:
    try:
        check()
    except Forbidden as refusal:
        return str(refusal)
    return ""


def _sends(desk: Desk, connection: Connection, known: Any, today: date) -> Foreseen | None:
    if known is None or known.state == "published":
        return None
    params = {"rows": known.rows["ranked"]}
    return foreseen(desk, connection, "bulletin", params, recognise.TOLD, today)


def _name(connection: Connection, person: str) -> str:
    if person in ("", SYSTEM.id):
        return SYSTEM.name if person else ""
    row = adopted.person_row(connection, person)
    return str(row.name) if row else person
