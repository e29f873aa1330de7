"""Reported rates rolled up by sums, and who is below what the table wants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from engine.domain.definition.wanted import Measure
from engine.domain.measures import MeasureValue, percent, roll_up
from engine.services.desk import Desk, Office
from engine.store.database import Connection
from engine.store.scoring import results
from engine.wording import N_, say


@dataclass(frozen=True, slots=True)
class Below:
    """Who is below a threshold and by how much: a unit, or a kind or unit that a measure is also reported by."""

    indicator: str
    unit_name: str
    title: str
    value: str
    target: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """One rate over all units that reported it, by sums; `value` '' before anybody did. `met`: it reaches `target`."""

    indicator: str
    title: str
    measure: str
    numerator: int
    denominator: int
    value: str
    target: str
    met: bool


def coverage(connection: Connection, office: Office, indicators: Sequence[str], year: int) -> tuple[Coverage, ...]:
    """Every rate of these indicators over all their units, by sums, never as a mean of rates (story 5)."""
    reported: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for row in results.figures(connection, indicators, year):
        if row.slice == "":
            reported[row.indicator, row.measure].append((int(row.numerator), int(row.denominator)))
    found: dict[tuple[str, str], Coverage] = {}
    for name in indicators:
        definition = office.catalog.definitions[name]
        for measure in (each for milestone in definition.milestones for each in milestone.measures):
            if measure.kind == "rate":
                told = reported[name, measure.id]
                top, below = sum(n for n, _ in told), sum(d for _, d in told)
                share = Fraction(top, below) if below else None
                wanted = Fraction(measure.threshold) if measure.threshold is not None else None
                found[name, measure.id] = Coverage(
                    name,
                    definition.title,
                    measure.title,
                    top,
                    below,
                    percent(share) if share is not None else "",
                    percent(wanted) if wanted is not None else "",
                    share is not None and (wanted is None or share >= wanted),
                )
    return tuple(found.values())


def rolled_up(connection: Connection, indicator: str, measure: str, year: int) -> MeasureValue:
    """One measure of an indicator over all its units, by sums, never as a mean of rates (story 5)."""
    rows = [r for r in results.figures(connection, [indicator], year) if r.measure == measure and r.slice == ""]
    return roll_up(MeasureValue(Decimal(row.numerator), Decimal(row.denominator)) for row in rows)


def below_threshold(
    desk: Desk, connection: Connection, office: Office, indicators: Sequence[str], year: int
) -> tuple[Below, ...]:
    """Every reported rate of these indicators that is below its threshold, and who has reported none yet."""
    figures = defaultdict(list)
    for row in results.figures(connection, indicators, year):
        figures[row.indicator, row.measure].append(row)
    found: list[Below] = []
    for indicator in indicators:
        definition = office.catalog.definitions[indicator]
        for milestone in definition.milestones:
            for measure in milestone.measures:
                if measure.kind == "rate" and measure.threshold is not None:
                    rows = figures.get((indicator, measure.id), [])
                    found += _below(indicator, measure, rows)
                    found += _silent(connection, indicator, measure, rows, year)
    return tuple(found)


def _below(indicator: str, measure: Measure, rows: Sequence[object]) -> list[Below]:
    wanted = Fraction(measure.threshold or 0)
    parts = {part.id: part for part in measure.of_which}
    found = []
    for row in rows:
        numerator, denominator, slice_ = row.numerator, row.denominator, row.slice  # type: ignore[attr-defined]
        if not denominator:
            continue
        target = Fraction(parts[slice_].at_least) if slice_ in parts else wanted
        if Fraction(numerator, denominator) < target:
            named = parts[slice_].title if slice_ in parts else slice_
            unit = row.unit_name  # type: ignore[attr-defined]
            who = f"{unit} · {named}" if named else unit
            value = f"{percent(Fraction(numerator, denominator))}（{numerator}/{denominator}）"
            found.append(Below(indicator, who, measure.title, value, percent(target)))
    return found


def _silent(connection: Connection, indicator: str, measure: Measure, rows: Sequence[object], year: int) -> list[Below]:
    told = {row.unit_id for row in rows}  # type: ignore[attr-defined]
    missing = say(N_("not reported"))
    return [
        Below(indicator, name, measure.title, missing, percent(Fraction(measure.threshold or 0)))
        for unit, name in results.asked(connection, indicator, year)
        if unit not in told
    ]
