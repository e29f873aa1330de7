"""The figures of official papers as charts; each stands beside a table that has the same figures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from typing import Final

from engine.domain.vocabulary import Verb
from engine.reports.charts import Chart
from engine.reports.official.blocks import Block, Grid, Words
from engine.services.looking.progress import Span
from engine.services.office.packet import UnitState
from engine.services.reporting.papers.summing import Standing
from engine.services.scoring.rates import Coverage
from engine.wording import N_, say

_MOST_BARS: Final = 30
"""With more bars than this a chart no longer fits a page, and its table alone tells."""
_TOLD: Final = {Verb.SUBMIT: N_("times handed in"), Verb.SCORE: N_("scored"), Verb.MISS: N_("newly overdue")}


def done_by_category(rows: Sequence[Standing]) -> list[Block]:
    """The share of assignments that are past review, by category."""
    told = [
        (name, sum(row.done for row in those), sum(row.asked for row in those)) for name, those in _categories(rows)
    ]
    return _shares(say(N_("Share done by category")), say(N_("share done")), told)


def rated_by_category(rows: Sequence[Standing]) -> list[Block]:
    """The points given of those possible, by category; categories without a scored assignment are left out."""
    told = [
        (name, sum(row.score for row in those), sum(row.points for row in those)) for name, those in _categories(rows)
    ]
    return _shares(say(N_("Rate of points by category")), say(N_("rate of points")), told)


def month_by_month(spans: Sequence[Span]) -> list[Block]:
    """What was handed in, scored and missed in each month: the chart and its table."""
    months = [say(N_("month {number}"), number=span.start.month) for span in spans]
    series = [(say(words), [span.numbers[verb] for span in spans]) for verb, words in _TOLD.items()]
    rows = [(month, *(str(values[at]) for _, values in series)) for at, month in enumerate(months)]
    return [
        Chart(say(N_("Month by month")), "columns", months, series),
        Grid([say(N_("Month")), *(name for name, _ in series)], rows, (39, 39, 39, 39)),
    ]


def unit_by_unit(rows: Sequence[UnitState]) -> list[Block]:
    """What each unit has done, what is overdue and what is under way."""
    if not 0 < len(rows) <= _MOST_BARS:
        return []
    series = [
        (say(N_("done")), [row.done for row in rows]),
        (say(N_("overdue")), [row.overdue for row in rows]),
        (say(N_("under way")), [row.assigned - row.done - row.overdue for row in rows]),
    ]
    return [Chart(say(N_("How units stand")), "stacked", [row.unit_name for row in rows], series)]


def rate_blocks(rates: Sequence[Coverage]) -> list[Block]:
    """What the rates have reached: the table and its chart; a sentence while none is reported."""
    if not rates:
        return [Words(say(N_("No rate has been reported yet.")))]
    titles = (N_("Requirement"), N_("measure"), N_("counted"), N_("reached"), N_("wanted"))
    told = [(r.title, r.measure, f"{r.numerator}/{r.denominator}", r.value, r.target or "—") for r in rates]
    return [Grid(list(map(say, titles)), told, (42, 46, 26, 21, 21)), *_reached(rates)]


def _reached(rates: Sequence[Coverage]) -> list[Block]:
    """Beside what is wanted where all of them have a threshold."""
    if not 0 < len(rates) <= _MOST_BARS // 2:
        return []
    series = [(say(N_("reached")), [_percent(rate.value) for rate in rates])]
    if all(rate.target for rate in rates):
        series.append((say(N_("wanted")), [_percent(rate.target) for rate in rates]))
    return [Chart(say(N_("Rates reached")), "bars", [rate.measure for rate in rates], series, percent=True)]


def _categories(rows: Sequence[Standing]) -> list[tuple[str, list[Standing]]]:
    return [(name, list(those)) for name, those in groupby(rows, key=lambda row: row.category)]


def _shares(title: str, name: str, told: Sequence[tuple[str, int | Decimal, int | Decimal]]) -> list[Block]:
    there = [(category, Decimal(part) * 100 / Decimal(whole)) for category, part, whole in told if whole]
    if not there:
        return []
    over, values = [category for category, _ in there], [value.quantize(Decimal("0.1")) for _, value in there]
    return [Chart(title, "bars", over, [(name, values)], percent=True)]


def _percent(text: str) -> Decimal:
    return Decimal(text.rstrip("%"))
