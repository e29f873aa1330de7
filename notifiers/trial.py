"""Trying one channel: a message to one person now, outside of the ledger, and what the provider says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from engine.domain.delivering import Wanted
from engine.errors import NotFound
from engine.runtime import Runtime
from engine.services.word import letters
from engine.services.word.preferences import INBOX
from engine.wording import N_, say
from notifiers.delivery import channels_of
from notifiers.sender import Answer


def try_channel(runtime: Runtime, channel: str, person: str, *, at: datetime) -> Answer:
    """Send a test message by a channel to a person's own address.

    Raises NotFound for a channel that is not set up or whose URL cannot be read, a person nobody knows, and one who
    lacks the address that the channel needs.
    """
    channels = channels_of(runtime, at)
    sender = channels.senders.get(channel)
    if sender is None and channel == INBOX:
        raise NotFound(
            "inbox-is-always-there",
            N_("“inbox” is the product's own letters: they are always there, so there is nothing to try."),
            hint=N_("LUOSHI_CHANNELS names the channels: {known}. `luoshi doctor` examines them."),
            known=_known(channels.senders),
        )
    if sender is None:
        raise NotFound(
            "no-such-channel",
            N_("There is no channel “{channel}” here that can be used."),
            hint=N_("LUOSHI_CHANNELS names the channels: {known}. `luoshi doctor` examines them."),
            channel=channel,
            known=_known(channels.senders),
        )
    letter = letters.trial(runtime.desk, person, channel, at=at)
    if sender.address_missing(letter):
        raise NotFound(
            "no-address",
            N_("{name} has no address for channel “{channel}”."),
            hint=N_("Enter their mail address or telephone number first."),
            name=letter.person_name,
            channel=channel,
        )
    return sender.send(letter, at=at)


def _known(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or say(N_("none is set up yet"))


def ways_to(runtime: Runtime, person: str, *, at: datetime) -> tuple[str, ...]:
    """The channels of this installation that lead to a person, the inbox not among them."""
    return channels_of(runtime, at).for_person(letters.trial(runtime.desk, person, "", at=at))


def wanted_here(runtime: Runtime, *, at: datetime) -> tuple[Wanted, ...]:
    """What each personal channel of this installation needs to know of somebody to lead to them."""
    senders = channels_of(runtime, at).senders.values()
    return tuple(dict.fromkeys(sender.wanted for sender in senders if sender.personal))
