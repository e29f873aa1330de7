"""What a personal link opens, on pages and in the API: one's own unit's work and no directory. One table for both."""

from __future__ import annotations

import re
from typing import Final

from engine.errors import Forbidden
from engine.services.doors.sign_in import BY_LINK, Visitor
from engine.wording import N_

_PAGES: Final = re.compile(
    r"/(inbox|calendar|standing|sign-in|sign-out)?|/letters(/\d+(/mark|/day\.ics)?|/read)?|/assignments/.+"
)
_API: Final = re.compile(
    r"/(session|programme|inbox|calendar|standing|letters|assignments|requests|notices|drafts|docs|openapi\.json)(/.*)?"
)


def check(visitor: Visitor, path: str, *, api: bool = False) -> None:
    """Raise Forbidden `by-link-only-own-work` when who came in by a personal link asks for more than that opens.

    What is not named here stays closed. `path` is that of the page, or of the API's own below its prefix.
    """
    if visitor.via == BY_LINK and not (_API if api else _PAGES).fullmatch(path):
        raise Forbidden(
            "by-link-only-own-work",
            N_("You came in by a personal link, which opens your unit's own work only."),
            hint=N_("For anything else sign in with an account."),
        )
