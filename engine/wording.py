"""Sentences people read: English message ids in the code, Simplified Chinese by default, English by choice."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

Language = Literal["zh", "en"]

LOCALE: Final = Path(__file__).parent / "locale"
_FOLDERS: Final[dict[Language, str]] = {"zh": "zh_CN", "en": "en"}
_language: ContextVar[Language] = ContextVar("luoshi_language", default="zh")


def N_(message: str) -> str:
    """Mark `message` for extraction; it is translated where it is said, not where it is written."""
    return message


def language() -> Language:
    """The language of the current context: `zh` unless `use_language` chose `en`."""
    return _language.get()


def set_language(chosen: Language) -> None:
    """Choose the language for the rest of this context (a command line process, say)."""
    _language.set(chosen)


@contextmanager
def use_language(chosen: Language) -> Iterator[None]:
    """Say everything inside the block in `chosen`, then return to the language before."""
    token = _language.set(chosen)
    try:
        yield
    finally:
        _language.reset(token)


@cache
def _catalogue(chosen: Language) -> gettext.NullTranslations:
    return gettext.translation("luoshi", LOCALE, languages=[_FOLDERS[chosen]], fallback=True)


def say(message: str, **params: object) -> str:
    """`message` in the current language with its `{placeholders}` filled from `params`.

    A param that is itself `Unsaid` is said with it, in the same language.
    """
    text = _catalogue(language()).gettext(message) if message else ""
    return text.format(**params) if params else text


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A message that waits to be said until the sentence it stands in is: the language is chosen then, not now."""

    message: str

    def __str__(self) -> str:
        return say(self.message)
