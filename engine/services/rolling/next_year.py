"""Next year's definitions for administrators: what rolling on gives, laid among the drafts or taken away whole."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from engine.catalog.editing.texts import text_of, writable
from engine.domain.actor import Actor
from engine.domain.days import day_of
from engine.domain.delivering import Wanted
from engine.domain.standing_faults import FaultKind, StandingFault
from engine.services.desk import Desk, Office
from engine.services.drafts.changing import check_for
from engine.services.drafts.keeping import Draft, check_drafts_here, drafts, lay
from engine.services.people.scan import scan
from engine.services.programme.planning import Plan, plan_in
from engine.services.rolling import report
from engine.services.rolling.looks import Look, named
from engine.services.rolling.roll import Rolled, roll, shared_workflows
from engine.store.programme import adopted

_PEOPLE: Final = (
    FaultKind.UNKNOWN_UNIT,
    FaultKind.UNIT_WITHOUT_PEOPLE,
    FaultKind.UNIT_WITHOUT_HEAD,
    FaultKind.NOBODY_REACHED,
    FaultKind.PERSON_WITHOUT_CONTACT,
    FaultKind.DEPUTY_GONE,
)
"""Standing faults of people and units that a new year should not begin with."""
_MARCH: Final = 3


@dataclass(frozen=True)
class NextYear:
    """What rolling on gives. `texts`: file, text before and after; `faults`: of people and units as they stand.

    `waiting`: drafts of the same files, which have to be applied or given up first. `plan`: what it would do to live
    work, None where it has faults. `writable`: whether what is applied can be put into the folder.
    """

    rolled: Rolled
    texts: tuple[tuple[str, str, str], ...]
    faults: tuple[StandingFault, ...]
    waiting: tuple[Draft, ...]
    plan: Plan | None
    writable: bool


def look(
    desk: Desk, folder: Path, actor: Actor, year: int | None = None, *, at: datetime, channels: Sequence[Wanted] = ()
) -> NextYear:
    """What rolling the folder on to `year` gives; nothing changes. `year` left out: the coming one.

    Raises Forbidden, Invalid `not-a-later-year`, DefinitionProblems where the folder cannot be used as it is.
    """
    check_drafts_here(actor)
    office = desk.office()
    rolled = _rolled(desk, office, folder, year, at)
    seen = check_for(office, folder, dict(rolled.texts))
    with desk.database.reading() as connection:
        plan = plan_in(desk, connection, seen.catalog, at) if seen.catalog is not None else None
    texts = tuple((file, text_of(folder, file) or "", text) for file, text in rolled.texts.items())
    waiting = tuple(draft for file, draft in drafts(desk, folder).items() if file in rolled.texts)
    faults = tuple(each for each in scan(desk, at=at, channels=channels) if each.kind in _PEOPLE)
    return NextYear(replace(rolled, problems=seen.problems), texts, faults, waiting, plan, writable(folder))


def take_in(desk: Desk, folder: Path, actor: Actor, year: int | None = None, *, at: datetime) -> tuple[str, ...]:
    """Lay next year's texts among the drafts, to be planned and applied like any other; their files.

    Raises as `look`, and Refused `draft-waits` naming the drafts that stand in the way.
    """
    check_drafts_here(actor)
    return lay(desk, folder, _rolled(desk, desk.office(), folder, year, at).texts, actor, at=at)


def packed(desk: Desk, folder: Path, actor: Actor, year: int | None = None, *, at: datetime) -> tuple[str, bytes]:
    """Next year's folder with the list as a zip, and its name: what `luoshi roll --out` writes. Raises as `look`."""
    check_drafts_here(actor)
    office = desk.office()
    rolled = _rolled(desk, office, folder, year, at)
    home, stream = f"{office.catalog.programme.id}-{rolled.year}", io.BytesIO()
    changed = {**rolled.texts, **report.as_text(rolled)}
    there = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith(".")]
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as pack:
        for path in there:
            name = path.relative_to(folder).as_posix()
            if name not in changed:
                pack.writestr(f"{home}/{name}", path.read_bytes())
        for path in shared_workflows(folder):
            if not (folder / "workflows" / path.name).is_file():
                pack.writestr(f"{home}/workflows/{path.name}", path.read_bytes())
        for name, text in changed.items():
            pack.writestr(f"{home}/{name}", text)
    return f"{home}.zip", stream.getvalue()


def _rolled(desk: Desk, office: Office, folder: Path, year: int | None, at: datetime) -> Rolled:
    rolled = roll(folder, year if year is not None else _coming(office, at))
    return replace(rolled, looks=(*rolled.looks, *_gone(desk, office)))


def _coming(office: Office, at: datetime) -> int:
    """The year that people mean: the next, in the first months of a year that one itself; never one served already."""
    today = day_of(at, office.catalog.programme)
    return max(office.catalog.programme.year + 1, today.year + (today.month > _MARCH))


def _gone(desk: Desk, office: Office) -> tuple[Look, ...]:
    """Who has left here and is on the people's roster still: with the definitions they would come along."""
    rostered = {each.id for each in office.catalog.people}
    with desk.database.reading() as connection:
        names = [row.name for row in adopted.people(connection) if not row.active and row.id in rostered]
    return (Look("gone", "people", words=named(names)),) if names else ()
