"""Sending through Apprise: one channel, one URL, the provider's log read for what it really said."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import quote

from apprise import Apprise, AppriseAsset, NotifyBase, NotifyFormat, NotifyType
from pydantic import SecretStr

from engine.services.word.letters import Letter
from engine.wording import N_, say
from notifiers.masking import Masked
from notifiers.sender import Answer

WORDS_LIMIT: Final = 400

_ONE_AT_A_TIME: Final = threading.Lock()
"""Apprise speaks through one logger of the process; two sends at once would mix their words."""

_TELLING: Final = re.compile(r"exception|response|refused|error|rejected", re.IGNORECASE)
_HTTP: Final = re.compile(r"error=(\d{3})")
_SMTP: Final = re.compile(r"(?<![\d.])(5\d\d)(?=[, )])")
_FINAL_HTTP: Final = frozenset({400, 404, 405, 410, 413, 414, 415, 422})
_FINAL_SMTP: Final = frozenset({501, 510, 511, 541, 550, 551, 553, 556})
"""The letter itself or its address is at fault. Bad credentials are not here: somebody will mend the setting."""


@dataclass(frozen=True, slots=True)
class AppriseSender:
    """Sends letters to one Apprise URL. `{email}` and `{phone}` in the URL stand for the reader's own."""

    channel: str
    url: SecretStr

    def send(self, letter: Letter, *, at: datetime) -> Answer:
        """Send one letter. Raises nothing for what the provider does."""
        url = self._addressed(letter)
        mask = Masked(url)
        service = service_of(url)
        if service is None:
            return Answer(
                False, say(N_("Channel “{channel}”: the URL is no Apprise URL."), channel=self.channel), True, at
            )
        envelope = Apprise(asset=service.asset)
        envelope.add(service)
        kind = NotifyType.WARNING if letter.urgent else NotifyType.INFO
        with _overheard() as heard:
            try:
                ok = bool(envelope.notify(letter.body, letter.subject, kind, NotifyFormat.TEXT))
            except Exception as error:  # a plugin's own fault must not stop the other letters
                ok = False
                heard.append((logging.ERROR, f"{type(error).__name__}: {error}"))
        return Answer(ok, mask(_words(heard, ok))[:WORDS_LIMIT], not ok and _retryable(heard), at)

    def address_missing(self, letter: Letter) -> str:
        """What of the reader's address the URL wants and nobody gave: `email`, `phone` or ''."""
        url = self.url.get_secret_value()
        return next((name for name in ("email", "phone") if f"{{{name}}}" in url and not getattr(letter, name)), "")

    def _addressed(self, letter: Letter) -> str:
        url = self.url.get_secret_value()
        for name in ("email", "phone"):
            url = url.replace(f"{{{name}}}", quote(getattr(letter, name), safe="@"))
        return url


def service_of(url: str) -> NotifyBase | None:
    """The Apprise service behind a URL, or None when Apprise does not understand it. Says nothing to any log."""
    asset = AppriseAsset(app_id="Luoshi", app_desc="Luoshi", async_mode=False, secure_logging=True)
    with _overheard():
        found = Apprise.instantiate(url, asset=asset, suppress_exceptions=True)
    return found if isinstance(found, NotifyBase) else None


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
        apprise, wire = logging.getLogger("apprise"), logging.getLogger("urllib3.connectionpool")
        before = (apprise.level, apprise.propagate, apprise.handlers[:], wire.disabled)
        ear = _Ear()
        apprise.handlers[:] = [ear]
        apprise.setLevel(logging.DEBUG)
        apprise.propagate, wire.disabled = False, True
        try:
            yield ear.heard
        finally:
            apprise.setLevel(before[0])
            apprise.propagate, apprise.handlers[:], wire.disabled = before[1:]


def _words(heard: list[tuple[int, str]], ok: bool) -> str:
    level = logging.INFO if ok else logging.WARNING
    telling = [text for number, text in heard if number >= level or (not ok and _TELLING.search(text))]
    return " ".join(" ".join(telling).split()) or say(N_("Sent.") if ok else N_("The provider gave no reason."))


def _retryable(heard: list[tuple[int, str]]) -> bool:
    text = " ".join(line for _, line in heard)
    http = {int(code) for code in _HTTP.findall(text)}
    smtp = {int(code) for code in _SMTP.findall(text)} if not http else set()
    return not (http & _FINAL_HTTP or smtp & _FINAL_SMTP)
