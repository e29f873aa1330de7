"""Documents and packages as the API tells them."""

from __future__ import annotations

from datetime import date, datetime

from portal.api.models.value import Answered


class MadePackage(Answered):
    """A package as the history keeps it; `digest` is its manifest's, `indicator` '' for one of everything."""

    act: int
    who: str
    at: datetime
    year: int
    indicator: str
    files: int
    size: int
    gaps: int
    digest: str


class MeetingQuarter(Answered):
    """A quarter that a packet can be of."""

    key: str
    title: str
    due_on: date


class Shelf(Answered):
    """What papers can be of, and what a package of the year would hold: files, and bytes in them."""

    today: date
    year: int
    months: tuple[str, ...]
    quarters: tuple[MeetingQuarter, ...]
    quarter: str
    years: tuple[int, ...]
    honoured: tuple[int, ...]
    rows: int
    files: int
    size: int
    made: tuple[MadePackage, ...]


class Renamed(Answered):
    """A file whose content stands under another name."""

    was: str
    now: str


class Verified(Answered):
    """What was found in a package. `readable`: it has a manifest; `expected`: it is the one whose digest was given,
    null when none was; `made`: the package of this installation that it is, null for none."""

    sound: bool
    readable: bool
    digest: str
    files: int
    altered: tuple[str, ...]
    missing: tuple[str, ...]
    added: tuple[str, ...]
    renamed: tuple[Renamed, ...]
    expected: bool | None
    made: MadePackage | None
