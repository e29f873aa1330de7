"""Notices: the letters one was written, and those that did not arrive."""

from __future__ import annotations

from datetime import date, datetime

from fastapi import APIRouter

from engine.domain.token_scope import TokenScope
from engine.domain.vocabulary import NoticeState
from engine.services import seeing
from engine.services.word import letters
from portal.api.door import Who, scoped
from portal.api.models.value import Answered, Limit

router = APIRouter(tags=["notices"])


class Notice(Answered):
    """A letter as its reader finds it; `answer` is what the channel said."""

    id: int
    notice: str
    assignment: int | None
    as_of: date
    urgent: bool
    state: NoticeState
    subject: str
    body: str
    answer: str
    sent_at: datetime | None


class Notices(Answered):
    """Letters, newest first."""

    items: tuple[Notice, ...]


@router.get("/notices")
@scoped(TokenScope.READ)
def notices(who: Who, limit: Limit = 50) -> Notices:
    """What was written to me, and to my unit while it had nobody."""
    found = letters.inbox(who.desk, who.actor.id, limit=limit)
    return Notices(items=tuple(map(Notice.model_validate, found)))


@router.get("/notices/troubled")
@scoped(TokenScope.READ)
def troubled(who: Who, limit: Limit = 50) -> Notices:
    """Letters that failed or were given up, with the reason; for those who see every unit's work."""
    seeing.check_sees_all(who.desk, who.actor)
    return Notices(items=tuple(map(Notice.model_validate, letters.troubled(who.desk, limit=limit))))
