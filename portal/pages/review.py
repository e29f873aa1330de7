"""复核: what waits for a verdict, one after the other, with the evidence beside the requirement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from engine.errors import LuoshiError
from engine.services import review
from engine.services.ask import AssignmentRow
from engine.services.dossier import dossier
from engine.services.queue import waiting_for
from portal.failing import STATUS
from portal.forms import numbers_in, optional_points, posted
from portal.rendering import page
from portal.visit import Here, guarded, here

router = APIRouter(prefix="/review", dependencies=[Depends(guarded)])


@router.get("")
def queue(request: Request) -> Response:
    """Everything that waits for this person's verdict."""
    who = here(request)
    return page(request, "review_queue.html", who, rows=waiting_for(who.desk, who.actor, at=who.at))


@router.get("/{number}")
def one(request: Request, number: int) -> Response:
    """One piece of work before its reviewer."""
    return _shown(request, here(request), number)


@router.post("/{number}/approve")
def approve(
    request: Request,
    number: int,
    evidence: Annotated[str, Form()],
    note: Annotated[str, Form()] = "",
    rubric: Annotated[str, Form()] = "",
    bonus: Annotated[str, Form()] = "",
    veto: Annotated[str, Form()] = "",
) -> Response:
    """Approve exactly the evidence that was on the page."""

    def act(who: Here) -> None:
        order = review.Approval(
            number,
            who.actor,
            note.strip(),
            optional_points(rubric),
            optional_points(bonus),
            veto or None,
            evidence,
        )
        review.approve(who.desk, [order], at=who.at)

    return _done(request, number, act)


@router.post("/{number}/return")
def send_back(request: Request, number: int, form: Annotated[FormData, Depends(posted)]) -> Response:
    """Return it, whole or the ticked pieces only."""

    def act(who: Here) -> None:
        pieces = numbers_in(str(value) for value in form.getlist("piece"))
        order = review.Return(number, who.actor, str(form.get("reason", "")), pieces, str(form.get("evidence", "")))
        review.send_back(who.desk, [order], at=who.at)

    return _done(request, number, act)


def _shown(request: Request, who: Here, number: int, refusal: LuoshiError | None = None) -> Response:
    status = 200 if refusal is None else STATUS[refusal.kind]
    shown = dossier(who.desk, number, who.actor, at=who.at)
    rows = waiting_for(who.desk, who.actor, at=who.at)
    return page(request, "review.html", who, status=status, it=shown, around=_neighbours(rows, number), refusal=refusal)


def _neighbours(rows: Sequence[AssignmentRow], number: int) -> tuple[int | None, int | None, int, int]:
    """The work before and after this one in the queue, its place and the queue's length."""
    order = [row.id for row in rows]
    if number not in order:
        return None, (order[0] if order else None), 0, len(order)
    at = order.index(number)
    return (order[at - 1] if at else None), (order[at + 1] if at + 1 < len(order) else None), at + 1, len(order)


def _done(request: Request, number: int, act: Callable[[Here], object]) -> Response:
    """Do it and go on to the next in the queue; a refusal is said on the same page."""
    who = here(request)
    rows = waiting_for(who.desk, who.actor, at=who.at)
    _, following, _, _ = _neighbours(rows, number)
    try:
        act(who)
    except LuoshiError as refusal:
        return _shown(request, who, number, refusal)
    return RedirectResponse(f"/review/{following}" if following else "/review", 303)
