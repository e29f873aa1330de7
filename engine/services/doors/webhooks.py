"""Webhooks: people say which acts a program of theirs wants to hear of and where; seen, switched off, tried again."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from engine.domain.actor import Actor
from engine.domain.reachable import Reach
from engine.domain.vocabulary import NoticeState, Role, Verb
from engine.errors import NotFound, Refused
from engine.services.desk import Desk
from engine.services.people import rights
from engine.store.database import Connection
from engine.store.doors import deliveries, hooks
from engine.store.looking import boards
from engine.wording import N_

PREFIX: Final = "whsec_"
"""Every secret begins so, as the Standard Webhooks scheme has it; the rest is base64 of the key."""
MOST: Final = 20
"""So many webhooks at most a person has."""
GRACE: Final = timedelta(hours=24)
"""So long what is sent is signed with a replaced secret too."""
_OVERSEERS: Final = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
_GONE: Final = 410


@dataclass(frozen=True, slots=True)
class Webhook:
    """A webhook as its list shows it. `events` is empty for every act; `waiting`: what has not been taken yet.

    `gone`: it is off because its receiver said that it is there no longer. `old_until`: until when a replaced secret
    signs too, None when there is none.
    """

    id: int
    url: str
    events: tuple[Verb, ...]
    person: str
    person_name: str
    active: bool
    made_at: datetime
    waiting: int
    gone: bool
    old_until: datetime | None


@dataclass(frozen=True, slots=True)
class Subscribed:
    """A webhook with a new secret. `secret` signs what is sent; it is told once."""

    webhook: Webhook
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Delivery:
    """An act on its way. `status`: the receiver's last one, 0 when it did not answer; `answer`: its words."""

    id: int
    act: int
    event: Verb
    state: NoticeState
    attempts: int
    next_at: datetime
    status: int
    answer: str
    sent_at: datetime | None


def subscribe(
    desk: Desk, actor: Actor, url: str, events: Collection[Verb], *, at: datetime, reach: Reach
) -> Subscribed:
    """Tell `url` of every later act among `events` (none: all) that touches what `actor` may see.

    Raises Invalid and Forbidden as `Reach.target`, Refused for more than `MOST`.
    """
    url = url.strip()
    reach.target(url)
    secret = _fresh()
    with desk.database.transaction() as connection:
        if len(hooks.hooks(connection, person=actor.id)) >= MOST:
            raise Refused(
                "webhooks-enough",
                N_("You have {most} webhooks, which is as many as one person may have."),
                hint=N_("Remove one that is no longer needed."),
                most=MOST,
            )
        number = hooks.add(
            connection,
            {
                "url": url,
                "events": [str(verb) for verb in Verb if verb in set(events)],
                "secret": secret,
                "person_id": actor.id,
                "told": boards.head(connection),
                "made_at": at,
            },
        )
        _record(desk, connection, Verb.SUBSCRIBE, actor, number, url, at)
        hooks.change(connection, number, {"told": boards.head(connection)})  # not of their own subscribing
        return Subscribed(_webhook(connection, hooks.hook(connection, number), {}), secret)


def replace_secret(desk: Desk, actor: Actor, number: int, *, at: datetime, at_once: bool = False) -> Subscribed:
    """A new secret for a webhook; for `GRACE` the old one signs beside it, unless it is worth nothing `at_once`.

    Raises NotFound as `switch`.
    """
    secret = _fresh()
    with desk.database.transaction() as connection:
        row = _own(connection, actor, number)
        old = (
            {"old_secret": None, "old_until": None} if at_once else {"old_secret": row.secret, "old_until": at + GRACE}
        )
        hooks.change(connection, number, {"secret": secret, **old})
        _record(desk, connection, Verb.NEW_SECRET, actor, number, row.url, at)
        return Subscribed(_webhook(connection, hooks.hook(connection, number), hooks.waiting(connection)), secret)


def listed(desk: Desk, actor: Actor) -> tuple[Webhook, ...]:
    """A person's webhooks, oldest first; administrators and auditors see everybody's."""
    with desk.database.reading() as connection:
        waiting = hooks.waiting(connection)
        rows = hooks.hooks(connection, person=None if actor.role in _OVERSEERS else actor.id)
        return tuple(_webhook(connection, row, waiting) for row in rows)


def sent(
    desk: Desk, actor: Actor, number: int, *, before: int | None = None, limit: int = 50
) -> tuple[Webhook, tuple[Delivery, ...]]:
    """A webhook and its deliveries, newest first. Raises NotFound for one that the actor may not see."""
    with desk.database.reading() as connection:
        row = _seen(connection, actor, number)
        rows = deliveries.listed(connection, number, limit, before=before)
        return _webhook(connection, row, hooks.waiting(connection)), tuple(map(_delivery, rows))


def switch(desk: Desk, actor: Actor, number: int, *, on: bool, at: datetime) -> None:
    """Switch a webhook off, or on again: what happened in between, and what was given up, is then delivered after all.

    Raises NotFound for one that is not the actor's (an administrator switches anybody's).
    """
    with desk.database.transaction() as connection:
        row = _own(connection, actor, number)
        if bool(row.active) is not on:
            verb = Verb.SUBSCRIBE if on else Verb.UNSUBSCRIBE
            _record(desk, connection, verb, actor, number, row.url, at)
        hooks.change(connection, number, {"active": on})
        if on:
            deliveries.again(connection, number, at)


def remove(desk: Desk, actor: Actor, number: int, *, at: datetime) -> None:
    """Forget a webhook with everything that waits for it. Raises NotFound as `switch`."""
    with desk.database.transaction() as connection:
        row = _own(connection, actor, number)
        hooks.remove(connection, number)
        if row.active:
            _record(desk, connection, Verb.UNSUBSCRIBE, actor, number, row.url, at)


def redeliver(desk: Desk, actor: Actor, number: int, delivery: int, *, at: datetime) -> None:
    """Send one delivery again at the next occasion. Raises NotFound as `switch`, and for an unknown delivery."""
    with desk.database.transaction() as connection:
        _own(connection, actor, number)
        if not deliveries.again(connection, number, at, number=delivery):
            raise NotFound("no-such-delivery", N_("There is no delivery {number} of this webhook."), number=delivery)


def owned(desk: Desk, actor: Actor, number: int) -> Any:
    """The row of a webhook that is the actor's, its secret included. Raises NotFound as `switch`."""
    with desk.database.reading() as connection:
        return _own(connection, actor, number)


def _fresh() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def _record(desk: Desk, connection: Connection, verb: Verb, actor: Actor, number: int, url: str, at: datetime) -> None:
    """Write the act; of the address only the host, for the rest of it may be a secret of its receiver."""
    detail = {"webhook": number, "host": urlsplit(url).hostname or ""}
    rights.record(connection, rights.act_of(desk.book.office(connection), verb, actor, at, detail))


def _seen(connection: Connection, actor: Actor, number: int) -> Any:
    row = hooks.hook(connection, number)
    if row is None or (row.person_id != actor.id and actor.role not in _OVERSEERS):
        raise _unknown(number)
    return row


def _own(connection: Connection, actor: Actor, number: int) -> Any:
    row = hooks.hook(connection, number)
    if row is None or (row.person_id != actor.id and actor.role is not Role.ADMINISTRATOR):
        raise _unknown(number)
    return row


def _unknown(number: int) -> NotFound:
    return NotFound(
        "no-such-webhook",
        N_("You have no webhook {number}."),
        hint=N_("Your webhooks and their numbers stand at /webhooks."),
        number=number,
    )


def _webhook(connection: Connection, row: Any, waiting: dict[int, int]) -> Webhook:
    return Webhook(
        row.id,
        row.url,
        tuple(Verb(verb) for verb in row.events),
        row.person_id,
        row.person_name,
        bool(row.active),
        row.made_at,
        waiting.get(row.id, 0),
        not row.active and deliveries.given_up_with(connection, row.id, _GONE),
        row.old_until,
    )


def _delivery(row: Any) -> Delivery:
    plain = {name: getattr(row, name) for name in ("id", "attempts", "next_at", "status", "answer", "sent_at")}
    return Delivery(act=row.act_id, event=Verb(row.event), state=NoticeState(row.state), **plain)
