"""The calendar: a month at a glance, and the secret address at which other programs read it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from engine.errors import Invalid
from engine.services.doors.secret import read_key
from engine.services.doors.sign_in import BY_LINK
from engine.services.mine import feed as feeds
from engine.services.mine.calendar import Entry, month
from engine.services.mine.office_days import DayKind
from engine.wording import N_
from portal.rendering import page
from portal.visit import Here, guarded, here, runtime_of

router = APIRouter()
inside = APIRouter(prefix="/calendar", dependencies=[Depends(guarded)])


@inside.get("")
def calendar(request: Request, month: str = "") -> Response:
    """A month (`2022-08`) of the calendar of the person who is in; this one without."""
    return _shown(request, here(request), month)


@inside.post("/feed")
def issue(request: Request) -> Response:
    """A new address, and the one time that it can be seen."""
    who = here(request)
    token = feeds.issue(who.desk, read_key(who.runtime.settings.home), who.actor, at=who.at)
    return _shown(request, who, "", f"{who.runtime.settings.portal_address}/feed/{token}.ics")


@inside.post("/feed/revoke")
def revoke(request: Request) -> Response:
    """The address opens nothing from now on."""
    who = here(request)
    feeds.revoke(who.desk, who.actor)
    return RedirectResponse("/calendar#feed", 303)


@router.get("/feed/{token}.ics")
def feed(request: Request, token: str) -> Response:
    """The calendar as iCalendar text, for whoever knows the secret."""
    runtime = runtime_of(request)
    address = runtime.settings.portal_address
    body = feeds.feed(runtime.desk, read_key(runtime.settings.home), token, address=address, at=runtime.clock.now())
    same = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"etag": same, "cache-control": "private, no-cache"}
    if request.headers.get("if-none-match") == same:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="text/calendar; charset=utf-8", headers=headers)


def _shown(request: Request, who: Here, wanted: str, address: str = "") -> Response:
    year, number = _month(wanted)
    shown = month(who.desk, who.actor, at=who.at, year=year, number=number)
    may_subscribe = who.visitor.via != BY_LINK
    since = feeds.issued_at(who.desk, who.actor) if may_subscribe else None
    return page(
        request,
        "calendar.html",
        who,
        month=shown,
        folded=_folded,
        before=_beside(shown.first.year, shown.first.month, -1),
        after=_beside(shown.first.year, shown.first.month, 1),
        may_subscribe=may_subscribe,
        since=since,
        address=address,
    )


def _folded(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Entries of a day in their order; parts of the same requirement, asked by many units, as one."""
    found: dict[object, list[Entry]] = {}
    for one in entries:
        alike = (one.indicator, one.period, one.state) if one.kind is DayKind.PART else one.key
        found.setdefault(alike, []).append(one)
    return list(found.values())


def _month(text: str) -> tuple[int | None, int | None]:
    """Year and month of `2022-08`; nothing of nothing. Raises Invalid."""
    if not text:
        return None, None
    year, _, number = text.partition("-")
    if not (text.isascii() and len(text) == 7 and year.isdigit() and number.isdigit()):
        raise Invalid("not-a-month", N_("“{text}” is no month."), hint=N_("Write it as 2022-08."), text=text)
    return int(year), int(number)


def _beside(year: int, number: int, step: int) -> str:
    """The month before or after, as the address says it."""
    months = year * 12 + number - 1 + step
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


router.include_router(inside)
