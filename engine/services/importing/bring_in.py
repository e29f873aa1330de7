"""Bring a responsibility table in: drafts and the report of doubts, written into a new folder."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from engine.catalog.drafting import check_empty, write_drafts
from engine.errors import NotFound, Unavailable, cause_of
from engine.reading.responsibility.doubts import Doubt
from engine.reading.responsibility.rows import read_table
from engine.reading.responsibility.table import Table
from engine.reading.tables.opening import LARGEST, read_tables
from engine.services.importing import report
from engine.services.importing.drafts import Drafted, draft
from engine.wording import N_

_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)\s*年")
_ZONE: Final = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Imported:
    """What was made of a file, and the files that were written."""

    drafted: Drafted
    files: Sequence[str]


def bring_in(path: Path, folder: Path, at: datetime, year: int | None = None) -> Imported:
    """Read `path` and write drafts into `folder`, which must be new or empty.

    `year` left out: the one that the table names, else that of `at` in China. Raises what reading and writing raise,
    NotFound `no-such-file`, Unavailable `unreadable-source`.
    """
    check_empty(folder)
    drafted = read_drafts(path.name, _bytes(path), at, year, folder.name)
    return Imported(drafted, write_drafts(drafted.drafts, folder, report.as_text(path.name, drafted)))


def read_drafts(file: str, raw: bytes, at: datetime, year: int | None = None, name: str = "") -> Drafted:
    """The drafts of a file's bytes, nothing written. `name` becomes the programme's id where it can be one."""
    table = read_table(file, read_tables(file, raw))
    served, doubts = (year, []) if year is not None else _year(table, at)
    slug = name.lower() if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name.lower()) and len(name) <= 60 else "programme"
    drafted = draft(table, served, Path(file).stem, slug)
    return replace(drafted, doubts=[*doubts, *drafted.doubts])


def _year(table: Table, at: datetime) -> tuple[int, list[Doubt]]:
    titled = _YEAR.search(table.title)
    if titled:
        return int(titled[1]), []
    named = Counter(
        found for row in table.rows for text in (row.time, row.requirement) for found in _YEAR.findall(text)
    )
    if named:
        return int(named.most_common(1)[0][0]), []
    year = at.astimezone(_ZONE).year
    message, taken = N_("The table names no year."), N_("this year, {year}")
    return year, [Doubt("assumed", "no-year", message, taken, params={"year": year})]


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFound(
            "no-such-file",
            N_("There is no file “{file}”."),
            hint=N_("See whether its name is written right, ending included."),
            file=path,
        ) from error
    except OSError as error:
        raise Unavailable(
            "unreadable-source",
            N_("“{file}” cannot be read: {reason}."),
            hint=N_("Close it in other programs, or copy it, and try again."),
            file=path,
            reason=cause_of(error),
        ) from error
