"""Text that no spreadsheet takes for a formula, whoever typed it."""

from __future__ import annotations

from typing import Final

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(text: str) -> str:
    """A CSV cell that no spreadsheet takes for a formula: an apostrophe before what looks like one."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def told(text: str) -> str:
    """The same read back: the apostrophe was ours."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(_FORMULA) else text
