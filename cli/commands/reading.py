"""What words of a table mean: `read-time` reads Chinese time, one phrase or many."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Final
from zoneinfo import ZoneInfo

from typer import Argument, Option, Typer

from cli.declaring import declare
from cli.options import AsJson
from cli.printing import table
from engine.errors import Invalid
from engine.wording import N_, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.reading.times import Reading, Times

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


def register(app: Typer) -> None:
    """Declare `read-time`."""
    declare(
        app, "read-time", read_time, N_("Say what Chinese words of time mean: a day, a quarter, a series, a duration.")
    )


def read_time(
    phrase: Annotated[
        str,
        Argument(
            metavar="PHRASE", help=N_("The words; - reads many from standard input, one “phrase<TAB>year” a line.")
        ),
    ],
    year: Annotated[
        int | None,
        Option(
            "--year",
            metavar="YEAR",
            min=1900,
            max=2200,
            help=N_("The document's year, for words that name none; left out: this year."),
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """One phrase, or one a line."""
    if phrase != "-":
        _tell(_read(phrase, year or _this_year()), as_json)
        return
    default = year or _this_year()
    for number, line in enumerate(_lines(), 1):
        words, _, named = line.partition("\t")
        _tell(_read(words, _year_of(named, number) if named.strip() else default), as_json)


def _lines() -> Iterable[str]:
    for raw in sys.stdin.buffer:
        yield raw.decode("utf-8-sig", errors="replace").rstrip("\r\n")


def _year_of(text: str, line: int) -> int:
    if not text.strip().isdecimal() or not 1900 <= int(text) <= 2200:
        raise Invalid(
            "not-a-year",
            N_("Line {line}: “{text}” is no year."),
            hint=N_("Write phrase, a tab, and four digits; or the phrase alone, with --year for all."),
            line=line,
            text=text.strip(),
        )
    return int(text)


def _this_year() -> int:
    from engine.runtime import Clock

    return Clock().now().astimezone(ZoneInfo("Asia/Shanghai")).year


def _read(words: str, year: int) -> Times:
    from engine.reading.times import read_time as read

    return read(words, year)


def _tell(times: Times, as_json: bool) -> None:
    if as_json:
        print(json.dumps(times.as_json(), ensure_ascii=False))
    elif not times.readings:
        print(say(N_("“{phrase}” names no time."), phrase=times.phrase))
    else:
        headers = [say(N_("words")), say(N_("kind")), say(N_("meaning")), ""]
        print(table(headers, [_row(reading) for reading in times.readings], widest=60))


def _row(reading: Reading) -> list[str]:
    return [
        reading.text,
        say(_KINDS[reading.kind]),
        _meaning(reading),
        say(N_("doubtful")) if reading.ambiguous else "",
    ]


def _meaning(reading: Reading) -> str:
    """What a reading says, in words: 2022-08-20; 2022-03-11 to 2022-03-20; ≥ 4; note."""
    from engine.reading.times.notes import in_words

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
