"""What simulated people do on a day, in batches, each order in its own person's name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from engine.domain.actor import Actor
from engine.domain.definition.scoring import Rubric
from engine.domain.vocabulary import ItemState, PartState, RequestKind, StageKind
from engine.services.cases import Case
from engine.services.desk import Desk
from engine.services.rehearsal import specimens
from engine.services.rehearsal.people import People
from engine.services.rehearsal.temperament import Temperament
from engine.services.reviewing.review import Approval, Return, approve, send_back
from engine.services.work.accept import Accept, accept
from engine.services.work.extend import Ask, Decision, ask_for, decide
from engine.services.work.handed_in import Item
from engine.services.work.submit import PartIn, Submission, WaivePart, part_in, submit, waive_part
from engine.store.work import standing

_BATCH = 4000


@dataclass
class Acting:
    """The people at work."""

    desk: Desk
    people: People
    manners: Mapping[int, Temperament]
    returned: set[int] = field(default_factory=set)

    def accept(self, live: Sequence[Case], at: datetime) -> None:
        """Units take their assignments on."""
        orders = [
            Accept(case.id, clerk)
            for case in live
            if case.row.stage_kind == StageKind.ASSIGN and (clerk := self.people.clerk(case.row.unit_id))
        ]
        for start in range(0, len(orders), _BATCH):
            accept(self.desk, orders[start : start + _BATCH], at=at)

    def ask(self, live: Sequence[Case], at: datetime) -> None:
        """Some ask for more time a day before it is due; the office grants a week."""
        for case in live:
            clerk, desk = self.people.clerk(case.row.unit_id), self.people.desk_of(case)
            if clerk is None or not desk or case.row.due_on is None or case.row.stage_kind not in _WITH_UNIT:
                continue
            wanted = case.row.due_on + timedelta(days=7)
            number = ask_for(
                self.desk, Ask(case.id, clerk, RequestKind.EXTENSION, "人手不足，申请延期（演练）", wanted), at=at
            )
            decide(self.desk, Decision(number, desk[-1], True, "同意（演练）"), at=at + timedelta(hours=1))

    def submit(self, live: Sequence[Case], at: datetime) -> list[Case]:
        """Units hand in, helpers first; what was returned is mended. Returns what now waits for review."""
        ready = [case for case in live if case.row.stage_kind in _WITH_UNIT and self.people.clerk(case.row.unit_id)]
        numbers = [case.id for case in ready]
        with self.desk.database.reading() as connection:
            parts = standing.parts_of(connection, numbers)
            evidence = standing.evidence_of(connection, [c.id for c in ready if c.row.returned])
        self._parts(ready, parts, at)
        orders = [self._submission(case, evidence.get(case.id, [])) for case in ready]
        for start in range(0, len(orders), _BATCH):
            submit(self.desk, orders[start : start + _BATCH], at=at)
        return ready

    def review(self, live: Sequence[Case], at: datetime) -> tuple[list[int], list[int]]:
        """Reviewers approve or return; returns what another stage must see, and what the units must mend."""
        waiting = [case for case in live if case.row.stage_kind == StageKind.REVIEW]
        numbers = [case.id for case in waiting]
        suspect = [n for n in numbers if n not in self.returned and (self.manners[n].faulty or self.manners[n].wrong)]
        with self.desk.database.reading() as connection:
            evidence = standing.evidence_of(connection, suspect)
            reviews = standing.reviews_of(connection, numbers)
        returns, approvals = [], []
        for case in waiting:
            seen = {row.reviewer for row in reviews.get(case.id, []) if row.valid and row.verdict == "approved"}
            free = [p for p in self.people.reviewers(case) if p.id not in seen and p.id != case.row.submitter]
            stage = case.definition.workflow.stage(case.row.stage)
            if not free or stage is None or free[0].unit == case.row.unit_id:
                continue
            if (back := self._return(case, evidence.get(case.id, []), free[0])) is not None:
                returns.append(back)
            else:
                approvals.append((case, free[: stage.needed]))
        for start in range(0, len(returns), _BATCH):
            send_back(self.desk, returns[start : start + _BATCH], at=at)
        return self._approve(approvals, at), [order.assignment for order in returns]

    def _approve(self, approvals: Sequence[tuple[Case, list[Actor]]], at: datetime) -> list[int]:
        again = []
        for turn in range(max((len(people) for _, people in approvals), default=0)):
            orders = [self._approval(case, people[turn]) for case, people in approvals if turn < len(people)]
            for start in range(0, len(orders), _BATCH):
                approve(self.desk, orders[start : start + _BATCH], at=at + timedelta(minutes=turn))
        for case, _ in approvals:
            following = case.definition.workflow.after(case.row.stage)
            if following is not None and following.kind is StageKind.REVIEW:
                again.append(case.id)
        return again

    def _approval(self, case: Case, reviewer: Actor) -> Approval:
        rubric = None
        if isinstance(case.milestone.score, Rubric):
            share = Decimal(80 + self.manners[case.id].luck % 21) / 100
            rubric = (Decimal(case.row.points) / 100 * share).quantize(Decimal("0.01"))
        return Approval(case.id, reviewer, "", rubric)

    def _return(self, case: Case, evidence: Sequence[Any], reviewer: Actor) -> Return | None:
        """The first look at faulty work sends it back: one piece of it, or the whole."""
        how = self.manners[case.id]
        if case.id in self.returned or not (how.faulty or how.wrong):
            return None
        self.returned.add(case.id)
        pieces = [row.id for row in evidence if row.state == ItemState.PENDING]
        if how.wrong or not pieces:
            return Return(case.id, reviewer, "与要求不符，请重新报送（演练）")
        return Return(case.id, reviewer, "该件不清晰，请补正（演练）", (pieces[0],))

    def _submission(self, case: Case, evidence: Sequence[Any]) -> Submission:
        clerk = self.people.clerk(case.row.unit_id)
        assert clerk is not None
        latest = min(case.today, case.row.window_to)
        effective = max(latest, min(case.row.window_from, case.today))
        how = self.manners[case.id]
        if case.row.returned:
            faulty = {row.requirement for row in evidence if row.state == ItemState.RETURNED}
            mended = tuple(self._mended(case, requirement, evidence, effective) for requirement in sorted(faulty))
            return Submission(case.id, clerk, tuple(item for group in mended for item in group))
        return Submission(
            case.id,
            clerk,
            specimens.items(case.milestone, effective, case.row.window_from, how),
            specimens.figures(case.milestone, how),
        )

    def _mended(self, case: Case, requirement: str, evidence: Sequence[Any], effective: Any) -> list[Item]:
        """A new piece for each returned one of a requirement, on the day the old one spoke of."""
        wanted = case.milestone.wanted(requirement)
        assert wanted is not None
        return [
            specimens.replacement(wanted, row.effective_on)
            for row in evidence
            if row.requirement == requirement and row.state == ItemState.RETURNED
        ]

    def _parts(self, ready: Sequence[Case], parts: Mapping[int, Sequence[Any]], at: datetime) -> None:
        """Helpers hand in their part; where nobody can, the lead goes on without, with a reason."""
        for case in ready:
            for part in parts.get(case.id, ()):
                if part.state != PartState.ASKED:
                    continue
                helper, clerk = self.people.clerk(part.unit_id), self.people.clerk(case.row.unit_id)
                if helper is not None and self.manners[case.id].luck % 13:
                    part_in(self.desk, [PartIn(case.id, helper, note="已配合完成（演练）")], at=at)
                elif clerk is not None:
                    waive_part(
                        self.desk, WaivePart(case.id, part.unit_id, clerk, "未按时报送，先行办理（演练）"), at=at
                    )


_WITH_UNIT = (StageKind.ASSIGN, StageKind.COLLECT)
