"""Options that many commands share, declared once so that they mean the same everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

from typer import Argument, Option

from engine.wording import N_

MOST_NUMBER: Final = 10**15
"""No row has a number beyond this; the databases' own end is not far above."""

AsJson = Annotated[bool, Option("--json", help=N_("Answer in JSON, for programs."))]
As = Annotated[
    str,
    Option("--as", metavar="PERSON", help=N_("Who acts: the id of a person in the rosters; or LUOSHI_PERSON.")),
]
Assignments = Annotated[
    list[int],
    Argument(metavar="ASSIGNMENT", max=MOST_NUMBER, help=N_("Numbers of assignments, as `luoshi agenda` shows them.")),
]
OneAssignment = Annotated[
    int,
    Argument(metavar="ASSIGNMENT", max=MOST_NUMBER, help=N_("Number of an assignment, as `luoshi agenda` shows it.")),
]
Note = Annotated[str, Option("--note", metavar="TEXT", help=N_("A remark kept in the history."))]
Reason = Annotated[
    str, Option("--reason", metavar="TEXT", help=N_("Why; kept in the history and told to those concerned."))
]
Folder = Annotated[
    Path | None,
    Argument(metavar="FOLDER", help=N_("Folder of definitions; the settings name one when it is left out.")),
]
Year = Annotated[
    int | None,
    Option("--year", metavar="YEAR", min=2000, max=2100, help=N_("Serve this year instead of the programme's own.")),
]
ServedYear = Annotated[
    int | None,
    Option(
        "--year",
        metavar="YEAR",
        min=2000,
        max=2100,
        help=N_("The year to serve; left out: the year in force, or the calendar year."),
    ),
]
UnitName = Annotated[str | None, Option("--unit", metavar="UNIT", help=N_("Only this unit, by name or id."))]
IndicatorId = Annotated[str | None, Option("--indicator", metavar="INDICATOR", help=N_("Only this indicator, by id."))]
Limit = Annotated[int, Option("--limit", metavar="N", min=1, max=100_000, help=N_("At most so many lines."))]
