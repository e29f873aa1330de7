"""From a folder of YAML to a Catalog: every file read, every fault of every file told at once."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engine.catalog.catalog import Catalog, Record
from engine.catalog.checks import across
from engine.catalog.draft import PROGRAMME, Draft
from engine.catalog.folder import Folder
from engine.catalog.locating import Locator
from engine.catalog.place import Place
from engine.catalog.problems import DefinitionProblems, Finding, Problem
from engine.catalog.resolving import number_of
from engine.wording import N_


@dataclass(frozen=True)
class Examination:
    """What a look at a folder found: the catalog, unless an error stands among the problems."""

    catalog: Catalog | None
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the definitions from being used."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems somebody should look at."""
        return tuple(problem for problem in self.problems if problem.severity == "warning")


def load(path: str | os.PathLike[str], year: int | None = None) -> Catalog:
    """The catalog of a programme's folder for `year` (the programme's own when None).

    Raises DefinitionProblems, with every problem of every file, when there is an error; warnings do not count.
    """
    seen = examine(path, year)
    if seen.catalog is None:
        raise DefinitionProblems(seen.problems)
    return seen.catalog


def examine(
    path: str | os.PathLike[str], year: int | None = None, *, over: Mapping[str, str | None] | None = None
) -> Examination:
    """Look at a programme's folder and say everything that is wrong with it; never raises for what stands in files.

    `over`: texts by file that count instead of what lies in the folder, None for a file that is taken away.
    """
    home = Path(path)
    draft = Draft(year=year)
    with _without_collecting():
        findings = _read(Place(home, over or {}), draft)
        record = None if any(found.severity == "error" for found in findings) else _record(draft)
        catalog = Catalog.of(record) if record else None
    shown = _shown(home)
    locator = Locator(draft.texts)
    problems = [locator.problem(found, shown) for found in findings]
    return Examination(
        catalog, tuple(sorted(problems, key=lambda each: (each.file, each.line, each.column, each.code)))
    )


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Reading makes many values and no rubbish: letting the collector walk them again and again doubles the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read(place: Place, draft: Draft) -> list[Finding]:
    try:
        there = place.home.is_dir()
    except (OSError, ValueError):
        there = False
    if not there:
        message, hint = N_("there is no such folder"), N_("give the folder that holds programme.yaml")
        return [Finding(".", (), "no-folder", message, hint, spot=(1, 1))]
    findings = Folder(place, draft).read()
    if draft.programme is None and PROGRAMME not in draft.texts and len(findings) > 1:
        missing = [found for found in findings if found.file == PROGRAMME]
        findings = missing or findings
    return [*findings, *across(draft)]


def _shown(home: Path) -> Callable[[str], str]:
    def shown(file: str) -> str:
        return os.path.normpath(os.path.join(home, file))  # noqa: PTH118 - Path would not fold `..`

    return shown


def _record(draft: Draft) -> Record | None:
    if draft.programme is None or draft.units is None or draft.chasing is None or draft.scale is None:
        return None
    files = {
        "programme": PROGRAMME,
        "scale": draft.scale_file,
        **{f"workflow:{each.id}": file for file, each in draft.workflows.items()},
        **{f"notice:{each.id}": file for file, each in draft.notices.items()},
        **{each.id: file for file, each in draft.indicators.items()},
    }
    return Record.model_construct(
        year=draft.year if draft.year is not None else draft.programme.year,
        programme=draft.programme,
        units=draft.units,
        rosters=draft.rosters,
        people=draft.people,
        workflows=tuple(sorted(draft.workflows.values(), key=lambda each: each.id)),
        indicators=tuple(sorted(draft.indicators.values(), key=lambda each: (number_of(each), each.id))),
        chasing=draft.chasing,
        notices=tuple(sorted(draft.notices.values(), key=lambda each: each.id)),
        scale=draft.scale,
        files=dict(sorted(files.items())),
    )
