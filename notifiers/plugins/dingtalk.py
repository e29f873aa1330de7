"""DingTalk group robots: `dingtalk://{secret}@{token}/{phone}`, its error codes read and markdown sent as markdown."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from typing import Any

from apprise import NotifyFormat
from apprise.plugins.dingtalk import NotifyDingTalk

from engine.domain.vocabulary import AttemptOutcome
from notifiers.plugins.heard import Heard, accepted, of_code, within_bytes
from notifiers.plugins.http import Answering, unread, with_ours

CODES = {
    -1: AttemptOutcome.UNAVAILABLE,  # the system is busy
    130101: AttemptOutcome.UNAVAILABLE,  # sent too fast: more than 20 a minute
    410100: AttemptOutcome.UNAVAILABLE,  # the same, as older robots say it
    40035: AttemptOutcome.REFUSED,  # a parameter is wrong
    400105: AttemptOutcome.REFUSED,  # the kind of message is not supported
    430101: AttemptOutcome.REFUSED,  # unsafe link
    430102: AttemptOutcome.REFUSED,  # unfit text
    430103: AttemptOutcome.REFUSED,  # unfit picture
    430104: AttemptOutcome.REFUSED,  # unfit content
}
"""Everything else (no such token, wrong signature, keyword missing, address not allowed) is the robot's settings."""

_BYTES = 18_000


class DingTalkRobot(Answering, NotifyDingTalk):
    """One robot in one group; phone numbers in the path are mentioned."""

    official = "https://oapi.dingtalk.com"
    per_minute = 20
    room = _BYTES

    def say(self, body: str, title: str) -> Heard:
        """Send one message to the group."""
        reply = self.post("/robot/send", json=self._payload(body, title), params=self._signed())
        if isinstance(reply, Heard):
            return reply
        code = reply.data.get("errcode")
        if code is None:
            return unread(reply)
        return accepted() if code == 0 else of_code(code, reply.data.get("errmsg", ""), CODES)

    def _payload(self, body: str, title: str) -> dict[str, Any]:
        mentioned = {"atMobiles": self.targets, "isAtAll": False}
        if self.notify_format == NotifyFormat.MARKDOWN:
            # Who is mentioned must stand in the text as well, or nobody is called.
            calls = " ".join(f"@{phone}" for phone in self.targets)
            text = within_bytes(f"{body}\n\n{calls}".strip() or title, _BYTES)
            return {"msgtype": "markdown", "markdown": {"title": title or body[:20], "text": text}, "at": mentioned}
        return {"msgtype": "text", "text": {"content": within_bytes(body, _BYTES)}, "at": mentioned}

    def _signed(self) -> dict[str, str]:
        params = {"access_token": str(self.token)}
        if self.secret:
            stamp = str(round(time.time() * 1000))
            digest = hmac.new(self.secret.encode(), f"{stamp}\n{self.secret}".encode(), hashlib.sha256).digest()
            params |= {"timestamp": stamp, "sign": base64.b64encode(digest).decode()}
        return params

    def url(self, privacy: bool = False, *args: Any, **kwargs: Any) -> str:
        """The URL this robot is made from."""
        return with_ours(super().url(privacy, *args, **kwargs), api=self.given_api, ca=self.ca)

    @staticmethod
    def parse_url(url: str) -> dict[str, Any] | None:
        """The robot's parts, read by Apprise and ours added."""
        return Answering.completed(NotifyDingTalk.parse_url(url))
