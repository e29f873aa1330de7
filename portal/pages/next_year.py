"""转入下一年度: what rolling the programme on would change and what must be looked at, taken as drafts or as a file."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from engine.domain.days import year_written
from engine.errors import Invalid, LuoshiError
from engine.services.drafts.keeping import check_drafts_here
from engine.services.rolling import next_year
from engine.services.rolling.looks import Look
from engine.wording import N_
from notifiers.trial import wanted_here
from portal.downloading import ZIP, download
from portal.failing import STATUS
from portal.forms import posted
from portal.pages.definitions import difference
from portal.pages.scan import address
from portal.rendering import page
from portal.visit import Here, guarded, here

router = APIRouter(prefix="/definitions/next-year", dependencies=[Depends(guarded)])

Posted = Annotated[FormData, Depends(posted)]


@router.get("")
def look(request: Request, year: str = "") -> Response:
    """What next year's definitions would be; nothing changes."""
    return _shown(request, here(request), year)


@router.post("")
def take_in(request: Request, form: Posted) -> Response:
    """Keep next year's texts as drafts; the plan then says what they would do."""
    who, year = here(request), str(form.get("year", ""))
    try:
        next_year.take_in(who.desk, who.runtime.settings.definitions, who.actor, _year(year), at=who.at)
    except LuoshiError as refusal:
        return _shown(request, who, year, refusal)
    return RedirectResponse("/definitions/plan?done=rolled", 303)


@router.get("/folder.zip")
def packed(request: Request, year: str = "") -> Response:
    """Next year's folder with the list of what must be looked at."""
    who = here(request)
    name, raw = next_year.packed(who.desk, who.runtime.settings.definitions, who.actor, _year(year), at=who.at)
    return download(raw, name, ZIP)


def _shown(request: Request, who: Here, typed: str, refusal: LuoshiError | None = None) -> Response:
    check_drafts_here(who.actor)
    it = None
    try:
        channels = wanted_here(who.runtime, at=who.at)
        it = next_year.look(
            who.desk, who.runtime.settings.definitions, who.actor, _year(typed), at=who.at, channels=channels
        )
    except LuoshiError as failure:
        refusal = refusal or failure
    return page(
        request,
        "definitions/next_year.html",
        who,
        status=200 if refusal is None else STATUS[refusal.kind],
        it=it,
        texts=[(file, difference(before, after)) for file, before, after in it.texts] if it else [],
        year=typed[:4] or (it.rolled.year if it else ""),
        refusal=refusal,
        where=_where,
        address=address,
    )


def _where(look: Look) -> str:
    """The page on which something to look at is seen, and changed."""
    if look.code in ("sample", "no-contact"):
        return "/rosters"
    if look.place == "people":
        return "/people?state=left"
    return f"/definitions/of/{look.place}" if look.indicator else f"/definitions/edit?file={look.place}"


def _year(typed: str) -> int | None:
    if not typed.strip():
        return None
    year = year_written(typed.strip())
    if not 2001 <= year <= 2100:
        raise Invalid("not-a-year", N_("“{text}” is no year."), hint=N_("Four digits, from 2001 on."), text=typed[:20])
    return year
