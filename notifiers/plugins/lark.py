"""Lark group robots: `lark://{token}`, Feishu's sister abroad; its error codes read, and no pause before a message."""

from __future__ import annotations

from typing import Any

from apprise.plugins.lark import NotifyLark

from notifiers.plugins.feishu import message, understood
from notifiers.plugins.heard import Heard
from notifiers.plugins.http import Answering


class LarkRobot(Answering, NotifyLark):
    """One robot in one group."""

    official = "https://open.larksuite.com"
    per_minute = 100

    def say(self, body: str, title: str) -> Heard:
        """Send one message to the group."""
        reply = self.post(f"/open-apis/bot/v2/hook/{self.token}", json=message(f"{title}\n{body}".strip(), ""))
        return reply if isinstance(reply, Heard) else understood(reply)

    @staticmethod
    def parse_url(url: str) -> dict[str, Any] | None:
        """The robot's parts, read by Apprise and ours added."""
        return Answering.completed(NotifyLark.parse_url(url))
