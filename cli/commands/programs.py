"""Programs that work here: their tokens, and the webhooks that tell them what happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Argument, Exit, Option, Typer

from cli import exits
from cli.declaring import declare, group
from cli.opening import sitting
from cli.options import MOST_NUMBER, As, AsJson
from cli.printing import print_json, table
from engine.domain.token_scope import TokenScope
from engine.domain.vocabulary import Verb
from engine.wording import N_, say

if TYPE_CHECKING:
    from engine.services.doors.tokens import Token
    from engine.services.doors.webhooks import Webhook

_Token = Annotated[
    int, Argument(metavar="TOKEN", max=MOST_NUMBER, help=N_("Number of a token, as `luoshi token list` shows it."))
]
_Hook = Annotated[
    int,
    Argument(metavar="WEBHOOK", max=MOST_NUMBER, help=N_("Number of a webhook, as `luoshi webhook list` shows it.")),
]


def register(app: Typer) -> None:
    """Declare the commands for programs."""
    token = group(app, "token", N_("Tokens with which programs use the REST API in a person's name."))
    declare(token, "make", make, N_("Make a token; it is shown once."))
    declare(token, "list", list_tokens, N_("Your tokens; administrators and auditors see everybody's."))
    declare(token, "revoke", revoke, N_("End a token at once."))
    webhook = group(app, "webhook", N_("Addresses that are told of what happens, as it happens."))
    declare(webhook, "add", add, N_("Tell an address of everything that you may see; its secret is shown once."))
    declare(webhook, "list", list_webhooks, N_("Your webhooks; administrators and auditors see everybody's."))
    declare(webhook, "deliveries", deliveries, N_("What was sent to a webhook, and what waits."))
    declare(webhook, "ping", ping, N_("Send a webhook a message now and say what it answers."))
    declare(webhook, "redeliver", redeliver, N_("Send one delivery again."))
    declare(webhook, "secret", secret, N_("A new secret for a webhook, shown once; the old one signs too for a day."))
    declare(webhook, "switch", switch, N_("Switch a webhook off, or on again."))
    declare(webhook, "remove", remove, N_("Forget a webhook with everything that waits for it."))


def make(
    name: Annotated[str, Argument(metavar="NAME", help=N_("What will use it."))],
    scopes: Annotated[
        list[TokenScope],
        Option("--scope", metavar="SCOPE", help=N_("read, submit, review or administer; may be given several times.")),
    ],
    days: Annotated[int, Option("--days", metavar="N", min=1, max=366, help=N_("Good for so many days."))] = 90,
    person: As = "",
    as_json: AsJson = False,
) -> None:
    """The secret is the only line on standard output, so that it can be put where it is needed."""
    from engine.services.doors import tokens

    with sitting() as here:
        made = tokens.create(here.desk, here.actor(person), name, scopes, at=here.at, days=days)
    if as_json:
        print_json({"ok": True, "token": made.token, "secret": made.secret})
    else:
        print(made.secret)


def list_tokens(person: As = "", as_json: AsJson = False) -> None:
    """Newest first."""
    from engine.services.doors import tokens

    with sitting() as here:
        found, at = tokens.listed(here.desk, here.actor(person)), here.at
    if as_json:
        print_json({"ok": True, "tokens": [{"standing": each.standing(at), "token": each} for each in found]})
        return

    def line(each: Token) -> tuple[object, ...]:
        scopes = ", ".join(each.scopes)
        return each.id, each.name, each.person_name, scopes, each.used_at, each.expires_at, _standing(each.standing(at))

    heads = [N_("No."), N_("Name"), N_("Whose"), N_("Scopes"), N_("Last used"), N_("Valid until"), N_("State")]
    print(table([say(head) for head in heads], list(map(line, found))))


def revoke(number: _Token, person: As = "", as_json: AsJson = False) -> None:
    """Your own; an administrator ends anybody's."""
    from engine.services.doors import tokens

    with sitting() as here:
        tokens.revoke(here.desk, here.actor(person), number, at=here.at)
    _done(say(N_("Token {number} opens nothing any more."), number=number), as_json)


def add(
    url: Annotated[str, Argument(metavar="URL", help=N_("Where to send, https://…"))],
    events: Annotated[
        list[Verb] | None, Option("--event", metavar="VERB", help=N_("Only these acts; without any, all."))
    ] = None,
    person: As = "",
    as_json: AsJson = False,
) -> None:
    """The secret is the only line on standard output."""
    from engine.domain.reachable import Reach
    from engine.services.doors import webhooks

    with sitting() as here:
        reach = Reach.of(here.runtime.settings.webhook_hosts)
        made = webhooks.subscribe(here.desk, here.actor(person), url, events or (), at=here.at, reach=reach)
    if as_json:
        print_json({"ok": True, "webhook": made.webhook, "secret": made.secret})
    else:
        print(made.secret)


def list_webhooks(person: As = "", as_json: AsJson = False) -> None:
    """Oldest first."""
    from engine.services.doors import webhooks

    with sitting() as here:
        found = webhooks.listed(here.desk, here.actor(person))
    if as_json:
        print_json({"ok": True, "webhooks": found})
        return

    def line(each: Webhook) -> tuple[object, ...]:
        state = say(N_("on")) if each.active else say(N_("receiver gone")) if each.gone else say(N_("off"))
        events = ", ".join(each.events) or say(N_("all"))
        return each.id, each.url, each.person_name, events, each.waiting, state

    heads = [N_("No."), N_("Address"), N_("Whose"), N_("Events"), N_("Waiting"), N_("State")]
    print(table([say(head) for head in heads], list(map(line, found))))


def deliveries(
    number: _Hook,
    limit: Annotated[int, Option("--limit", metavar="N", min=1, max=1000, help=N_("At most so many lines."))] = 50,
    person: As = "",
    as_json: AsJson = False,
) -> None:
    """Newest first."""
    from engine.services.doors import webhooks

    with sitting() as here:
        _, found = webhooks.sent(here.desk, here.actor(person), number, limit=limit)
    if as_json:
        print_json({"ok": True, "deliveries": found})
        return
    heads = [N_("No."), N_("Act"), N_("Event"), N_("State"), N_("Tries"), N_("Answer"), N_("Taken")]
    lines = [
        (one.id, one.act, one.event, one.state, one.attempts, f"{one.status or ''} {one.answer}".strip(), one.sent_at)
        for one in found
    ]
    print(table([say(head) for head in heads], lines))


def ping(number: _Hook, person: As = "", as_json: AsJson = False) -> None:
    """Exit 1 when it was not taken."""
    from notifiers import webhooks

    with sitting() as here:
        reply = webhooks.ping(here.runtime, here.actor(person), number, at=here.at)
    if as_json:
        print_json({"ok": reply.ok, "status": reply.status, "answer": reply.words})
    elif reply.status:
        print(say(N_("The receiver answered {status}: {words}"), status=reply.status, words=reply.words or "-"))
    else:
        print(reply.words)
    if not reply.ok:
        raise Exit(exits.FAULT)


def redeliver(
    number: _Hook,
    delivery: Annotated[
        int,
        Argument(
            metavar="DELIVERY",
            max=MOST_NUMBER,
            help=N_("Number of a delivery, as `luoshi webhook deliveries` shows it."),
        ),
    ],
    person: As = "",
    as_json: AsJson = False,
) -> None:
    """`luoshi up` sends it within a minute."""
    from engine.services.doors import webhooks

    with sitting() as here:
        webhooks.redeliver(here.desk, here.actor(person), number, delivery, at=here.at)
    _done(say(N_("Delivery {number} is sent again within a minute."), number=delivery), as_json)


def secret(
    number: _Hook,
    at_once: Annotated[
        bool, Option("--at-once", help=N_("The old one has leaked: it signs nothing any more."))
    ] = False,
    person: As = "",
    as_json: AsJson = False,
) -> None:
    """The secret is the only line on standard output."""
    from engine.services.doors import webhooks

    with sitting() as here:
        made = webhooks.replace_secret(here.desk, here.actor(person), number, at=here.at, at_once=at_once)
    if as_json:
        print_json({"ok": True, "webhook": made.webhook, "secret": made.secret})
    else:
        print(made.secret)


def switch(
    number: _Hook,
    on: Annotated[bool, Option("--on/--off", help=N_("On, or off."))] = True,
    person: As = "",
    as_json: AsJson = False,
) -> None:
    """Once on again it is told of everything in between."""
    from engine.services.doors import webhooks

    with sitting() as here:
        webhooks.switch(here.desk, here.actor(person), number, on=on, at=here.at)
    words = N_("Webhook {number} is on; what it missed is sent.") if on else N_("Webhook {number} is off.")
    _done(say(words, number=number), as_json)


def remove(number: _Hook, person: As = "", as_json: AsJson = False) -> None:
    """Nothing more is sent."""
    from engine.services.doors import webhooks

    with sitting() as here:
        webhooks.remove(here.desk, here.actor(person), number, at=here.at)
    _done(say(N_("Webhook {number} is gone."), number=number), as_json)


def _done(words: str, as_json: bool) -> None:
    print_json({"ok": True}) if as_json else print(words)


def _standing(standing: str) -> str:
    words = {
        "good": N_("valid"),
        "expiring": N_("ends soon"),
        "expired": N_("expired"),
        "revoked": N_("revoked"),
    }
    return say(words[standing])
