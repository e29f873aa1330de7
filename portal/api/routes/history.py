"""The history: every act, and whether the chain still holds; the letters one was written."""

from __future__ import annotations

from datetime import date, datetime

from fastapi import APIRouter

from engine.domain.token_scope import TokenScope
from engine.domain.vocabulary import NoticeState
from engine.services.looking import register, remember
from engine.services.word import letters
from portal.api.door import Who, scoped
from portal.api.models.assignment import Act
from portal.api.models.value import Answered, Cursor, Limit, Page
from portal.api.paging import after_number, paged

router = APIRouter(tags=["history and notices"])


class Verification(Answered):
    """Whether the history is what it was. `head` is its newest act; `fault` names the first altered row."""

    sound: bool
    acts: int
    transitions: int
    head: str
    fault: str | None


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


@router.get("/history")
@scoped(TokenScope.READ)
def history(who: Who, limit: Limit = 50, cursor: Cursor = "") -> Page[Act]:
    """Every act, newest first; for those who see every unit's work."""
    before = after_number(cursor) or None
    lines = register.acts(who.desk, who.actor, at=who.at, assignment=None, before=before, limit=limit + 1)
    return paged(lines, limit, Act.of, lambda line: line.id)


@router.get("/history/verification")
@scoped(TokenScope.READ)
def verification(who: Who, since: str = "") -> Verification:
    """Walk the chain; `since`: a head written down earlier, which must still be in it."""
    register.check_sees_all(who.desk, who.actor)
    return Verification.model_validate(remember.verify(who.desk, since=since))


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
    register.check_sees_all(who.desk, who.actor)
    return Notices(items=tuple(map(Notice.model_validate, letters.troubled(who.desk, limit=limit))))
