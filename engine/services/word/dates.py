"""The days a letter names, as invitations to its reader's calendar: asked for, moved, or called off."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from engine.domain.periods import called
from engine.services.mine.calendar import Entry, due_entry, mending_entry, state_of
from engine.services.mine.calendar_text import Invitation
from engine.services.word.letter_facts import TO_ITS_UNIT, Correspondence

_SETTING: Final = frozenset(
    {"issued", "part-asked", "extension-decided", "date-moved", "changed", "withdrawn", "closed-out", "meeting-packet"}
)
"""Notices that set, move or end the day by which something is due; reminders of it would only invite again."""


def named(post: Correspondence, row: Any, *, at: datetime) -> Invitation | None:
    """The day a letter of any kind names, for who wants to note it; None where it names none."""
    entry = _entry(post, row, at, whatever=True)
    return _invitation(post, entry, at) if entry is not None else None


def invitations(post: Correspondence, row: Any, *, at: datetime) -> tuple[Invitation, ...]:
    """What a row of the outbox, read as it stands now, puts into its reader's calendar at the instant `at`."""
    entry = _entry(post, row, at)
    return (_invitation(post, entry, at),) if entry is not None else ()


def _invitation(post: Correspondence, entry: Entry, at: datetime) -> Invitation:
    return Invitation(entry, post.office.catalog.programme, post.office.calendar, post.address, at)


def _entry(post: Correspondence, row: Any, at: datetime, *, whatever: bool = False) -> Entry | None:
    about = post.assignments.get(row.assignment_id)
    if about is None:
        return None
    definition = post.definitions[about.definition_id]
    more: dict[str, Any] = {
        "title": definition.title,
        "state": state_of(about),
        "assignment": about.id,
        "indicator": definition.id,
        "period": called(about.period_title, about.year),
        "unit_name": about.unit_name,
        "changed_at": at,
        "version": int(about.act_id),
    }
    if (whatever or row.notice == "returned") and about.returned and about.resubmit_by is not None:
        return mending_entry(about, **more)
    refused = (row.params or {}).get("decision") == "refused"
    if (whatever or (row.notice in _SETTING and not refused)) and about.due_on is not None:
        part = row.unit_id != about.unit_id and row.notice in TO_ITS_UNIT
        return due_entry(about, own=not part, **more)
    return None
