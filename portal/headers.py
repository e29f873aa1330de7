"""What every answer carries: security headers, and the language of whoever reads it."""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Final

from engine.wording import Language, set_language

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LANGUAGE_COOKIE: Final = "language"

_POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",  # charts and progress bars set widths; no sheet of a stranger is read
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_HEADERS: Final = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"geolocation=(), microphone=(), payment=()"),
)
_STRICT: Final = (b"strict-transport-security", b"max-age=31536000")


class Headers:
    """ASGI middleware. Pages are never kept by a browser or proxy: what a person may see changes, and they sign out."""

    def __init__(self, app: ASGIApp, *, default: Language, https: bool) -> None:
        self.app, self.default = app, default
        self._fixed = (*_HEADERS, _STRICT) if https else _HEADERS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Choose the language of this request, and add the headers to its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        set_language(_language(scope, self.default))

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message.setdefault("headers", [])
                known = {name for name, _ in headers}
                headers.extend(pair for pair in self._fixed if pair[0] not in known)
                if b"cache-control" not in known:
                    headers.append((b"cache-control", b"no-store"))
            await send(message)

        await self.app(scope, receive, answer)


def _language(scope: Scope, default: Language) -> Language:
    """What was chosen in this browser; else what it asks for; else the installation's own."""
    asked = None
    for name, value in scope["headers"]:
        if name == b"cookie":
            chosen = SimpleCookie(value.decode("latin-1")).get(LANGUAGE_COOKIE)
            if chosen is not None and chosen.value in ("zh", "en"):
                return "en" if chosen.value == "en" else "zh"
        if name == b"accept-language":
            asked = wanted_language(value.decode("latin-1"))
    return asked or default


def wanted_language(header: str) -> Language | None:
    """The first of our languages by the header's weights; None when it names neither."""
    weighed = []
    for place, part in enumerate(header.split(",")):
        name, _, weight = part.strip().partition(";q=")
        try:
            weighed.append((-float(weight or 1), place, name.strip().lower()[:2]))
        except ValueError:
            continue
    for minus, _, name in sorted(weighed):
        if minus < 0 and name in ("zh", "en"):
            return "en" if name == "en" else "zh"
    return None
