"""The recognition list and what is printed on certificates, as a workbook."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import IO, Final

from engine.domain.actor import Actor
from engine.domain.names import verb_name
from engine.domain.vocabulary import Verb
from engine.errors import Refused
from engine.reports.official.blocks import chinese_day
from engine.reports.sheets import Form, written
from engine.reports.workbook import Column, Sheet, write_workbook
from engine.services.desk import Desk
from engine.services.office.recognise import no_list
from engine.services.office.recognition_sheet import RecognitionSheet, recognition_sheet
from engine.wording import N_, say

_HEADINGS: Final = (N_("certificate no."), N_("unit"), N_("honour"), N_("year"), N_("issued by"), N_("day"))
_WIDTHS: Final = (16, 40, 46, 10, 20, 18)
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
        headings, rows = _certificates(desk, found)
        columns = [Column(heading, width) for heading, width in zip(headings, _WIDTHS, strict=True)]
        sheets.append(Sheet(say(N_("Certificates")), columns, rows))
    write_workbook(stream, sheets)
    return len(draft.rows)


def certificates(desk: Desk, actor: Actor, *, at: datetime, form: Form, year: int | None = None) -> bytes:
    """What a printing shop needs: a line for each unit of a published list, the headings in the first row, all as text.

    Raises as `write_recognition`, and Refused while the list is not published.
    """
    found = recognition_sheet(desk, actor, at=at, year=year)
    if found.draft is None:
        raise no_list(found.year)
    if found.published_on is None:
        raise Refused(
            "not-published",
            N_("The recognition list of {year} is not published yet: certificates come after it."),
            hint=N_("It is published on the page “Recognition”."),
            year=found.year,
        )
    return written(form, [(say(N_("Certificates")), *_certificates(desk, found))])


def _certificates(desk: Desk, found: RecognitionSheet) -> tuple[list[str], list[tuple[str, ...]]]:
    draft, office = found.draft, desk.office()
    assert draft is not None and found.published_on is not None
    honour = say(N_("{programme}: outstanding unit"), programme=office.catalog.programme.title)
    year, day, by = str(draft.year), chinese_day(found.published_on), office.names[office.office]
    lines = enumerate(draft.rows, start=1)
    rows: list[tuple[str, ...]] = [
        (f"{year}-{number:03d}", line.unit_name, honour, year, by, day) for number, line in lines
    ]
    return [say(each) for each in _HEADINGS], rows
