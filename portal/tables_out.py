"""Lists as CSV that Excel reads: marked as UTF-8, and nothing in a cell can run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from engine.domain.names import light_name, verb_name
from engine.reports.harmless import harmless
from engine.services.looking.acts import ActEntry
from engine.services.looking.ask import AssignmentRow
from engine.wording import N_, say
from portal.rendering import moment, points

COLUMNS: Final = (
    N_("No."),
    N_("Requirement"),
    N_("Period"),
    N_("Unit"),
    N_("Stage"),
    N_("Light"),
    N_("Due"),
    N_("Received"),
    N_("Points"),
    N_("Score"),
)
"""What a list of assignments has, in order."""
_BOM: Final = "\ufeff"
_LINES: Final = 500


def assignments_csv(rows: Iterable[AssignmentRow]) -> Iterator[str]:
    """The rows of a list of assignments as CSV, piece by piece."""
    yield from csv_of([say(words) for words in COLUMNS], map(_cells, rows))


ACT_COLUMNS: Final = (
    N_("Act no."),
    N_("Time"),
    N_("Who"),
    N_("Unit of who"),
    N_("What was done"),
    N_("Assignments concerned"),
    N_("Requirement"),
    N_("Period"),
    N_("Unit"),
    N_("Reason"),
    N_("Digest"),
)
"""What the history has, in order."""


def acts_csv(acts: Iterable[ActEntry], zone: str) -> Iterator[str]:
    """Acts as CSV, piece by piece; times in the programme's zone."""
    yield from csv_of([say(words) for words in ACT_COLUMNS], (_act_cells(act, zone) for act in acts))


def csv_of(headings: Sequence[str], lines: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Any table as CSV, in pieces of `_LINES` lines."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    written.write(_BOM)
    writer.writerow(headings)
    for number, line in enumerate(lines, start=1):
        writer.writerow(["" if cell is None else harmless(str(cell)) for cell in line])
        if number % _LINES == 0:
            yield written.getvalue()
            written.seek(0)
            written.truncate()
    yield written.getvalue()


def _cells(row: AssignmentRow) -> tuple[Any, ...]:
    return (
        row.number,
        row.title,
        row.period,
        row.unit_name,
        row.stage_title,
        light_name(row.light),
        row.due_on,
        row.received_on,
        points(row.points),
        points(row.score) if row.score is not None else "",
    )


def _act_cells(act: ActEntry, zone: str) -> tuple[Any, ...]:
    about = act.about if act.moved == 1 else None
    return (
        act.id,
        moment(act.at, zone),
        act.actor,
        act.actor_unit,
        verb_name(act.verb),
        act.moved,
        about.title if about else "",
        about.period if about else "",
        about.unit_name if about else "",
        act.reason,
        act.digest,
    )
