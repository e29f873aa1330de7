"""Rules for a set of evidence: what is still missing, which events are distinct, what an approval has seen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from engine.domain.admission import check_item
from engine.domain.definition.indicator import Milestone
from engine.domain.vocabulary import EvidenceKind, ItemState

__all__ = [
    "Item",
    "Missing",
    "approved_items",
    "check_item",
    "distinct_events",
    "evidence_digest",
    "missing",
    "outside_window",
]


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of evidence as a plain value. `content`: the file's SHA-256, else the number, date, link or text.

    `effective_on`: the day it speaks of, which decides its period; not the day it was received.
    """

    requirement: str
    kind: EvidenceKind
    state: ItemState
    effective_on: date
    content: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A requirement not satisfied yet: `wanted` pieces, of which `there` stand; `returned` were sent back."""

    requirement: str
    title: str
    wanted: int
    there: int
    returned: int = 0

    @property
    def still(self) -> int:
        """How many pieces are still to come."""
        return self.wanted - self.there


def missing(milestone: Milestone, items: Iterable[Item]) -> tuple[Missing, ...]:
    """What is still missing, requirement by requirement, in the definition's order.

    A returned or replaced piece does not count; a pending or approved one does. Events count once each.
    """
    given = tuple(items)
    found = []
    for wanted in milestone.evidence:
        own = [item for item in given if item.requirement == wanted.id]
        standing = [item for item in own if item.state in (ItemState.PENDING, ItemState.APPROVED)]
        there = len(distinct_events(standing)) if wanted.kind is EvidenceKind.EVENT else len(standing)
        if there < wanted.min:
            returned = sum(item.state is ItemState.RETURNED for item in own)
            found.append(Missing(wanted.id, wanted.title, wanted.min, there, returned))
    return tuple(found)


def approved_items(milestone: Milestone, items: Iterable[Item]) -> tuple[int, int]:
    """(approved, wanted) pieces for a checklist: no requirement counts for more pieces than it wants."""
    given = [item for item in items if item.state is ItemState.APPROVED]
    wanted = sum(requirement.min for requirement in milestone.evidence)
    approved = sum(
        min(requirement.min, sum(item.requirement == requirement.id for item in given))
        for requirement in milestone.evidence
    )
    return approved, wanted


def outside_window(window: tuple[date, date], effective_on: date) -> bool:
    """Whether a piece speaks of a day outside the evidence window; both ends belong to it."""
    return not window[0] <= effective_on <= window[1]


def distinct_events(items: Iterable[Item]) -> tuple[Item, ...]:
    """Events without repeats: the same date and the same contents handed in twice count once (story 7)."""
    first: dict[tuple[date, str], Item] = {}
    for item in items:
        first.setdefault((item.effective_on, item.content), item)
    return tuple(sorted(first.values(), key=lambda item: (item.effective_on, item.content)))


def evidence_digest(items: Iterable[Item]) -> str:
    """SHA-256 over what stands, in an order that does not depend on how it came in.

    An approval is bound to it: when a piece is replaced, added or removed, the approval no longer fits. Replaced
    pieces and the state of the rest are left out, for a review changes states and not what was seen.
    """
    rows = sorted(
        [item.requirement, item.kind.value, item.content, item.effective_on.isoformat()]
        for item in items
        if item.state is not ItemState.REPLACED
    )
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
