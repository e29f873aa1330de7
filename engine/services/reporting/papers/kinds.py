"""The official papers by name, each with what it is of: a month, a quarter, a year."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import IO, assert_never

from engine.domain.actor import Actor
from engine.domain.days import year_written
from engine.errors import Invalid
from engine.reports.official.blocks import Official
from engine.reports.official.writing import write_official
from engine.services.desk import Desk
from engine.services.reporting.papers.bulletins import bulletin
from engine.services.reporting.papers.packet import packet
from engine.services.reporting.papers.yearly import self_assessment, year_end
from engine.wording import N_


class Kind(StrEnum):
    """通报, 联席会议材料, 自评报告, 年度总结报告."""

    BULLETIN = "bulletin"
    PACKET = "packet"
    SELF_ASSESSMENT = "self-assessment"
    YEAR_END = "year-end"


def paper_of(
    desk: Desk, actor: Actor, kind: Kind, *, at: datetime, of: str = "", as_of: date | None = None
) -> Official:
    """A paper of a month (`2022-06`), quarter (`2022Q2`) or year (`2022`); the present one's when `of` is empty.

    Raises Forbidden for a limited view, Invalid for what is no month or year that has begun, and as the papers.
    """
    match kind:
        case Kind.BULLETIN:
            return bulletin(desk, actor, at=at, as_of=as_of, month=of)
        case Kind.PACKET:
            return packet(desk, actor, at=at, as_of=as_of, quarter=of or None)
        case Kind.SELF_ASSESSMENT:
            return self_assessment(desk, actor, at=at, as_of=as_of, year=year_of(of, desk.today(at)))
        case Kind.YEAR_END:
            return year_end(desk, actor, at=at, as_of=as_of, year=year_of(of, desk.today(at)))
        case _:
            assert_never(kind)


def write_paper(
    desk: Desk,
    actor: Actor,
    stream: IO[bytes],
    kind: Kind,
    *,
    at: datetime,
    of: str = "",
    as_of: date | None = None,
) -> None:
    """The same as .docx. Raises as `paper_of`."""
    write_official(stream, paper_of(desk, actor, kind, at=at, of=of, as_of=as_of))


def year_of(text: str, today: date) -> int:
    """A year as people type it, 0 for none. Raises Invalid for what is no year that has begun."""
    if not text:
        return 0
    year = year_written(text)
    if not 1 <= year <= today.year:
        raise Invalid(
            "no-such-year",
            N_("“{year}” is no year that has begun."),
            hint=N_("Write it as 2022."),
            year=text[:20],
        )
    return year
