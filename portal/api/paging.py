"""Lists in pages: the cursor is opaque to programs and says after which thing the next page begins."""

from __future__ import annotations

import base64
import json
from binascii import Error
from collections.abc import Callable, Sequence
from typing import TypeVar

from engine.errors import Invalid
from engine.wording import N_
from portal.api.models.value import LARGEST, Page

Row = TypeVar("Row")
Item = TypeVar("Item")


def paged(rows: Sequence[Row], limit: int, of: Callable[[Row], Item], key: Callable[[Row], object]) -> Page[Item]:
    """A page of `limit` from rows that were asked for one more than that; `key` is what the list is in order of."""
    shown = rows[:limit]
    following = cursor(key(shown[-1])) if len(rows) > limit else None
    return Page(items=tuple(of(row) for row in shown), next=following)


def cursor(key: object) -> str:
    """The cursor after the thing of that key."""
    return base64.urlsafe_b64encode(str(key).encode()).decode().rstrip("=")


def after(text: str) -> str:
    """The key in a cursor, '' for none. Raises Invalid for what is no cursor of ours."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True).decode()
    except (ValueError, Error):
        raise _not_ours(text) from None


def after_number(text: str) -> int:
    """The number in a cursor, 0 for none. Raises Invalid."""
    key = after(text)
    if not key:
        return 0
    if not (key.isascii() and key.isdigit() and len(key) <= 10 and int(key) <= LARGEST):
        raise _not_ours(text)
    return int(key)


def cursor_of(keys: Sequence[str | int]) -> str:
    """The cursor after a thing that several keys order."""
    return cursor(json.dumps(keys, ensure_ascii=False, separators=(",", ":")))


def after_keys(text: str) -> tuple[str | int, ...]:
    """The keys in a cursor, none for an empty one. Raises Invalid; whether they fit the list, the service says."""
    key = after(text)
    try:
        found = json.loads(key) if key else []
    except ValueError:
        raise _not_ours(text) from None
    if not isinstance(found, list) or not all(type(each) in (str, int) for each in found):
        raise _not_ours(text)
    return tuple(found)


def _not_ours(text: str) -> Invalid:
    return Invalid(
        "no-such-cursor",
        N_("“{text}” is no cursor of this list."),
        hint=N_("Send `next` of the page before, just as it was."),
        text=text[:40],
    )
