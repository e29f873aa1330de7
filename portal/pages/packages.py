"""迎检材料包: taken out as it is being made, and a file that somebody holds checked against what was made."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from engine.errors import LuoshiError
from engine.services.reporting.made_packages import Verified, verify_package
from engine.services.reporting.package import make_package
from engine.services.reporting.papers.kinds import year_of
from engine.services.seeing import check_sees_all
from engine.wording import N_, say
from portal import downloading
from portal.failing import STATUS
from portal.forms import chosen_file, posted
from portal.rendering import page
from portal.streaming import streamed
from portal.visit import Here, guarded, here, runtime_of

router = APIRouter(prefix="/documents/package", dependencies=[Depends(guarded)])


@router.get("")
def where_it_is_made(request: Request) -> Response:
    """Who comes here by a sign-in that ran out is led to the page with the button."""
    here(request)
    return RedirectResponse("/documents#package", 303)


@router.post("")
def make(request: Request, form: Annotated[FormData, Depends(posted)]) -> Response:
    """Everything handed in in a year, with an index page, the gaps and the manifest."""
    who, year = here(request), str(form.get("year", "")).strip()
    wanted = year_of(year, who.desk.today(who.at))
    return streamed(
        lambda stream: make_package(who.desk, who.actor, stream, at=who.at, year=wanted),
        f"{say(N_('Inspection package'))} {who.desk.today(who.at)}.zip",
        downloading.ZIP,
    )


@router.get("/verify")
def to_verify(request: Request) -> Response:
    """Where a file is sent to be checked."""
    who = here(request)
    check_sees_all(who.desk, who.actor)
    return _shown(request, who)


@router.post("/verify")
def verify(request: Request, form: Annotated[FormData, Depends(posted)]) -> Response:
    """What was found in a file; it is not kept."""
    who, digest = here(request), str(form.get("digest", "")).strip()
    check_sees_all(who.desk, who.actor)
    try:
        name, sent = chosen_file(form)
        found = verify_package(who.desk, who.actor, sent, name, digest=digest)
    except LuoshiError as refusal:
        return _shown(request, who, refusal=refusal, digest=digest)
    return _shown(request, who, found=found, name=name, digest=digest)


def _shown(
    request: Request,
    who: Here,
    *,
    found: Verified | None = None,
    name: str = "",
    digest: str = "",
    refusal: LuoshiError | None = None,
) -> Response:
    return page(
        request,
        "documents/verify.html",
        who,
        status=STATUS[refusal.kind] if refusal else 200,
        found=found,
        name=name,
        digest=digest,
        refusal=refusal,
        most=runtime_of(request).settings.upload_megabytes,
    )
