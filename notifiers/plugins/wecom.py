"""WeCom applications: `wechat://{corp}:{secret}@{agent}/@{user}`; whom the provider calls invalid is not reached."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from apprise import NotifyFormat
from apprise.plugins.wechat import NotifyWeChat

from engine.domain.vocabulary import AttemptOutcome
from engine.wording import N_, say
from notifiers.plugins.heard import Heard, accepted, of_code, within_bytes
from notifiers.plugins.http import Answering, Reply, unread
from notifiers.plugins.tokens import Tokens, lent_in

CODES = {
    -1: AttemptOutcome.UNAVAILABLE,  # the system is busy
    45009: AttemptOutcome.UNAVAILABLE,  # too often
    45033: AttemptOutcome.UNAVAILABLE,  # too many at once
    40003: AttemptOutcome.REFUSED,  # no such user
    40008: AttemptOutcome.REFUSED,  # the kind of message is not supported
    40058: AttemptOutcome.REFUSED,  # a parameter is wrong
    44004: AttemptOutcome.REFUSED,  # empty content
    45002: AttemptOutcome.REFUSED,  # content too long
    60111: AttemptOutcome.REFUSED,  # no such user
    81013: AttemptOutcome.REFUSED,  # nobody of those named may be written to
}
"""Everything else (40001 secret, 48002 no right, 60020 address not allowed) is the application's settings."""

_STALE: Final = frozenset({40001, 40014, 42001})
_TOKENS: Final = Tokens()
_BYTES: Final = 2048
_UNTAKEN: Final = {"invaliduser": "touser", "invalidparty": "toparty", "invalidtag": "totag"}


class WeComApplication(Answering, NotifyWeChat):
    """One application of one corporation, writing to users, departments or tags."""

    room = _BYTES
    official = "https://qyapi.weixin.qq.com"

    def say(self, body: str, title: str) -> Heard:
        """Send one message to everybody the URL names."""
        del title  # Apprise has put it above the body
        named = self._named()
        if not named:
            return Heard(AttemptOutcome.REFUSED, say(N_("The URL names nobody to write to.")))
        heard, code = self._try(body, named)
        if code in _STALE:  # a token may be taken back before its time: once more with a new one
            _TOKENS.forget(self._key)
            heard, _ = self._try(body, named)
        return heard

    def _named(self) -> dict[str, list[str]]:
        lists = {"touser": self.users, "toparty": self.departments, "totag": self.tag_ids}
        return {name: list(ids) for name, ids in lists.items() if ids}

    def _try(self, body: str, named: Mapping[str, list[str]]) -> tuple[Heard, object]:
        token = _TOKENS.get(self._key, self._lent)
        if isinstance(token, Heard):
            return token, 0
        kind = "markdown" if self.notify_format == NotifyFormat.MARKDOWN else "text"
        payload = {
            **{name: "|".join(ids) for name, ids in named.items()},
            "msgtype": kind,
            "agentid": int(self.agentid),
            kind: {"content": within_bytes(body, _BYTES)},
            # The same words to the same people within half an hour are a repetition after a crash.
            "enable_duplicate_check": 1,
            "duplicate_check_interval": 1800,
        }
        reply = self.post("/cgi-bin/message/send", json=payload, params={"access_token": token})
        if isinstance(reply, Heard):
            return reply, 0
        code = reply.data.get("errcode")
        if code is None:
            return unread(reply), 0
        if code != 0:
            return of_code(code, reply.data.get("errmsg", ""), CODES), code
        return _taken(named, reply), 0

    @property
    def _key(self) -> tuple[str, ...]:
        return (self.api, str(self.corpid), str(self.corpsecret))

    def _lent(self) -> tuple[str, float] | Heard:
        params = {"corpid": str(self.corpid), "corpsecret": str(self.corpsecret)}
        return lent_in(self.post("/cgi-bin/gettoken", params=params, method="GET"))

    @staticmethod
    def parse_url(url: str) -> dict[str, Any] | None:
        """The application's parts, read by Apprise and ours added."""
        return Answering.completed(NotifyWeChat.parse_url(url))


def _taken(named: Mapping[str, list[str]], reply: Reply) -> Heard:
    """A success that names people it did not reach: refused when they are all there were, else taken with a remark."""
    left_out = {
        target: {each for each in str(reply.data.get(key) or "").split("|") if each} for key, target in _UNTAKEN.items()
    }
    left_out["touser"] |= {each for each in str(reply.data.get("unlicenseduser") or "").split("|") if each}
    missed = sorted(each for ids in left_out.values() for each in ids)
    number = str(reply.data.get("msgid", ""))
    if not missed:
        return accepted(number)
    words = say(N_("Not reached, says the provider: {names}."), names=", ".join(missed))
    if all({each.lower() for each in ids} <= {each.lower() for each in left_out[key]} for key, ids in named.items()):
        return Heard(AttemptOutcome.REFUSED, words)
    return accepted(f"{number} {words}".strip())
