"""What a reviewer has beside the evidence: figures against their thresholds, the quorum, and what they may add."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from engine.domain.actor import Actor
from engine.domain.definition.scoring import Rubric
from engine.domain.definition.wanted import Measure
from engine.domain.measures import MeasureValue, judge, percent, plain
from engine.domain.periods import spoken
from engine.domain.vocabulary import StageKind, Verb
from engine.errors import LuoshiError
from engine.services.cases import Case
from engine.services.desk import Desk
from engine.services.reviewing.verdicts import Sheet
from engine.services.scoring.inputs import Folder
from engine.services.seeing import Looked
from engine.store.database import Connection
from engine.store.scoring import reviewing
from engine.wording import N_, say

_REASONS = 8


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure or a part of one as people read it; `before`: what the period before reported, '' without one.

    `counted`: numerator and denominator of a rate. `met` is None where no threshold is named.
    """

    title: str
    reached: str
    counted: str
    wanted: str
    met: bool | None
    before: str
    part: bool


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """A verdict: `standing` says whether it still counts, for what is there now and at the stage it stands at."""

    name: str
    verdict: str
    reason: str
    at: datetime
    standing: bool


@dataclass(frozen=True, slots=True)
class Offered:
    """What the definition offers a reviewer beside yes and no. `points`: the most a rubric can give, in points."""

    rubric: bool
    criteria: tuple[str, ...]
    points: Decimal
    bonus: str
    bonus_most: Decimal
    vetoes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """Everything a verdict is weighed on beside the dossier. `refusal`: why this person cannot approve it, or ''.

    `approved_by`: who has approved what is there now at this stage; `needed`: how many the stage wants.
    """

    figures: tuple[FigureLine, ...]
    before: str
    verdicts: tuple[VerdictLine, ...]
    approved_by: tuple[str, ...]
    needed: int
    offered: Offered
    reasons: tuple[str, ...]
    refusal: str
    stage: str
    opened: bool

    @property
    def quorum(self) -> str:
        """How far the quorum is, in words; '' where one verdict is enough."""
        if self.needed < 2:
            return ""
        names = "、".join(self.approved_by) or say(N_("nobody yet"))
        done = len(self.approved_by)
        return say(N_("{done} of {needed} have approved: {names}."), done=done, needed=self.needed, names=names)


def review_sheet(desk: Desk, assignment: int, actor: Actor, *, at: datetime) -> ReviewSheet:
    """The sheet of one assignment for a person. Raises NotFound, and Forbidden for what they may not see."""
    with desk.database.reading() as connection:
        sheet = Sheet.read(desk, connection, [Looked(assignment, actor)], at)
        case = sheet.cases[assignment]
        earlier = reviewing.figures_before(connection, case.row.indicator, case.row.unit_id, case.row.open_on)
        stage = case.definition.workflow.stage(case.row.stage)
        told, approvers = _verdicts(connection, sheet, case)
        return ReviewSheet(
            figures=tuple(_figures(case, Folder.read(connection, [assignment]), earlier)),
            before=spoken(earlier[0].period) if earlier else "",
            verdicts=told,
            approved_by=approvers,
            needed=stage.needed if stage and stage.kind is StageKind.REVIEW else 1,
            offered=_offered(case),
            reasons=tuple(reviewing.reasons(connection, actor.unit, _REASONS)),
            refusal=_refusal(sheet, case, actor),
            stage=case.row.stage,
            opened=case.row.opened_at is not None,
        )


def _verdicts(connection: Connection, sheet: Sheet, case: Case) -> tuple[tuple[VerdictLine, ...], tuple[str, ...]]:
    seen = sheet.digest(case)
    told = tuple(
        VerdictLine(
            row.name,
            row.verdict,
            row.reason,
            row.at,
            bool(row.valid) and row.evidence_digest == seen and row.stage == case.row.stage,
        )
        for row in reviewing.verdicts(connection, case.id)
    )
    return told, tuple(line.name for line in told if line.standing and line.verdict == "approved")


def _refusal(sheet: Sheet, case: Case, actor: Actor) -> str:
    earlier = {reviewer for reviewer, _ in sheet.approvals(case)}
    try:
        case.decide(Verb.APPROVE, actor, already_reviewed=actor.id in earlier)
    except LuoshiError as refusal:
        return str(refusal)
    return ""


def _offered(case: Case) -> Offered:
    rule = case.milestone.score
    return Offered(
        rubric=isinstance(rule, Rubric),
        criteria=rule.criteria if isinstance(rule, Rubric) else (),
        points=Decimal(case.row.points) / 100,
        bonus=rule.bonus.title if rule.bonus else "",
        bonus_most=rule.bonus.at_most if rule.bonus else Decimal(0),
        vetoes=tuple((veto.id, veto.title) for veto in rule.veto),
    )


def _figures(case: Case, folder: Folder, earlier: Sequence[Any]) -> Iterator[FigureLine]:
    now = folder.inputs(case).measures
    past = Folder(folder.evidence, {case.id: list(earlier)}, folder.judgements, folder.reviews).inputs(case).measures
    for measure in case.milestone.measures:
        before = {line.title: line.reached for line in _lines(measure, past.get(measure.id), {}, ())}
        kinds = [row for row in folder.figures.get(case.id, []) if row.measure == measure.id]
        yield from _lines(measure, now.get(measure.id), before, kinds)


def _lines(
    measure: Measure, value: MeasureValue | None, before: Mapping[str, str], rows: Sequence[Any]
) -> Iterator[FigureLine]:
    for one in judge(measure, value):
        reached = "" if one.reached is None else _shown(measure, one.kind, one.reached)
        counted = "" if one.numerator is None or not one.denominator else f"{one.numerator} / {one.denominator}"
        wanted = "" if one.wanted is None else _shown(measure, one.kind, one.wanted)
        met = one.met if one.wanted is not None and one.reached is not None else None
        part = bool(one.slice)
        yield FigureLine(one.title, reached, counted, wanted, met, before.get(one.title, ""), part)
    for row in rows:
        if row.slice in measure.by and row.denominator:
            share = Fraction(int(row.numerator), int(row.denominator))
            wanted = "" if measure.threshold is None else _shown(measure, measure.kind, Fraction(measure.threshold))
            met = None if measure.threshold is None else share >= Fraction(measure.threshold)
            yield FigureLine(
                row.slice,
                _shown(measure, measure.kind, share),
                f"{row.numerator} / {row.denominator}",
                wanted,
                met,
                "",
                True,
            )


def _shown(measure: Measure, kind: str, number: Fraction) -> str:
    if kind == "rate":
        return percent(number)
    return f"{plain(Decimal(number.numerator) / Decimal(number.denominator))}{measure.unit}"
