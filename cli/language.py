"""Which language to speak, decided from command line and environment before anything is built."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from engine.wording import Language, use_language

VARIABLE = "LUOSHI_LANGUAGE"


def chosen_language(words: Sequence[str], environment: Mapping[str, str]) -> tuple[Language, list[str]]:
    """The language asked for and the command line without the asking.

    `--lang en` may stand anywhere before a lone `--`; it beats LUOSHI_LANGUAGE; Chinese is the default.
    A language nobody speaks here is left in place, so that the usual usage error names it.
    """
    spoken = _spoken(environment.get(VARIABLE, "")) or "zh"
    rest: list[str] = []
    pending = list(words)
    while pending:
        word = pending.pop(0)
        if word == "--":
            rest += [word, *pending]
            break
        if word == "--lang" and pending and (wanted := _spoken(pending[0])):
            pending.pop(0)
        elif word.startswith("--lang=") and (wanted := _spoken(word.removeprefix("--lang="))):
            pass
        else:
            rest.append(word)
            continue
        spoken = wanted
    return spoken, rest


@contextmanager
def speaking(spoken: Language) -> Iterator[None]:
    """Speak it inside the block, and let settings and child processes find it where they look."""
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = spoken
    try:
        with use_language(spoken):
            yield
    finally:
        if before is None:
            os.environ.pop(VARIABLE, None)
        else:
            os.environ[VARIABLE] = before


def _spoken(text: str) -> Language | None:
    match text.strip().lower().replace("_", "-").split("-")[0]:
        case "zh":
            return "zh"
        case "en":
            return "en"
    return None
