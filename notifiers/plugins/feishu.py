"""Feishu group robots: `feishu://{secret}@{token}`, its error codes read; the secret signs and may be left out."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from typing import Any

from apprise import NotifyBase
from apprise.plugins.feishu import NotifyFeishu

from engine.domain.vocabulary import AttemptOutcome
from notifiers.plugins.heard import Heard, accepted, of_code, within_bytes
from notifiers.plugins.http import Answering, Reply, unread

CODES = {
    9499: AttemptOutcome.REFUSED,  # bad request: the message cannot be read
    11232: AttemptOutcome.UNAVAILABLE,  # too often
    11233: AttemptOutcome.UNAVAILABLE,  # the same, for one tenant
    99991400: AttemptOutcome.UNAVAILABLE,  # the same, for one application
    19002: AttemptOutcome.REFUSED,  # a parameter is wrong
}
"""Everything else (19001 no such robot, 19021 signature, 19022 address, 19024 keyword) is the robot's settings."""

_BYTES = 19_000


def message(body: str, secret: str) -> dict[str, Any]:
    """A text message as a Feishu or Lark robot takes it, signed when there is a secret."""
    payload: dict[str, Any] = {"msg_type": "text", "content": {"text": within_bytes(body, _BYTES)}}
    if secret:
        stamp = str(int(time.time()))
        digest = hmac.new(f"{stamp}\n{secret}".encode(), b"", hashlib.sha256).digest()
        payload |= {"timestamp": stamp, "sign": base64.b64encode(digest).decode()}
    return payload


def understood(reply: Reply) -> Heard:
    """What a robot's answer means: `code` nowadays, `StatusCode` from older robots."""
    code = reply.data.get("code", reply.data.get("StatusCode"))
    if code is None:
        return unread(reply)
    return accepted() if code == 0 else of_code(code, reply.data.get("msg", reply.data.get("StatusMessage", "")), CODES)


class FeishuRobot(Answering, NotifyFeishu):
    """One robot in one group."""

    official = "https://open.feishu.cn"
    per_minute = 100
    room = _BYTES

    def __init__(self, secret: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.secret = secret

    def say(self, body: str, title: str) -> Heard:
        """Send one message to the group."""
        del title  # Apprise has put it above the body
        reply = self.post(f"/open-apis/bot/v2/hook/{self.token}", json=message(body, self.secret))
        return reply if isinstance(reply, Heard) else understood(reply)

    def url(self, privacy: bool = False, *args: Any, **kwargs: Any) -> str:
        """The URL this robot is made from."""
        shown = super().url(privacy, *args, **kwargs)
        signed = f"{self.secure_protocol}://{self.hidden(self.secret, privacy)}@" if self.secret else ""
        return shown.replace(f"{self.secure_protocol}://", signed, 1) if signed else str(shown)

    @staticmethod
    def parse_url(url: str) -> dict[str, Any] | None:
        """The robot's parts, read by Apprise and ours added."""
        results = Answering.completed(NotifyFeishu.parse_url(url))
        if results and results.get("user"):
            results["secret"] = NotifyBase.unquote(results["user"])
        return results
