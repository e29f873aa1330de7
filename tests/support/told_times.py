"""Readings of time as the tables of phrases write them: short enough to compare by eye."""

from __future__ import annotations

from datetime import date
from typing import Any

from engine.reading.times import Reading, read_time

_ORDER = ("op", "count", "most", "n", "unit", "event", "weekday", "day", "from_day", "first", "last", "date", "dates")


def told(reading: Reading) -> str:
    """`by-date 2022-03-20 in 2022-03-11..2022-03-20`, `quarterly = 1`, `dates 2022-06 2022-09`; `?` marks doubt."""
    said = [reading.kind, *(_plain(getattr(reading, name, None)) for name in _ORDER)]
    if window := getattr(reading, "window", ()):
        said.append(f"in {window[0]}..{window[1]}")
    due = getattr(reading, "due", ())
    if due and reading.kind == "yearly":
        said.append(f"due {due[0]}")
    elif due and due[-1] != date(due[0].year, 12, 31):
        said.append(f"due {due[0]}..{due[-1]}")
    said += [mark.replace("_", "-") for mark in ("yearly", "next_month", "before") if getattr(reading, mark, None)]
    return " ".join(each for each in said if each) + (" ?" if reading.ambiguous else "")


def all_told(phrase: str, year: int) -> list[str]:
    """Everything a phrase says of time."""
    return [told(reading) for reading in read_time(phrase, year).readings]


def _plain(value: Any) -> str:
    if value is None or value == "" or value == ():
        return ""
    if isinstance(value, tuple):
        return " ".join(str(each) for each in value)
    return value.isoformat() if isinstance(value, date) else str(value)
