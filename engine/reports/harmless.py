"""Text that no program takes for more than text, whoever typed it."""

from __future__ import annotations

import re
from typing import Final

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")

_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Without the signs that XML, and so no .xlsx and no .docx, can hold; its lines end as Word and Excel end them."""
    return _NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def harmless(text: str) -> str:
    """A CSV cell that no spreadsheet takes for a formula: an apostrophe before what looks like one."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def told(text: str) -> str:
    """The same read back: the apostrophe was ours."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(_FORMULA) else text
