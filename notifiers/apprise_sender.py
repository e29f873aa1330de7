"""Sending through Apprise: one channel, one URL; what the provider said is asked of our plugins, or read in the log."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final
from urllib.parse import quote

from apprise import Apprise, AppriseAsset, AppriseAttachment, NotifyBase, NotifyFormat, NotifyType
from apprise.attachment.memory import AttachMemory
from pydantic import SecretStr

from engine.domain.delivering import Wanted
from engine.domain.vocabulary import AttemptOutcome
from engine.services.word.letters import Letter
from engine.wording import N_, say
from notifiers import plugins
from notifiers.masking import Masked
from notifiers.plugins.heard import CALENDAR, Heard, Telling, Writing
from notifiers.sender import Answer

WORDS_LIMIT: Final = 400
READER: Final = ("email", "phone", "person")
"""What a URL may ask of the reader, in braces."""

_READERS_KEPT: Final = 200

_ONE_AT_A_TIME: Final = threading.Lock()
"""Apprise speaks through one logger of the process; two sends at once would mix their words."""

_TELLING: Final = re.compile(r"exception|response|refused|error|rejected", re.IGNORECASE)
_HTTP: Final = re.compile(r"error=(\d{3})")
_LETTER_AT_FAULT: Final = frozenset({400, 404, 405, 410, 413, 414, 415, 422})
_SETTINGS_AT_FAULT: Final = frozenset({401, 402, 403, 407})
_LOST: Final = re.compile(r"timed out|reset|aborted|IncompleteRead|without response|broken", re.IGNORECASE)
_NOT_OUT: Final = re.compile(r"connect timeout|ConnectTimeout|Failed to establish|refused|Max retries", re.IGNORECASE)
_CERTIFICATE: Final = re.compile(r"CERTIFICATE_VERIFY_FAILED", re.IGNORECASE)


@dataclass(frozen=True)
class AppriseSender:
    """Sends letters to one Apprise URL. `{email}`, `{phone}` and `{person}` in it stand for the reader's own."""

    channel: str
    url: SecretStr

    def send(self, letter: Letter, *, at: datetime) -> Answer:
        """Send one letter. Raises nothing for what the provider does."""
        url = self._addressed({name: getattr(letter, name) for name in READER})
        mask = Masked(self.url.get_secret_value())
        service = self._service(url)
        if service is None:
            words = say(N_("Channel “{channel}”: the URL is no Apprise URL."), channel=self.channel)
            return Answer(AttemptOutcome.MISCONFIGURED, words, at)
        if isinstance(service, Telling):
            service.heard, service.number = None, str(letter.id)
        envelope = Apprise(asset=service.asset)
        envelope.add(service)
        kind = NotifyType.WARNING if letter.urgent else NotifyType.INFO
        with _overheard() as told:
            try:
                attached = _invitations(letter, service)
                ok = bool(envelope.notify(letter.body, letter.subject, kind, NotifyFormat.TEXT, attach=attached))
            except Exception as error:  # a plugin's own fault must not stop the other letters
                ok = False
                told.append((logging.ERROR, f"{type(error).__name__}: {error}"))
        heard = (service.heard if isinstance(service, Telling) else None) or _overhearing(told, ok)
        return _answer(heard, mask, at)

    def ask(self, reference: str, *, at: datetime) -> Answer | None:
        """What became of what the provider took under `reference`; None where it cannot be asked."""
        service = service_of(filled(self.url))
        inquire = getattr(service, "ask", None)
        if inquire is None:
            return None
        with _overheard():
            heard: Heard = inquire(reference)
        return _answer(heard, Masked(self.url.get_secret_value()), at)

    @cached_property
    def per_minute(self) -> int:
        """The provider's budget for one sender, 0 for none; Apprise's own plugins do not say."""
        return int(getattr(service_of(filled(self.url)), "per_minute", 0))

    @cached_property
    def room(self) -> int:
        """How many bytes one message may have, 0 where nobody says; Apprise's own plugins do not."""
        return int(getattr(service_of(filled(self.url)), "room", 0))

    @cached_property
    def wanted(self) -> Wanted:
        """What of the reader the URL names."""
        return frozenset(name for name in READER if f"{{{name}}}" in self.url.get_secret_value())

    @property
    def personal(self) -> bool:
        """Whether the URL names the reader: a group's robot and a hook do not."""
        return bool(self.wanted)

    def address_missing(self, letter: Letter) -> str:
        """What of the reader's address the URL wants and nobody gave: `email`, `phone`, `person` or ''."""
        return next((name for name in READER if name in self.wanted and not getattr(letter, name)), "")

    @cached_property
    def _made(self) -> dict[str, NotifyBase | None]:
        return {}

    def _service(self, url: str) -> NotifyBase | None:
        """The service behind an addressed URL, kept for its reader's next letters."""
        if url not in self._made:
            if len(self._made) >= _READERS_KEPT:
                self._made.clear()
            self._made[url] = service_of(url)
        return self._made[url]

    def _addressed(self, reader: dict[str, str]) -> str:
        url = self.url.get_secret_value()
        for name, value in reader.items():
            url = url.replace(f"{{{name}}}", quote(value, safe="@"))
        return url


def _invitations(letter: Letter, service: NotifyBase) -> AppriseAttachment | None:
    """What goes into the reader's calendar, as files, where the service is a mailbox."""
    if not (letter.invitations and letter.email and isinstance(service, Writing)):
        return None
    attached = AppriseAttachment()
    for each in letter.invitations:
        text = each.text(organizer=service.writer, attendee=(letter.person_name, letter.email))
        attached.add(AttachMemory(content=text, name=each.name, mimetype=CALENDAR))  # type: ignore[no-untyped-call]
    return attached


def filled(url: SecretStr) -> str:
    """The URL with a stand-in reader, to see whether it can be read at all."""
    stand_in = {"email": "reader@example.com", "phone": "13800000000", "person": "reader"}
    text = url.get_secret_value()
    for name, value in stand_in.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def service_of(url: str) -> NotifyBase | None:
    """The Apprise service behind a URL, or None when Apprise does not understand it. Says nothing to any log."""
    asset = AppriseAsset(app_id="Luoshi", app_desc="Luoshi", async_mode=False, secure_logging=True)
    with _overheard():
        plugins.register()
        found = Apprise.instantiate(url, asset=asset, suppress_exceptions=True)
    if not isinstance(found, NotifyBase):
        return None
    # Nobody waits inside a send: the ledger keeps to budgets, and what fails is tried again by it.
    found.request_rate_per_sec, found.retry, found.wait = 0, 0, 0
    return found


def _answer(heard: Heard, mask: Masked, at: datetime) -> Answer:
    plain = say(N_("Sent.")) if heard.outcome is AttemptOutcome.ACCEPTED else say(N_("The provider gave no reason."))
    words = " ".join(mask(heard.words).split())[:WORDS_LIMIT] or plain
    return Answer(heard.outcome, words, at, heard.retry_after, heard.reference)


class _Ear(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.heard: list[tuple[int, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append((record.levelno, record.getMessage()))


@contextmanager
def _overheard() -> Iterator[list[tuple[int, str]]]:
    """What Apprise logs inside the block, kept from every other log: it names tokens in the clear."""
    with _ONE_AT_A_TIME:
        apprise = logging.getLogger("apprise")
        wires = [logging.getLogger(name) for name in ("urllib3.connectionpool", "httpx", "httpcore")]
        before = (apprise.level, apprise.propagate, apprise.handlers[:], [wire.disabled for wire in wires])
        ear = _Ear()
        apprise.handlers[:] = [ear]
        apprise.setLevel(logging.DEBUG)
        apprise.propagate = False
        for wire in wires:
            wire.disabled = True
        try:
            yield ear.heard
        finally:
            apprise.setLevel(before[0])
            apprise.propagate, apprise.handlers[:] = before[1], before[2]
            for wire, was in zip(wires, before[3], strict=True):
                wire.disabled = was


def _overhearing(told: list[tuple[int, str]], ok: bool) -> Heard:
    """What a plugin of Apprise's own let slip in its log."""
    level = logging.INFO if ok else logging.WARNING
    telling = [text for number, text in told if number >= level or (not ok and _TELLING.search(text))]
    return Heard(AttemptOutcome.ACCEPTED if ok else _outcome(" ".join(text for _, text in told)), " ".join(telling))


def _outcome(text: str) -> AttemptOutcome:
    codes = {int(code) for code in _HTTP.findall(text)}
    if codes & _LETTER_AT_FAULT:
        return AttemptOutcome.REFUSED
    if codes & _SETTINGS_AT_FAULT or _CERTIFICATE.search(text):
        return AttemptOutcome.MISCONFIGURED
    lost = not codes and _LOST.search(text) and not _NOT_OUT.search(text)
    return AttemptOutcome.UNCLEAR if lost else AttemptOutcome.UNAVAILABLE
