"""A throw-away installation for measuring: the real services on a durable SQLite file, a programme of N indicators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from engine.catalog import Catalog, load
from engine.catalog.samples import with_service_units
from engine.domain.actor import SYSTEM
from engine.domain.definition import Indicator
from engine.evidence import EvidenceFiles
from engine.services.desk import Desk
from engine.services.programme.adopt import adopt
from engine.store.database import Database
from engine.store.migrations import migrate

DEFINITIONS: Final = Path(__file__).parents[1] / "definitions" / "chongchuan-2022"
OPENING: Final = datetime(2022, 1, 4, 1, tzinfo=UTC)
WORKING: Final = datetime(2022, 5, 20, 1, tzinfo=UTC)
SCORING: Final = datetime(2022, 11, 14, 1, tzinfo=UTC)


def catalog(indicators: int, units: int, *, days: Sequence[str] = ("05-31",)) -> Catalog:
    """The shipped programme with other indicators, each asking `units` service units for one figure by one of `days`.

    The days take turns; every period opens with the year.
    """
    shipped = with_service_units(load(DEFINITIONS), units)
    record = shipped.record
    programme = record.programme.model_copy(update={"joint_meeting": None, "free_verification": None})
    return Catalog.of(
        record.model_copy(
            update={
                "programme": programme,
                "indicators": tuple(
                    _indicator(number, days[number % len(days)]) for number in range(1, indicators + 1)
                ),
                "files": {},
            }
        )
    )


def _indicator(number: int, day: str) -> Indicator:
    return Indicator.model_validate(
        {
            "id": f"measured-{number}",
            "number": f"9.9.{number}",
            "title": "计量器具检定率",
            "category": "服务单位落实主体责任",
            "group": "依法检定",
            "requirement": "按期送检在用计量器具。",
            "time_text": "2022年5月底前完成。",
            "source": {"row": number},
            "lead": ["各服务单位"],
            "workflow": "standard",
            "when": {"by": day},
            "evidence": [{"id": "note", "title": "说明", "kind": "text"}],
            "measures": [
                {
                    "id": "verified",
                    "title": "检定率",
                    "numerator": "已检定的计量器具",
                    "denominator": "在用的计量器具",
                    "at_least": "100%",
                }
            ],
            "score": {"rule": "proportional", "measure": "verified", "points": "1"},
        }
    )


@contextmanager
def installation(folder: Path, programme: Catalog, url: str = "") -> Iterator[Desk]:
    """A desk with the programme adopted and nothing issued yet; every commit of it waits for the disk.

    `url`: of another database than a SQLite file in `folder`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    database = Database(url or f"sqlite:///{folder / 'luoshi.db'}")
    try:
        migrate(database)
        desk = Desk(database, EvidenceFiles(str(folder / "evidence")))
        adopt(desk, programme, actor=SYSTEM, at=OPENING, since=date(2022, 1, 1))
        desk.office()  # a service that has run for a while has read its catalog
        yield desk
    finally:
        database.close()
