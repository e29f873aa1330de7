"""Changes of definitions that were laid before a second person, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from engine.domain.actor import Actor
from engine.services.desk import Desk
from engine.services.drafts.telling import APPROVERS
from engine.services.programme.planning import Choice
from engine.store.programme import definition_texts as store


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that was laid before a second person. `choice`: what becomes of answered work.

    `refused`: somebody else said no, and `answer` why; `withdrawn`: it was taken back, or gave way to another.
    """

    number: int
    digest: str
    files: tuple[str, ...]
    choice: Choice | None
    note: str
    state: Literal["proposed", "withdrawn", "refused", "applied"]
    by: str
    by_name: str
    at: datetime
    decided_by: str
    decided_at: datetime | None
    answer: str = ""


def waiting(desk: Desk) -> Proposal | None:
    """The change that waits for a second person, if any."""
    with desk.database.reading() as connection:
        row = store.open_proposal(connection, desk.book.office(connection).catalog.programme.id)
        return None if row is None else told(row)


def waiting_for(desk: Desk, actor: Actor) -> Proposal | None:
    """The change that waits for the approval of `actor`, if any."""
    if actor.role not in APPROVERS:
        return None
    found = waiting(desk)
    return found if found is not None and may_approve(found, actor) else None


def proposals(desk: Desk) -> tuple[Proposal, ...]:
    """The latest changes that were laid before a second person, newest first."""
    with desk.database.reading() as connection:
        return tuple(map(told, store.proposals(connection, desk.book.office(connection).catalog.programme.id)))


def refused_to(desk: Desk, actor: Actor) -> Proposal | None:
    """What `actor` proposed last, when somebody else refused it and nothing was proposed since."""
    newest = next(iter(proposals(desk)), None)
    return newest if newest is not None and newest.state == "refused" and newest.by == actor.id else None


def may_approve(proposal: Proposal, actor: Actor) -> bool:
    """Whether `actor` is a second person for this change."""
    return proposal.state == "proposed" and actor.role in APPROVERS and actor.id != proposal.by


def told(row: Any) -> Proposal:
    """A row of the proposals as its readers see it."""
    return Proposal(
        row.id,
        row.plan,
        tuple(sorted(row.texts or ())),
        choice_of(row.choice),
        row.note,
        row.state,
        row.proposed_by,
        row.proposer_name or row.proposed_by,
        row.proposed_at,
        row.approver_name or row.approved_by,
        row.decided_at,
        row.answer or "",
    )


def choice_of(word: str) -> Choice | None:
    """A kept word as the choice it stands for; None for none."""
    match word:
        case "keep" | "carry" | "restart":
            return word
    return None
