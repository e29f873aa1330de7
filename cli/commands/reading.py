"""What words of a table mean: `read-time` reads Chinese time, one phrase or many."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated
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
    from engine.services.importing.in_words import kind_in_words, meaning

    return [
        reading.text,
        kind_in_words(reading),
        meaning(reading),
        say(N_("doubtful")) if reading.ambiguous else "",
    ]
