"""E-mail: `mailto://…`, each recipient's refusal read; one connection carries many letters."""

from __future__ import annotations

import contextlib
import hashlib
import re
import smtplib
import ssl
import threading
from collections.abc import Mapping
from dataclasses import replace
from email import message_from_string
from typing import Any, Final

from apprise.plugins.email.base import PGP_MODE_DEFAULT, NotifyEmail
from apprise.plugins.email.common import AppriseEmailException, SecureMailMode

from engine.domain.vocabulary import AttemptOutcome
from engine.wording import N_, say
from notifiers.plugins.heard import CALENDAR, Heard, accepted, unclear
from notifiers.plugins.http import with_ours

_METHOD: Final = re.compile(rb"^METHOD:(\w+)", re.MULTILINE)
_SETTINGS_AT_FAULT: Final = frozenset({530, 534, 535, 538})
_OPEN: Final[dict[tuple[Any, ...], smtplib.SMTP]] = {}
_USING: Final = threading.Lock()
_Refusals = Mapping[str, tuple[int, bytes]]


class Mail(NotifyEmail):
    """One mailbox that writes. `ca=` in the URL names a file of certificates to trust."""

    request_rate_per_sec = 0
    per_minute = 0

    def __init__(self, ca: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.ca = ca
        self.heard: Heard | None = None
        self.number = ""

    @property
    def writer(self) -> tuple[str, str]:
        """The name and the address that it writes as."""
        name, address = self.from_addr
        return str(name or ""), str(address)

    def send(self, body: str, title: str = "", *_: Any, attach: Any = None, **__: Any) -> bool:
        """Send to every recipient, and keep the answer. True only when the first of them was taken."""
        try:
            prepared = list(self._prepared(body, title, attach))
        except AppriseEmailException as error:
            self.heard = Heard(AttemptOutcome.REFUSED, str(error))
            return False
        if attach and self.pgp_mode == PGP_MODE_DEFAULT:  # what is signed or sealed stays as it is
            prepared = [replace(message, body=_as_invitations(message.body)) for message in prepared]
        answers = [self._post(message) for message in prepared]
        self.heard = (
            answers[0] if answers else Heard(AttemptOutcome.REFUSED, say(N_("The URL names nobody to write to.")))
        )
        return self.heard.outcome is AttemptOutcome.ACCEPTED

    def _prepared(self, body: str, title: str, attach: Any) -> Any:
        headers = {"X-Application": self.app_id, **self.headers}
        return NotifyEmail.prepare_emails(
            subject=title,
            body=body,
            notify_format=self.notify_format,
            from_addr=self.from_addr,
            to=self.targets,
            cc=self.cc,
            bcc=self.bcc,
            reply_to=self.reply_to,
            smtp_host=self.smtp_host,
            names=self.names,
            attach=attach,
            headers=headers,
            pgp=self.pgp,
            pgp_mode=self.pgp_mode,
            inline=self.inline,
            tzinfo=self.tzinfo,
        )

    def _post(self, message: Any) -> Heard:
        """Hand one message over; a connection that went stale meanwhile is opened anew, once."""
        gone = Heard(AttemptOutcome.UNAVAILABLE, say(N_("The mail server hung up.")))
        with _USING:
            return self._try(message, fresh=False) or self._try(message, fresh=True) or gone

    def _try(self, message: Any, *, fresh: bool) -> Heard | None:
        """What the server says of one message; None when it had hung up before anything was handed over."""
        try:
            server = self._connected(fresh=fresh)
        except (OSError, smtplib.SMTPException) as error:
            return _of_opening(error)
        try:
            refused = self._named(server, message.to_addrs)
            if len(refused) == len(message.to_addrs):
                server.rset()
                return _of_codes(refused)
        except smtplib.SMTPServerDisconnected:
            self._hang_up()
            return None
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            return _of_opening(error)
        try:
            code, words = server.data(message.body)
        except smtplib.SMTPResponseException as error:
            self._hang_up()
            return _of_code(error.smtp_code, error.smtp_error)
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            return unclear(f"{type(error).__name__}: {error}")
        return _taken(code, words, refused, message.to_addrs)

    def _named(self, server: smtplib.SMTP, addresses: list[str]) -> dict[str, tuple[int, bytes]]:
        """Name sender and recipients; those recipients that were refused, with the code and words of each."""
        sender = str(self.from_addr[1])
        code, words = server.mail(sender)
        if code != 250:
            raise smtplib.SMTPSenderRefused(code, words, sender)
        refused: dict[str, tuple[int, bytes]] = {}
        for address in addresses:
            code, words = server.rcpt(address)
            if code == 421:
                raise smtplib.SMTPServerDisconnected(f"{code} {_text(words)}")
            if code not in (250, 251):
                refused[address] = (code, words)
        return refused

    def _connected(self, *, fresh: bool) -> smtplib.SMTP:
        if fresh or self._key not in _OPEN:
            self._hang_up()
            _OPEN[self._key] = self._opened()
        return _OPEN[self._key]

    def _opened(self) -> smtplib.SMTP:
        context = ssl.create_default_context(cafile=self.ca or None)
        if not self.verify_certificate:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        where = (self.smtp_host, int(self.port or 0))
        if self.secure_mode == SecureMailMode.SSL:
            server: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=self.socket_connect_timeout, context=context)
        else:
            server = smtplib.SMTP(*where, timeout=self.socket_connect_timeout)
        try:
            if self.secure_mode == SecureMailMode.STARTTLS:
                server.starttls(context=context)
            if self.user and self.password:
                server.login(self.user, self.password)
            else:
                server.ehlo_or_helo_if_needed()
        except BaseException:
            server.close()
            raise
        return server

    def _hang_up(self) -> None:
        if (server := _OPEN.pop(self._key, None)) is not None:
            _quit(server)

    @property
    def _key(self) -> tuple[Any, ...]:
        password = hashlib.sha256(str(self.password).encode()).hexdigest()
        return (self.smtp_host, self.port, self.secure_mode, self.user, password, self.verify_certificate, self.ca)

    def url(self, privacy: bool = False, *args: Any, **kwargs: Any) -> str:
        """The URL this mailbox is made from."""
        return with_ours(super().url(privacy, *args, **kwargs), ca=self.ca)

    @staticmethod
    def parse_url(url: str) -> dict[str, Any] | None:
        """The mailbox's parts, read by Apprise and ours added."""
        results = NotifyEmail.parse_url(url)
        if results and results["qsd"].get("ca"):
            results["ca"] = NotifyEmail.unquote(results["qsd"]["ca"])
        return dict(results) if results else None


def _as_invitations(body: str) -> str:
    """The message with its calendar files marked as what they ask, so that mail programs offer to note them."""
    message = message_from_string(body)
    for part in message.walk():
        if part.get_content_type() == CALENDAR:
            said = _METHOD.search(bytes(part.get_payload(decode=True)))
            part.set_param("charset", "utf-8")
            if said:
                part.set_param("method", said[1].decode())
    # Nothing else of the message may change: neither long lines nor one that begins with "From".
    return message.as_string(policy=message.policy.clone(mangle_from_=False, max_line_length=0))


def hang_up() -> None:
    """Close the connections that were kept; the next letter opens its own."""
    with _USING:
        while _OPEN:
            _quit(_OPEN.popitem()[1])


def _quit(server: smtplib.SMTP) -> None:
    with contextlib.suppress(OSError, smtplib.SMTPException):
        server.quit()
    server.close()


def _taken(code: int, words: bytes, refused: _Refusals, addresses: list[str]) -> Heard:
    """The answer to the letter itself; the reader is the first address, copies may be refused without harm."""
    if code < 200:  # the answer broke off, or was none
        return unclear(f"{code} {_text(words)}")
    if code != 250:
        return _of_code(code, words)
    if addresses[0] in refused:
        return _of_codes({addresses[0]: refused[addresses[0]]})
    told = "; ".join(f"{address}: {number} {_text(said)}" for address, (number, said) in refused.items())
    return accepted(f"{code} {_text(words)} {told}".strip())


def _of_codes(refused: _Refusals) -> Heard:
    code, words = next(iter(refused.values()))
    heard = _of_code(code, words)
    told = "; ".join(f"{address}: {number} {_text(said)}" for address, (number, said) in refused.items())
    return Heard(heard.outcome, told)


def _of_code(code: int, words: bytes | str) -> Heard:
    told = f"{code} {_text(words)}"
    if code in _SETTINGS_AT_FAULT:
        return Heard(AttemptOutcome.MISCONFIGURED, told)
    return Heard(AttemptOutcome.REFUSED if 500 <= code < 600 else AttemptOutcome.UNAVAILABLE, told)


def _of_opening(error: Exception) -> Heard:
    """Nothing has been handed over yet, whatever went wrong; a refused login and a wrong certificate are settings."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Heard(AttemptOutcome.MISCONFIGURED, f"{error.smtp_code} {_text(error.smtp_error)}")
    if isinstance(error, (ssl.SSLCertVerificationError, smtplib.SMTPNotSupportedError)):
        return Heard(AttemptOutcome.MISCONFIGURED, f"{type(error).__name__}: {error}")
    if isinstance(error, smtplib.SMTPResponseException):
        settings = error.smtp_code in _SETTINGS_AT_FAULT or isinstance(error, smtplib.SMTPSenderRefused)
        outcome = AttemptOutcome.MISCONFIGURED if settings and error.smtp_code >= 500 else AttemptOutcome.UNAVAILABLE
        return Heard(outcome, f"{error.smtp_code} {_text(error.smtp_error)}")
    return Heard(AttemptOutcome.UNAVAILABLE, f"{type(error).__name__}: {error}")


def _text(words: bytes | str) -> str:
    said = words.decode(errors="replace") if isinstance(words, bytes) else words
    return " ".join(said.split())
