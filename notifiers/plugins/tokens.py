"""Access tokens that applications are lent for two hours: kept between letters, fetched anew when refused."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

from engine.domain.vocabulary import AttemptOutcome
from notifiers.plugins.heard import Heard, nothing_out, of_code
from notifiers.plugins.http import Reply

_GRACE: Final = 300.0


class Tokens:
    """The tokens of one kind of application, by whatever tells two of them apart. Safe for several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[tuple[str, ...], tuple[str, float]] = {}

    def get(self, key: tuple[str, ...], fetch: Callable[[], tuple[str, float] | Heard]) -> str | Heard:
        """The token kept for `key`, or the one that `fetch` brings with its life in seconds, or why there is none."""
        with self._lock:
            token, until = self._kept.get(key, ("", 0.0))
            if time.monotonic() < until:
                return token
            found = fetch()
            if isinstance(found, Heard):
                return found
            self._kept[key] = (found[0], time.monotonic() + max(60.0, found[1] - _GRACE))
            return found[0]

    def forget(self, key: tuple[str, ...]) -> None:
        """The provider refused it."""
        with self._lock:
            self._kept.pop(key, None)


def lent_in(reply: Reply | Heard) -> tuple[str, float] | Heard:
    """The token in a provider's answer with the seconds it is good for, or why there is none: no message is out yet."""
    if isinstance(reply, Heard):
        return nothing_out(reply)
    token = str(reply.data.get("access_token", ""))
    if reply.data.get("errcode", 0) != 0 or not token:
        return of_code(reply.data.get("errcode"), reply.data.get("errmsg", ""), {-1: AttemptOutcome.UNAVAILABLE})
    return token, float(reply.data.get("expires_in", 7200))
