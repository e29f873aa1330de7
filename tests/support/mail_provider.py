"""A mail server as it really answers, on loopback with STARTTLS; what it really took stands in `taken`."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import Any, Literal

from aiosmtpd.controller import Controller
from sinks import free_port

Answering = Literal["ok", "invaliduser", "busy", "500", "timeout", "reset", "half", "copy refused", "login"]


@dataclass
class MailProvider:
    """A mail server's memory, and how it answers from now on."""

    port: int
    answer: Answering = "ok"
    taken: list[str] = field(default_factory=list)
    connections: int = 0
    unknown: set[str] = field(default_factory=set)

    async def handle_EHLO(self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: Any) -> Any:
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_MAIL(self, _server: Any, _session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.answer == "login":
            return "530 5.7.0 Must issue a login first"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        match self.answer:
            case _ if address in self.unknown:
                return "550 5.1.1 nobody here is called that"
            case "invaliduser":
                return "550 5.1.1 no such user here"
            case "copy refused" if address.startswith("copy@"):
                return "550 5.1.1 no such copy here"
            case "busy":
                return "451 4.7.1 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=policy.default)
        match self.answer:
            case "500":
                return "554 5.7.1 message looks like spam"
            case "reset":
                server.transport.abort()
                return "421 gone"
        self.taken.append(str(message["Subject"]))
        match self.answer:
            case "timeout":  # it takes the letter, and is too slow to say so
                await asyncio.sleep(1.5)
            case "half":  # it takes the letter, and the answer breaks off
                server.transport.write(b"25")
                await asyncio.sleep(0.05)
                server.transport.abort()
        return "250 taken"


@contextmanager
def mail_provider(context: ssl.SSLContext) -> Iterator[MailProvider]:
    """A mail server that wants STARTTLS."""
    found = MailProvider(free_port())
    controller = Controller(found, hostname="127.0.0.1", port=found.port, tls_context=context, require_starttls=True)
    controller.start()
    try:
        yield found
    finally:
        controller.stop()
