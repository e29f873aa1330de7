"""DingTalk work notices (工作通知): `dingnotice://{app key}:{app secret}@{agent}/{user or phone}`.

They go out later than they are taken: the provider gives a number, and says under it afterwards whom it reached.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from apprise import NotifyFormat
from apprise.plugins.base import NotifyBase

from engine.domain.vocabulary import AttemptOutcome
from engine.wording import N_, say
from notifiers.plugins.heard import Heard, accepted, nothing_out, of_code, within_bytes
from notifiers.plugins.http import Answering, Reply, unread
from notifiers.plugins.tokens import Tokens, lent_in

CODES = {
    -1: AttemptOutcome.UNAVAILABLE,  # the system is busy
    88: AttemptOutcome.UNAVAILABLE,  # too often
    90002: AttemptOutcome.UNAVAILABLE,
    90018: AttemptOutcome.UNAVAILABLE,
    33012: AttemptOutcome.REFUSED,  # no such user
    40035: AttemptOutcome.REFUSED,  # a parameter is wrong
    60121: AttemptOutcome.REFUSED,  # nobody has that telephone
    400002: AttemptOutcome.REFUSED,  # a parameter is wrong
}
"""Everything else (40014 token, 60011 no right, 60020 address not allowed) is the application's settings."""

_STALE: Final = frozenset({40014, 42001, 40001})
_TOKENS: Final = Tokens()
_PHONE: Final = re.compile(r"1\d{10}")
_BYTES: Final = 2000
_MISSED: Final = ("invalid_user_id_list", "forbidden_user_id_list", "failed_user_id_list")
_REACHED: Final = ("read_user_id_list", "unread_user_id_list")
_Called = Reply | Heard


class DingTalkNotice(Answering):
    """One application of one organisation, writing to people by user id or telephone number."""

    service_name = "DingTalk work notice"
    service_url = "https://open.dingtalk.com/"
    secure_protocol = "dingnotice"
    official = "https://oapi.dingtalk.com"
    title_maxlen = 0
    room = _BYTES
    templates = ("{schema}://{user}:{password}@{host}/{targets}",)
    template_tokens: ClassVar[dict[str, Any]] = {
        **NotifyBase.template_tokens,
        "user": {"name": "App key", "type": "string", "required": True, "map_to": "app_key"},
        "password": {"name": "App secret", "type": "string", "private": True, "required": True, "map_to": "app_secret"},
        "host": {"name": "Agent id", "type": "string", "required": True, "map_to": "agent"},
        "targets": {"name": "Users or telephones", "type": "list:string"},
    }

    def __init__(self, app_key: str, app_secret: str, agent: str, targets: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not (app_key and app_secret and str(agent).isdecimal()):
            raise TypeError("a DingTalk work notice needs app key, app secret and a numeric agent id")
        self.app_key, self.app_secret, self.agent = app_key, app_secret, str(agent)
        self.targets = [each for each in targets if each]

    def say(self, body: str, title: str) -> Heard:
        """Hand one notice in; the provider's number for it is kept as the reference."""
        del title  # Apprise has put it above the body
        users = self._users()
        if isinstance(users, Heard):
            return users
        text = within_bytes(body, _BYTES)
        if self.notify_format == NotifyFormat.MARKDOWN:
            message: dict[str, Any] = {"msgtype": "markdown", "markdown": {"title": body[:20], "text": text}}
        else:
            message = {"msgtype": "text", "text": {"content": text}}
        wanted = {"agent_id": int(self.agent), "userid_list": ",".join(users), "msg": message}
        reply = self._call("/topapi/message/corpconversation/asyncsend_v2", wanted)
        if isinstance(reply, Heard):
            return reply
        number = str(reply.data.get("task_id") or "")
        return accepted(number, number) if number else unread(reply)

    def ask(self, reference: str) -> Heard:
        """What became of the notice of that number: delivered, undelivered, or accepted while nobody can say."""
        wanted = {"agent_id": int(self.agent), "task_id": int(reference)}
        reply = self._call("/topapi/message/corpconversation/getsendresult", wanted)
        if isinstance(reply, Heard):
            return Heard(AttemptOutcome.ACCEPTED, reply.words)
        result = reply.data.get("send_result")
        return _result(result if isinstance(result, dict) else {})

    def url(self, privacy: bool = False, *args: Any, **kwargs: Any) -> str:
        """The URL this application is made from."""
        params = self.url_parameters(*args, privacy=privacy, **kwargs)
        whom = "/".join(NotifyBase.quote(each, safe="") for each in self.targets)
        login = f"{NotifyBase.quote(self.app_key, safe='')}:{self.hidden(self.app_secret, privacy)}"
        return f"{self.secure_protocol}://{login}@{self.agent}/{whom}/?{NotifyBase.urlencode(params)}"

    @property
    def url_identifier(self) -> tuple[str, ...]:
        """What tells this application from another."""
        return (str(self.secure_protocol), self.app_key, self.app_secret, self.agent)

    @staticmethod
    def parse_url(url: str) -> dict[str, Any] | None:
        """The application's parts."""
        results = Answering.parsed(url)
        if not results:
            return None
        named = {"app_key": results.get("user"), "app_secret": results.get("password"), "agent": results.get("host")}
        results |= {name: NotifyBase.unquote(value or "") for name, value in named.items()}
        results["targets"] = NotifyBase.split_path(results["fullpath"])
        return results

    def _users(self) -> list[str] | Heard:
        """The user ids behind the targets; a telephone number is looked up."""
        users: list[str] = []
        for target in self.targets:
            if not _PHONE.fullmatch(target):
                users.append(target)
                continue
            reply = self._call("/topapi/v2/user/getbymobile", {"mobile": target})
            if isinstance(reply, Heard):
                return nothing_out(reply)
            found = reply.data.get("result")
            users.append(str(found.get("userid", "")) if isinstance(found, dict) else "")
        if not any(users):
            return Heard(AttemptOutcome.REFUSED, say(N_("The URL names nobody to write to.")))
        return [each for each in users if each]

    def _call(self, path: str, wanted: Mapping[str, object]) -> _Called:
        reply, code = self._try(path, wanted)
        if code in _STALE:
            _TOKENS.forget(self._key)
            reply, _ = self._try(path, wanted)
        return reply

    def _try(self, path: str, wanted: Mapping[str, object]) -> tuple[_Called, object]:
        token = _TOKENS.get(self._key, self._lent)
        if isinstance(token, Heard):
            return token, 0
        reply = self.post(path, json=dict(wanted), params={"access_token": token})
        if isinstance(reply, Heard):
            return reply, 0
        code = reply.data.get("errcode")
        if code is None:
            return unread(reply), 0
        return (reply, 0) if code == 0 else (of_code(code, reply.data.get("errmsg", ""), CODES), code)

    @property
    def _key(self) -> tuple[str, ...]:
        return (self.api, self.app_key, self.app_secret)

    def _lent(self) -> tuple[str, float] | Heard:
        params = {"appkey": self.app_key, "appsecret": self.app_secret}
        return lent_in(self.post("/gettoken", params=params, method="GET"))


def _result(result: Mapping[str, Any]) -> Heard:
    missed = [str(each) for name in _MISSED for each in result.get(name) or ()]
    reached = [str(each) for name in _REACHED for each in result.get(name) or ()]
    if missed and not reached:
        words = say(N_("Not reached, says the provider: {names}."), names=", ".join(missed))
        return Heard(AttemptOutcome.UNDELIVERED, words)
    if reached:
        words = say(N_("The provider says that it arrived."))
        return Heard(AttemptOutcome.DELIVERED, words)
    return accepted()
