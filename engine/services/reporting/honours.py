"""The recognition list and what is printed on certificates, as a workbook."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import IO, Final

from engine.domain.actor import Actor
from engine.domain.names import verb_name
from engine.domain.vocabulary import Verb
from engine.reports.official.blocks import chinese_day
from engine.reports.workbook import Column, Sheet, write_workbook
from engine.services.desk import Desk
from engine.services.office.recognise import no_list
from engine.services.office.recognition_sheet import recognition_sheet
from engine.wording import N_, say

_REACHED_BY: Final = {"proposed": Verb.PROPOSE, "approved": Verb.ENDORSE, "published": Verb.PUBLISH}


def write_recognition(desk: Desk, actor: Actor, stream: IO[bytes], *, at: datetime, year: int | None = None) -> int:
    """Write the list of a year, who was left out and why, and a line for each certificate; returns the places.

    The state of the list (proposed, approved, published) stands above it; certificates are for a published one only.
    Raises Forbidden for a limited view, Refused before a list was proposed.
    """
    found = recognition_sheet(desk, actor, at=at, year=year)
    draft = found.draft
    if draft is None:
        raise no_list(found.year)
    programme = desk.catalog().programme.title
    note = say(N_("{state}; as of {day}."), state=verb_name(_REACHED_BY[draft.state]), day=draft.as_of)
    title = say(N_("{programme}: recognition {year}"), programme=programme, year=draft.year)
    place, unit, rate = say(N_("place")), say(N_("unit")), say(N_("rate of 100"))
    sheets = [
        Sheet(
            say(N_("Recognition list")),
            [Column(place, 8, "number"), Column(unit, 40), Column(rate, 12, "points")],
            [(line.rank, line.unit_name, Decimal(line.points)) for line in draft.rows],
            title,
            note,
        ),
        Sheet(
            say(N_("Left out")),
            [Column(unit, 40), Column(rate, 12, "points"), Column(say(N_("reason")), 60)],
            [(line.unit_name, Decimal(line.points), line.reason) for line in draft.left_out],
            title,
            note,
        ),
    ]
    if found.published_on is not None:
        day = chinese_day(found.published_on)
        columns = [(N_("certificate no."), 16), (N_("unit"), 40), (N_("honour"), 46), (N_("year"), 10), (N_("day"), 18)]
        honour = say(N_("{programme}: outstanding unit"), programme=programme)
        sheets.append(
            Sheet(
                say(N_("Certificates")),
                [Column(say(heading), width) for heading, width in columns],
                [
                    (f"{draft.year}-{number:03d}", line.unit_name, honour, str(draft.year), day)
                    for number, line in enumerate(draft.rows, start=1)
                ],
                title,
                note,
            )
        )
    write_workbook(stream, sheets)
    return len(draft.rows)
