"""销号 and 终止: the office closes what is scored, withdraws what no longer holds, reopens both; anybody comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.domain.actor import Actor
from engine.domain.vocabulary import Verb
from engine.services.cases import Case
from engine.services.desk import Desk
from engine.services.seeing import case_for
from engine.services.together import Deed, do_for_all
from engine.store import moves
from engine.store.database import Connection
from engine.store.word import outbox
from engine.store.work import intake, standing


@dataclass(frozen=True, slots=True)
class CloseOut:
    """`actor` closes a scored assignment."""

    assignment: int
    actor: Actor
    note: str = ""


def close_out(desk: Desk, orders: Sequence[CloseOut], *, at: datetime) -> None:
    """Close scored assignments, all or none. The colour they earned stays."""
    with desk.database.transaction() as connection:
        close_out_within(desk, connection, orders, at=at)


def close_out_within(desk: Desk, connection: Connection, orders: Sequence[CloseOut], *, at: datetime) -> None:
    """The same inside a transaction that has something to do before or after it."""
    do_for_all(desk, connection, orders, _closing, at=at)


def _closing(case: Case, order: CloseOut) -> Deed:
    move = case.decide(Verb.CLOSE_OUT, order.actor)
    return case.act(Verb.CLOSE_OUT, order.actor, order.note), [case.goes(move)]


@dataclass(frozen=True, slots=True)
class Ending:
    """`actor` withdraws or reopens an assignment, for a reason."""

    assignment: int
    actor: Actor
    reason: str


def terminate(desk: Desk, assignment: int, actor: Actor, reason: str, *, at: datetime) -> None:
    """Withdraw an assignment with a reason and tell its unit; its evidence stays in the archive."""
    with desk.database.transaction() as connection:
        terminate_within(desk, connection, [Ending(assignment, actor, reason)], at=at)


def terminate_within(desk: Desk, connection: Connection, orders: Sequence[Ending], *, at: datetime) -> None:
    """The same for many, all or none, inside a transaction that has something to do before or after it."""
    do_for_all(desk, connection, orders, _ending, _ended, at=at)


def _ending(case: Case, order: Ending) -> Deed:
    move = case.decide(Verb.TERMINATE, order.actor, reason=order.reason)
    return case.act(Verb.TERMINATE, order.actor, order.reason), [case.goes(move)]


def _ended(case: Case, order: Ending, act: int) -> Iterator[Mapping[str, object]]:
    """The unit is told, and the cooperating units, whose parts have ended with it."""
    for whom, key in (("act", ""), ("parts", f"parts-told/{act}")):
        more = {"audience": f"{whom}:{act}", "params": {"reason": order.reason}}
        yield outbox.letter("withdrawn", act, case.row.programme, case.today, case.at, more, key=key)


def comment(desk: Desk, assignment: int, actor: Actor, words: str, *, at: datetime) -> None:
    """Say something to an assignment; it stays where it is, and the history keeps the words."""
    with desk.database.transaction() as connection:
        case = case_for(desk, connection, assignment, actor, at)
        parts = [part.unit_id for part in standing.parts_of(connection, [assignment]).get(assignment, [])]
        case.decide(Verb.COMMENT, actor, parts=parts, reason=words)
        moves.record(connection, [(case.act(Verb.COMMENT, actor, words), [case.stays()])])


def reopen(desk: Desk, assignment: int, actor: Actor, reason: str, *, at: datetime) -> None:
    """Take a score, a close-out or a withdrawal back: the unit may hand in again. The history keeps the old score."""
    with desk.database.transaction() as connection:
        reopen_within(desk, connection, [Ending(assignment, actor, reason)], at=at)


def reopen_within(desk: Desk, connection: Connection, orders: Sequence[Ending], *, at: datetime) -> None:
    """The same for many, all or none, inside a transaction that has something to do before or after it."""
    do_for_all(desk, connection, orders, _reopening, at=at)
    for order in orders:
        intake.end_reviews(connection, [order.assignment])
        intake.unjudge(connection, order.assignment)


def _reopening(case: Case, order: Ending) -> Deed:
    move = case.decide(Verb.REOPEN, order.actor, reason=order.reason)
    act = case.act(Verb.REOPEN, order.actor, order.reason, {"score": case.row.score})
    return act, [case.goes(move, _anew(case))]


def _anew(case: Case) -> dict[str, object]:
    within = case.office.catalog.programme.defaults.resubmit_within
    return {
        "score": None,
        "vetoed": False,
        "settled": False,
        "returned": case.row.received_on is not None,
        "returned_from": None,
        "resubmit_by": case.office.calendar.add(case.today, within) if case.row.received_on else None,
    }
