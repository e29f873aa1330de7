"""Notices: the letters one was written, and those that did not arrive."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Self

from fastapi import APIRouter, Query
from pydantic import Field

from engine.domain.token_scope import TokenScope
from engine.domain.vocabulary import NoticeState
from engine.services import seeing
from engine.services.word import ledger, letters
from engine.services.word.ledger import AttemptLine, LetterLine
from portal.api.door import Who, scoped
from portal.api.models.value import LARGEST, Answered, Cursor, Given, Limit, Name, Number, NumberOf, Page
from portal.api.paging import after_number, paged
from portal.api.repeating import Repeatable

router = APIRouter(tags=["notices"], route_class=Repeatable)


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


class LetterPage(Answered):
    """A letter with its words and all attempts; words of one that was not tried yet are as they would read now."""

    letter: LetterLine
    body: str
    attempts: tuple[AttemptLine, ...]

    @classmethod
    def of(cls, whole: ledger.WholeLetter) -> Self:
        """From a letter with its words."""
        return cls(letter=whole.line, body=whole.body, attempts=whole.attempts)


class OutboxState(Answered):
    """How many letters stand in each state, and how many reached nobody."""

    counts: dict[NoticeState, int]
    unreached: int


class SendAgain(Given):
    """Letters to send again, all or none."""

    letters: Annotated[tuple[NumberOf, ...], Field(min_length=1, max_length=ledger.MOST)]


class SentAgain(Answered):
    """How many were put back into the post."""

    number: int


@router.get("/outbox")
@scoped(TokenScope.READ)
def outbox(
    who: Who,
    limit: Limit = 50,
    cursor: Cursor = "",
    state: NoticeState | None = None,
    unreached: bool = False,
    notice: Name = "",
    unit: Name = "",
    person: Name = "",
    assignment: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
    day_from: date | None = None,
    day_to: date | None = None,
) -> Page[LetterLine]:
    """Every letter that fits, newest first; for those who see every unit's work."""
    wanted = ledger.Wanted(state, unreached, notice, unit, person, assignment, day_from, day_to)
    before = after_number(cursor) or None
    found = ledger.page(who.desk, who.actor, wanted, before=before, limit=limit + 1)
    return paged(found, limit, lambda letter: letter, lambda letter: letter.id)


@router.get("/outbox/state")
@scoped(TokenScope.READ)
def outbox_state(who: Who) -> OutboxState:
    """The post at a glance."""
    told = ledger.post_state(who.desk, who.actor)
    return OutboxState(counts=dict(told.counts), unreached=told.unreached)


@router.post("/outbox/send-again")
@scoped(TokenScope.REVIEW)
def send_again(who: Who, given: SendAgain) -> SentAgain:
    """Put letters that failed or were given up back into the post, all or none."""
    return SentAgain(number=ledger.send_again(who.desk, given.letters, who.actor, at=who.at))


@router.get("/outbox/{number}")
@scoped(TokenScope.READ)
def letter(who: Who, number: Number) -> LetterPage:
    """One letter with its text."""
    return LetterPage.of(ledger.one(who.desk, who.actor, number))
