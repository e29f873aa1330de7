"""What a score rests on, gathered from the record: the same inputs for scoring and for explaining."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.domain import evidence as rules
from engine.domain.measures import MeasureValue
from engine.domain.scoring import Scored, score
from engine.domain.shares import Inputs
from engine.domain.vocabulary import ItemState, StageKind, Terminal
from engine.errors import Invalid
from engine.services.cases import Case
from engine.services.work.handed_in import as_item
from engine.store.database import Connection
from engine.store.work import standing
from engine.wording import N_


def in_hundredths(points: Decimal) -> int:
    """Points a person gives as the record keeps them. Raises Invalid when they are finer than that (ADR 0005)."""
    if points != round(points, 2):
        raise Invalid(
            "too-fine",
            N_("{points} points are finer than a hundredth of a point."),
            hint=N_("Write them with two decimals, such as 1.25."),
            points=points,
        )
    return int(points * 100)


@dataclass(frozen=True)
class Folder:
    """Everything on record that scores of these assignments rest on."""

    evidence: Mapping[int, list[Any]]
    figures: Mapping[int, list[Any]]
    judgements: Mapping[int, list[Any]]
    reviews: Mapping[int, list[Any]]

    @classmethod
    def read(cls, connection: Connection, numbers: Sequence[int]) -> Folder:
        """Read it set by set."""
        return cls(
            standing.evidence_of(connection, numbers),
            standing.figures_of(connection, numbers),
            standing.judgements_of(connection, numbers),
            standing.reviews_of(connection, numbers),
        )

    def score(self, case: Case) -> Scored:
        """The score by the definition the assignment is under."""
        return score(case.milestone, self.inputs(case))

    def inputs(self, case: Case) -> Inputs:
        """The inputs of one assignment."""
        rows = [row for row in self.evidence.get(case.id, []) if row.state != ItemState.REPLACED]
        items = [as_item(row._asdict()) for row in rows]
        approved, wanted = rules.approved_items(case.milestone, items)
        counting = case.milestone.event_requirement
        window = (case.row.window_from, max(case.row.window_to, case.row.due_on or case.row.window_to))
        events = [
            item
            for item in items
            if counting
            and item.requirement == counting.id
            and item.state is ItemState.APPROVED
            and not rules.outside_window(window, item.effective_on)
        ]
        judged = {row.kind: row for row in self.judgements.get(case.id, [])}
        rubric, bonus, veto = judged.get("rubric"), judged.get("bonus"), judged.get("veto")
        approvers = [row.reviewer for row in self.reviews.get(case.id, []) if row.valid and row.verdict == "approved"]
        return Inputs(
            points=Decimal(case.row.points) / 100,
            approved=is_approved(case),
            late_days=late_days(case),
            measures=self._measures(case),
            items_wanted=wanted,
            items_approved=approved,
            events=len(rules.distinct_events(events)),
            events_wanted=case.milestone.events_wanted,
            rubric=Decimal(rubric.value) / 100 if rubric else None,
            bonus=Decimal(bonus.value) / 100 if bonus else Decimal(0),
            vetoes=(veto.note,) if veto else (),
            self_assessed=Decimal(case.row.self_score) / 100 if case.row.self_score is not None else None,
            evidence=tuple(row.name or row.value for row in rows if row.state == ItemState.APPROVED),
            submitted_by=case.row.submitter or "",
            approved_by="、".join(dict.fromkeys(approvers)),
            rubric_by=rubric.person if rubric else "",
            rubric_reason=rubric.note if rubric else "",
            bonus_by=bonus.person if bonus else "",
            bonus_reason=bonus.note if bonus else "",
            veto_by=veto.person if veto else "",
        )

    def _measures(self, case: Case) -> dict[str, MeasureValue]:
        found: dict[str, MeasureValue] = {}
        for measure in case.milestone.measures:
            rows = {row.slice: row for row in self.figures.get(case.id, []) if row.measure == measure.id}
            parts = {part.id for part in measure.of_which}
            slices = {
                key: (Decimal(row.numerator), Decimal(row.denominator)) for key, row in rows.items() if key in parts
            }
            whole = rows.get("")
            if whole is None:
                found[measure.id] = MeasureValue(slices=slices)
            elif measure.kind == "rate":
                found[measure.id] = MeasureValue(Decimal(whole.numerator), Decimal(whole.denominator), slices=slices)
            else:
                found[measure.id] = MeasureValue(value=Decimal(whole.numerator), slices=slices)
        return found


def is_approved(case: Case) -> bool:
    """Whether the reviews are behind it: a settled assignment was never approved."""
    if case.row.settled:
        return False
    return case.row.stage_kind == StageKind.SCORE or case.row.stage in (Terminal.SCORED, Terminal.CLOSED)


def late_days(case: Case) -> int:
    """Calendar days from the due date (the extended one) to the day it came in; 0 when in time or never due."""
    if case.row.due_on is None or case.row.received_on is None:
        return 0
    late: int = (case.row.received_on - case.row.due_on).days
    return max(late, 0)
