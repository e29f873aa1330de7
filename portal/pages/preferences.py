"""How word reaches me: channels and their order, hours, the daily summary, absence; and a test of a channel."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from engine.errors import Invalid, LuoshiError
from engine.services.word import preferences as service
from engine.services.word.preferences import Wishes
from notifiers.sender import Answer
from notifiers.trial import try_channel, ways_to
from portal.failing import STATUS
from portal.forms import optional_day, posted
from portal.rendering import page
from portal.visit import Here, guarded, here

router = APIRouter(dependencies=[Depends(guarded)])

Posted = Annotated[FormData, Depends(posted)]


@router.get("/preferences")
def shown(request: Request, saved: bool = False) -> Response:
    """What holds for me."""
    return _shown(request, here(request), saved=saved)


@router.post("/preferences")
def save(request: Request, form: Posted) -> Response:
    """Keep what I say; a refusal keeps what was typed."""
    return _saved(request, form)


@router.get("/people/{person}/preferences")
def shown_of(request: Request, person: str, saved: bool = False) -> Response:
    """What holds for somebody whom I keep."""
    return _shown(request, here(request), saved=saved, person=person)


@router.post("/people/{person}/preferences")
def save_of(request: Request, person: str, form: Posted) -> Response:
    """Say it in their place; the history tells who did."""
    return _saved(request, form, person)


@router.post("/preferences/test")
def test(request: Request, channel: Annotated[str, Form(max_length=80)] = "") -> Response:
    """Send me a test by one channel, and show what its provider answers."""
    who = here(request)
    try:
        answer = try_channel(who.runtime, channel, who.actor.id, at=who.at)
    except LuoshiError as refusal:
        return _shown(request, who, refusal)
    return _shown(request, who, tried=(channel, answer))


def _saved(request: Request, form: FormData, person: str = "") -> Response:
    who = here(request)
    typed = {name: str(form.get(name, "")).strip() for name in ("begin", "end", "digest", "from", "until", "stand_in")}
    channels = tuple(str(each) for each in form.getlist("channel") if each)
    try:
        hours = (typed["begin"], typed["end"], typed["digest"]) if form.get("own_hours") else None
        away = optional_day(typed["from"]), optional_day(typed["until"])
        wishes = Wishes(channels, hours, *away, typed["stand_in"])
        service.preferences(who.desk, who.actor, at=who.at, person=person)  # whose channels are looked up: by right
        known = ways_to(who.runtime, person or who.actor.id, at=who.at)
        service.say_wishes(who.desk, who.actor, wishes, known=known, at=who.at, person=person)
    except Invalid as refusal:
        kept = {**typed, "own_hours": bool(form.get("own_hours")), "channels": channels}
        return _shown(request, who, refusal, typed=kept, person=person)
    return RedirectResponse(f"{_place(person)}?saved=true", 303)


def _place(person: str) -> str:
    return f"/people/{quote(person, safe='')}/preferences" if person else "/preferences"


def _shown(
    request: Request,
    who: Here,
    refusal: LuoshiError | None = None,
    *,
    typed: dict[str, object] | None = None,
    saved: bool = False,
    tried: tuple[str, Answer] | None = None,
    person: str = "",
) -> Response:
    found = service.preferences(who.desk, who.actor, at=who.at, person=person)
    wishes, times = found.wishes, found.times
    stands = {
        "channels": wishes.channels,
        "own_hours": wishes.hours is not None,
        "begin": times.begin,
        "end": times.end,
        "digest": times.digest,
        "from": wishes.away_from or "",
        "until": wishes.away_until or "",
        "stand_in": wishes.stand_in,
    }
    return page(
        request,
        "preferences.html",
        who,
        status=200 if refusal is None else STATUS[refusal.kind],
        found=found,
        typed=typed or stands,
        ways=ways_to(who.runtime, person or who.actor.id, at=who.at),
        person=person,
        place=_place(person),
        saved=saved,
        tried=tried,
        refusal=refusal,
    )
