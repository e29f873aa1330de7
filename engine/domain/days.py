"""Which day of the programme an instant counts for: its time zone and its closing time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from engine.domain.definition.programme import Programme


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def day_of(at: datetime, programme: Programme) -> date:
    """The programme's day of an aware instant; from the closing time on it counts for the next day."""
    local = at.astimezone(_zone(programme.timezone))
    if programme.closing_time == "24:00" or local.time() < time.fromisoformat(programme.closing_time):
        return local.date()
    return local.date() + timedelta(days=1)


def year_written(text: str) -> int:
    """A year as people type it, in four digits; 0 for anything else."""
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() else 0


def start_of(day: date, programme: Programme) -> datetime:
    """The instant at which a day of the programme begins."""
    return datetime.combine(day, time.min, tzinfo=_zone(programme.timezone))
