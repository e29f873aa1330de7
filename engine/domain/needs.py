"""What a move needs beside its stage and side: each need with the sentence that refuses, and the facts it looks at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from engine.domain.actor import Actor
from engine.errors import Forbidden, LuoshiError, Refused
from engine.wording import N_


class Who(StrEnum):
    """The sides that may act, as the move table names them."""

    LEAD = "lead"
    COOPERATING = "cooperating"
    OFFICE = "office"
    INDUSTRY = "industry"
    LEADER = "leader"
    SYSTEM = "system"


class Need(StrEnum):
    """A condition of a move; each carries its own sentence (see `_REFUSALS`)."""

    REASON = "reason"
    ITEMS_IN = "items-in"
    PARTS_IN = "parts-in"
    NOT_OPENED = "not-opened"
    NOT_OWN_UNIT = "not-own-unit"
    NOT_SUBMITTER = "not-submitter"
    NOT_TWICE = "not-twice"
    NOT_ASKER = "not-asker"
    BEFORE_ASSESSMENT = "before-assessment"


@dataclass(frozen=True, slots=True)
class Facts:
    """What one decision is made on: plain facts about an assignment and the person who acts."""

    stage: str
    actor: Actor
    sides: frozenset[Who]
    reason: str = ""
    missing: tuple[str, ...] = ()
    open_parts: tuple[str, ...] = ()
    opened: bool = False
    own_unit: bool = False
    submitter: str | None = None
    asked_by: str | None = None
    already_reviewed: bool = False
    continuous: bool = True
    who_can: Mapping[Who, str] = field(default_factory=dict)


def refusal_of(need: Need, facts: Facts) -> LuoshiError | None:
    """Why this need is not met, as an error with a sentence; None when it is."""
    return _REFUSALS[need](facts)


def _need_reason(facts: Facts) -> LuoshiError | None:
    if facts.reason.strip():
        return None
    return Refused("reason-wanted", N_("A reason is obligatory here."), hint=N_("Say why in a sentence."))


def _need_items(facts: Facts) -> LuoshiError | None:
    if not facts.missing:
        return None
    return Refused(
        "items-missing",
        N_("Not everything is in yet: {missing}."),
        hint=N_("Hand these in, or ask for an extension."),
        missing="、".join(facts.missing),
    )


def _need_parts(facts: Facts) -> LuoshiError | None:
    if not facts.open_parts:
        return None
    return Refused(
        "parts-missing",
        N_("Cooperating units have not handed in their part: {units}."),
        hint=N_("Wait for them, or waive their part with a reason."),
        units="、".join(facts.open_parts),
    )


def _need_unopened(facts: Facts) -> LuoshiError | None:
    if not facts.opened:
        return None
    return Refused(
        "already-opened",
        N_("The reviewer has already opened it, so it cannot be taken back."),
        hint=N_("Ask the reviewer to return it."),
    )


def _need_other_unit(facts: Facts) -> LuoshiError | None:
    if not facts.own_unit:
        return None
    return Forbidden(
        "own-work",
        N_("{name} belongs to {unit}, whose own work this is; nobody reviews their own unit's work."),
        hint=N_("Who may: {who}."),
        name=facts.actor.name,
        unit=facts.actor.unit_name,
        who="、".join(sorted(set(facts.who_can.values()))) or "-",
    )


def _need_other_person(facts: Facts) -> LuoshiError | None:
    if facts.submitter != facts.actor.id:
        return None
    return Forbidden(
        "own-submission",
        N_("{name} handed this in and cannot review it."),
        hint=N_("Another reviewer must do it."),
        name=facts.actor.name,
    )


def _need_once(facts: Facts) -> LuoshiError | None:
    if not facts.already_reviewed:
        return None
    return Refused(
        "already-reviewed",
        N_("{name} has already approved this; the others' verdicts are still open."),
        name=facts.actor.name,
    )


def _need_other_than_asker(facts: Facts) -> LuoshiError | None:
    if facts.asked_by is None or facts.asked_by != facts.actor.id:
        return None
    return Forbidden(
        "own-request",
        N_("{name} asked for this and cannot decide it."),
        hint=N_("Somebody else must decide."),
        name=facts.actor.name,
    )


def _need_continuous(facts: Facts) -> LuoshiError | None:
    if facts.continuous:
        return None
    return Refused(
        "already-approved",
        N_("It has been approved and waits for its score, so it cannot be taken back."),
        hint=N_("The creation office can reopen it with a reason."),
    )


_REFUSALS: Final[Mapping[Need, Callable[[Facts], LuoshiError | None]]] = {
    Need.REASON: _need_reason,
    Need.ITEMS_IN: _need_items,
    Need.PARTS_IN: _need_parts,
    Need.NOT_OPENED: _need_unopened,
    Need.NOT_OWN_UNIT: _need_other_unit,
    Need.NOT_SUBMITTER: _need_other_person,
    Need.NOT_TWICE: _need_once,
    Need.NOT_ASKER: _need_other_than_asker,
    Need.BEFORE_ASSESSMENT: _need_continuous,
}
