"""读表: a responsibility table sent in is shown as it was read, beside its doubts, and taken away as drafts."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from engine.domain.days import year_written
from engine.errors import Invalid, LuoshiError
from engine.services.importing import received, taking_in
from engine.services.importing.in_words import kind_in_words, meaning
from engine.services.importing.report import HEADS, counts
from engine.wording import N_, say
from portal.downloading import ZIP, download
from portal.failing import STATUS
from portal.forms import chosen_file, posted
from portal.rendering import page
from portal.visit import Here, guarded, here

router = APIRouter(prefix="/tables", dependencies=[Depends(guarded)])

Form = Annotated[FormData, Depends(posted)]


@router.get("")
def start(request: Request) -> Response:
    """Where a table is sent in."""
    return _start(request, here(request))


@router.post("")
def read(request: Request, form: Form) -> Response:
    """Read a table; what was read is shown, and no definition is touched."""
    who, typed = here(request), str(form.get("year", "")).strip()
    try:
        name, sent = chosen_file(form)
        raw = sent.read(received.LARGEST + 1)
        it = received.receive(who.desk, name, raw, who.actor, at=who.at, year=_year(typed))
    except LuoshiError as refusal:
        return _start(request, who, refusal, year=typed)
    return RedirectResponse(f"/tables/{it.number}", 303)


@router.get("/{number}")
def look(request: Request, number: str) -> Response:
    """What was read, row by row, and what is doubtful."""
    return _look(request, here(request), number)


@router.post("/{number}/take-in")
def take_in(request: Request, number: str, form: Form) -> Response:
    """Keep its requirements as drafts of the definitions; the plan then says what they would do."""
    who = here(request)
    try:
        clash, folder = _clash(str(form.get("clash", ""))), who.runtime.settings.definitions
        taken = taking_in.take_in(who.desk, folder, number, who.actor, at=who.at, clash=clash)
    except LuoshiError as refusal:
        return _look(request, who, number, refusal)
    return RedirectResponse(f"/definitions/plan?done={'some' if taken.left else 'taken'}", 303)


def _look(request: Request, who: Here, number: str, refusal: LuoshiError | None = None) -> Response:
    it = received.look(who.desk, number, who.actor)
    doubts = {weight: [each for each in it.drafted.doubts if each.weight == weight] for weight in HEADS}
    return page(
        request,
        "tables/look.html",
        who,
        status=STATUS[refusal.kind] if refusal else 200,
        refusal=refusal,
        fits=taking_in.fitting(who.desk, who.runtime.settings.definitions, it.drafted),
        it=it,
        counts=counts(it.drafted),
        doubts=[(say(HEADS[weight]), weight, found) for weight, found in doubts.items() if found],
        spot=_spot,
        kind=kind_in_words,
        meaning=meaning,
    )


@router.get("/{number}/drafts.zip")
def drafts(request: Request, number: str) -> Response:
    """The drafts as a folder that can be worked on."""
    who = here(request)
    name, raw = received.packed(who.desk, number, who.actor)
    return download(raw, name, ZIP)


@router.post("/{number}/drop")
def drop(request: Request, number: str) -> Response:
    """Done with it."""
    who = here(request)
    received.drop(who.desk, number, who.actor)
    return RedirectResponse("/tables", 303)


def _spot(spot: str) -> str:
    """A cell as people count it in Word; in a sheet they know it as C17."""
    found = re.fullmatch(r"(?:T(\d+) )?R(\d+)C(\d+)", spot)
    if found is None:
        return spot
    place = say(N_("row {row}, column {column}"), row=found[2], column=found[3])
    return say(N_("table {number}, {place}"), number=found[1], place=place) if found[1] else place


def _clash(word: str) -> taking_in.Clash:
    match word:
        case "replace" | "add":
            return word
    return "leave"


def _year(typed: str) -> int | None:
    if not typed:
        return None
    year = year_written(typed)
    if not 2000 <= year <= 2100:
        raise Invalid("not-a-table-year", N_("“{text}” is no year of a table."), hint=N_("Four digits, from 2000 on."),
                      text=typed[:20])  # fmt: skip
    return year


def _start(request: Request, who: Here, refusal: LuoshiError | None = None, *, year: str = "") -> Response:
    return page(
        request,
        "tables/start.html",
        who,
        status=STATUS[refusal.kind] if refusal else 200,
        refusal=refusal,
        year=year,
        waiting=received.waiting(who.desk, who.actor),
    )
