"""联席会议 and the August countdown: a quarter's packet as it stands and as it was told, made to be printed."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response

from engine.domain.vocabulary import Light, RequestKind
from engine.errors import LuoshiError
from engine.services.office import meet
from engine.services.office.meeting_pages import countdown_page, meeting_page
from engine.wording import N_, say
from portal.api.models.value import LARGEST
from portal.failing import STATUS
from portal.rendering import page
from portal.visit import Here, guarded, here

router = APIRouter(dependencies=[Depends(guarded)])
_KINDS: Final = {
    RequestKind.EXTENSION: N_("extension"),
    RequestKind.TRANSFER: N_("transfer"),
    RequestKind.NOT_APPLICABLE: N_("not applicable"),
}
_DECISIONS: Final = {"": N_("not decided yet"), "granted": N_("granted"), "refused": N_("refused")}


@router.get("/meetings")
def next_meeting(request: Request) -> Response:
    """The packet of the next meeting."""
    return _shown(request, here(request), None)


@router.get("/meetings/{quarter}")
def of_quarter(request: Request, quarter: str, act: Annotated[int | None, Query(ge=1, le=LARGEST)] = None) -> Response:
    """The packet of a quarter as it stands, or as an act told it."""
    return _shown(request, here(request), quarter, act)


@router.post("/meetings/{quarter}/tell")
def tell(request: Request, quarter: str) -> Response:
    """Tell the office's people, and keep what was told; once a day at most."""
    who = here(request)
    try:
        told = meet.packet(who.desk, at=who.at, quarter=quarter, actor=who.actor)
        if not told.fresh:
            meet.packet(who.desk, at=who.at, quarter=quarter, actor=who.actor, again=True)
    except LuoshiError as refusal:
        return _shown(request, who, quarter, refusal=refusal)
    return RedirectResponse(f"/meetings/{quarter}", 303)


@router.get("/countdown")
def countdown(request: Request) -> Response:
    """How far free verification is."""
    who = here(request)
    return page(request, "countdown.html", who, it=countdown_page(who.desk, who.actor, at=who.at))


def _shown(
    request: Request, who: Here, quarter: str | None, act: int | None = None, refusal: LuoshiError | None = None
) -> Response:
    status = 200 if refusal is None else STATUS[refusal.kind]
    it = meeting_page(who.desk, who.actor, at=who.at, quarter=quarter, act=act)
    return page(
        request,
        "meeting.html",
        who,
        status=status,
        it=it,
        sheet=it.sheet,
        lights=[str(light) for light in Light],
        kind_name=lambda kind: say(_KINDS[RequestKind(kind)]),
        decision_name=lambda decision: say(_DECISIONS[str(decision)]),
        refusal=refusal,
    )
