"""The score of a whole indicator in a year: its parts over its units, each by the declared aggregate, and their sum."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from engine.domain.explanation import Line
from engine.domain.periods import called
from engine.domain.totals import IndicatorTotal, UnitScore, indicator_total
from engine.domain.vocabulary import Terminal
from engine.errors import NotFound
from engine.services.cases import Case, cases
from engine.services.desk import Desk
from engine.services.scoring.inputs import Folder
from engine.store.work import standing
from engine.wording import N_, say

_OUT = frozenset({str(Terminal.WITHDRAWN), str(Terminal.EXEMPT)})


@dataclass(frozen=True)
class PartScore:
    """One period (of a milestone): what it came to over its units, and why; of a single unit, its own reasons."""

    period: str
    title: str
    total: IndicatorTotal
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class IndicatorScore:
    """An indicator's score as it stands, in points: the sum of its parts (story 2). None when nobody is left."""

    indicator: str
    year: int
    points: Decimal
    final: Decimal | None
    parts: tuple[PartScore, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The explanation in the reader's language: part by part, then the sum."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[str]:
        for part in self.parts:
            final = "-" if part.total.final is None else f"{part.total.final:.2f}"
            yield say(
                N_("{part}: {final} of {points} points."),
                part=part.title,
                final=final,
                points=f"{part.total.points:.2f}",
            )
            yield from (line.sentence for line in part.lines)
        if len(self.parts) > 1 and self.final is not None:
            yield say(
                N_("Together: {final} of {points} points."), final=f"{self.final:.2f}", points=f"{self.points:.2f}"
            )


def indicator_score(desk: Desk, indicator: str, year: int, *, at: datetime) -> IndicatorScore:
    """The score of an indicator from the very inputs of its assignments; exempt and withdrawn work is left out.

    Rates go by sums where the rule says so, never as a mean of rates (story 5). What is not approved yet counts as
    nothing. Raises NotFound when the indicator has no assignment in that year.
    """
    with desk.database.reading() as connection:
        numbers = standing.of_indicator(connection, indicator, year)
        if not numbers:
            raise NotFound(
                "nothing-asked",
                N_("Nothing has been asked under {indicator} in {year}."),
                hint=N_("`luoshi agenda` lists what there is."),
                indicator=indicator,
                year=year,
            )
        found, folder = cases(desk, connection, numbers, at), Folder.read(connection, numbers)
        parts: dict[str, list[Case]] = {}
        for number in numbers:
            parts.setdefault(found[number].row.period, []).append(found[number])
        scored = tuple(_part(folder, period, asked) for period, asked in parts.items())
    finals = [part.total.final for part in scored if part.total.final is not None]
    total = sum(finals, Decimal("0.00")) if finals else None
    return IndicatorScore(indicator, year, sum((part.total.points for part in scored), Decimal(0)), total, scored)


def _part(folder: Folder, period: str, asked: Sequence[Case]) -> PartScore:
    """One period by the definition most of its units are under now: the one of its newest assignment."""
    case = asked[-1]
    units = [UnitScore(c.row.unit_id, folder.inputs(c), folder.score(c), c.row.stage in _OUT) for c in asked]
    total = indicator_total(case.milestone, Decimal(case.row.points) / 100, units)
    counted = [unit for unit in units if not unit.exempt]
    lines = counted[0].scored.lines if len(counted) == 1 else total.lines
    return PartScore(period, called(case.row.period_title, case.row.year), total, lines)
