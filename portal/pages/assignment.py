"""An assignment on one page, and what a unit does there: accept, hand in, take back, ask, say something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from engine.domain.vocabulary import RequestKind
from engine.errors import LuoshiError
from engine.services.looking.dossier import dossier, evidence_file
from engine.services.work import accept, close_out, extend, submit
from portal.downloading import download
from portal.failing import STATUS
from portal.forms import figures_in, items_in, optional_day, optional_points, posted
from portal.rendering import page
from portal.visit import Here, guarded, here

router = APIRouter(prefix="/assignments/{number}", dependencies=[Depends(guarded)])


@router.get("")
def show(request: Request, number: int) -> Response:
    """The assignment for the person who is in."""
    return _shown(request, here(request), number)


@router.post("/accept")
def take_on(request: Request, number: int) -> Response:
    """签收."""
    return _done(request, number, lambda who: accept.accept(who.desk, [accept.Accept(number, who.actor)], at=who.at))


@router.post("/delegate")
def delegate(request: Request, number: int, to: Annotated[str, Form()]) -> Response:
    """Hand the work to a colleague."""
    return _done(
        request, number, lambda who: accept.delegate(who.desk, accept.Delegate(number, who.actor, to), at=who.at)
    )


@router.post("/comment")
def comment(request: Request, number: int, words: Annotated[str, Form()] = "") -> Response:
    """Say something."""
    return _done(request, number, lambda who: close_out.comment(who.desk, number, who.actor, words, at=who.at))


@router.post("/take-back")
def take_back(request: Request, number: int, reason: Annotated[str, Form()] = "") -> Response:
    """撤回, while the reviewer has not opened it."""
    return _done(
        request,
        number,
        lambda who: submit.take_back(who.desk, [submit.TakeBack(number, who.actor, reason)], at=who.at),
    )


@router.post("/ask")
def ask_for(
    request: Request,
    number: int,
    kind: Annotated[RequestKind, Form()],
    reason: Annotated[str, Form()] = "",
    due: Annotated[str, Form()] = "",
    unit: Annotated[str, Form()] = "",
) -> Response:
    """延期, 转办 or 不适用."""

    def act(who: Here) -> None:
        wanted = extend.Ask(number, who.actor, kind, reason, optional_day(due), unit.strip() or None)
        extend.ask_for(who.desk, wanted, at=who.at)

    return _done(request, number, act)


@router.post("/hand-in")
def hand_in(request: Request, number: int, form: Annotated[FormData, Depends(posted)]) -> Response:
    """报送, or only keep what is there: evidence and figures together."""

    def act(who: Here) -> None:
        order = submit.Submission(
            number,
            who.actor,
            items_in(form),
            figures_in(form),
            optional_points(str(form.get("self_score", ""))),
            str(form.get("note", "")).strip(),
        )
        verb = submit.attach if form.get("keep") else submit.submit
        verb(who.desk, [order], at=who.at)

    return _done(request, number, act)


@router.post("/part")
def part_in(request: Request, number: int, form: Annotated[FormData, Depends(posted)]) -> Response:
    """A cooperating unit hands in its part."""

    def act(who: Here) -> None:
        order = submit.PartIn(number, who.actor, items_in(form), str(form.get("note", "")).strip())
        submit.part_in(who.desk, [order], at=who.at)

    return _done(request, number, act)


@router.post("/waive")
def waive_part(
    request: Request, number: int, unit: Annotated[str, Form()], reason: Annotated[str, Form()] = ""
) -> Response:
    """Do without a cooperating unit's part."""
    return _done(
        request,
        number,
        lambda who: submit.waive_part(who.desk, submit.WaivePart(number, unit, who.actor, reason), at=who.at),
    )


@router.get("/files/{piece}")
def file(request: Request, number: int, piece: int) -> Response:
    """A stored file of this assignment: pictures and PDF in the browser, everything else as a download."""
    who = here(request)
    held = evidence_file(who.desk, number, piece, who.actor, at=who.at)
    return download(held.content, held.name, held.media_type)


def _shown(request: Request, who: Here, number: int, refusal: LuoshiError | None = None) -> Response:
    status = 200 if refusal is None else STATUS[refusal.kind]
    shown = dossier(who.desk, number, who.actor, at=who.at)
    return page(request, "assignment.html", who, status=status, it=shown, refusal=refusal)


def _done(request: Request, number: int, act: Callable[[Here], object]) -> Response:
    """Do it and show the assignment again; a refusal is said on the same page."""
    who = here(request)
    try:
        act(who)
    except LuoshiError as refusal:
        return _shown(request, who, number, refusal)
    return RedirectResponse(f"/assignments/{number}", 303)
