"""复核: open, approve, or return, whole or item by item; nobody reviews their own unit's work."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.domain.actor import Actor
from engine.domain.definition.scoring import Rubric
from engine.domain.evidence import evidence_digest
from engine.domain.vocabulary import ItemState, StageKind, Verb
from engine.errors import Invalid, Refused
from engine.services import judging
from engine.services.cases import Case, cases, each_once
from engine.services.desk import Desk
from engine.services.handed_in import as_item
from engine.services.judging import Approval
from engine.store import intake, moves, outbox, standing
from engine.store.database import Connection
from engine.wording import N_

__all__ = ["APPROVED", "RETURNED", "Approval", "Return", "Reviewed", "approve", "open_review", "send_back"]

APPROVED, RETURNED = "approved", "returned"


@dataclass(frozen=True, slots=True)
class Return:
    """`actor` returns the whole, or only the named pieces; the reason is obligatory. `evidence` as in Approval."""

    assignment: int
    actor: Actor
    reason: str
    items: tuple[int, ...] = ()
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Where the review stands after this approval: how many of how many, and whether it is closed."""

    assignment: int
    approvals: int
    needed: int

    @property
    def closed(self) -> bool:
        """Whether the quorum is reached."""
        return self.approvals >= self.needed


def open_review(desk: Desk, assignment: int, actor: Actor, *, at: datetime) -> None:
    """A reviewer opens it: from now on it can no longer be taken back. Opening it again changes nothing."""
    with desk.database.transaction() as connection:
        case = cases(desk, connection, [assignment], at)[assignment]
        case.decide(Verb.OPEN_REVIEW, actor)
        if case.row.opened_at is None:
            moves.record(connection, [(case.act(Verb.OPEN_REVIEW, actor), [case.stays({"opened_at": at})])])


def approve(desk: Desk, orders: Sequence[Approval], *, at: datetime) -> list[Reviewed]:
    """Approve, all or none. An assignment moves on at its quorum; an approval is bound to the evidence seen."""
    with desk.database.transaction() as connection:
        sheet = _Sheet.read(desk, connection, [order.assignment for order in orders], at)
        deeds, results, final = [], [], set()
        for order in orders:
            case = sheet.cases[order.assignment]
            stage = case.definition.workflow.stage(case.row.stage)
            earlier = sheet.approvals(case)
            seen_by = {reviewer for reviewer, _ in earlier}
            move = case.decide(Verb.APPROVE, order.actor, already_reviewed=order.actor.id in seen_by)
            here = sum(stage_id == case.row.stage for _, stage_id in earlier)
            result = Reviewed(case.id, here + 1, stage.needed if stage else 1)
            detail = {"evidence": sheet.digest(case), "stage": case.row.stage, **judging.told(order)}
            moved = case.goes(move, {"opened_at": None}) if result.closed else case.stays({"opened_at": at})
            sheet.check_seen(case, order.evidence)
            judging.check_judged(case, order)
            if moved.kind is not StageKind.REVIEW:
                sheet.check_rubric(case, order)
                final.add(case.id)
            deeds.append((case.act(Verb.APPROVE, order.actor, order.note, detail), [moved]))
            results.append(result)
        done = list(zip(orders, moves.record(connection, deeds), strict=True))
        verdicts = [sheet.verdict(order.assignment, order.actor, APPROVED, order.note, act) for order, act in done]
        intake.add_reviews(connection, verdicts)
        intake.judge(connection, [row for order, act in done for row in judging.judgements(order, act)])
        intake.mark_items(connection, sheet.pending(final), ItemState.APPROVED)
        told = [(order.assignment, act) for order, act in done if order.assignment in final]
        outbox.enqueue(connection, [sheet.notice("approved", number, act) for number, act in told])
    return results


def send_back(desk: Desk, orders: Sequence[Return], *, at: datetime) -> None:
    """Return, all or none: whole, or only the faulty pieces, when the others stay approved (story 3).

    One return sends it back at once whatever the quorum (story 11). A whole return resets the day it came in.
    """
    with desk.database.transaction() as connection:
        sheet = _Sheet.read(desk, connection, [order.assignment for order in orders], at)
        deeds = []
        for order in orders:
            case = sheet.cases[order.assignment]
            move = case.decide(Verb.RETURN, order.actor, reason=order.reason)
            sheet.check_seen(case, order.evidence)
            sheet.check_items(case, order.items)
            within = case.office.catalog.programme.defaults.resubmit_within
            sets: dict[str, object] = {
                "returned": True,
                "returned_from": case.row.stage,
                "resubmit_by": case.office.calendar.add(case.today, within),
                "received_on": case.row.received_on if order.items else None,
                "opened_at": None,
            }
            detail = {"items": list(order.items), "evidence": sheet.digest(case), "stage": case.row.stage}
            deeds.append((case.act(Verb.RETURN, order.actor, order.reason, detail), [case.goes(move, sets)]))
        acts = moves.record(connection, deeds)
        intake.add_reviews(
            connection,
            [
                sheet.verdict(order.assignment, order.actor, RETURNED, order.reason, act)
                for order, act in zip(orders, acts, strict=True)
            ],
        )
        for order in orders:
            sheet.mark_returned(connection, order)
        intake.end_reviews(connection, [order.assignment for order in orders])
        outbox.enqueue(
            connection,
            [
                sheet.notice("returned", order.assignment, act, order.reason)
                for order, act in zip(orders, acts, strict=True)
            ],
        )


@dataclass(frozen=True)
class _Sheet:
    """What the reviewers have before them: the cases, their evidence and the verdicts so far."""

    cases: Mapping[int, Case]
    evidence: Mapping[int, list[Any]]
    reviews: Mapping[int, list[Any]]
    digests: dict[int, str] = field(default_factory=dict)

    @classmethod
    def read(cls, desk: Desk, connection: Connection, numbers: Sequence[int], at: datetime) -> _Sheet:
        each_once(numbers)
        return cls(
            cases(desk, connection, numbers, at),
            standing.evidence_of(connection, numbers),
            standing.reviews_of(connection, numbers),
        )

    def digest(self, case: Case) -> str:
        """What is there now, as one digest; worked out once a case."""
        if case.id not in self.digests:
            items = (as_item(row._asdict()) for row in self.evidence.get(case.id, []))
            self.digests[case.id] = evidence_digest(items)
        return self.digests[case.id]

    def approvals(self, case: Case) -> set[tuple[str, str]]:
        """Who has approved exactly what is there now, and at which stage: two levels want two people."""
        seen = self.digest(case)
        return {
            (row.reviewer, row.stage)
            for row in self.reviews.get(case.id, [])
            if row.valid and row.verdict == APPROVED and row.evidence_digest == seen
        }

    def verdict(self, number: int, actor: Actor, verdict: str, reason: str, act: int) -> dict[str, object]:
        case = self.cases[number]
        return {
            "assignment_id": number,
            "stage": case.row.stage,
            "reviewer": actor.id,
            "verdict": verdict,
            "reason": reason,
            "evidence_digest": self.digest(case),
            "valid": True,
            "act_id": act,
        }

    def check_seen(self, case: Case, seen: str) -> None:
        """A verdict is on the evidence that was looked at, not on what has come in since."""
        if seen and seen != self.digest(case):
            raise Refused(
                "evidence-changed",
                N_("The evidence has changed since you opened this page, so your verdict was not recorded."),
                hint=N_("Look at what is there now, then decide again."),
            )

    def check_rubric(self, case: Case, order: Approval) -> None:
        """Where the reviewer gives the points, the last approval wants them."""
        if isinstance(case.milestone.score, Rubric) and order.rubric is None:
            raise Refused(
                "points-wanted",
                N_("“{title}” is scored by its reviewer, and no points were given."),
                hint=N_("Approve it with its points, from 0 to {points}."),
                title=case.definition.title,
                points=f"{case.row.points / 100:.2f}",
            )

    def pending(self, numbers: Collection[int]) -> list[int]:
        return [row.id for number in numbers for row in self.evidence.get(number, []) if row.state == ItemState.PENDING]

    def check_items(self, case: Case, items: Sequence[int]) -> None:
        there = {row.id for row in self.evidence.get(case.id, []) if row.state != ItemState.REPLACED}
        if stray := set(items) - there:
            raise Invalid(
                "no-such-evidence",
                N_("There is no piece of evidence {number} in this assignment."),
                hint=N_("Look at the assignment for the numbers."),
                number=sorted(stray)[0],
            )

    def mark_returned(self, connection: Connection, order: Return) -> None:
        rows = [row for row in self.evidence.get(order.assignment, []) if row.state != ItemState.REPLACED]
        faulty = [row.id for row in rows if not order.items or row.id in order.items]
        good = [row.id for row in rows if row.id not in faulty and row.state == ItemState.PENDING]
        intake.mark_items(connection, faulty, ItemState.RETURNED, order.reason)
        intake.mark_items(connection, good, ItemState.APPROVED)

    def notice(self, template: str, number: int, act: int, reason: str = "") -> dict[str, object]:
        case = self.cases[number]
        return {
            "dedupe_key": f"{template}/{act}/{number}",
            "programme": case.row.programme,
            "notice": template,
            "person": case.row.submitter,
            "unit_id": case.row.unit_id,
            "assignment_id": number,
            "act_id": act,
            "as_of": case.today,
            "next_at": case.at,
            "params": {"reason": reason} if reason else None,
        }
