"""Keeping secrets out of sight: whatever a channel's URL holds is struck from every word that leaves this room."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl, quote, quote_plus, unquote, unquote_plus, urlsplit

MASK: Final = "•••"

_OPEN_HOSTS: Final = frozenset({"mailto", "mailtos", "json", "jsons", "xml", "xmls", "form", "forms"})
"""Schemes whose host is a machine's name; elsewhere the host's place may hold a token."""

_OPEN_VALUES: Final = frozenset(
    {"yes", "no", "true", "false", "text", "html", "markdown", "insecure", "starttls", "post"}
)
_SHORT: Final = 4


class Masked:
    """Strikes the secrets of one channel URL from text."""

    __slots__ = ("_pattern",)

    def __init__(self, url: str) -> None:
        pieces = sorted(_pieces(url), key=len, reverse=True)
        self._pattern = re.compile("|".join(map(_matching, pieces))) if pieces else None

    def __call__(self, text: str) -> str:
        """The text without them."""
        return self._pattern.sub(MASK, text) if self._pattern else text


def _matching(piece: str) -> str:
    """A short piece is struck where it stands alone: a user called `a` must not garble every word."""
    return re.escape(piece) if len(piece) >= _SHORT else rf"(?<!\w){re.escape(piece)}(?!\w)"


def _pieces(url: str) -> set[str]:
    """The URL and every part of it that may be secret, as written, decoded and encoded."""
    scheme, _, rest = url.partition("://")
    raw = {url, rest}
    authority = rest.split("/")[0].split("?")[0]
    login, at, host = authority.rpartition("@")
    if at:
        raw |= {login, *login.split(":", 1)}
    if scheme.lower() not in _OPEN_HOSTS:
        raw |= {part for part in (host, host.rpartition(":")[0]) if len(part) >= _SHORT}
    split = urlsplit(f"x://{rest.partition('@')[2] if at else rest}")
    raw |= {part for part in split.path.split("/") if len(part) >= _SHORT}
    values = [value for _, value in parse_qsl(split.query)]
    raw |= {value for value in values if len(value) >= _SHORT and value.lower() not in _OPEN_VALUES}
    spelled = {form(part) for part in raw for form in (str, unquote, unquote_plus, quote, quote_plus)}
    return {part for part in spelled if part.strip()}


def scheme_of(url: str) -> str:
    """All of a URL that may be shown: `mailto://•••`."""
    scheme, found, _ = url.partition("://")
    return f"{scheme}://{MASK}" if found and re.fullmatch(r"[a-z][a-z0-9+.-]*", scheme, re.IGNORECASE) else MASK
