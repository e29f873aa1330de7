"""表彰: the ranked list proposed, approved by a second person, and published once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from engine.domain.actor import SYSTEM, Actor, not_yours
from engine.domain.days import day_of
from engine.domain.keeping import OFFICE_ROLES
from engine.domain.periods import called
from engine.domain.recognition import Candidate, rank
from engine.domain.vocabulary import Role, Verb
from engine.errors import Forbidden, Refused
from engine.services.desk import Desk, Office
from engine.services.looking.lights import Lamp
from engine.store import moves
from engine.store.chain import Act
from engine.store.database import Connection
from engine.store.programme import recognised
from engine.store.scoring import ranking, results
from engine.store.types import canonical_json
from engine.store.word import outbox
from engine.store.work import issuing
from engine.wording import N_

_PROPOSED, _APPROVED, _PUBLISHED = "proposed", "approved", recognised.PUBLISHED
TOLD = "everyone"
"""The audience of the bulletin: every unit still there."""


@dataclass(frozen=True, slots=True)
class Line:
    """A place in the list, or a unit left out with the reason; `points` is the score rate of 100."""

    unit: str
    unit_name: str
    points: str
    rank: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RecognitionDraft:
    """The list as it stands: proposed, approved or published. `digest` stands for exactly these places and reasons."""

    year: int
    state: str
    as_of: date
    rows: tuple[Line, ...]
    left_out: tuple[Line, ...]
    proposed_by: str
    approved_by: str = ""
    sample_points: bool = False
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Bulletin:
    """The published list."""

    year: int
    published_on: date
    rows: tuple[Line, ...]
    fresh: bool


def propose(desk: Desk, *, at: datetime, year: int | None = None, actor: Actor = SYSTEM) -> RecognitionDraft:
    """Rank by rule and lay the list before the office; an approved or published list is left as it is.

    Score rate = points earned over points that could be earned by what is scored or overdue (不适用 left out).
    A veto or a red light that is not resolved bars a unit, and the list says so (story 15). Raises Forbidden for
    whoever is not of the creation office; the system proposes on the programme's day.
    """
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        check_proposes(office, actor)
        today = day_of(at, office.catalog.programme)
        year = year or today.year
        known = recognised.row(connection, office.catalog.programme.id, year)
        if known is not None and known.state != _PROPOSED:
            return draft_of(known, office)
        ranked, left_out = _rank(desk, connection, office, today, year)
        rows = {"ranked": ranked, "left_out": left_out}
        digest = hashlib.sha256(canonical_json(rows).encode()).hexdigest()
        if known is not None and known.digest == digest:
            return draft_of(known, office)
        act = _act(office, Verb.PROPOSE, actor, at, {"year": year, "list": digest})
        [act_id] = moves.record(connection, [(act, [])])
        fields = {"rows": rows, "digest": digest, "proposed_by": actor.id, "state": _PROPOSED, "act_id": act_id}
        recognised.propose(connection, office.catalog.programme.id, year, fields)
        audience = f"unit:{office.office}/office,head,reviewer"
        _tell(connection, act, act_id, "recognition-list", audience, [*ranked, *left_out])
        return draft_of(recognised.row(connection, office.catalog.programme.id, year), office)


def approve_list(desk: Desk, year: int, actor: Actor, *, at: datetime, digest: str = "") -> RecognitionDraft:
    """Approve the proposed list. Raises Forbidden for the one who proposed it or who is not of the office.

    `digest`: of the list that was looked at. Raises Refused `list-changed` when it was proposed anew meanwhile.
    """
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        check_decides(office, actor)
        known = _listed(connection, office, year)
        if known.state != _PROPOSED:
            return draft_of(known, office)
        check_approves(office, known, actor)
        if digest and digest != known.digest:
            raise Refused(
                "list-changed",
                N_("The list of {year} was proposed anew since you looked at it."),
                hint=N_("Look at it again, then decide."),
                year=year,
            )
        act = _act(office, Verb.ENDORSE, actor, at, {"year": year, "list": known.digest})
        [act_id] = moves.record(connection, [(act, [])])
        recognised.change(connection, known.id, {"state": _APPROVED, "approved_by": actor.id, "act_id": act_id})
        return draft_of(_listed(connection, office, year), office)


def publish(desk: Desk, year: int, *, at: datetime, actor: Actor = SYSTEM) -> Bulletin:
    """Publish the approved list and tell everybody, once.

    Raises Refused while nobody has approved it, Forbidden for who may neither propose nor approve; the system may.
    """
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        check_publishes(office, actor)
        known = _listed(connection, office, year)
        if known.state == _PROPOSED:
            raise Refused(
                "not-approved",
                N_("The recognition list of {year} waits for approval by a second person."),
                hint=N_("`luoshi recognise approve {year}`, by somebody of the office."),
                year=year,
            )
        if known.state == _PUBLISHED:
            return Bulletin(year, known.published_on, _lines(known.rows["ranked"]), fresh=False)
        act = _act(office, Verb.PUBLISH, actor, at, {"year": year, "list": known.digest})
        [act_id] = moves.record(connection, [(act, [])])
        recognised.change(connection, known.id, {"state": _PUBLISHED, "published_on": act.as_of, "act_id": act_id})
        _tell(connection, act, act_id, "bulletin", TOLD, known.rows["ranked"])
        return Bulletin(year, act.as_of, _lines(known.rows["ranked"]), fresh=True)


def check_proposes(office: Office, actor: Actor) -> None:
    """Raise Forbidden unless `actor` is the system or acts for the creation office."""
    if actor.role is not Role.SYSTEM and not (actor.role in OFFICE_ROLES and actor.unit == office.office):
        raise not_yours(actor, office.names[office.office])


def check_decides(office: Office, actor: Actor) -> None:
    """Raise Forbidden unless `actor` is of the office, of who reviews its own work, or the leader."""
    if not decides(office, actor):
        raise not_yours(actor, office.names[office.office])


def check_approves(office: Office, known: Any, actor: Actor) -> None:
    """Raise Forbidden unless `actor` decides on lists and is another person than the one who proposed this one."""
    check_decides(office, actor)
    if actor.id == known.proposed_by:
        raise Forbidden(
            "own-list",
            N_("{name} proposed this list and cannot approve it."),
            hint=N_("A second person must approve it."),
            name=actor.name,
        )


def check_publishes(office: Office, actor: Actor) -> None:
    """Raise Forbidden unless `actor` is the system or one of those who may approve."""
    if actor.role is not Role.SYSTEM:
        check_decides(office, actor)


def decides(office: Office, actor: Actor) -> bool:
    """Whether `actor` is one of those who approve lists, their own apart."""
    return actor.role in OFFICE_ROLES | {Role.LEADER} and actor.unit in (office.office, office.own_work, office.leader)


def _rank(
    desk: Desk, connection: Connection, office: Office, today: date, year: int
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    rule = office.catalog.programme.recognition
    among = issuing.among(connection, rule.among, today) if rule.among else None
    reds: dict[str, list[str]] = {}
    for row in results.reds(connection, Lamp(desk, connection, office, today).expression, year):
        title = desk.book.definition(connection, row.definition_id).title
        reds.setdefault(row.unit_id, []).append(f"{title}（{called(row.period_title, year)}）")
    vetoes: dict[str, list[str]] = {}
    for row in results.vetoed(connection, year):
        milestone = desk.book.definition(connection, row.definition_id).milestone(row.milestone)
        title = next((veto.title for veto in milestone.score.veto if veto.id == row.note), row.note)
        vetoes.setdefault(row.unit_id, []).append(title)
    candidates = [
        Candidate(row.id, row.name, _rate(row), tuple(vetoes.get(row.id, ())), tuple(reds.get(row.id, ())))
        for row in ranking.unit_totals(connection, year, today)
        if row.possible and (among is None or row.id in among)
    ]
    ranked, left_out = rank(candidates, rule.places, rule.minimum)
    return (
        [{"rank": r.rank, "unit_id": r.unit, "unit": r.name, "points": str(r.score)} for r in ranked],
        [
            {"unit_id": r.unit, "unit": r.name, "points": str(r.score), "reason": " ".join(r.sentences)}
            for r in left_out
        ],
    )


def _rate(row: Any) -> Decimal:
    """Earned over possible, of 100, two places half up."""
    exact = Decimal(int(row.earned)) * 100 / Decimal(int(row.possible))
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _listed(connection: Connection, office: Office, year: int) -> Any:
    known = recognised.row(connection, office.catalog.programme.id, year)
    if known is None:
        raise no_list(year)
    return known


def draft_of(row: Any, office: Office) -> RecognitionDraft:
    """A row of the lists as its readers see it."""
    return RecognitionDraft(
        row.year,
        row.state,
        row.as_of,
        _lines(row.rows["ranked"]),
        _lines(row.rows["left_out"]),
        row.proposed_by,
        row.approved_by,
        office.catalog.scale.sample,
        row.digest,
    )


def _lines(rows: Any) -> tuple[Line, ...]:
    return tuple(Line(r["unit_id"], r["unit"], r["points"], r.get("rank"), r.get("reason", "")) for r in rows)


def _act(office: Office, verb: Verb, actor: Actor, at: datetime, detail: Any) -> Act:
    programme = office.catalog.programme
    return Act(programme.id, verb, actor.id, at, day_of(at, programme), "", "", detail)


def _tell(
    connection: Connection, act: Act, act_id: int, notice: str, audience: str, rows: list[dict[str, Any]]
) -> None:
    more = {"audience": audience, "params": {"rows": rows}}
    outbox.enqueue(connection, [outbox.letter(notice, act_id, act.programme, act.as_of, act.at, more)])


def no_list(year: int) -> Refused:
    """The refusal while no list of that year was proposed."""
    return Refused(
        "no-list",
        N_("There is no recognition list of {year} yet."),
        hint=N_("It is proposed on the programme's day, or by `luoshi recognise propose`."),
        year=year,
    )
