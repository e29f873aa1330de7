"""Why a reading is open, as codes; and each code in words."""

from __future__ import annotations

from typing import Final, Literal

from engine.wording import N_, say

Note = Literal["", "open-end", "of-a-plan", "no-interval", "no-day", "day-of-the-last", "by-notice"]

_WORDS: Final[dict[Note, str]] = {
    "": "",
    "open-end": N_("before it begins, or by its end"),
    "of-a-plan": N_("it speaks of a plan, not of a day"),
    "no-interval": N_("no interval is given"),
    "no-day": N_("no certain day"),
    "day-of-the-last": N_("the day of the last month, or that month's end"),
    "by-notice": N_("a notice sets its day anew each year"),
}


def in_words(note: Note) -> str:
    """A note as people read it, in the language of whoever asks."""
    return say(_WORDS[note]) if note else ""
