"""Webhooks: a program is told of acts as they happen, signed, until it has taken them."""

from __future__ import annotations

from fastapi import APIRouter

from engine.domain.reachable import Reach
from engine.domain.token_scope import TokenScope
from engine.services.doors import webhooks as service
from notifiers import webhooks as sender
from portal.api.door import Caller, Who, scoped
from portal.api.models.value import Cursor, Limit, Number, Page
from portal.api.models.webhooks import Delivery, NewWebhook, Pinged, SecretIn, SwitchIn, Webhook, WebhookIn, Webhooks
from portal.api.paging import after_number, paged

router = APIRouter(prefix="/webhooks", tags=["webhooks"])


@router.get("")
@scoped(TokenScope.ADMINISTER)
def webhooks(who: Who) -> Webhooks:
    """My webhooks; administrators and auditors see everybody's."""
    return Webhooks(items=tuple(map(Webhook.model_validate, service.listed(who.desk, who.actor))))


@router.post("", status_code=201)
@scoped(TokenScope.ADMINISTER)
def subscribe(who: Who, given: WebhookIn) -> NewWebhook:
    """Be told of every later act that I may see. The secret is told once; a repeated request makes another webhook."""
    reach = Reach.of(who.runtime.settings.webhook_hosts)
    made = service.subscribe(who.desk, who.actor, given.url, given.events, at=who.at, reach=reach)
    return NewWebhook(webhook=Webhook.model_validate(made.webhook), secret=made.secret)


@router.get("/{number}")
@scoped(TokenScope.ADMINISTER)
def webhook(who: Who, number: Number) -> Webhook:
    """One of them."""
    return _shown(who, number)


@router.patch("/{number}")
@scoped(TokenScope.ADMINISTER)
def switch(who: Who, number: Number, given: SwitchIn) -> Webhook:
    """Off, or on again: what happened in between, and what was given up, is then delivered after all."""
    service.switch(who.desk, who.actor, number, on=given.active, at=who.at)
    return _shown(who, number)


@router.post("/{number}/secret")
@scoped(TokenScope.ADMINISTER)
def replace_secret(who: Who, number: Number, given: SecretIn) -> NewWebhook:
    """A new secret, told once; for a day what is sent is signed with the old one as well, unless it ends at once."""
    made = service.replace_secret(who.desk, who.actor, number, at=who.at, at_once=given.at_once)
    return NewWebhook(webhook=Webhook.model_validate(made.webhook), secret=made.secret)


@router.delete("/{number}", status_code=204)
@scoped(TokenScope.ADMINISTER)
def remove(who: Who, number: Number) -> None:
    """Forget it, with everything that waits for it."""
    service.remove(who.desk, who.actor, number, at=who.at)


@router.post("/{number}/ping")
@scoped(TokenScope.ADMINISTER)
def ping(who: Who, number: Number) -> Pinged:
    """Send it a message of the type `ping` now, and say what came back."""
    return Pinged.model_validate(sender.ping(who.runtime, who.actor, number, at=who.at))


@router.get("/{number}/deliveries")
@scoped(TokenScope.ADMINISTER)
def deliveries(who: Who, number: Number, limit: Limit = 50, cursor: Cursor = "") -> Page[Delivery]:
    """What was sent to it and what waits, newest first."""
    before = after_number(cursor) or None
    _, found = service.sent(who.desk, who.actor, number, before=before, limit=limit + 1)
    return paged(found, limit, Delivery.model_validate, lambda each: each.id)


@router.post("/{number}/deliveries/{delivery}/redelivery", status_code=202)
@scoped(TokenScope.ADMINISTER)
def redeliver(who: Who, number: Number, delivery: Number) -> None:
    """Send one again, within a minute or so."""
    service.redeliver(who.desk, who.actor, number, delivery, at=who.at)


def _shown(who: Caller, number: int) -> Webhook:
    found, _ = service.sent(who.desk, who.actor, number, limit=1)
    return Webhook.model_validate(found)
