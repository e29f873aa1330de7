"""报送: evidence and figures come in, from the unit responsible and from those that help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from engine.domain.actor import Actor
from engine.domain.lifecycle import kind_of
from engine.domain.vocabulary import PartState, Verb
from engine.errors import Invalid
from engine.services.cases import Case, each_once
from engine.services.desk import Desk
from engine.services.scoring.inputs import in_hundredths
from engine.services.seeing import case_for, cases_for
from engine.services.work.handed_in import FigureIn, Intake, Item, still_missing
from engine.services.work.unfinished import Prepared, prepared_items, used
from engine.store import moves
from engine.store.database import Connection
from engine.store.work import intake, standing
from engine.wording import N_

__all__ = [
    "FigureIn",
    "Item",
    "PartIn",
    "Prepared",
    "Submission",
    "Submitted",
    "TakeBack",
    "WaivePart",
    "attach",
    "part_in",
    "submit",
    "take_back",
    "waive_part",
]


@dataclass(frozen=True, slots=True)
class Submission:
    """What `actor` hands in for an assignment. `self_score`: 自评, in points. `prepared`: files of the unit's draft."""

    assignment: int
    actor: Actor
    items: tuple[Item, ...] = ()
    figures: tuple[FigureIn, ...] = ()
    self_score: Decimal | None = None
    note: str = ""
    prepared: Prepared | None = None


@dataclass(frozen=True, slots=True)
class Submitted:
    """What came of it: warnings a person should see (a date outside the window, say) do not stop the submission."""

    assignment: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TakeBack:
    """`actor` takes a submission back before the reviewer has opened it."""

    assignment: int
    actor: Actor
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PartIn:
    """`actor`'s unit, which cooperates, hands in its part."""

    assignment: int
    actor: Actor
    items: tuple[Item, ...] = ()
    note: str = ""
    prepared: Prepared | None = None


@dataclass(frozen=True, slots=True)
class WaivePart:
    """The part of `unit` is not waited for, with a reason."""

    assignment: int
    unit: str
    actor: Actor
    reason: str = field(default="")


def attach(desk: Desk, orders: Sequence[Submission], *, at: datetime) -> list[Submitted]:
    """Keep evidence and figures without handing the assignment in yet. All or none."""
    return _take(desk, orders, Verb.ATTACH, at)


def submit(desk: Desk, orders: Sequence[Submission], *, at: datetime) -> list[Submitted]:
    """Hand assignments in, with what is attached now or before. All or none; a file refused names itself.

    After a return it goes straight back to the stage that returned it. The day of the first submission counts for
    lateness until a whole return resets it.
    """
    return _take(desk, orders, Verb.SUBMIT, at)


def _take(desk: Desk, orders: Sequence[Submission], verb: Verb, at: datetime) -> list[Submitted]:
    with desk.database.transaction() as connection:
        numbers = [order.assignment for order in orders]
        each_once(numbers)
        found = cases_for(desk, connection, orders, at)
        given = standing.evidence_of(connection, numbers)
        parts = standing.parts_of(connection, numbers)
        figures = standing.figures_of(connection, numbers) if verb is Verb.SUBMIT else {}
        took = Intake(desk.files, at)
        deeds, results = [], []
        for order in orders:
            case, before = found[order.assignment], given.get(order.assignment, [])
            # The stage and the side are decided before any file is looked at; what is missing, after.
            case.decide(Verb.ATTACH, order.actor)
            given_now = (*order.items, *prepared_items(desk, connection, order))
            items = took.items(case, order.actor, given_now, before)
            took.figures(case, order.figures)
            sets: dict[str, object] = {}
            if verb is Verb.SUBMIT:
                missing = still_missing(case, items.standing, order.figures, figures.get(order.assignment, []))
                open_parts = tuple(p.unit_name for p in parts.get(order.assignment, []) if p.state == PartState.ASKED)
                move = case.decide(Verb.SUBMIT, order.actor, missing=missing, open_parts=open_parts)
                sets = _submitted(case, order, items.latest_effective)
                target = case.row.returned_from or move.target
                moved = moves.Moved(case.id, case.row.stage, target, kind_of(case.definition.workflow, target), sets)
            else:
                moved = case.stays({})
            detail = {"items": items.told, "figures": [figure.told for figure in order.figures]}
            deeds.append((case.act(verb, order.actor, order.note, detail), [moved]))
            results.append(Submitted(order.assignment, items.warnings))
        took.keep(connection, dict(zip(numbers, moves.record(connection, deeds), strict=True)))
        used(connection, orders)
    return results


def _submitted(case: Case, order: Submission, latest: object) -> dict[str, object]:
    return {
        "received_on": case.row.received_on or case.today,
        "effective_on": latest or case.row.effective_on,
        "returned": False,
        "returned_from": None,
        "resubmit_by": None,
        "opened_at": None,
        "submitter": order.actor.id,
        "owner": case.row.owner or order.actor.id,
        "self_score": in_hundredths(order.self_score) if order.self_score is not None else case.row.self_score,
    }


def take_back(desk: Desk, orders: Sequence[TakeBack], *, at: datetime) -> None:
    """Take submissions back, all or none; evidence stays attached. Raises Refused once a reviewer has opened one."""
    with desk.database.transaction() as connection:
        found = cases_for(desk, connection, orders, at)
        deeds = []
        for order in orders:
            case = found[order.assignment]
            move = case.decide(Verb.TAKE_BACK, order.actor)
            act = case.act(Verb.TAKE_BACK, order.actor, order.reason)
            deeds.append((act, [case.goes(move, {"received_on": None, "submitter": None})]))
        moves.record(connection, deeds)
        intake.end_reviews(connection, [order.assignment for order in orders])


def part_in(desk: Desk, orders: Sequence[PartIn], *, at: datetime) -> None:
    """Cooperating units hand in their parts, all or none. Raises Forbidden for a unit that was not asked."""
    with desk.database.transaction() as connection:
        numbers = [order.assignment for order in orders]
        found, parts = cases_for(desk, connection, orders, at), standing.parts_of(connection, numbers)
        for order in orders:
            case = found[order.assignment]
            asked = [part.unit_id for part in parts.get(order.assignment, [])]
            case.decide(Verb.PART_IN, order.actor, parts=asked)
            took = Intake(desk.files, at)
            given = (*order.items, *prepared_items(desk, connection, order))
            items = took.items(case, order.actor, given, [], any_requirement=True)
            act = case.act(Verb.PART_IN, order.actor, order.note, {"items": items.told})
            [act_id] = moves.record(connection, [(act, [case.stays({})])])
            took.keep(connection, {case.id: act_id})
            intake.set_part(connection, case.id, order.actor.unit, PartState.IN, order.note, act_id)
        used(connection, orders)


def waive_part(desk: Desk, order: WaivePart, *, at: datetime) -> None:
    """Do without a cooperating unit's part. Raises Invalid when that unit was not asked for one."""
    with desk.database.transaction() as connection:
        case = case_for(desk, connection, order.assignment, order.actor, at)
        case.decide(Verb.PART_WAIVE, order.actor, reason=order.reason)
        unit = _asked(connection, case, order.unit)
        act = case.act(Verb.PART_WAIVE, order.actor, order.reason, {"unit": unit})
        [act_id] = moves.record(connection, [(act, [case.stays({})])])
        intake.set_part(connection, case.id, unit, PartState.WAIVED, order.reason, act_id)


def _asked(connection: Connection, case: Case, name: str) -> str:
    """The id of a cooperating unit given by id or name."""
    asked = standing.parts_of(connection, [case.id]).get(case.id, [])
    for part in asked:
        if name in (part.unit_id, part.unit_name):
            return str(part.unit_id)
    raise Invalid(
        "no-such-part",
        N_("“{unit}” was not asked for a part in this assignment."),
        hint=N_("Asked were: {asked}."),
        unit=name,
        asked="、".join(part.unit_name for part in asked) or "-",
    )
