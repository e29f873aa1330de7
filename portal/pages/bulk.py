"""Many at once: ticked work is shown with what would become of each, and done as shown, or not at all. 销号 too."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from engine.domain.vocabulary import Light, Verb
from engine.errors import LuoshiError
from engine.services.looking import board as boards
from engine.services.reviewing import bulk
from portal import filters
from portal.failing import STATUS
from portal.forms import numbers_in, own_address, posted
from portal.rendering import page
from portal.visit import Here, guarded, here

router = APIRouter(dependencies=[Depends(guarded)])

_BACK: Final = {
    Verb.APPROVE: "/review",
    Verb.RETURN: "/review",
    Verb.CLOSE_OUT: "/close-out",
    Verb.REMIND: "/bulk",
    Verb.TERMINATE: "/bulk",
    Verb.REOPEN: "/bulk",
}


@router.get("/close-out")
def to_close(request: Request) -> Response:
    """What is scored and waits to be closed out."""
    who = here(request)
    rows = bulk.to_close(who.desk, who.actor, at=who.at)
    return page(request, "close_out.html", who, rows=rows, not_yet=bulk.not_yet(who.desk, who.actor, at=who.at))


@router.get("/bulk")
def many(request: Request) -> Response:
    """The list of the board's conditions, to be ticked and worked on together."""
    who, narrowing = here(request), filters.narrowing_in(request.query_params)
    rows = boards.worst(who.desk, who.actor, narrowing, most=bulk.MOST + 1, at=who.at)
    titles = dict(boards.choices(who.desk, at=who.at).indicators)
    return page(
        request,
        "many.html",
        who,
        rows=rows[: bulk.MOST],
        more=len(rows) > bulk.MOST,
        most=bulk.MOST,
        narrowed=bool(narrowing.said()),
        red=filters.address("/bulk", narrowing.but(light=Light.RED)),
        chips=filters.chips("/bulk", narrowing, titles),
        board=filters.address("/board", narrowing),
        back=filters.address("/bulk", narrowing),
    )


@router.post("/bulk/preview")
def preview(request: Request, verb: Annotated[Verb, Form()], form: Annotated[FormData, Depends(posted)]) -> Response:
    """What would happen to the ticked ones; nothing changes."""
    who = here(request)
    return _shown(request, who, _order(who, verb, form), form)


@router.post("/bulk")
def carry_out(request: Request, verb: Annotated[Verb, Form()], form: Annotated[FormData, Depends(posted)]) -> Response:
    """Do what the preview said; when anything has changed since, show the new preview and do nothing."""
    who = here(request)
    order = _order(who, verb, form)
    try:
        bulk.carry_out(who.desk, order, str(form.get("digest", "")), at=who.at)
    except LuoshiError as refusal:
        return _shown(request, who, order, form, refusal)
    return RedirectResponse(_back(order, form), 303)


def _back(order: bulk.Order, form: FormData) -> str:
    return own_address(str(form.get("back", ""))) or _BACK[order.verb]


def _order(who: Here, verb: Verb, form: FormData) -> bulk.Order:
    numbers = numbers_in(str(value) for value in form.getlist("number"))
    reason = str(form.get("reason", "")).strip() or str(form.get("earlier", "")).strip()
    return bulk.Order(verb, who.actor, numbers, reason)


def _shown(
    request: Request, who: Here, order: bulk.Order, form: FormData, refusal: LuoshiError | None = None
) -> Response:
    status = 200 if refusal is None else STATUS[refusal.kind]
    seen = bulk.preview(who.desk, order, at=who.at)
    return page(request, "bulk.html", who, status=status, seen=seen, back=_back(order, form), refusal=refusal)
