"""An installation, the providers it writes to, and a channel URL for each: what tests of delivery stand on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mail_provider import MailProvider, mail_provider
from post_office import in_channel, open_office
from providers import SECRETS, Certificates, Provider, provider
from sqlalchemy import select

from engine.domain.vocabulary import AttemptOutcome
from engine.runtime import Runtime
from engine.store import tables as t
from engine.store.database import Database, Row
from engine.store.word import attempts
from notifiers.plugins import http, mail

READER = {"person": "cjb-1", "unit_id": "qu-chuangjian-ban", "assignment_id": 1}
"""Somebody with a mail address, in a unit without anybody else: there is no deputy to pass on to."""

CHANNELS = {
    "dingtalk robot": "dingtalk://{secret[dingtalk]}@TOKEN/?api={base}&ca={ca}&rto=0.5",
    "dingtalk work notice": "dingnotice://KEY:SECRET@1000/{{person}}?api={base}&ca={ca}&rto=0.5",
    "wecom robot": "wecombot://KEY?api={base}&ca={ca}&rto=0.5",
    "wecom application": "wechat://CORP:SECRET@1000/@{{person}}?api={base}&ca={ca}&rto=0.5",
    "feishu": "feishu://{secret[feishu]}@TOKEN?api={base}&ca={ca}&rto=0.5",
    "lark": "lark://TOKEN?api={base}&ca={ca}&rto=0.5",
    "serverchan": "schan://TOKEN?api={base}&ca={ca}&rto=0.5",
    "sms": "smsgates://KEY:{secret[sms]}@127.0.0.1:{port}/sms?to=13800000000&refused=2004&later=1016&ca={ca}&rto=0.5",
    "hook": "jsons://127.0.0.1:{port}/hook?rto=0.5",
    "mail": "mailtos://example.com:{mail}?smtp=127.0.0.1&mode=starttls&from=o@example.com&to={{email}}"
    "&format=text&cto=0.5&ca={ca}",
}


@dataclass
class World:
    """Both kinds of provider, the installation that writes to them, and what they hold in common."""

    http: Provider
    mail: MailProvider
    runtime: Runtime
    ca: Path

    def url(self, channel: str) -> str:
        """The channel's URL."""
        named = {"base": self.http.base, "port": self.http.port, "mail": self.mail.port, "ca": self.ca}
        return CHANNELS[channel].format(secret=SECRETS, **named)

    def wired(self, **channels: str) -> Runtime:
        """The installation with channels of these names, each to one of CHANNELS."""
        return in_channel(self.runtime, **{name: self.url(channel) for name, channel in channels.items()})

    def provider(self, channel: str) -> Provider | MailProvider:
        """Who answers behind a channel."""
        return self.mail if channel == "mail" else self.http

    def letter(self, key: str = "a") -> Row[Any]:
        """The letter posted under a key."""
        with self.runtime.desk.database.reading() as connection:
            return connection.execute(select(t.outbox).where(t.outbox.c.dedupe_key == key)).one()

    def attempts(self, key: str = "a") -> list[Row[Any]]:
        """What was tried for it."""
        letter = self.letter(key).id
        with self.runtime.desk.database.reading() as connection:
            return attempts.of_letters(connection, [letter]).get(letter, [])

    def tried(self, key: str = "a") -> list[AttemptOutcome]:
        """What came of each attempt at it."""
        return [AttemptOutcome(each.outcome) for each in self.attempts(key)]


@contextmanager
def world_of(database: Database, folder: Path, papers: Certificates, *, wrong: bool = False) -> Iterator[World]:
    """Everything running; `wrong`: the servers show certificates that nobody here trusts."""
    context = papers.wrong if wrong else papers.good
    with provider(context) as web, mail_provider(context) as post_office:
        yield World(web, post_office, open_office(database, folder), papers.ca)
        http.hang_up()
        mail.hang_up()
