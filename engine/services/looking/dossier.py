"""An assignment on one page for one person: what is wanted item by item, what is in, and what they may do now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.domain.actor import Actor
from engine.domain.admission import ACCEPTED
from engine.domain.definition.wanted import EvidenceWanted, Measure
from engine.domain.evidence import evidence_digest
from engine.domain.lifecycle import moves_of, stage_title
from engine.domain.vocabulary import EvidenceKind, ItemState, PartState, StageKind, Verb
from engine.errors import Forbidden, NotFound, Refused
from engine.services.cases import Case
from engine.services.desk import Desk
from engine.services.looking.ask import AssignmentRow, listed
from engine.services.looking.lights import Lamp
from engine.services.looking.remember import ActLine, lines
from engine.services.seeing import case_for
from engine.services.work.handed_in import as_item, still_missing
from engine.store.looking import views
from engine.store.work import owning, standing
from engine.wording import N_


@dataclass(frozen=True, slots=True)
class WantedItem:
    """One requirement with the pieces that are there, newest last; replaced ones stay in `earlier`."""

    wanted: EvidenceWanted
    pieces: tuple[Mapping[str, Any], ...]
    earlier: tuple[Mapping[str, Any], ...]

    @property
    def types(self) -> tuple[str, ...]:
        """The extensions of files it takes; empty for what is written."""
        return self.wanted.accept or ACCEPTED.get(self.wanted.kind, ())

    @property
    def enough(self) -> bool:
        """Whether as many are in as are wanted, none of them returned."""
        good = [piece for piece in self.pieces if piece["state"] != ItemState.RETURNED]
        return len(good) >= self.wanted.min


@dataclass(frozen=True, slots=True)
class Part:
    """What a cooperating unit was asked for."""

    unit: str
    unit_name: str
    state: PartState
    reason: str
    pieces: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of the workflow: passed, where it stands now, or to come."""

    title: str
    state: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything on the page. `may`: verbs open to this person now; `refusals`: why not, for those of their side.

    `unassessed`: approved, without a due date, and therefore not scored before `assess_on`.
    """

    row: AssignmentRow
    year: int
    requirement: str
    time_text: str
    continuous: bool
    assess_on: date
    unassessed: bool
    window: tuple[date, date]
    steps: tuple[Step, ...]
    items: tuple[WantedItem, ...]
    measures: tuple[tuple[Measure, Mapping[str, tuple[int, int]]], ...]
    parts: tuple[Part, ...]
    requests: tuple[Mapping[str, Any], ...]
    verdicts: tuple[Mapping[str, Any], ...]
    evidence: str
    needed: int
    missing: tuple[str, ...]
    acts: tuple[ActLine, ...]
    may: frozenset[Verb]
    refusals: Mapping[Verb, str]
    owner: str | None
    colleagues: tuple[tuple[str, str], ...]
    returned: bool
    resubmit_by: date | None
    first_due_on: date | None
    self_score: int | None
    today: date

    @property
    def part_types(self) -> tuple[str, ...]:
        """The extensions of files that a cooperating unit's part takes."""
        return ACCEPTED[EvidenceKind.DOCUMENT]

    @property
    def open_requests(self) -> tuple[Mapping[str, Any], ...]:
        """Requests that wait for a decision."""
        return tuple(one for one in self.requests if not one["decision"])


def dossier(desk: Desk, assignment: int, actor: Actor, *, at: datetime) -> Dossier:
    """One assignment for `actor`. Raises NotFound for an unknown number, Forbidden for one they may not see."""
    with desk.database.reading() as connection:
        case = case_for(desk, connection, assignment, actor, at)
        evidence = [row._asdict() for row in standing.evidence_of(connection, [assignment]).get(assignment, [])]
        figures = standing.figures_of(connection, [assignment]).get(assignment, [])
        parts = standing.parts_of(connection, [assignment]).get(assignment, [])
        reviews = standing.reviews_of(connection, [assignment]).get(assignment, [])
        there = [as_item(row) for row in evidence if row["state"] != ItemState.REPLACED]
        missing = still_missing(case, there, (), figures)
        waiting = tuple(part.unit_name for part in parts if part.state == PartState.ASKED)
        may, refusals = _verbs(case, actor, missing, waiting, [p.unit_id for p in parts], reviews)
        stage = case.definition.workflow.stage(case.row.stage)
        requests = standing.requests_of(connection, [assignment]).get(assignment, [])
        people = owning.people_of(connection, case.row.unit_id)
        return Dossier(
            row=listed(case, str(Lamp(desk, connection, case.office, case.today).of(case))),
            year=case.row.year,
            requirement=case.definition.requirement,
            time_text=case.definition.time_text,
            continuous=case.continuous,
            assess_on=case.row.assess_on,
            unassessed=(case.row.stage_kind, case.row.due_on) == (StageKind.SCORE, None),
            window=(case.row.window_from, case.row.window_to),
            steps=_steps(case),
            items=_items(case, evidence),
            measures=_measures(case, figures),
            parts=_parts(parts, evidence, case.row.unit_id),
            requests=tuple(row._asdict() for row in requests),
            verdicts=tuple(r._asdict() for r in reviews),
            evidence=evidence_digest(as_item(row) for row in evidence),
            needed=stage.needed if stage is not None else 1,
            missing=(*missing, *waiting),
            acts=tuple(lines(views.acts(connection, assignment, 200), of_one=True)),
            may=may,
            refusals=refusals,
            owner=next((person.name for person in people if person.id == case.row.owner), case.row.owner),
            colleagues=tuple((p.id, p.name) for p in people if p.active),
            returned=bool(case.row.returned),
            resubmit_by=case.row.resubmit_by,
            first_due_on=case.row.first_due_on,
            self_score=case.row.self_score,
            today=case.today,
        )


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A stored file with the name it was handed in under; `media_type` is what its bytes say."""

    name: str
    media_type: str
    content: bytes


def evidence_file(desk: Desk, assignment: int, piece: int, actor: Actor, *, at: datetime) -> HeldFile:
    """The file of one piece of evidence, checked against its digest.

    Raises NotFound when there is none or it is gone, Forbidden when the assignment is none that `actor` may see.
    """
    with desk.database.reading() as connection:
        case_for(desk, connection, assignment, actor, at)
        row = standing.stored_file(connection, assignment, piece)
    if row is None:
        raise NotFound("no-such-file", N_("There is no such file in this assignment."), hint=N_("Load the page again."))
    return HeldFile(row.name or row.sha256[:12], row.media_type, desk.files.get(row.sha256))


def _items(case: Case, evidence: Sequence[Mapping[str, Any]]) -> tuple[WantedItem, ...]:
    found = []
    for wanted in case.milestone.evidence:
        of_it = [row for row in evidence if row["requirement"] == wanted.id]
        found.append(
            WantedItem(
                wanted,
                tuple(row for row in of_it if row["state"] != ItemState.REPLACED),
                tuple(row for row in of_it if row["state"] == ItemState.REPLACED),
            )
        )
    return tuple(found)


def _measures(case: Case, figures: Sequence[Any]) -> tuple[tuple[Measure, Mapping[str, tuple[int, int]]], ...]:
    return tuple(
        (
            measure,
            {row.slice: (int(row.numerator), int(row.denominator)) for row in figures if row.measure == measure.id},
        )
        for measure in case.milestone.measures
    )


def _parts(parts: Sequence[Any], evidence: Sequence[Mapping[str, Any]], lead: str) -> tuple[Part, ...]:
    return tuple(
        Part(
            part.unit_id,
            part.unit_name,
            PartState(part.state),
            part.reason,
            tuple(row for row in evidence if row["unit_id"] == part.unit_id and row["unit_id"] != lead),
        )
        for part in parts
    )


def _steps(case: Case) -> tuple[Step, ...]:
    """The workflow's stages with the end the assignment is at, or `scored` while it is under way."""
    workflow = case.definition.workflow
    order = [stage.id for stage in workflow.stages]
    here = order.index(case.row.stage) if case.row.stage in order else len(order)
    steps = [
        Step(stage.title, "past" if at < here else "here" if at == here else "to-come")
        for at, stage in enumerate(workflow.stages)
    ]
    if here == len(order):
        steps.append(Step(stage_title(workflow, case.row.stage), "here"))
    return tuple(steps)


def _verbs(
    case: Case,
    actor: Actor,
    missing: tuple[str, ...],
    waiting: tuple[str, ...],
    parts: Sequence[str],
    reviews: Sequence[Any],
) -> tuple[frozenset[Verb], dict[Verb, str]]:
    """What this person may do here, and for what their side may do but a need forbids, the sentence that says so."""
    sides = case.sides(actor, parts)
    may, refusals = set(), {}
    for verb, moves in moves_of(case.definition.workflow).items():
        if not any(case.row.stage in move.sources and move.who & sides for move in moves):
            continue
        more: dict[str, Any] = {"reason": "-"}
        if verb is Verb.SUBMIT:
            more |= {"missing": missing, "open_parts": waiting}
        if verb is Verb.APPROVE:
            more["already_reviewed"] = any(
                row.valid and row.reviewer == actor.id and row.verdict == "approved" for row in reviews
            )
        try:
            case.decide(verb, actor, parts=parts, **more)
            may.add(verb)
        except (Refused, Forbidden) as refusal:
            refusals[verb] = str(refusal)
    return frozenset(may), refusals
