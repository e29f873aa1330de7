"""How each row of the table stands, summed over its units: what reports tell in their tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from engine.domain.narrowing import Narrowing, Show
from engine.domain.vocabulary import Light, StageKind
from engine.services.cases import Case
from engine.services.looking.sight import Sight
from engine.services.reporting.in_order import cases_of, indicators_of


@dataclass(frozen=True, slots=True)
class Red:
    """An assignment that is overdue."""

    number: str
    title: str
    unit: str
    due: str


@dataclass(frozen=True, slots=True)
class Standing:
    """One row of the table in a year: numbers of assignments, points in points; `own` None where nobody judged itself.

    `done`: past review. `points` is what `scored` ones could earn, so that `score` can be compared with it.
    """

    number: str
    title: str
    category: str
    leads: str
    asked: int
    done: int
    overdue: int
    scored: int
    points: Decimal
    score: Decimal
    own: Decimal | None
    reds: Sequence[Red]


def standings(sight: Sight, year: int = 0) -> list[Standing]:
    """Every row under which anything stands in a year (the one served when 0), in the table's order."""
    wanted = sight.of_year(Narrowing(year=year, show=Show.LIVE))
    found = []
    for indicator in indicators_of(sight, wanted):
        cases = list(cases_of(sight, wanted, indicator))
        if cases:
            found.append(_summed(cases))
    return found


def _summed(cases: Sequence[tuple[Case, str]]) -> Standing:
    asked = cases[-1][0].definition
    scored = [case.row for case, _ in cases if case.row.score is not None]
    own = [case.row.self_score for case, _ in cases if case.row.self_score is not None]
    reds = [
        Red(asked.number, asked.title, case.row.unit_name, case.row.due_on.isoformat() if case.row.due_on else "")
        for case, light in cases
        if light == Light.RED
    ]
    return Standing(
        asked.number,
        asked.title,
        asked.category,
        "、".join(asked.lead),
        len(cases),
        sum(case.row.stage_kind in (StageKind.SCORE, StageKind.DONE) for case, _ in cases),
        len(reds),
        len(scored),
        sum((Decimal(row.points) for row in scored), Decimal(0)) / 100,
        sum((Decimal(row.score) for row in scored), Decimal(0)) / 100,
        sum(map(Decimal, own), Decimal(0)) / 100 if own else None,
        reds,
    )
