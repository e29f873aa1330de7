"""Readings of time in words, for people who look at what was read."""

from __future__ import annotations

from typing import Final

from engine.reading.times import Reading
from engine.reading.times.notes import in_words
from engine.wording import N_, say

_KINDS: Final = {
    "by-date": N_("by a day"),
    "window": N_("from a day to a day"),
    "dates": N_("certain days or months"),
    "daily": N_("every day"),
    "weekly": N_("every week"),
    "monthly": N_("every month"),
    "quarterly": N_("every quarter"),
    "half-yearly": N_("every half year"),
    "yearly": N_("every year"),
    "count-per-year": N_("so many times a year"),
    "every": N_("every so often"),
    "from": N_("from a day on"),
    "relative": N_("a duration, no date"),
    "continuous": N_("all the time, no date"),
}


def kind_in_words(reading: Reading) -> str:
    """What kind of time it is: by a day, every quarter, a duration."""
    return say(_KINDS[reading.kind])


def meaning(reading: Reading) -> str:
    """What a reading says, in words: 2022-08-20; 2022-03-11 to 2022-03-20; ≥ 4; note."""
    told = {name: value for name, value in reading.as_json().items() if name not in _SHOWN}
    said = []
    if "start" in told or "end" in told:
        start = told.pop("start", None) or told.pop("event", None) or say(N_("the day it takes effect"))
        said.append(f"{start} – {told.pop('end', '')}".rstrip())
    if "count" in told:
        most = f"–{told.pop('most')}" if "most" in told else ""
        said.append(f"{_SIGNS[told.pop('op', '=')]} {told.pop('count')}{most}")
    if "n" in told:
        named = say(_UNITS[told.pop("unit")], n=told.pop("n"))
        said.append(say(N_("{time} before"), time=named) if told.pop("before", False) else named)
    for name, value in told.items():
        label, plain = _LABELS.get(name, ""), _plain(value)
        if value is True:
            said.append(say(label))
        elif name == "note":
            said.append(in_words(reading.note))
        elif plain:
            said.append(say(label, value=plain) if label else plain)
    return "; ".join(said)


_SHOWN: Final = {"kind", "text", "place", "ambiguous"}
_SIGNS: Final = {"=": "=", ">=": "≥", "<=": "≤"}
_LABELS: Final = {
    "window": N_("within {value}"),
    "due": N_("due {value}"),
    "day": N_("day {value}"),
    "weekday": N_("weekday {value}"),
    "year": N_("in {value}"),
    "event": N_("from: {value}"),
    "yearly": N_("comes back every year"),
    "next_month": N_("of the month after"),
}
_UNITS: Final = {
    "minute": N_("{n} minutes"),
    "hour": N_("{n} hours"),
    "day": N_("{n} days"),
    "working-day": N_("{n} working days"),
    "week": N_("{n} weeks"),
    "ten-days": N_("{n} spans of ten days"),
    "month": N_("{n} months"),
    "quarter": N_("{n} quarters"),
    "half-year": N_("{n} half-years"),
    "year": N_("{n} years"),
    "term": N_("{n} school terms"),
}


def _plain(value: object) -> str:
    """A list shortened to its ends where it is long: twelve months would fill the screen."""
    if isinstance(value, list):
        named = [str(each) for each in value]
        return f"{named[0]} … {named[-1]}" if len(named) > 4 else "、".join(named)
    return str(value)
