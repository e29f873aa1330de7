"""An assignment on one page, and what a unit does there besides handing in: accept, hand on, ask, say something."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from engine.domain.vocabulary import RequestKind, Verb
from engine.errors import LuoshiError
from engine.services.looking.dossier import dossier, evidence_file
from engine.services.work import accept, close_out, extend, submit
from engine.services.work.unfinished import unfinished_of
from engine.wording import N_, say
from portal.downloading import download
from portal.failing import STATUS
from portal.forms import optional_day
from portal.rendering import page
from portal.visit import Here, guarded, here

router = APIRouter(prefix="/assignments/{number}", dependencies=[Depends(guarded)])

_TOLD: Final = {
    "accepted": N_("Accepted. What is wanted stands below."),
    "delegated": N_("Handed on to your colleague."),
    "taken-back": N_("Taken back. Everything you handed in is still here; change it and hand in again."),
    "asked": N_("Your request is with the creation office. The due date stays as it is until it is granted."),
    "handed-in": N_("Handed in. Until the reviewer opens it you can still take it back."),
    "kept": N_("Saved. Nothing has been handed in yet."),
    "part-in": N_("Your part has been handed in to the unit responsible."),
    "waived": N_("This part is no longer waited for."),
}


@router.get("")
def show(request: Request, number: int, done: str = "") -> Response:
    """The assignment for the person who is in; `done` names what has just been done."""
    return shown(request, here(request), number, told=say(_TOLD[done]) if done in _TOLD else "")


@router.post("/accept")
def take_on(request: Request, number: int) -> Response:
    """签收."""
    return done(
        request,
        number,
        "accepted",
        lambda who: accept.accept(who.desk, [accept.Accept(number, who.actor)], at=who.at),
    )


@router.post("/delegate")
def delegate(request: Request, number: int, to: Annotated[str, Form()]) -> Response:
    """Hand the work to a colleague."""
    return done(
        request,
        number,
        "delegated",
        lambda who: accept.delegate(who.desk, accept.Delegate(number, who.actor, to), at=who.at),
    )


@router.post("/comment")
def comment(request: Request, number: int, words: Annotated[str, Form()] = "") -> Response:
    """Say something."""
    return done(request, number, "", lambda who: close_out.comment(who.desk, number, who.actor, words, at=who.at))


@router.post("/take-back")
def take_back(request: Request, number: int, reason: Annotated[str, Form()] = "") -> Response:
    """撤回, while the reviewer has not opened it."""
    return done(
        request,
        number,
        "taken-back",
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

    return done(request, number, "asked", act, asked={"kind": kind, "reason": reason, "due": due, "unit": unit})


@router.post("/waive")
def waive_part(
    request: Request, number: int, unit: Annotated[str, Form()], reason: Annotated[str, Form()] = ""
) -> Response:
    """Do without a cooperating unit's part."""
    return done(
        request,
        number,
        "waived",
        lambda who: submit.waive_part(who.desk, submit.WaivePart(number, unit, who.actor, reason), at=who.at),
    )


@router.get("/files/{piece}")
def file(request: Request, number: int, piece: int) -> Response:
    """A stored file of this assignment: pictures and PDF in the browser, everything else as a download."""
    who = here(request)
    held = evidence_file(who.desk, number, piece, who.actor, at=who.at)
    return download(held.content, held.name, held.media_type)


def shown(
    request: Request,
    who: Here,
    number: int,
    refusals: Sequence[LuoshiError] = (),
    *,
    told: str = "",
    asked: dict[str, str] | None = None,
) -> Response:
    """The page of an assignment, with what was just done or refused; `asked`: a request that was refused, as typed."""
    it = dossier(who.desk, number, who.actor, at=who.at)
    prepares = Verb.ATTACH in it.may or Verb.PART_IN in it.may
    return page(
        request,
        "assignment.html",
        who,
        status=STATUS[refusals[0].kind] if refusals else 200,
        it=it,
        mine=unfinished_of(who.desk, number, who.actor, at=who.at) if prepares else None,
        refusals=refusals,
        told=told,
        asked=asked or {},
        units=who.office.names if who.office else {},
    )


def done(
    request: Request, number: int, word: str, act: Callable[[Here], object], *, asked: dict[str, str] | None = None
) -> Response:
    """Do it and show the assignment again, saying what was done; a refusal is said on the same page."""
    who = here(request)
    try:
        act(who)
    except LuoshiError as refusal:
        return shown(request, who, number, (refusal,), asked=asked)
    return RedirectResponse(f"/assignments/{number}" + (f"?done={word}" if word else ""), 303)
