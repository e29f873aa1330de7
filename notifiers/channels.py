"""Channels by name: which sender a letter goes through, what to do when it cannot, and whether each answers."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import SecretStr

from engine.domain.delivering import way_for
from engine.services.word.letters import Letter
from engine.wording import N_, say
from notifiers.apprise_sender import AppriseSender, filled, service_of
from notifiers.inbox import InboxSender
from notifiers.masking import Masked, scheme_of
from notifiers.sender import Sender

INBOX: Final = "inbox"
_PORTS: Final = {
    "mailto": 587,
    "mailtos": 587,
    "json": 80,
    "jsons": 443,
    "xml": 80,
    "xmls": 443,
    "form": 80,
    "forms": 443,
}


@dataclass(frozen=True, slots=True)
class Route:
    """Where a letter goes; `remark` says why it is not where its channel would have taken it."""

    channel: str
    sender: Sender
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Channels:
    """The channels of this installation. A URL for `inbox` sends there too: a letter always stays in the inbox."""

    inbox: Sender
    senders: Mapping[str, AppriseSender]
    broken: frozenset[str] = frozenset()

    @classmethod
    def read(cls, urls: Mapping[str, SecretStr], inbox: InboxSender) -> Channels:
        """The channels of the settings; a URL that Apprise does not understand is set aside as broken."""
        understood = {name: url for name, url in urls.items() if service_of(filled(url)) is not None}
        senders = {name: AppriseSender(name, url) for name, url in understood.items()}
        return cls(inbox, senders, frozenset(urls) - frozenset(senders))

    def route(self, letter: Letter) -> Route | None:
        """The way a letter goes next, by what was tried; None when no channel of its reader is open any more.

        The letter's own channel comes first, then the reader's others in the order of the settings: those whose URL
        names the reader, for a group is not a person. Where the letter's own cannot even be tried, it waits in the
        inbox with a remark, unless another channel leads to the reader. What the reader has chosen comes before all
        this, but for what the definitions send to a group.
        """
        if chosen := self._chosen(letter):
            name = way_for(chosen, letter.tried)
            return None if name is None else Route(name, self.senders.get(name, self.inbox))
        own = letter.channel or INBOX
        remark = self._hindrance(own, letter)
        others = [name for name in self.senders if name != own and self._leads_to(name, letter)]
        if remark and not (own in self.senders and others):
            return Route(INBOX, self.inbox, say(remark, channel=own))
        if own == INBOX and own not in self.senders:
            return Route(INBOX, self.inbox)
        name = way_for(others if remark else [own, *others], letter.tried)
        if name is None:
            return None
        return Route(name, self.senders[name], say(remark, channel=own) if remark else "")

    def disturbs(self, route: Route) -> bool:
        """Whether a letter that goes this way leaves the product: what stays in the inbox disturbs nobody."""
        return route.channel in self.senders

    def is_personal(self, route: Route) -> bool:
        """Whether the way leads to one person, not to a group."""
        sender = self.senders.get(route.channel)
        return sender is None or sender.personal

    def for_person(self, letter: Letter) -> tuple[str, ...]:
        """The channels that lead to the reader of a letter."""
        return tuple(name for name in self.senders if self._leads_to(name, letter))

    def _chosen(self, letter: Letter) -> list[str]:
        """The reader's own channels that are set up here and lead to them, in their order."""
        own = self.senders.get(letter.channel)
        if own is not None and not own.personal:
            return []
        usable = {INBOX, *self.for_person(letter)}
        return [name for name in letter.order if name in usable]

    def _leads_to(self, name: str, letter: Letter) -> bool:
        sender = self.senders[name]
        return sender.personal and not sender.address_missing(letter)

    def _hindrance(self, name: str, letter: Letter) -> str:
        """Why a letter cannot go by a channel at all; '' when it can."""
        sender = self.senders.get(name)
        if name in self.broken:
            return N_("Channel “{channel}” has a URL that cannot be read; see `luoshi doctor`.")
        if sender is None:
            return "" if name == INBOX else N_("Channel “{channel}” is not set up here.")
        match sender.address_missing(letter):
            case "email":
                return N_("Channel “{channel}”: no mail address is known for this reader.")
            case "phone":
                return N_("Channel “{channel}”: no telephone number is known for this reader.")
            case "person":
                return N_("Channel “{channel}”: the unit has nobody to write to.")
            case _:
                return ""


@dataclass(frozen=True, slots=True)
class Probe:
    """What `luoshi doctor` learns of a channel without sending anything; `url` is masked."""

    channel: str
    url: str
    ok: bool
    words: str
    remedy: str = ""


def probe(channel: str, url: SecretStr, *, timeout: float = 3.0) -> Probe:
    """Whether a channel's URL can be read and, where its host is known, whether it answers within `timeout` seconds."""
    shown = scheme_of(url.get_secret_value())
    service = service_of(filled(url))
    if service is None:
        return Probe(
            channel,
            shown,
            False,
            say(N_("Apprise does not understand this URL.")),
            say(N_("Write LUOSHI_CHANNELS as JSON, name to Apprise URL, special characters percent-encoded.")),
        )
    scheme = url.get_secret_value().partition("://")[0].lower()
    host = getattr(service, "smtp_host", "") or getattr(service, "host", "")
    if scheme not in _PORTS or not host:
        return Probe(channel, shown, True, say(N_("The URL can be read; the service was not tried.")))
    port = int(getattr(service, "port", None) or _PORTS[scheme])
    try:
        socket.create_connection((host, port), timeout=timeout).close()
    except OSError as error:
        words = Masked(url.get_secret_value())(f"{host}:{port}: {error}")
        return Probe(channel, shown, False, words, say(N_("Check the address and that this machine may reach it.")))
    return Probe(channel, shown, True, say(N_("{host}:{port} answers."), host=host, port=port))
