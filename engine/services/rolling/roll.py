"""Roll a programme's folder on to a later year: the texts that change, and everything somebody must look at."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.catalog import Catalog, DefinitionProblems, Problem, examine
from engine.catalog.checks.indicators import parts_of
from engine.catalog.checks.years import days_in
from engine.catalog.draft import PROGRAMME, stem_of
from engine.catalog.drafting import check_empty
from engine.catalog.editing.round_trip import Setting, with_settings
from engine.catalog.editing.texts import text_of
from engine.catalog.place import Place
from engine.domain.definition import Indicator
from engine.domain.definition.when import YearDay
from engine.errors import Invalid, Unavailable, cause_of
from engine.services.rolling.looks import Look, looked_at, units_to_look_at, unreached
from engine.services.rolling.words import moved_days
from engine.wording import N_


@dataclass(frozen=True)
class Rolled:
    """What a later year begins with: `texts` that change, by file; `looks` in the order of the table; `problems`."""

    title: str
    before: int
    year: int
    indicators: int
    texts: Mapping[str, str]
    looks: Sequence[Look]
    problems: Sequence[Problem]


def roll(folder: Path, year: int | None = None) -> Rolled:
    """The programme in `folder` for `year` (left out: the next); nothing is written.

    Ids, order, comments and everything that holds every year stay as they are. Raises DefinitionProblems where the
    folder cannot be used as it is, Invalid `not-a-later-year`.
    """
    seen = examine(folder)
    if seen.catalog is None:
        raise DefinitionProblems(seen.problems)
    catalog = seen.catalog
    before = catalog.programme.year
    year = before + 1 if year is None else year
    if year <= before:
        raise Invalid(
            "not-a-later-year",
            N_("The programme is of {before} already; {year} is no later year."),
            hint=N_("Choose a later year."),
            before=before,
            year=year,
        )
    texts, looks = _programme(folder, catalog, year)
    files = {stem_of(file): file for file in Place(folder).matching("indicators/*/*.yaml")}
    for indicator in catalog.record.indicators:
        file = files[indicator.id]
        text, found = _indicator(text_of(folder, file) or "", indicator, before, year)
        if text is not None:
            texts[file] = text
        looks += found
    looks += units_to_look_at(catalog.record.units, year)
    looks += unreached(catalog)
    after = examine(folder, over=texts)
    title, count = catalog.programme.title, len(catalog.record.indicators)
    return Rolled(title, before, year, count, texts, looks, after.problems)


def write_rolled(folder: Path, out: Path, rolled: Rolled, beside: Mapping[str, str]) -> Sequence[str]:
    """Copy the programme to a new or empty folder with what was rolled; the files that differ from this year's.

    Workflows shared by programmes come along where the new folder has none beside it. Raises Refused
    `folder-not-empty`, Unavailable `drafts-not-written`.
    """
    check_empty(out)
    changed = {**rolled.texts, **beside}
    try:
        shutil.copytree(folder, out, dirs_exist_ok=True)
        for path in shared_workflows(folder):
            if not (out.absolute().parent / "workflows" / path.name).is_file():
                (out / "workflows").mkdir(exist_ok=True)
                shutil.copyfile(path, out / "workflows" / path.name)
        for name, text in changed.items():
            (out / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise Unavailable(
            "drafts-not-written",
            N_("“{folder}” cannot be written to: {reason}."),
            hint=N_("Choose another folder with --out."),
            folder=out,
            reason=cause_of(error),
        ) from error
    return tuple(changed)


def shared_workflows(folder: Path) -> Sequence[Path]:
    """The workflows beside a programme's folder, which programmes share."""
    return sorted((folder.parent / "workflows").glob("*.yaml"))


def _programme(folder: Path, catalog: Catalog, year: int) -> tuple[dict[str, str], list[Look]]:
    settings, looks = [Setting(("year",), year)], []
    for at, day in days_in(catalog.programme, ()):
        if day.fixed is not None:
            later = _a_year_on(day, year - catalog.programme.year)
            settings.append(Setting(at, later.text))
            looks.append(Look("fixed-day", PROGRAMME, words=day.text, before=day.text, after=later.text))
    if str(catalog.programme.year) in catalog.programme.title:
        looks.append(Look("said-year", PROGRAMME, words=catalog.programme.title))
    return {PROGRAMME: with_settings(text_of(folder, PROGRAMME) or "", settings)}, looks


def _indicator(text: str, indicator: Indicator, before: int, year: int) -> tuple[str | None, list[Look]]:
    """The indicator's text where a day of it changes, else None; and what to look at in it."""
    moved = moved_days(indicator, before, year)
    settings, looks = [], []
    for way, part in parts_of(indicator):
        for at, day in days_in(part.when, (*way, "when")):
            on = day.on(before)
            if (on.month, on.day) in moved and day.fixed in (None, before):
                words, new = moved[on.month, on.day]
                later = YearDay(new.isoformat() if day.fixed else f"{new.month:02}-{new.day:02}")
                looks.append(Look("moved-day", indicator.id, indicator, words, day.text, later.text))
            elif day.fixed is not None:
                later = _a_year_on(day, year - before)
                looks.append(Look("fixed-day", indicator.id, indicator, day.text, day.text, later.text))
            else:
                continue
            settings.append(Setting(at, later.text))
    looks += looked_at(indicator, before)
    return (with_settings(text, settings) if settings else None), looks


def _a_year_on(day: YearDay, years: int) -> YearDay:
    """The same day so many years later; 29 February becomes the month's end."""
    year, plain = (day.fixed or 0) + years, day.text[5:]
    return YearDay(f"{year}-{plain}" if plain.endswith("end") else YearDay(plain).on(year).isoformat())
