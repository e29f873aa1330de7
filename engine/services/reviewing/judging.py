"""What a reviewer adds to an approval: points where they give them, a bonus, an established veto."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from engine.domain.actor import Actor
from engine.errors import Invalid
from engine.services.cases import Case
from engine.services.scoring.inputs import in_hundredths
from engine.wording import N_


@dataclass(frozen=True, slots=True)
class Approval:
    """`actor` approves what was handed in. `rubric` and `bonus` in points; `veto` names an established veto.

    `evidence`: the digest of the evidence that was looked at (Dossier.evidence), `stage`: the stage it stood at; a
    changed one is refused. Empty where nobody looked at a page.
    """

    assignment: int
    actor: Actor
    note: str = ""
    rubric: Decimal | None = None
    bonus: Decimal | None = None
    veto: str | None = None
    evidence: str = ""
    stage: str = ""


def check_judged(case: Case, order: Approval) -> None:
    """Points, bonus and veto are what the definition offers, nothing else. Raises Invalid."""
    rule, points = case.milestone.score, Decimal(case.row.points) / 100
    known = [veto.id for veto in rule.veto]
    if order.rubric is not None and not 0 <= order.rubric <= points:
        raise Invalid(
            "points-out-of-range",
            N_("{given} points are not between 0 and {points}."),
            given=order.rubric,
            points=f"{points:.2f}",
        )
    if order.bonus is not None and not 0 <= order.bonus <= (rule.bonus.at_most if rule.bonus else 0):
        raise Invalid(
            "no-such-bonus",
            N_("“{title}” offers no bonus of {given} points."),
            title=case.definition.title,
            given=order.bonus,
        )
    if order.veto is not None and order.veto not in known:
        raise Invalid(
            "unknown-veto",
            N_("“{title}” has no veto “{veto}”."),
            hint=N_("It has: {known}."),
            title=case.definition.title,
            veto=order.veto,
            known="、".join(known) or "-",
        )


def told(order: Approval) -> dict[str, object]:
    """The judgement as the history tells it."""
    given = {"rubric": order.rubric, "bonus": order.bonus, "veto": order.veto}
    return {key: str(value) for key, value in given.items() if value is not None}


def judgements(order: Approval, act: int) -> list[dict[str, object]]:
    """Its rows, with the number of the act they belong to."""
    found: list[tuple[str, int, str]] = []
    if order.rubric is not None:
        found.append(("rubric", in_hundredths(order.rubric), order.note))
    if order.bonus is not None:
        found.append(("bonus", in_hundredths(order.bonus), order.note))
    if order.veto is not None:
        found.append(("veto", 1, order.veto))
    return [
        {
            "assignment_id": order.assignment,
            "kind": kind,
            "value": value,
            "note": note,
            "person": order.actor.id,
            "act_id": act,
        }
        for kind, value, note in found
    ]
