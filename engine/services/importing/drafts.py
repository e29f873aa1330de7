"""A table as read becomes drafts: every row an indicator, with its times, units, figures, points and doubts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from engine.catalog.drafting import Drafts
from engine.domain.definition import Indicator, Programme, Scale
from engine.domain.definition.indicator import Doubt as Declared
from engine.domain.definition.indicator import MilestoneWanted, Source
from engine.domain.definition.programme import Category, Recognition, Reviewers
from engine.domain.definition.wanted import EvidenceWanted, Measure
from engine.domain.definition.when import Count, YearDay
from engine.domain.vocabulary import EvidenceKind
from engine.reading.responsibility.doubts import Doubt
from engine.reading.responsibility.table import Row, Table
from engine.services.importing.figures import measures_of
from engine.services.importing.placing import nearest_part, scattered
from engine.services.importing.said import Figure, Saying, figures_of, times_of
from engine.services.importing.scores import Rule, extra_points, rules_of, score_of
from engine.services.importing.whens import Part, Timing, timed
from engine.services.importing.whom import Whom
from engine.wording import N_, say

_TITLE, _LONGEST = 24, 40


@dataclass
class Read:
    """One row with everything that was read in it."""

    row: Row
    id: str
    number: str
    sayings: list[Saying]
    figures: list[Figure]
    timing: Timing
    rules: list[Rule] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def ambiguous(self) -> bool:
        """Whether something in it can be read in more than one way."""
        return any(each.weight == "ambiguous" for each in self.doubts)

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        row = self.row
        return {
            "row": row.line,
            "id": self.id,
            "number": self.number,
            "category": row.category,
            "group": row.group,
            "requirement": row.requirement,
            "time_text": row.time,
            "lead": [each.as_json() | {"cell": row.spots.get("lead", "")} for each in row.lead],
            "cooperating": [each.as_json() | {"cell": row.spots.get("cooperating", "")} for each in row.cooperating],
            "times": [each.as_json() for each in self.sayings],
            "targets": [each.as_json() for each in self.figures],
            "scoring": [each.as_json() for each in self.rules],
            "points": None if row.points is None else float(row.points),
            "cells": row.spots,
            "words": row.cells,
            "ambiguous": self.ambiguous,
            "no_time": not self.sayings,
        }


@dataclass
class Drafted:
    """Drafts with the readings they come from and every doubt, in the order of the table."""

    title: str
    year: int
    drafts: Drafts
    rows: list[Read]
    doubts: list[Doubt]


def draft(table: Table, year: int, title: str, slug: str) -> Drafted:
    """Drafts of a table for a year; `title` where the table has none, `slug` names the programme."""
    title = table.title or title
    named = [replace_blank(row, title) for row in table.rows]
    categories = list(dict.fromkeys(row.category for row in named))
    groups = {name: list(dict.fromkeys(row.group for row in named if row.category == name)) for name in categories}
    read = []
    for row in named:
        place = f"{categories.index(row.category) + 1}.{groups[row.category].index(row.group) + 1}.{row.item}"
        read.append(_read(row, place, year, table.doubts))
    whom = Whom()
    whom.take(named)
    slugs = {name: f"c{at}" for at, name in enumerate(categories, start=1)}
    indicators = tuple(_indicator(each, whom) for each in read)
    programme = _programme(slug, title, year, [Category(name=name, slug=slugs[name]) for name in categories], whom)
    drafts = Drafts(programme, whom.units(), _scale(read, indicators), indicators)
    doubts = (
        [each for each in table.doubts if not each.line] + whom.doubts + [one for each in read for one in each.doubts]
    )
    return Drafted(title, year, drafts, read, sorted(doubts, key=lambda each: each.line))


def replace_blank(row: Row, title: str) -> Row:
    """Category and group never stay blank: the table's title, and the category, stand in."""
    category = row.category or title[-_LONGEST:] or say(N_("Whole table"))
    return replace(row, category=category, group=row.group or category, requirement=row.requirement or row.group)


def _read(row: Row, place: str, year: int, doubts: Sequence[Doubt]) -> Read:
    sayings, figures = times_of(row, year), figures_of(row, year)
    timing = timed(sayings, row.line, year)
    own = [each for each in doubts if each.line == row.line]
    scattering = scattered(row, figures, timing.parts)
    return Read(
        row, f"r{row.line:03}", place, sayings, figures, timing, rules_of(row), own + timing.doubts + scattering
    )


def _indicator(read: Read, whom: Whom) -> Indicator:
    row, parts = read.row, read.timing.parts
    counted = any(isinstance(part.when, Count) for part in parts)
    # 每年不少于4次 is the `when` itself; as a measure it would be asked for a second time.
    wanted = [each for each in read.figures if not (counted and each.target.unit.startswith("次"))]
    measures, doubts = measures_of(wanted, row.line)
    read.doubts += doubts
    several = len(parts) > 1
    score, unsure = score_of(row, read.rules, [] if several else [measure for _, measure in measures])
    read.doubts += unsure
    return Indicator(
        id=read.id,
        number=read.number,
        title=_short(row.requirement),
        category=row.category,
        group=row.group,
        requirement=row.requirement,
        time_text=row.time,
        source=Source(row=row.line, note=row.spots.get("requirement", "")),
        lead=whom.lead_of(row),
        cooperating=tuple(each.name for each in row.cooperating),
        when=None if several else parts[0].when,
        evidence=() if several else _evidence(parts[0]),
        measures=() if several else tuple(measure for _, measure in measures),
        score=score,
        milestones=_milestones(parts, row, measures) if several else (),
        doubts=tuple(_declared(each) for each in read.doubts if each.weight == "ambiguous"),
    )


def _milestones(
    parts: Sequence[Part], row: Row, measures: Sequence[tuple[Figure, Measure]]
) -> tuple[MilestoneWanted, ...]:
    where = [nearest_part(row, figure, parts) for figure, _ in measures]
    return tuple(
        MilestoneWanted(
            id=f"part-{at + 1}",
            title=_short(part.saying.reading.text if part.saying else row.requirement),
            when=part.when,
            evidence=_evidence(part),
            measures=tuple(measure for (_, measure), place in zip(measures, where, strict=True) if place == at),
        )
        for at, part in enumerate(parts)
    )


def _evidence(part: Part) -> tuple[EvidenceWanted, ...]:
    title = say(N_("Evidence that it is done"))
    if isinstance(part.when, Count):
        return (EvidenceWanted(id="events", title=title, kind=EvidenceKind.EVENT, min=part.when.count.at_least),)
    return (EvidenceWanted(id="proof", title=title),)


def _declared(doubt: Doubt) -> Declared:
    about = f"“{' '.join(doubt.text.split())[:80]}”" if doubt.text.strip() else doubt.sentence
    taken = doubt.reading or say(N_("as it stands"))
    second = str(doubt.params.get("second", ""))
    return Declared(about=about, taken=taken, otherwise=second or doubt.sentence, why=doubt.sentence if second else "")


def _short(words: str) -> str:
    bare = re.sub(r"\s+", "", words)
    first = re.split(r"[，。；;：:]", bare)[0]
    return (first if 2 <= len(first) <= _TITLE else bare[:_TITLE]) or say(N_("Evidence that it is done"))


def _programme(slug: str, title: str, year: int, categories: list[Category], whom: Whom) -> Programme:
    office, government = whom.office, whom.government
    end = YearDay("12-31")
    return Programme(
        id=slug,
        title=title,
        year=year,
        assessment=end,
        settlement=YearDay("01-15"),
        recognition=Recognition(day=end),
        categories=tuple(categories),
        reviewers=Reviewers(office=office, own_work=government, leader=government),
        assumptions=tuple(
            say(each, office=office, government=government)
            for each in (
                N_("The table names no day of assessment: 31 December; what has no time is assessed on it."),
                N_("The table names no settlement: 15 January of the next year."),
                N_("The table names no recognition: 31 December, ten places."),
                N_("Reviews are done by {office}; its own work is reviewed by {government}, which also leads."),
                N_(
                    "Work without a first day is given out on 1 January; reminders, sheets and periods for review "
                    "are those of every programme."
                ),
                N_("Evidence and the words of measures are drafts, to be put as the office wants them."),
            )
        ),
    )


def _scale(read: Sequence[Read], indicators: Sequence[Indicator]) -> Scale:
    """The table's own points where it has any, else one point each, marked as a sample."""
    given = {
        each.id: Decimal(0) if extra_points(each.row) else each.row.points
        for each in read
        if each.row.points is not None
    }
    points: dict[str, Decimal] = {}
    for each in indicators:
        own = given.get(each.id)
        parts = [f"{each.id}/{part.id}" for part in each.milestones] or [each.id]
        if own is None or len(parts) == 1:
            points |= dict.fromkeys(parts, own if own is not None else Decimal(0 if given else 1))
            continue
        hundredths, rest = divmod(int(own * 100), len(parts))
        points |= {name: Decimal(hundredths + (rest if not at else 0)) / 100 for at, name in enumerate(parts)}
    if given:
        return Scale(title=say(N_("Points of the table")), default=Decimal(0), points=points)
    return Scale(title=say(N_("Sample points: the table names none")), sample=True, default=Decimal(1), points=points)
