"""复核: what waits for a verdict, one after the other, with the evidence beside the requirement."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from engine.errors import LuoshiError
from engine.services.looking.ask import AssignmentRow
from engine.services.looking.dossier import dossier
from engine.services.reviewing import review
from engine.services.reviewing.queue import waiting_for
from engine.services.reviewing.review_sheet import review_sheet
from portal.failing import STATUS
from portal.forms import numbers_in, optional_points, posted
from portal.rendering import page
from portal.visit import Here, guarded, here

router = APIRouter(prefix="/review", dependencies=[Depends(guarded)])

_NOTHING: Final[Mapping[str, Any]] = {}


@router.get("")
def queue(request: Request) -> Response:
    """Everything that waits for this person's verdict."""
    who = here(request)
    return page(request, "review_queue.html", who, rows=waiting_for(who.desk, who.actor, at=who.at))


@router.get("/{number}")
def one(request: Request, number: int) -> Response:
    """One piece of work before its reviewer."""
    return _shown(request, here(request), number)


@router.post("/{number}/open")
def open_it(request: Request, number: int) -> Response:
    """Somebody looks at it: from now on its unit cannot take it back. The page asks for this by itself."""
    who = here(request)
    try:
        review.open_review(who.desk, number, who.actor, at=who.at)
    except LuoshiError as refusal:
        return _shown(request, who, number, refusal)
    return RedirectResponse(f"/review/{number}", 303)


@router.post("/{number}/approve")
def approve(request: Request, number: int, form: Annotated[FormData, Depends(posted)]) -> Response:
    """Approve exactly the evidence that was on the page, at the stage it stood at."""

    def act(who: Here) -> None:
        said = _words(form)
        order = review.Approval(
            number,
            who.actor,
            said["note"],
            optional_points(said["rubric"]),
            optional_points(said["bonus"]),
            said["veto"] or None,
            said["evidence"],
            said["stage"],
        )
        review.approve(who.desk, [order], at=who.at)

    return _done(request, number, act, form)


@router.post("/{number}/return")
def send_back(request: Request, number: int, form: Annotated[FormData, Depends(posted)]) -> Response:
    """Return it, whole or the ticked pieces only; a reason given before may be chosen instead of written."""

    def act(who: Here) -> None:
        said = _words(form)
        pieces = numbers_in(str(value) for value in form.getlist("piece"))
        reason = said["reason"] or said["earlier"]
        order = review.Return(number, who.actor, reason, pieces, said["evidence"], said["stage"])
        review.send_back(who.desk, [order], at=who.at)

    return _done(request, number, act, form)


_FIELDS: Final = ("note", "rubric", "bonus", "veto", "evidence", "stage", "reason", "earlier")


def _words(form: FormData) -> dict[str, str]:
    return {name: str(form.get(name, "")).strip() for name in _FIELDS}


def _shown(
    request: Request,
    who: Here,
    number: int,
    refusal: LuoshiError | None = None,
    typed: Mapping[str, Any] = _NOTHING,
) -> Response:
    status = 200 if refusal is None else STATUS[refusal.kind]
    shown = dossier(who.desk, number, who.actor, at=who.at)
    sheet = review_sheet(who.desk, number, who.actor, at=who.at)
    rows = waiting_for(who.desk, who.actor, at=who.at)
    return page(
        request,
        "review.html",
        who,
        status=status,
        it=shown,
        sheet=sheet,
        around=_neighbours(rows, number),
        refusal=refusal,
        typed=typed,
        ticked=frozenset(typed.get("piece", ())),
    )


def _neighbours(rows: Sequence[AssignmentRow], number: int) -> tuple[int | None, int | None, int, int]:
    """The work before and after this one in the queue, its place and the queue's length."""
    order = [row.id for row in rows]
    if number not in order:
        return None, (order[0] if order else None), 0, len(order)
    at = order.index(number)
    return (order[at - 1] if at else None), (order[at + 1] if at + 1 < len(order) else None), at + 1, len(order)


def _done(request: Request, number: int, act: Callable[[Here], object], form: FormData) -> Response:
    """Do it and go on to the next in the queue; a refusal is said on the same page, with what was typed."""
    who = here(request)
    rows = waiting_for(who.desk, who.actor, at=who.at)
    _, following, _, _ = _neighbours(rows, number)
    try:
        act(who)
    except LuoshiError as refusal:
        return _shown(request, who, number, refusal, {**_words(form), "piece": form.getlist("piece")})
    return RedirectResponse(f"/review/{following}" if following else "/review", 303)
