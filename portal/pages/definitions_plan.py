"""A change of definitions: what it does to live work, then applied as shown, or laid before a second person."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from engine.catalog.editing.texts import text_of
from engine.errors import LuoshiError
from engine.services.drafts import carrying_out, changing, keeping, proposed
from engine.services.drafts.changing import Prepared, digest_for
from engine.services.drafts.keeping import Draft
from engine.services.programme.planning import Choice
from engine.services.seeing import check_sees_all
from portal.failing import STATUS
from portal.forms import posted
from portal.pages.definitions import difference
from portal.rendering import page
from portal.visit import Here, guarded, here

router = APIRouter(prefix="/definitions", dependencies=[Depends(guarded)])

Posted = Annotated[FormData, Depends(posted)]


@router.get("/plan")
def plan(request: Request, file: Annotated[list[str] | None, Query(max_length=500)] = None, done: str = "") -> Response:
    """What the drafts, or those of some files, would do; nothing changes."""
    who = here(request)
    check_sees_all(who.desk, who.actor)
    return _shown(request, who, file, done=done[:20])


@router.post("/apply")
def apply(request: Request, form: Posted) -> Response:
    """Do exactly what was shown; when anything has changed since, show it anew and do nothing."""
    return _carried(request, form, carrying_out.apply, "applied")


@router.post("/propose")
def propose(request: Request, form: Posted) -> Response:
    """Lay what was shown before a second person."""
    return _carried(request, form, carrying_out.propose, "proposed")


@router.post("/proposals/{number}/approve")
def approve(request: Request, number: int) -> Response:
    """Approve a proposed change, which applies it."""
    who = here(request)
    try:
        carrying_out.approve(who.desk, who.runtime.settings.definitions, number, who.actor, at=who.at)
    except LuoshiError as refusal:
        return _shown(request, who, None, refusal)
    return RedirectResponse("/definitions?done=applied", 303)


@router.post("/proposals/{number}/withdraw")
def withdraw(request: Request, number: int, form: Posted) -> Response:
    """Take one's own proposed change back, or refuse somebody else's with a reason; the drafts stay."""
    who = here(request)
    try:
        note = str(form.get("note", ""))[:2000]
        done = carrying_out.withdraw(who.desk, number, who.actor, at=who.at, note=note)
    except LuoshiError as refusal:
        return _shown(request, who, None, refusal)
    return RedirectResponse(f"/definitions?{urlencode({'done': done})}", 303)


def _carried(request: Request, form: FormData, verb: Any, done: str) -> Response:
    who = here(request)
    files = [str(each) for each in form.getlist("file")]
    said = {"choice": _choice(str(form.get("choice", ""))), "note": str(form.get("note", ""))[:2000]}
    try:
        folder = who.runtime.settings.definitions
        verb(who.desk, folder, str(form.get("digest", "")), files, who.actor, at=who.at, **said)
    except LuoshiError as refusal:
        return _shown(request, who, files, refusal)
    return RedirectResponse(f"/definitions?{urlencode({'done': done})}", 303)


def _shown(
    request: Request, who: Here, files: list[str] | None, refusal: LuoshiError | None = None, done: str = ""
) -> Response:
    if refusal is not None:
        check_sees_all(who.desk, who.actor)
    folder = who.runtime.settings.definitions
    waiting, refused = proposed.waiting(who.desk), proposed.refused_to(who.desk, who.actor)
    if waiting is not None and files is None:
        files = list(waiting.files)
    prepared = changing.prepare(who.desk, folder, files, at=who.at)
    digest = digest_for(prepared)
    return page(
        request,
        "definitions/plan.html",
        who,
        status=200 if refusal is None else STATUS[refusal.kind],
        prepared=prepared,
        digest=digest,
        drafts=_drafts(who, prepared),
        titles={each.id: f"{each.number} {each.title}" for each in _titles(who, prepared)},
        waiting=waiting,
        refused=refused,
        same=waiting is not None and waiting.digest == digest,
        approves=waiting is not None and proposed.may_approve(waiting, who.actor),
        edits=keeping.drafts_here(who.actor),
        refusal=refusal,
        done=done,
    )


def _titles(who: Here, prepared: Prepared) -> list[Any]:
    found = list(who.desk.catalog().definitions.values())
    return [*found, *(prepared.catalog.definitions.values() if prepared.catalog is not None else ())]


def _drafts(who: Here, prepared: Prepared) -> list[tuple[Draft, str, list[tuple[str, str]]]]:
    """Every draft with where it stands in the change, and what it changes in the text."""
    folder = who.runtime.settings.definitions
    found = []
    for file, draft in keeping.drafts(who.desk, folder).items():
        stands = "faulty" if file in prepared.faulty else "moved" if draft.moved else ""
        stands = stands or ("in" if file in prepared.chosen else "out")
        found.append((draft, stands, difference(text_of(folder, file), draft.text)))
    return found


def _choice(word: str) -> Choice | None:
    match word:
        case "keep" | "carry" | "restart":
            return word
    return None
