"""What a channel would really be handed for a notice: its words as Apprise cuts and joins them, without sending."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from apprise import NotifyFormat

from engine.domain.notices import text_messages
from engine.errors import NotFound
from engine.runtime import Runtime
from engine.wording import N_
from notifiers.apprise_sender import filled, service_of
from notifiers.channels import INBOX
from notifiers.plugins.heard import within_bytes


@dataclass(frozen=True, slots=True)
class Composed:
    """One message as a channel gets it; `subject` is '' where the channel has none and it stands above the text.

    `texts`: how many text messages (短信) it would be charged as.
    """

    subject: str
    body: str

    @property
    def length(self) -> int:
        """Its characters."""
        return len(self.subject) + len(self.body)

    @property
    def texts(self) -> int:
        """As text messages."""
        return text_messages(f"{self.subject}\n{self.body}" if self.subject else self.body)


def composed(runtime: Runtime, channel: str, subject: str, body: str) -> tuple[Composed, ...]:
    """A notice as a channel of this installation gets it. Raises NotFound for a channel there is none of."""
    if channel == INBOX and INBOX not in runtime.settings.channels:
        return (Composed(subject, body),)
    url = runtime.settings.channels.get(channel)
    service = service_of(filled(url)) if url is not None else None
    if service is None:
        raise NotFound(
            "no-channel-here",
            N_("There is no channel “{channel}” here that can be used."),
            hint=N_("LUOSHI_CHANNELS names the channels: {known}. `luoshi doctor` examines them."),
            channel=channel,
            known=", ".join(sorted(runtime.settings.channels)) or "-",
        )
    room = int(getattr(service, "room", 0))
    cut: Callable[[str], str] = getattr(service, "cut", lambda text: within_bytes(text, room) if room else text)
    pieces = service._apply_overflow(body, title=subject, body_format=NotifyFormat.TEXT)
    return tuple(Composed(piece["title"], cut(piece["body"])) for piece in pieces)


def channels(runtime: Runtime) -> tuple[str, ...]:
    """The names of this installation's channels, the inbox first."""
    return (INBOX, *(name for name in runtime.settings.channels if name != INBOX))
