"""An assignment in a list and on one page, with what hangs on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Self

from engine.domain.scoring import Scored
from engine.domain.vocabulary import EvidenceKind, ItemState, Light, PartState, RequestKind, Verb
from engine.services.looking.ask import AssignmentRow
from engine.services.looking.dossier import Dossier, WantedItem
from engine.services.looking.remember import ActLine
from portal.api.models.value import Answered, points


class Assignment(Answered):
    """A unit's duty for one period of an indicator. `days_left`: working days, negative when overdue."""

    id: int
    indicator: str
    number: str
    title: str
    period: str
    unit: str
    unit_name: str
    stage: str
    stage_title: str
    due_on: date | None
    days_left: int | None
    light: Light
    received_on: date | None
    points: str
    score: str | None

    @classmethod
    def of(cls, row: AssignmentRow) -> Self:
        """From a line of a list."""
        plain = {name: getattr(row, name) for name in cls.model_fields if name not in ("points", "score")}
        return cls(**plain, points=points(row.points) or "0.00", score=points(row.score))


class Evidence(Answered):
    """One piece as handed in: a file with a digest, or a written value."""

    id: int
    requirement: str
    unit: str
    kind: EvidenceKind
    name: str
    value: str
    sha256: str | None
    effective_on: date
    received_on: date
    received_at: datetime
    person: str
    state: ItemState
    note: str

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """From a row of evidence."""
        return cls(unit=row["unit_id"], **{name: row[name] for name in cls.model_fields if name != "unit"})


class Wanted(Answered):
    """One item of evidence asked for, with what is there; `earlier` pieces have been replaced."""

    id: str
    title: str
    kind: EvidenceKind
    min: int
    accept: tuple[str, ...]
    max_megabytes: int
    help: str
    enough: bool
    evidence: tuple[Evidence, ...]
    earlier: tuple[Evidence, ...]

    @classmethod
    def of(cls, item: WantedItem) -> Self:
        """From an item of a dossier."""
        plain = {name: getattr(item.wanted, name) for name in ("id", "title", "kind", "min", "accept", "help")}
        return cls(
            **plain,
            max_megabytes=item.wanted.max_megabytes,
            enough=item.enough,
            evidence=tuple(map(Evidence.of, item.pieces)),
            earlier=tuple(map(Evidence.of, item.earlier)),
        )


class Figure(Answered):
    """A reported figure; `slice` is empty for the whole."""

    measure: str
    title: str
    slice: str
    numerator: int
    denominator: int


class Part(Answered):
    """What a cooperating unit was asked for."""

    unit: str
    unit_name: str
    state: PartState
    reason: str
    evidence: tuple[Evidence, ...]


class Request(Answered):
    """What a unit asked of the office; `decision` is empty while it waits."""

    id: int
    assignment: int
    kind: RequestKind
    reason: str
    wanted_due: date | None
    wanted_unit: str | None
    asked_by: str
    asked_on: date
    decision: str
    decided_by: str
    decided_on: date | None

    @classmethod
    def of(cls, row: Any) -> Self:
        """From a row of requests."""
        told = dict(row) if isinstance(row, Mapping) else row._asdict()
        rest = {name: told[name] for name in cls.model_fields if name != "assignment"}
        return cls(assignment=told["assignment_id"], **rest)


class Review(Answered):
    """A reviewer's verdict; `valid` ends when the evidence changes."""

    stage: str
    reviewer: str
    verdict: str
    reason: str
    valid: bool


class Act(Answered):
    """Who did what, when and why. `moved`: from which stage to which, or how many assignments."""

    id: int
    verb: Verb
    actor: str
    at: datetime
    as_of: date
    reason: str
    moved: str
    detail: Any
    digest: str

    @classmethod
    def of(cls, line: ActLine) -> Self:
        """From a line of the history."""
        return cls(**{name: getattr(line, name) for name in cls.model_fields})


class AssignmentPage(Answered):
    """An assignment with everything on it. `may`: what the reader may do now; `refusals`: why not, in a sentence.

    `evidence_digest` binds a verdict to what was looked at: send it back with an approval or a return.
    """

    assignment: Assignment
    year: int
    requirement: str
    time_text: str
    continuous: bool
    window_from: date
    window_to: date
    wanted: tuple[Wanted, ...]
    figures: tuple[Figure, ...]
    parts: tuple[Part, ...]
    requests: tuple[Request, ...]
    reviews: tuple[Review, ...]
    acts: tuple[Act, ...]
    evidence_digest: str
    approvals_needed: int
    missing: tuple[str, ...]
    may: tuple[Verb, ...]
    refusals: dict[Verb, str]
    owner: str | None
    returned: bool
    resubmit_by: date | None
    first_due_on: date | None
    self_score: str | None

    @classmethod
    def of(cls, it: Dossier) -> Self:
        """From a dossier."""
        same = ("year", "requirement", "time_text", "continuous", "missing", "owner", "returned")
        return cls(
            **{name: getattr(it, name) for name in (*same, "resubmit_by", "first_due_on")},
            assignment=Assignment.of(it.row),
            window_from=it.window[0],
            window_to=it.window[1],
            wanted=tuple(map(Wanted.of, it.items)),
            figures=tuple(
                Figure(measure=measure.id, title=measure.title, slice=part, numerator=n, denominator=d)
                for measure, reported in it.measures
                for part, (n, d) in reported.items()
            ),
            parts=tuple(
                Part(
                    unit=part.unit,
                    unit_name=part.unit_name,
                    state=part.state,
                    reason=part.reason,
                    evidence=tuple(map(Evidence.of, part.pieces)),
                )
                for part in it.parts
            ),
            requests=tuple(map(Request.of, it.requests)),
            reviews=tuple(Review(**{name: row[name] for name in Review.model_fields}) for row in it.verdicts),
            acts=tuple(map(Act.of, it.acts)),
            evidence_digest=it.evidence,
            approvals_needed=it.needed,
            may=tuple(sorted(it.may)),
            refusals=dict(it.refusals),
            self_score=points(it.self_score),
        )


class ScoreLine(Answered):
    """One step from rule to points, as a sentence; `amount` in points where the step gives or takes some."""

    what: str
    sentence: str
    amount: str | None


class Score(Answered):
    """A score explained: final = from the rule - deduction + bonus, or 0 under a veto. Points are decimal strings."""

    final: str
    from_rule: str
    deduction: str
    bonus: str
    vetoed: bool
    met: bool
    applicable: bool
    lines: tuple[ScoreLine, ...]

    @classmethod
    def of(cls, scored: Scored) -> Self:
        """From a score."""
        lines = (
            ScoreLine(what=x.what, sentence=x.sentence, amount=None if x.amount is None else f"{x.amount:.2f}")
            for x in scored.lines
        )
        return cls(
            final=f"{scored.final:.2f}",
            from_rule=f"{scored.base:.2f}",
            deduction=f"{scored.deduction:.2f}",
            bonus=f"{scored.bonus:.2f}",
            vetoed=scored.vetoed,
            met=scored.met,
            applicable=scored.applicable,
            lines=tuple(lines),
        )
