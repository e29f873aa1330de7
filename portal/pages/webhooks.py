"""事件推送: addresses that are told of what happens; what was sent there, and sending it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from engine.domain.reachable import Reach
from engine.domain.vocabulary import Role, Verb
from engine.errors import LuoshiError
from engine.services.doors import webhooks as service
from notifiers import webhooks as sender
from notifiers.posting import Reply
from portal.api.models.value import LARGEST, Number
from portal.failing import STATUS
from portal.forms import posted
from portal.rendering import page
from portal.visit import Here, guarded, here

router = APIRouter(prefix="/webhooks", dependencies=[Depends(guarded)])
_PAGE = 50


@router.get("")
def listed(request: Request) -> Response:
    """My webhooks; administrators and auditors see everybody's."""
    return _shown(request, here(request))


@router.post("")
def subscribe(request: Request, form: Annotated[FormData, Depends(posted)]) -> Response:
    """Add one, and show its secret this one time; a refusal keeps what was typed."""
    who = here(request)
    typed = {"url": str(form.get("url", "")), "events": form.getlist("event")}
    try:
        events = [verb for verb in Verb if verb in typed["events"]]
        reach = Reach.of(who.runtime.settings.webhook_hosts)
        made = service.subscribe(who.desk, who.actor, str(typed["url"]), events, at=who.at, reach=reach)
    except LuoshiError as refusal:
        return _shown(request, who, refusal, typed=typed)
    return _shown(request, who, made=made)


@router.get("/{number}")
def one(request: Request, number: Number, before: Annotated[int | None, Query(ge=1, le=LARGEST)] = None) -> Response:
    """What was sent to one, and what waits."""
    return _one(request, here(request), number, before=before)


@router.post("/{number}/switch")
def switch(request: Request, number: Number, form: Annotated[FormData, Depends(posted)]) -> Response:
    """Off, or on again."""
    who = here(request)
    service.switch(who.desk, who.actor, number, on=form.get("on") == "1", at=who.at)
    return RedirectResponse(f"/webhooks/{number}", 303)


@router.post("/{number}/ping")
def ping(request: Request, number: Number) -> Response:
    """Try it now, and say what came back."""
    who = here(request)
    return _one(request, who, number, reply=sender.ping(who.runtime, who.actor, number, at=who.at))


@router.post("/{number}/secret")
def replace_secret(request: Request, number: Number, form: Annotated[FormData, Depends(posted)]) -> Response:
    """A new secret, shown this one time."""
    who, at_once = here(request), form.get("at_once") == "1"
    made = service.replace_secret(who.desk, who.actor, number, at=who.at, at_once=at_once)
    return _one(request, who, number, secret=made.secret)


@router.post("/{number}/remove")
def remove(request: Request, number: Number) -> Response:
    """Forget it."""
    who = here(request)
    service.remove(who.desk, who.actor, number, at=who.at)
    return RedirectResponse("/webhooks", 303)


@router.post("/{number}/deliveries/{delivery}/again")
def again(request: Request, number: Number, delivery: Number) -> Response:
    """Send one delivery again."""
    who = here(request)
    service.redeliver(who.desk, who.actor, number, delivery, at=who.at)
    return RedirectResponse(f"/webhooks/{number}", 303)


def _shown(
    request: Request,
    who: Here,
    refusal: LuoshiError | None = None,
    *,
    made: service.Subscribed | None = None,
    typed: Mapping[str, Any] | None = None,
) -> Response:
    return page(
        request,
        "webhooks.html",
        who,
        status=200 if refusal is None else STATUS[refusal.kind],
        hooks=service.listed(who.desk, who.actor),
        made=made,
        typed=typed or {"url": "", "events": []},
        verbs=list(Verb),
        refusal=refusal,
    )


def _one(
    request: Request,
    who: Here,
    number: int,
    *,
    before: int | None = None,
    reply: Reply | None = None,
    secret: str = "",
) -> Response:
    hook, found = service.sent(who.desk, who.actor, number, before=before, limit=_PAGE + 1)
    return page(
        request,
        "webhook.html",
        who,
        hook=hook,
        lines=found[:_PAGE],
        following=found[_PAGE - 1].id if len(found) > _PAGE else None,
        mine=hook.person == who.actor.id or who.role is Role.ADMINISTRATOR,
        reply=reply,
        secret=secret,
        old=hook.old_until if hook.old_until is not None and hook.old_until > who.at else None,
    )
