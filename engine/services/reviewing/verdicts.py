"""What reviewers have before them: the cases, their evidence, the verdicts so far, and what a verdict would do."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from engine.domain.actor import Actor
from engine.domain.definition.scoring import Rubric
from engine.domain.evidence import evidence_digest
from engine.domain.lifecycle import Move
from engine.domain.vocabulary import ItemState, StageKind, Verb
from engine.errors import Invalid, Refused
from engine.services.cases import Case, each_once
from engine.services.desk import Desk
from engine.services.reviewing import judging
from engine.services.reviewing.judging import Approval
from engine.services.seeing import Ordered, cases_for
from engine.services.work.handed_in import as_item
from engine.store import moves
from engine.store.database import Connection
from engine.store.work import intake, standing
from engine.wording import N_

APPROVED: Final = "approved"
RETURNED: Final = "returned"


@dataclass(frozen=True, slots=True)
class Return:
    """`actor` returns the whole, or only the named pieces; the reason is obligatory.

    `evidence` and `stage` as in Approval.
    """

    assignment: int
    actor: Actor
    reason: str
    items: tuple[int, ...] = ()
    evidence: str = ""
    stage: str = ""


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


@dataclass(frozen=True)
class Sheet:
    """What the reviewers have before them: the cases, their evidence and the verdicts so far."""

    cases: Mapping[int, Case]
    evidence: Mapping[int, list[Any]]
    reviews: Mapping[int, list[Any]]
    digests: dict[int, str] = field(default_factory=dict)

    @classmethod
    def read(cls, desk: Desk, connection: Connection, orders: Sequence[Ordered], at: datetime) -> Sheet:
        """Raises NotFound, Forbidden for an actor who may not see theirs, Invalid for one that stands there twice."""
        numbers = [order.assignment for order in orders]
        found = cases_for(desk, connection, orders, at)
        each_once(numbers)
        return cls(
            found,
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
        """A verdict as the record keeps it."""
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

    def weigh_approval(self, order: Approval) -> tuple[Move, Reviewed]:
        """The move this approval makes once its quorum is reached, and where the review stands with it.

        Everything that forbids it is raised here, so that a preview says what would happen.
        """
        case = self.cases[order.assignment]
        earlier = self.approvals(case)
        twice = order.actor.id in {reviewer for reviewer, _ in earlier}
        move = self._decide(case, Verb.APPROVE, order.actor, order.stage, already_reviewed=twice)
        stage = case.definition.workflow.stage(case.row.stage)
        here = sum(stage_id == case.row.stage for _, stage_id in earlier)
        result = Reviewed(case.id, here + 1, stage.needed if stage else 1)
        self._check_seen(case, order.evidence)
        judging.check_judged(case, order)
        if result.closed and move.target_kind is not StageKind.REVIEW:
            self._check_rubric(case, order)
        return move, result

    def weigh_return(self, order: Return) -> Move:
        """The move this return makes; whatever forbids it is raised."""
        case = self.cases[order.assignment]
        move = self._decide(case, Verb.RETURN, order.actor, order.stage, reason=order.reason)
        self._check_seen(case, order.evidence)
        self._check_items(case, order.items)
        return move

    def _decide(self, case: Case, verb: Verb, actor: Actor, seen: str, **more: Any) -> Move:
        """A verdict is on the stage that was looked at: somebody else may have decided meanwhile.

        Who may not decide at all is told that, and not where it stands.
        """
        moved = bool(seen) and seen != case.row.stage
        try:
            move = case.decide(verb, actor, **more)
        except Refused:
            if not moved:
                raise
        if moved:
            raise moves.moved_meanwhile()
        return move

    def _check_seen(self, case: Case, seen: str) -> None:
        """A verdict is on the evidence that was looked at, not on what has come in since."""
        if seen and seen != self.digest(case):
            raise Refused(
                "evidence-changed",
                N_("The evidence has changed since you opened this page, so your verdict was not recorded."),
                hint=N_("Look at what is there now, then decide again."),
            )

    def _check_rubric(self, case: Case, order: Approval) -> None:
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
        """The pieces of these assignments that nobody has judged yet."""
        return [row.id for number in numbers for row in self.evidence.get(number, []) if row.state == ItemState.PENDING]

    def _check_items(self, case: Case, items: Sequence[int]) -> None:
        there = {row.id for row in self.evidence.get(case.id, []) if row.state != ItemState.REPLACED}
        if stray := set(items) - there:
            raise Invalid(
                "no-such-evidence",
                N_("There is no piece of evidence {number} in this assignment."),
                hint=N_("Look at the assignment for the numbers."),
                number=sorted(stray)[0],
            )

    def mark_returned(self, connection: Connection, order: Return) -> None:
        """Mark the faulty pieces, all of them where none is named, and the good ones beside them."""
        rows = [row for row in self.evidence.get(order.assignment, []) if row.state != ItemState.REPLACED]
        faulty = [row.id for row in rows if not order.items or row.id in order.items]
        good = [row.id for row in rows if row.id not in faulty and row.state == ItemState.PENDING]
        intake.mark_items(connection, faulty, ItemState.RETURNED, order.reason)
        intake.mark_items(connection, good, ItemState.APPROVED)

    def notice(self, template: str, number: int, act: int, reason: str = "") -> dict[str, object]:
        """A notice to whoever handed it in."""
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
