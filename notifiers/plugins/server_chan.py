"""ServerChan: `schan://{token}`, its error codes read."""

from __future__ import annotations

from typing import Any

from apprise.plugins.serverchan import NotifyServerChan

from engine.domain.vocabulary import AttemptOutcome
from notifiers.plugins.heard import Heard, accepted, of_code
from notifiers.plugins.http import Answering, unread, with_ours

CODES = {
    -1: AttemptOutcome.UNAVAILABLE,
    40004: AttemptOutcome.REFUSED,  # the title is missing or too long
    40038: AttemptOutcome.UNAVAILABLE,  # too often
}
"""Everything else (40001 wrong key, 40003 used up for today) is the channel's settings."""

_TITLE = 32


class ServerChan(Answering, NotifyServerChan):
    """One person's phone."""

    official = "https://sctapi.ftqq.com"

    def say(self, body: str, title: str) -> Heard:
        """Send one message."""
        reply = self.post(f"/{self.token}.send", data={"title": (title or body)[:_TITLE], "desp": f"{title}\n\n{body}"})
        if isinstance(reply, Heard):
            return reply
        code = reply.data.get("code", reply.data.get("errno"))
        if code is None:
            return unread(reply)
        if code != 0:
            return of_code(code, reply.data.get("message", reply.data.get("errmsg", "")), CODES)
        pushed = reply.data.get("data")
        return accepted(str(pushed.get("pushid", "")) if isinstance(pushed, dict) else "")

    def url(self, privacy: bool = False, *args: Any, **kwargs: Any) -> str:
        """The URL this channel is made from."""
        return with_ours(super().url(privacy), api=self.given_api, ca=self.ca)

    @staticmethod
    def parse_url(url: str) -> dict[str, Any] | None:
        """The token, which Apprise misses when anything stands behind it, and ours."""
        results = Answering.parsed(url)
        if results:
            results["token"] = NotifyServerChan.unquote(results["host"])
        return results
