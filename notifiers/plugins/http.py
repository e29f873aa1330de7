"""Speaking HTTP to a provider: connections are kept between letters, and every ending is an answer."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from json import dumps, loads
from typing import Any, Final
from urllib.parse import urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from apprise import NotifyBase
from apprise.url import PrivacyMode

from engine.domain.vocabulary import AttemptOutcome
from engine.wording import N_, say
from notifiers.plugins.heard import Heard, of_status, unclear

_POOLS: Final[dict[tuple[bool, str, str], urllib3.PoolManager]] = {}
_OPENING: Final = threading.Lock()


@dataclass(frozen=True, slots=True)
class Reply:
    """What a provider answered with a success: its JSON object, empty when there was none that can be read."""

    data: Mapping[str, Any]
    text: str = field(repr=False, default="")


class Answering(NotifyBase):
    """A plugin that keeps what the provider said in `heard`.

    Every URL may say `api=` (the provider's address, for private deployments) and `ca=` (a file of certificates to
    trust there), beside Apprise's own `verify=`, `cto=` and `rto=`.
    """

    official: str = ""
    """The provider's public address, without a slash at its end."""

    per_minute: int = 0
    """How many messages a minute the provider takes from one sender; 0 for no limit. The ledger keeps to it."""

    room: int = 0
    """How many bytes of UTF-8 one message may have; 0 for no limit that matters. What is more is cut off."""

    request_rate_per_sec = 0  # pacing is the ledger's: nobody waits inside a send

    def __init__(self, api: str = "", ca: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.api = (api or self.official).rstrip("/")
        self.given_api, self.ca = api, ca
        self.heard: Heard | None = None
        self.number = ""

    def send(self, body: str, title: str = "", **_: Any) -> bool:
        """Send, and keep the answer. True only when the provider has taken it."""
        self.heard = self.say(body, title)
        return self.heard.outcome is AttemptOutcome.ACCEPTED

    def say(self, body: str, title: str) -> Heard:
        """Send one message and tell what the provider said."""
        raise NotImplementedError

    def post(
        self,
        path: str,
        *,
        json: object = None,
        data: Mapping[str, str] | None = None,
        content: bytes | None = None,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        method: str = "POST",
    ) -> Reply | Heard:
        """Ask the provider once. A `Reply` when it answered with a success, otherwise what its refusal means."""
        connect, read = self._patience
        named = {"User-Agent": self.app_id, **(headers or {})}
        if json is not None:
            content, named = dumps(json).encode(), {"Content-Type": "application/json", **named}
        elif data is not None:
            content = urlencode(data).encode()
            named = {"Content-Type": "application/x-www-form-urlencoded", **named}
        address = f"{self.api}{path}{'?' if params else ''}{urlencode(params or {})}"
        try:
            got = self._pool.request(
                method,
                address,
                body=content,
                headers=named,
                timeout=urllib3.Timeout(connect=connect, read=read),
                retries=False,
                redirect=False,
            )
        except (urllib3.exceptions.HTTPError, OSError) as error:
            return _of_failure(error)
        text = got.data.decode(errors="replace")
        return of_status(got.status, text, got.headers) or Reply(_object(text), text)

    def url_parameters(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Apprise's own parameters, and ours."""
        ours = {"api": self.given_api, "ca": self.ca}
        return {**super().url_parameters(*args, **kwargs), **{name: value for name, value in ours.items() if value}}

    def hidden(self, secret: str, privacy: bool) -> str:
        """A secret as it stands in the URL, or a stand-in for it."""
        return str(self.pprint(secret, privacy, mode=PrivacyMode.Secret, safe=""))

    @staticmethod
    def parsed(url: str) -> dict[str, Any] | None:
        """The URL's parts as Apprise reads them, with ours; hosts may be tokens."""
        return Answering.completed(NotifyBase.parse_url(url, verify_host=False))

    @staticmethod
    def completed(results: dict[str, Any] | None) -> dict[str, Any] | None:
        """The parts of a URL with ours added; None stays None."""
        if not results:
            return None
        given = {name: NotifyBase.unquote(results["qsd"].get(name, "")) for name in ("api", "ca")}
        return {**results, **{name: value for name, value in given.items() if value}}

    @cached_property
    def _patience(self) -> tuple[float, float]:
        given = self.request_timeout
        return given if isinstance(given, tuple) else (float(given), float(given))

    @property
    def _pool(self) -> urllib3.PoolManager:
        proxy = _proxy(self.api)
        key = (bool(self.verify_certificate), self.ca, proxy)
        with _OPENING:
            if key not in _POOLS:
                _POOLS[key] = _opened(*key)
            return _POOLS[key]


def hang_up() -> None:
    """Close the connections that were kept; the next letter opens its own."""
    with _OPENING:
        for pool in _POOLS.values():
            pool.clear()
        _POOLS.clear()


def _opened(verify: bool, ca: str, proxy: str) -> urllib3.PoolManager:
    context = ssl.create_default_context(cafile=ca or None)
    if not verify:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return urllib3.ProxyManager(proxy, ssl_context=context) if proxy else urllib3.PoolManager(ssl_context=context)


def _proxy(address: str) -> str:
    """The proxy that this machine's environment names for an address, '' for none."""
    split = urlsplit(address)
    proxies = getproxies()
    return "" if not proxies or proxy_bypass(split.netloc) else proxies.get(split.scheme, "")


def with_ours(url: str, **ours: str) -> str:
    """A URL that Apprise wrote without asking for our parameters, with those that are given."""
    given = {name: value for name, value in ours.items() if value}
    return f"{url}{'&' if '?' in url else '?'}{NotifyBase.urlencode(given)}" if given else url


def unread(reply: Reply) -> Heard:
    """A success whose body says nothing that can be understood: nobody knows whether the message was taken."""
    words = say(N_("The provider's answer cannot be read: {text}"), text=" ".join(reply.text.split())[:200] or "-")
    return unclear(words)


def _object(text: str) -> Mapping[str, Any]:
    try:
        data = loads(text)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _of_failure(error: Exception) -> Heard:
    """Before the request was out nothing arrived; afterwards nobody knows."""
    words = f"{type(error).__name__}: {error}"
    if isinstance(error, urllib3.exceptions.ProxyError) and isinstance(error.original_error, Exception):
        return Heard(AttemptOutcome.UNAVAILABLE, words)
    if isinstance(error, (urllib3.exceptions.LocationValueError, urllib3.exceptions.URLSchemeUnknown)):
        return Heard(AttemptOutcome.MISCONFIGURED, words)
    if isinstance(error, urllib3.exceptions.SSLError):
        wrong = "CERTIFICATE" in words.upper()
        return Heard(AttemptOutcome.MISCONFIGURED if wrong else AttemptOutcome.UNAVAILABLE, words)
    if isinstance(error, (urllib3.exceptions.ConnectTimeoutError, urllib3.exceptions.NewConnectionError)):
        return Heard(AttemptOutcome.UNAVAILABLE, words)
    return unclear(words)
