"""A small programme of every shape: a few real indicators, few units, adopted and issued on a throw-away database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from engine.catalog import Catalog, load
from engine.catalog.samples import with_service_units
from engine.domain.actor import SYSTEM
from engine.evidence import EvidenceFiles
from engine.services.desk import Desk
from engine.services.programme.adopt import adopt
from engine.store.database import Database

DEFINITIONS = Path(__file__).parents[2] / "definitions" / "chongchuan-2022"
SHANGHAI = ZoneInfo("Asia/Shanghai")
SHAPES = (
    "joint-meeting",  # quarterly, with parts of others
    "leading-group",  # one day, the standard workflow
    "annual-commendation",  # three who all agree
    "free-verification-coverage",  # proportional, with a late rule of its own
    "special-inspections",  # a count, two votes of three
    "industry-supervision",  # two dates, a checklist
    "lawful-licensing",  # no time at all
    "rules-carried-out",  # two milestones, two levels of review
    "verification-rate",  # of-which parts
)


class Room(Desk):
    """A desk that says little of itself, for reports of failures."""

    def __repr__(self) -> str:
        return f"Room({self.database.url})"

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        printer.text(repr(self))


def at(day: date, hour: int = 9) -> datetime:
    """That hour of a day in the programme's zone."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


def days(first: date, last: date) -> list[date]:
    """Every day from the first to the last."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@cache
def catalog(indicators: tuple[str, ...] = SHAPES, units: int = 3) -> Catalog:
    """The programme cut down to these indicators and so many service units."""
    whole = with_service_units(load(DEFINITIONS), units)
    kept = tuple(one for one in whole.record.indicators if one.id in indicators)
    assert len(kept) == len(indicators)
    watched = whole.programme.free_verification
    assert watched is not None
    still = tuple(name for name in watched.indicators if name in indicators)
    programme = whole.programme.model_copy(
        update={"free_verification": watched.model_copy(update={"indicators": still}) if still else None}
    )
    points = {name: each for name, each in whole.scale.points.items() if name.split("/")[0] in indicators}
    scale = whole.scale.model_copy(update={"points": points})
    return Catalog.of(whole.record.model_copy(update={"indicators": kept, "programme": programme, "scale": scale}))


def changed(before: Catalog, indicator: str, **update: object) -> Catalog:
    """The same programme with one indicator's fields changed."""
    indicators = tuple(
        one.model_copy(update=update) if one.id == indicator else one for one in before.record.indicators
    )
    return Catalog.of(before.record.model_copy(update={"indicators": indicators}))


def desk_at(database: Database, *, of: Catalog | None = None, since: date = date(2022, 1, 1)) -> Desk:
    """A desk at which the programme has just been adopted; its files are in memory."""
    desk = Room(database, EvidenceFiles(f"memory://{abs(hash(str(database.url)))}"))
    adopt(desk, of or catalog(), actor=SYSTEM, at=at(since, 0), since=since)
    return desk


def identities(rows: Sequence[object]) -> list[tuple[object, ...]]:
    """Rows as plain tuples, in order."""
    return sorted(tuple(row) for row in rows)  # type: ignore[arg-type]
