"""Text messages through any HTTP gateway that takes signed JSON: `smsgate://{key}:{secret}@{host}/{path}?to={phone}`.

`smsgates://` is the same over https. docs/operations.md says what is sent, how it is signed and how answers are read.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from apprise.plugins.base import NotifyBase

from engine.domain.vocabulary import AttemptOutcome
from notifiers.plugins.heard import Heard, accepted, of_code
from notifiers.plugins.http import Answering, unread

TEMPLATE: Final[Mapping[str, object]] = {"phone": "$phone", "text": "$text", "sign": "$sign", "id": "$id"}
"""What is posted when the URL gives no `body=`; `$…` are filled in."""

_MEANINGS: Final = {"refused": AttemptOutcome.REFUSED, "later": AttemptOutcome.UNAVAILABLE}
_LENGTH: Final = 500


class SmsGateway(Answering):
    """One gateway; `to` is the reader's telephone number."""

    service_name = "Signed SMS gateway"
    protocol = "smsgate"
    secure_protocol = "smsgates"
    title_maxlen = 0
    room = 2 * _LENGTH  # a limit in characters, most of which are of three bytes
    templates = ("{schema}://{user}:{password}@{host}", "{schema}://{user}:{password}@{host}:{port}")
    template_tokens: ClassVar[dict[str, Any]] = {
        **NotifyBase.template_tokens,
        "user": {"name": "Key", "type": "string", "required": True, "map_to": "user"},
        "password": {"name": "Secret", "type": "string", "private": True, "required": True, "map_to": "password"},
        "host": {"name": "Host", "type": "string", "required": True},
        "port": {"name": "Port", "type": "int", "min": 1, "max": 65535},
    }

    def __init__(self, to: str = "", body: str = "", read: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not (self.user and self.password):
            raise TypeError("an SMS gateway needs a key and a secret")
        self.to, self.given_body, self.read = to, body, dict(read or {})
        self.template = _template(body)
        port = f":{self.port}" if self.port else ""
        self.api = self.given_api or f"{'https' if self.secure else 'http'}://{self.host}{port}"

    def say(self, body: str, title: str) -> Heard:
        """Send one text message."""
        del title  # Apprise has put it above the body
        if not self.to:
            return Heard(AttemptOutcome.REFUSED, "no telephone number")
        values = {"phone": self.to, "text": self.cut(body), "sign": self.read.get("sign", ""), "id": self.number}
        content = json.dumps(_filled(self.template, values), ensure_ascii=False).encode()
        reply = self.post(str(self.fullpath or "/"), content=content, headers=self._signed(content))
        if isinstance(reply, Heard):
            return reply
        code = _at(reply.data, self.read.get("code", "code"))
        if code is None:
            return unread(reply)
        number = str(_at(reply.data, self.read.get("id", "id")) or "")
        if str(code) == self.read.get("ok", "0"):
            return accepted(number)
        return of_code(code, _at(reply.data, self.read.get("message", "message")) or "", self._codes())

    @staticmethod
    def cut(body: str) -> str:
        """A text no longer than gateways take."""
        return body if len(body) <= _LENGTH else body[: _LENGTH - 1] + "…"

    def _signed(self, content: bytes) -> dict[str, str]:
        stamp = str(int(time.time()))
        digest = hmac.new(str(self.password).encode(), stamp.encode() + b"\n" + content, hashlib.sha256).hexdigest()
        named = {"X-Luoshi-Key": str(self.user), "X-Luoshi-Timestamp": stamp, "X-Luoshi-Signature": digest}
        return {"Content-Type": "application/json; charset=utf-8", **named}

    def _codes(self) -> dict[int, AttemptOutcome]:
        return {
            int(number): outcome
            for name, outcome in _MEANINGS.items()
            for number in self.read.get(name, "").split(",")
            if number.strip().lstrip("-").isdecimal()
        }

    def url(self, privacy: bool = False, *args: Any, **kwargs: Any) -> str:
        """The URL this gateway is made from."""
        params = {**self.url_parameters(*args, privacy=privacy, **kwargs), **self.read}
        params |= {name: value for name, value in {"to": self.to, "body": self.given_body}.items() if value}
        login = f"{NotifyBase.quote(str(self.user), safe='')}:{self.hidden(str(self.password), privacy)}"
        port = f":{self.port}" if self.port else ""
        schema = self.secure_protocol if self.secure else self.protocol
        return f"{schema}://{login}@{self.host}{port}{self.fullpath or '/'}?{NotifyBase.urlencode(params)}"

    @property
    def url_identifier(self) -> tuple[Any, ...]:
        """What tells this gateway from another."""
        return (self.secure, self.user, self.password, self.host, self.port, self.fullpath)

    @staticmethod
    def parse_url(url: str) -> dict[str, Any] | None:
        """The gateway's parts."""
        results = Answering.completed(NotifyBase.parse_url(url))
        if not results:
            return None
        given = results["qsd"]
        results |= {name: NotifyBase.unquote(given.get(name, "")) for name in ("to", "body")}
        known = ("code", "ok", "message", "id", "sign", "refused", "later")
        results["read"] = {name: NotifyBase.unquote(given[name]) for name in known if given.get(name)}
        return results


def _template(body: str) -> object:
    if not body:
        return TEMPLATE
    try:
        return json.loads(body)
    except ValueError as error:
        raise TypeError(f"the body of an SMS gateway must be JSON: {error}") from error


def _filled(template: object, values: Mapping[str, str]) -> object:
    """The template with every `$name` in its strings replaced, in one pass: what is put in is not looked at again."""
    match template:
        case str():
            return _with(template, values)
        case Mapping():
            return {str(name): _filled(value, values) for name, value in template.items()}
        case list():
            return [_filled(each, values) for each in template]
        case _:
            return template


def _with(text: str, values: Mapping[str, str]) -> str:
    head, *rest = text.split("$")
    pieces = [head]
    for piece in rest:
        name = next((each for each in values if piece.startswith(each)), None)
        pieces.append(f"${piece}" if name is None else values[name] + piece[len(name) :])
    return "".join(pieces)


def _at(data: Mapping[str, Any], path: str) -> Any:
    """The value at a dotted path, None where there is none."""
    found: Any = data
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found
