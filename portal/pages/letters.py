"""The product's own inbox of notices: a list, each letter on its own page, read and unread."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Form, Path, Query, Request
from fastapi.responses import RedirectResponse, Response

from engine.services.word import reading
from portal.downloading import calendar_file
from portal.rendering import page
from portal.visit import guarded, here

router = APIRouter(prefix="/letters", dependencies=[Depends(guarded)])

LARGEST: Final = 2**31 - 1
Number = Annotated[int, Path(ge=1, le=LARGEST)]


@router.get("")
def letters(
    request: Request,
    show: Literal["all", "unread"] = "all",
    before: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
) -> Response:
    """The letters of the person who is in, newest first."""
    who = here(request)
    found = reading.letters(who.desk, who.actor, unread_only=show == "unread", before=before, limit=reading.PAGE + 1)
    shown, more = found[: reading.PAGE], len(found) > reading.PAGE
    unread = reading.unread(who.desk, who.actor)
    return page(request, "letters.html", who, letters=shown, more=more, show=show, before=before, unread=unread)


@router.post("/read")
def read_all(request: Request) -> Response:
    """Every one counts as read."""
    who = here(request)
    reading.mark_all_read(who.desk, who.actor, at=who.at)
    return RedirectResponse("/letters", 303)


@router.get("/{number}")
def letter(request: Request, number: Number) -> Response:
    """One letter; whoever opens it has read it."""
    who = here(request)
    opened = reading.open_letter(who.desk, number, who.actor, at=who.at)
    dated = reading.named_day(who.desk, number, who.actor, at=who.at)
    return page(request, "letter.html", who, letter=opened, dated=dated)


@router.get("/{number}/day.ics")
def day_file(request: Request, number: Number) -> Response:
    """The day a letter names, for a calendar program."""
    who = here(request)
    return calendar_file(reading.day_file(who.desk, number, who.actor, at=who.at))


@router.post("/{number}/mark")
def mark(request: Request, number: Number, read: Annotated[Literal["yes", "no"], Form()]) -> Response:
    """Read, or unread again."""
    who = here(request)
    reading.mark(who.desk, number, who.actor, read=read == "yes", at=who.at)
    return RedirectResponse("/letters", 303)
