"""Drafts as one change: checked like a folder, planned with what it does to live work, and where it stands."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from engine.catalog import Catalog, Change, Examination, Problem, compare, examine
from engine.catalog.draft import PROGRAMME
from engine.catalog.editing.texts import digest_of, text_of, unusable
from engine.catalog.reading import read_yaml
from engine.errors import Refused
from engine.services.desk import Desk, Office
from engine.services.drafts.keeping import Draft, drafts_in, laid_over
from engine.services.programme.planning import Plan, plan_in
from engine.store.database import Connection
from engine.wording import N_


@dataclass(frozen=True)
class Prepared:
    """A change made of drafts, as far as it can be said what it does.

    `chosen` goes into it; `faulty` and `moved` cannot: a draft with faults, and one whose file was changed by hand in
    the folder. `problems` are of the change as a whole. `outside`: what the folder says otherwise than what is in
    force, drafts aside; it comes into force with the change. `plan` None: there are errors.
    """

    chosen: Mapping[str, Draft]
    faulty: tuple[str, ...]
    moved: tuple[str, ...]
    problems: tuple[Problem, ...]
    outside: tuple[Change, ...]
    catalog: Catalog | None
    plan: Plan | None

    @property
    def approval_wanted(self) -> int:
        """How many answered assignments are affected: with any, a second person approves."""
        if self.plan is None:
            return 0
        return sum(each.answered for each in self.plan.impacts if each.indicator in self.plan.incompatible)

    @property
    def texts(self) -> dict[str, int]:
        """The number of each text that goes into the change, by file."""
        return {file: draft.number for file, draft in self.chosen.items()}


def check(desk: Desk, folder: Path, over: Mapping[str, str | None] | None = None) -> Examination:
    """The folder with texts laid over it, examined as `luoshi check` does; files are named from the folder on."""
    return check_for(desk.office(), folder, over or {})


def check_text(desk: Desk, folder: Path, file: str, text: str | None) -> tuple[Problem, ...]:
    """What is wrong with a text where it would lie, the other drafts laid beside it."""
    with desk.database.reading() as connection:
        beside = laid_over(drafts_in(desk, connection, folder))
        office = desk.book.office(connection)
    return of_file(check_for(office, folder, {**beside, file: text}), file)


def of_file(seen: Examination, file: str) -> tuple[Problem, ...]:
    """The problems of one file."""
    return tuple(problem for problem in seen.problems if problem.file == file)


def check_for(office: Office, folder: Path, over: Mapping[str, str | None]) -> Examination:
    """The same for the year that is served, or the later one that the programme itself is of."""
    if not folder.is_dir():
        raise unusable(folder, OSError(errno.ENOTDIR if folder.exists() else errno.ENOENT, ""))
    seen = examine(folder, max(office.year, _begins(folder, over)), over=over)
    later = seen.catalog is not None and seen.catalog.year != office.year
    catalog = seen.catalog.serving(office.year) if seen.catalog is not None and later else seen.catalog
    problems = tuple(replace(each, file=_below(folder, each.file)) for each in seen.problems)
    return replace(seen, catalog=catalog, problems=problems)


def _begins(folder: Path, over: Mapping[str, str | None]) -> int:
    """The programme's own year, 0 where it cannot be read: one rolled on to a later year is checked for that year."""
    text = over[PROGRAMME] if PROGRAMME in over else text_of(folder, PROGRAMME)
    value = read_yaml(PROGRAMME, (text or "").encode("utf-8", "replace")).value
    year = value.get("year") if isinstance(value, dict) else None
    return year if isinstance(year, int) and 2000 <= year <= 2100 else 0


def _below(folder: Path, file: str) -> str:
    """A file as drafts name it: from the folder on, with `/` between, `../` for what lies beside the folder."""
    return Path(os.path.relpath(file, folder)).as_posix()


def prepare(desk: Desk, folder: Path, files: Iterable[str] | None = None, *, at: datetime) -> Prepared:
    """A change made of the drafts of these files, or of all that can go into one."""
    with desk.database.reading() as connection:
        return prepare_in(desk, connection, folder, files, at)


def prepare_in(desk: Desk, connection: Connection, folder: Path, files: Iterable[str] | None, at: datetime) -> Prepared:
    """The same within a transaction, so that what is applied is what was planned."""
    office = desk.book.office(connection)
    known = drafts_in(desk, connection, folder)
    moved = tuple(file for file, draft in known.items() if draft.moved)
    wanted = set(known if files is None else files)
    candidates = {file: draft for file, draft in known.items() if file in wanted and not draft.moved}
    bare = check_for(office, folder, {})
    faulty = _faulty(office, folder, candidates, bare)
    chosen = {file: draft for file, draft in candidates.items() if file not in faulty}
    seen = check_for(office, folder, laid_over(chosen))
    outside = compare(office.catalog, bare.catalog) if bare.catalog is not None else ()
    plan = plan_in(desk, connection, seen.catalog, at) if seen.catalog is not None else None
    return Prepared(chosen, faulty, moved, seen.problems, tuple(outside), seen.catalog, plan)


def _faulty(office: Office, folder: Path, candidates: Mapping[str, Draft], bare: Examination) -> tuple[str, ...]:
    """The drafts with faults of their own: what is wrong with the folder itself is no draft's fault."""
    seen = check_for(office, folder, laid_over(candidates))
    known = {(each.file, each.code, each.path) for each in bare.errors}
    files = {each.file for each in seen.errors if (each.file, each.code, each.path) not in known}
    return tuple(file for file in candidates if file in files)


def check_may_go(prepared: Prepared) -> tuple[Catalog, Plan]:
    """The catalog and the plan of a change that can be applied. Raises Refused otherwise."""
    if prepared.catalog is None or prepared.plan is None:
        raise Refused(
            "faulty-definitions",
            N_("The definitions have faults; nothing is applied before they are mended."),
            hint=N_("The list shows each with its line and remedy."),
        )
    if not prepared.plan.changes and not prepared.chosen:
        raise Refused("nothing-to-apply", N_("There is nothing to apply: no draft changes anything."))
    return prepared.catalog, prepared.plan


def digest_for(prepared: Prepared) -> str:
    """What a change is known by: its plan and every text that it puts in place, comments included."""
    plan = prepared.plan.digest if prepared.plan is not None else ""
    told = [f"{file} {digest_of(draft.text)}" for file, draft in sorted(prepared.chosen.items())]
    return digest_of("\n".join([plan, *told]))
