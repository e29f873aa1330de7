"""令牌: which programs work in my name, until when; making one, which is shown once, and ending it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from engine.domain.token_scope import TokenScope
from engine.errors import LuoshiError
from engine.services.doors import tokens as service
from engine.wording import N_
from portal.api.models.value import Number
from portal.failing import STATUS
from portal.forms import numbers_in, posted
from portal.rendering import page
from portal.visit import Here, guarded, here

router = APIRouter(prefix="/tokens", dependencies=[Depends(guarded)])

SCOPES: Final[Mapping[TokenScope, tuple[str, str]]] = {
    TokenScope.READ: (N_("look"), N_("Everything that you may see: work, evidence, figures, history.")),
    TokenScope.SUBMIT: (N_("hand in"), N_("Accept, hand in evidence and figures, ask for more time.")),
    TokenScope.REVIEW: (N_("decide"), N_("Approve, return, decide requests, close out, as far as you may.")),
    TokenScope.ADMINISTER: (
        N_("administer"),
        N_("People, definitions, links, and further tokens: for trusted programs only."),
    ),
}
"""What a token may be used for, in a word and in a sentence."""
_STANDING: Final = {
    "good": (N_("valid"), "green"),
    "expiring": (N_("ends soon"), "yellow"),
    "expired": (N_("expired"), "secondary"),
    "revoked": (N_("revoked"), "secondary"),
}


@router.get("")
def listed(request: Request) -> Response:
    """My tokens; administrators and auditors see everybody's."""
    return _shown(request, here(request))


@router.post("")
def make(request: Request, form: Annotated[FormData, Depends(posted)]) -> Response:
    """Make one, and show it this one time; a refusal keeps what was typed."""
    who = here(request)
    name, wanted = str(form.get("name", "")), str(form.get("days", ""))
    scopes = [scope for scope in TokenScope if scope in form.getlist("scope")]
    typed = {"name": name, "scopes": scopes, "days": wanted}
    try:
        [days] = numbers_in([wanted])
        made = service.create(who.desk, who.actor, name, scopes, at=who.at, days=days)
    except LuoshiError as refusal:
        return _shown(request, who, refusal, typed=typed)
    return _shown(request, who, made=made)


@router.post("/{number}/revoke")
def revoke(request: Request, number: Number) -> Response:
    """End one at once."""
    who = here(request)
    try:
        service.revoke(who.desk, who.actor, number, at=who.at)
    except LuoshiError as refusal:
        return _shown(request, who, refusal)
    return RedirectResponse("/tokens", 303)


def _shown(
    request: Request,
    who: Here,
    refusal: LuoshiError | None = None,
    *,
    made: service.Made | None = None,
    typed: Mapping[str, Any] | None = None,
) -> Response:
    found = [(each, each.standing(who.at)) for each in service.listed(who.desk, who.actor)]
    going = ("good", "expiring")
    return page(
        request,
        "tokens.html",
        who,
        status=200 if refusal is None else STATUS[refusal.kind],
        open=[(each, standing) for each, standing in found if standing in going],
        ended=[(each, standing) for each, standing in found if standing not in going],
        ending=sum(standing == "expiring" and each.person == who.actor.id for each, standing in found),
        made=made,
        typed=typed or {"name": "", "scopes": [TokenScope.READ], "days": str(service.DAYS)},
        scopes=SCOPES,
        words=_STANDING,
        days=(30, service.DAYS, 180, service.LONGEST_DAYS),
        address=who.runtime.settings.portal_address,
        refusal=refusal,
    )
