"""Questions: where things stand, what is due, one assignment on a card, and why an act would be refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from engine.domain.actor import Actor
from engine.domain.days import day_of
from engine.domain.days_left import days_left
from engine.domain.lifecycle import moves_of, stage_title
from engine.domain.periods import called
from engine.domain.vocabulary import ItemState, Light, PartState, StageKind, Verb
from engine.errors import Forbidden, NotFound, Refused
from engine.services.cases import Case, cases
from engine.services.desk import Desk, no_such_indicator
from engine.services.looking.lights import Lamp
from engine.services.work.handed_in import as_item, still_missing
from engine.store.database import Connection
from engine.store.looking import views
from engine.store.work import owning, standing
from engine.wording import N_


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """One assignment in a list. `days_left`: working days to the due date, negative when overdue, None without one;
    `left`: the same in words."""

    id: int
    indicator: str
    title: str
    number: str
    period: str
    unit: str
    unit_name: str
    stage: str
    stage_title: str
    due_on: date | None
    days_left: int | None
    light: Light
    received_on: date | None
    points: int
    score: int | None
    left: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """The programme at a glance on a day: counts by light and by stage, of the year served."""

    programme: str
    year: int
    today: date
    indicators: int
    lights: Mapping[str, int]
    stages: Mapping[str, int]
    totals: Mapping[str, int]
    sample_points: bool
    unowned: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """An assignment on one page: what is asked, what is in, what is missing, what can be done next and by whom."""

    row: AssignmentRow
    requirement: str
    time_text: str
    evidence: tuple[Mapping[str, Any], ...]
    figures: tuple[Mapping[str, Any], ...]
    parts: tuple[Mapping[str, Any], ...]
    requests: tuple[Mapping[str, Any], ...]
    missing: tuple[str, ...]
    verbs: tuple[str, ...]
    owner: str | None
    returned: bool
    resubmit_by: date | None
    first_due_on: date | None


def overview(desk: Desk, *, at: datetime) -> Overview:
    """Where the programme stands on the day of `at`. Raises Refused when nothing has been applied yet."""
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        today = day_of(at, office.catalog.programme)
        year = max(today.year, office.year)
        lamp = Lamp(desk, connection, office, today)
        lights = views.lights_of(connection, lamp.of_groups, year)
        return Overview(
            office.catalog.programme.title,
            year,
            today,
            len(office.catalog.definitions),
            {str(light): lights.get(str(light), 0) for light in Light},
            views.stage_counts(connection, year),
            views.totals(connection),
            office.catalog.scale.sample,
            tuple((row.id, row.name, int(row.number)) for row in owning.unowned(connection)),
        )


def assignments(
    desk: Desk,
    *,
    at: datetime,
    unit: str | None = None,
    indicator: str | None = None,
    light: Light | None = None,
    stage_kind: StageKind | None = None,
    year: int | None = None,
    limit: int = 200,
) -> list[AssignmentRow]:
    """Assignments, what hurts first on top. `unit` by id or name.

    Raises Invalid for a unit, NotFound for an indicator that nobody knows: an empty list would look like good news.
    """
    where = views.narrowed(unit=unit, indicator=indicator, stage_kind=stage_kind, year=year)
    found = _rows(desk, at, where, light, limit)
    if not found:
        _check_known(desk, unit, indicator)
    return found


def agenda(desk: Desk, *, at: datetime, days: int = 14, unit: str | None = None) -> list[AssignmentRow]:
    """What is due within `days` calendar days, or overdue, and not in; by unit and day. Raises as `assignments`."""
    with desk.database.reading() as connection:
        until = day_of(at, desk.book.office(connection).catalog.programme) + timedelta(days=days)
    where = [*views.narrowed(unit=unit), *views.wanted_by(until)]
    found = _rows(desk, at, where, None, 100_000)
    if not found:
        _check_known(desk, unit, None)
    return sorted(found, key=lambda row: (row.due_on or date.max, row.unit_name, row.number, row.id))


def card(desk: Desk, assignment: int, actor: Actor | None = None, *, at: datetime) -> Card:
    """One assignment with everything on it, and what `actor` may do. Raises NotFound for an unknown number."""
    with desk.database.reading() as connection:
        case = cases(desk, connection, [assignment], at)[assignment]
        lamp = Lamp(desk, connection, case.office, case.today)
        evidence = standing.evidence_of(connection, [assignment]).get(assignment, [])
        figures = standing.figures_of(connection, [assignment]).get(assignment, [])
        parts = standing.parts_of(connection, [assignment]).get(assignment, [])
        standing_items = [as_item(row._asdict()) for row in evidence if row.state != ItemState.REPLACED]
        missing = still_missing(case, standing_items, (), figures)
        missing += tuple(part.unit_name for part in parts if part.state == PartState.ASKED)
        return Card(
            listed(case, str(lamp.of(case))),
            case.definition.requirement,
            case.definition.time_text,
            tuple(row._asdict() for row in evidence),
            tuple(row._asdict() for row in figures),
            tuple(row._asdict() for row in parts),
            tuple(r._asdict() for r in standing.requests_of(connection, [assignment]).get(assignment, [])),
            missing,
            _verbs(case, actor) if actor else (),
            case.row.owner,
            bool(case.row.returned),
            case.row.resubmit_by,
            case.row.first_due_on,
        )


def explain_refusal(desk: Desk, verb: Verb, assignment: int, actor: Actor, *, at: datetime) -> str | None:
    """Why `actor` could not do it now, as a sentence with its remedy; None when they could."""
    with desk.database.reading() as connection:
        case = cases(desk, connection, [assignment], at)[assignment]
        return _refusal(connection, case, verb, actor)


def find(desk: Desk, indicator: str, period: str, unit: str) -> int:
    """The number of an assignment by what it is. Raises NotFound naming the three."""
    with desk.database.reading() as connection:
        row = views.find(connection, indicator, period, unit)
    if row is None:
        raise NotFound(
            "no-such-assignment",
            N_("{unit} has no assignment {indicator}/{period}."),
            hint=N_("`luoshi agenda` lists what there is."),
            unit=unit,
            indicator=indicator,
            period=period,
        )
    return int(row.id)


def _check_known(desk: Desk, unit: str | None, indicator: str | None) -> None:
    office = desk.office()
    if unit is not None:
        office.unit_named(unit)
    if indicator is not None and indicator not in office.catalog.definitions:
        raise no_such_indicator(indicator)


def _rows(desk: Desk, at: datetime, where: list[Any], light: Light | None, limit: int) -> list[AssignmentRow]:
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        today = day_of(at, office.catalog.programme)
        lamp = Lamp(desk, connection, office, today)
        if light is not None:
            where = [*where, lamp.expression == str(light)]
        rows = connection.execute(
            views.worst_first(views.board(lamp.expression).where(*where), lamp.expression).limit(limit)
        )
        return [
            listed(Case(row, desk.book.definition(connection, row.definition_id), office, at, today), row.light)
            for row in rows
        ]


def listed(case: Case, light: str) -> AssignmentRow:
    """A case as a line of a list, under a light."""
    row, calendar = case.row, case.office.calendar
    left = None if row.due_on is None else calendar.between(case.today, row.due_on)
    return AssignmentRow(
        case.id,
        case.definition.id,
        case.definition.title,
        case.definition.number,
        called(row.period_title, row.year),
        row.unit_id,
        row.unit_name,
        row.stage,
        stage_title(case.definition.workflow, row.stage),
        row.due_on,
        left,
        Light(light),
        row.received_on,
        row.points,
        row.score,
        days_left(row.due_on, case.today, calendar),
    )


def _verbs(case: Case, actor: Actor) -> tuple[str, ...]:
    """What this actor may do at this stage, by side and stage alone; the needs are explained when tried."""
    sides = case.sides(actor)
    return tuple(
        str(verb)
        for verb, moves in sorted(moves_of(case.definition.workflow).items())
        if any(case.row.stage in move.sources and move.who & sides for move in moves)
    )


def _refusal(connection: Connection, case: Case, verb: Verb, actor: Actor) -> str | None:
    more: dict[str, Any] = {"reason": "-"}
    if verb is Verb.SUBMIT:
        evidence = standing.evidence_of(connection, [case.id]).get(case.id, [])
        figures = standing.figures_of(connection, [case.id]).get(case.id, [])
        items = [as_item(row._asdict()) for row in evidence if row.state != ItemState.REPLACED]
        parts = standing.parts_of(connection, [case.id]).get(case.id, [])
        more["missing"] = still_missing(case, items, (), figures)
        more["open_parts"] = tuple(part.unit_name for part in parts if part.state == PartState.ASKED)
    try:
        case.decide(verb, actor, **more)
    except (Refused, Forbidden) as refusal:
        return str(refusal)
    return None
