"""What is mine: the inbox, the calendar and its secret address, letters, and where my unit stands."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response

from engine.domain.token_scope import TokenScope
from engine.domain.vocabulary import Light
from engine.services.doors.secret import read_key
from engine.services.looking.inbox import inbox as inbox_of
from engine.services.mine import feed
from engine.services.mine.calendar import FIRST_YEAR, LAST_YEAR, month
from engine.services.mine.standing import standing as standing_of
from engine.services.word import reading
from portal.api.door import Who, scoped
from portal.api.models.own import (
    CalendarMonth,
    FeedAddress,
    InboxLists,
    Letter,
    MarkedRead,
    OwnStanding,
    ReadIn,
    Revoked,
)
from portal.api.models.value import Cursor, Limit, Name, Number, Page
from portal.api.paging import after_number, paged
from portal.api.repeating import Repeatable
from portal.downloading import calendar_file

router = APIRouter(tags=["mine"], route_class=Repeatable)

Year = Annotated[int | None, Query(ge=FIRST_YEAR, le=LAST_YEAR)]


@router.get("/inbox")
@scoped(TokenScope.READ)
def inbox(
    who: Who,
    light: Light | None = None,
    indicator: Name | None = None,
    only: Annotated[Literal["todo", "parts", "reviews", "waiting"] | None, Query(alias="list")] = None,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> InboxLists:
    """What I have to do now, what I wait for, and what waits for my decision; whole, or of one light or indicator.

    Lists have at most 50 lines. `list` with `page`, counted from 1, gives that list alone, beyond its first page too.
    """
    found = inbox_of(who.desk, who.actor, at=who.at, light=light, indicator=indicator, only=only or "", page=page)
    return InboxLists.of(found)


@router.get("/calendar")
@scoped(TokenScope.READ)
def calendar(
    who: Who, year: Year = None, month_number: Annotated[int | None, Query(alias="month", ge=1, le=12)] = None
) -> CalendarMonth:
    """A month of my calendar; this one without."""
    found = month(who.desk, who.actor, at=who.at, year=year, number=month_number)
    return CalendarMonth.of(found, feed.issued_at(who.desk, who.actor))


@router.post("/calendar/feed", status_code=201)
@scoped(TokenScope.ADMINISTER)
def issue_feed(who: Who) -> FeedAddress:
    """A new secret address at which calendar programs read my calendar; the one I had opens nothing any more."""
    settings = who.runtime.settings
    token = feed.issue(who.desk, read_key(settings.home), who.actor, at=who.at)
    return FeedAddress(address=f"{settings.portal_address}/feed/{token}.ics")


@router.delete("/calendar/feed")
@scoped(TokenScope.ADMINISTER)
def revoke_feed(who: Who) -> Revoked:
    """My secret address opens nothing any more."""
    return Revoked(revoked=feed.revoke(who.desk, who.actor))


@router.get("/letters")
@scoped(TokenScope.READ)
def letters(who: Who, unread: bool = False, limit: Limit = 50, cursor: Cursor = "") -> Page[Letter]:
    """Letters to me, and to my unit while it had nobody, newest first; all, or those I have not read."""
    before = after_number(cursor) or None
    rows = reading.letters(who.desk, who.actor, unread_only=unread, before=before, limit=limit + 1)
    return paged(rows, limit, Letter.model_validate, lambda row: row.id)


@router.get("/letters/{number}")
@scoped(TokenScope.READ)
def letter(who: Who, number: Number) -> Letter:
    """One letter; a program that fetches it has not read it."""
    return Letter.model_validate(reading.letter(who.desk, number, who.actor))


@router.get("/letters/{number}/day.ics", response_class=Response)
@scoped(TokenScope.READ)
def letter_day(who: Who, number: Number) -> Response:
    """The day a letter to me names, as an iCalendar file."""
    return calendar_file(reading.day_file(who.desk, number, who.actor, at=who.at))


@router.put("/letters/{number}/read")
@scoped(TokenScope.SUBMIT)
def mark(who: Who, number: Number, given: ReadIn) -> Letter:
    """A letter counts as read, or as unread again."""
    reading.mark(who.desk, number, who.actor, read=given.read, at=who.at)
    return Letter.model_validate(reading.letter(who.desk, number, who.actor))


@router.post("/letters/read")
@scoped(TokenScope.SUBMIT)
def mark_all(who: Who) -> MarkedRead:
    """Every letter to me counts as read."""
    return MarkedRead(read=reading.mark_all_read(who.desk, who.actor, at=who.at))


@router.get("/standing")
@scoped(TokenScope.READ)
def standing(who: Who, year: Year = None) -> OwnStanding:
    """Where my unit stands in a year: lights, points with the reason of every point, its place once published."""
    return OwnStanding.of(standing_of(who.desk, who.actor, at=who.at, year=year))
