"""The history: every act, narrowed by what is in the address, one act with what it moved, and the chain's state."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse

from engine.domain.names import verb_name
from engine.domain.vocabulary import Verb
from engine.errors import LuoshiError
from engine.services.looking import acts, verification
from engine.services.looking import board as boards
from engine.wording import N_, say
from portal import lists, tables_out
from portal.api.models.value import LARGEST
from portal.failing import STATUS
from portal.filters import one_of
from portal.forms import assignment_number, optional_day
from portal.rendering import page
from portal.visit import Here, guarded, here

router = APIRouter(prefix="/history", dependencies=[Depends(guarded)])
_PAGE: Final = 50
_MOVED: Final = 100
READERS: Final[lists.Readers] = {
    "who": str,
    "verb": one_of(Verb),
    "unit": str,
    "indicator": str,
    "assignment": assignment_number,
    "day_from": optional_day,
    "day_to": optional_day,
}
_Number = Annotated[int, Query(ge=0, le=LARGEST)]


@router.get("")
def history(request: Request, before: _Number = 0) -> Response:
    """Acts, newest first."""
    who, wanted = here(request), lists.wanted_in(acts.Wanted, READERS, request.query_params)
    found = acts.page(who.desk, who.actor, wanted, before=before or None, limit=_PAGE + 1)
    shown = found[:_PAGE]
    titles = dict(boards.choices(who.desk, at=who.at).indicators)
    return page(
        request,
        "history.html",
        who,
        acts=shown,
        wanted=wanted,
        chain=verification.state(who.desk, who.actor),
        verbs=sorted(((str(verb), verb_name(verb)) for verb in Verb), key=lambda pair: pair[1]),
        indicators=titles.items(),
        chips=lists.chips(
            "/history",
            wanted,
            {
                "who": lambda text: say(N_("by {who}"), who=text),
                "verb": verb_name,
                "unit": lambda text: say(N_("work of {unit}"), unit=text),
                "indicator": lambda name: titles.get(name, name),
                "assignment": lambda number: say(N_("assignment {number}"), number=number),
                "day_from": lambda day: say(N_("from {day} on"), day=day),
                "day_to": lambda day: say(N_("until {day}"), day=day),
            },
        ),
        csv=lists.address("/history/acts.csv", wanted),
        following=lists.address("/history", wanted, before=shown[-1].id) if len(found) > _PAGE else "",
        first=lists.address("/history", wanted) if before else "",
    )


@router.get("/acts.csv")
def download(request: Request) -> Response:
    """Every act of the list, as a table for Excel."""
    who, wanted = here(request), lists.wanted_in(acts.Wanted, READERS, request.query_params)
    found = acts.every(who.desk, who.actor, wanted)
    zone = who.desk.catalog().programme.timezone
    return StreamingResponse(
        tables_out.acts_csv(found, zone),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": 'attachment; filename="history.csv"'},
    )


@router.get("/chain")
def chain(request: Request) -> Response:
    """Whether the history is what it was: passes over the chain, and a step further."""
    return _chain(request, here(request))


@router.post("/chain")
def verify(request: Request, since: Annotated[str, Form()] = "") -> Response:
    """Walk on, for a few seconds at most."""
    who = here(request)
    try:
        verification.verify_on(who.desk, who.actor, at=who.at, since=since)
    except LuoshiError as refusal:
        return _chain(request, who, refusal, since)
    return RedirectResponse("/history/chain", 303)


@router.get("/{number}")
def one(request: Request, number: int, after: _Number = 0) -> Response:
    """One act with everything it moved."""
    who = here(request)
    act, concerned = acts.one(who.desk, who.actor, min(number, LARGEST), after=after, limit=_MOVED + 1)
    shown = concerned[:_MOVED]
    following = f"/history/{number}?after={shown[-1].assignment}" if len(concerned) > _MOVED else ""
    first = f"/history/{number}" if after else ""
    return page(request, "act.html", who, act=act, concerned=shown, following=following, first=first)


def _chain(request: Request, who: Here, refusal: LuoshiError | None = None, since: str = "") -> Response:
    status = 200 if refusal is None else STATUS[refusal.kind]
    told = verification.state(who.desk, who.actor)
    return page(request, "chain.html", who, status=status, chain=told, refusal=refusal, since=since)
