"""WeCom group robots: `wecombot://{key}`, its error codes read."""

from __future__ import annotations

from typing import Any

from apprise import NotifyFormat
from apprise.plugins.wecombot import NotifyWeComBot

from engine.domain.vocabulary import AttemptOutcome
from notifiers.plugins.heard import Heard, accepted, of_code, within_bytes
from notifiers.plugins.http import Answering, unread

CODES = {
    -1: AttemptOutcome.UNAVAILABLE,  # the system is busy
    45009: AttemptOutcome.UNAVAILABLE,  # more than 20 a minute
    45033: AttemptOutcome.UNAVAILABLE,  # too many at once
    40008: AttemptOutcome.REFUSED,  # the kind of message is not supported
    40058: AttemptOutcome.REFUSED,  # a parameter is wrong
    44004: AttemptOutcome.REFUSED,  # empty content
    45002: AttemptOutcome.REFUSED,  # content too long
}
"""Everything else (93000: no such robot) is the robot's settings."""

_TEXT, _MARKDOWN = 2048, 4096


class WeComRobot(Answering, NotifyWeComBot):
    """One robot in one group."""

    official = "https://qyapi.weixin.qq.com"
    per_minute = 20
    room = _TEXT

    def say(self, body: str, title: str) -> Heard:
        """Send one message to the group."""
        del title  # Apprise has put it above the body
        kind, limit = ("markdown", _MARKDOWN) if self.notify_format == NotifyFormat.MARKDOWN else ("text", _TEXT)
        payload = {"msgtype": kind, kind: {"content": within_bytes(body, limit)}}
        reply = self.post("/cgi-bin/webhook/send", json=payload, params={"key": str(self.key)})
        if isinstance(reply, Heard):
            return reply
        code = reply.data.get("errcode")
        if code is None:
            return unread(reply)
        return accepted() if code == 0 else of_code(code, reply.data.get("errmsg", ""), CODES)

    @staticmethod
    def parse_url(url: str) -> dict[str, Any] | None:
        """The robot's parts, read by Apprise and ours added."""
        return Answering.completed(NotifyWeComBot.parse_url(url))
