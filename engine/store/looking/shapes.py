"""The shapes of questions: all that decides the words of a statement, and nothing of the values it is asked with.

A statement is built once for each shape, from the shape alone, so that it cannot keep anything of who asked first:
every value is a bind parameter, given by name each time. See `engine/store/prepared.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any, Final

from engine.domain.narrowing import NONE, Narrowing, Reached, Show
from engine.domain.scope import Scope

Values = Mapping[str, Any]
Stages = tuple[tuple[tuple[int, ...] | None, str], ...]
"""Stages with the definitions they are meant of; None: of all that have such a stage."""
Behind = Stages
"""Stages that allow so long: `since_0`, `since_1` … are the latest `stage_since` that count as behind."""


@dataclass(frozen=True, slots=True)
class Lit:
    """How lights are read on a day: the stages where work can be behind, and the days, by name."""

    behind: Behind
    days: Mapping[str, date]

    @classmethod
    def on(cls, today: date, near: date, behind: Behind, since: tuple[date, ...]) -> Lit:
        """`near`: the latest due date that counts as near; `since`: for each place of `behind`."""
        sunday = today + timedelta(days=6 - today.weekday())
        named = {"today": today, "near": near, "sunday": sunday}
        return cls(behind, named | {f"since_{at}": day for at, day in enumerate(since)})


class Own(Enum):
    """What has to do with a unit (`own`): its own work that is with it, parts asked of it, its work in review."""

    WITH_IT = "with it"
    ASKED_OF_IT = "asked of it"
    HANDED_IN = "handed in"


@dataclass(frozen=True, slots=True)
class InReview:
    """Work in review at one of these stages; the other fields are names of values: of a unit, of any but a unit, of
    the units of an industry department."""

    stages: Stages
    of: str = ""
    but_of: str = ""
    industry: str = ""

    @property
    def but_for_unit(self) -> bool:
        """Whether it is all there is at its stages but for a unit's own."""
        return bool(self.but_of) and not (self.of or self.industry)


Way = Own | InReview
Ways = tuple[Way, ...]
"""Ways to concern somebody, of which one must hold."""


@dataclass(frozen=True, slots=True)
class Within:
    """The shape of a scope that does not see everything: how many units (`seen_0` …), and whether an industry."""

    units: int
    industry: bool

    @classmethod
    def of(cls, scope: Scope) -> Within | None:
        """The shape of a scope; None for one that sees everything."""
        return None if scope.everything else cls(len(scope.units), bool(scope.industry))


def seen(scope: Scope) -> dict[str, Any]:
    """The values of a scope."""
    units = {f"seen_{at}": unit for at, unit in enumerate(sorted(scope.units))}
    return units | {"seen_unit": scope.unit, "seen_industry": scope.industry}


@dataclass(frozen=True, slots=True)
class Shape:
    """The shape of a narrowed list. `sums`: told of groups that stand alike rather than of single assignments.

    `given`: what is compared with one value of that name. `category`: how many indicators the category has, None
    without one. `words`: for each word looked for, how many indicators have it in their number or title.
    """

    sums: bool
    behind: Behind
    within: Within | None
    given: tuple[str, ...]
    show: Show | None
    reached: Reached | None
    category: int | None
    words: tuple[int, ...]
    mine: Ways


@dataclass(frozen=True, slots=True)
class Question:
    """A shape with the values of this time."""

    shape: Shape
    values: Values


COMPARED: Final = (
    "year", "light", "stage", "indicator", "period", "unit", "kind", "sub_district", "industry", "due_from", "due_to",
    "did", "did_from", "did_to",
)  # fmt: skip
"""Fields of a narrowing that are compared with one value."""


def question(
    narrowing: Narrowing,
    scope: Scope,
    lit: Lit,
    *,
    sums: bool,
    indicators: tuple[str, ...],
    titled: Mapping[str, tuple[str, ...]],
    mine: Ways,
    values: Values,
) -> Question:
    """A narrowing as it is asked, within what a person may see.

    `indicators`: those of the category; `titled`: by each word looked for, the indicators that have it in their number
    or title; `mine`: the ways in which something waits for who asks, with their `values`.
    """
    said = {name: getattr(narrowing, name) for name in COMPARED}
    given = tuple(name for name, value in said.items() if value not in (None, "", 0))
    asked: dict[str, Any] = {**values, **lit.days, **seen(scope)}
    for name in given:
        value = "" if name in ("sub_district", "industry") and said[name] == NONE else said[name]
        asked[name] = value.value if isinstance(value, Enum) else value
    asked |= {f"category_{at}": name for at, name in enumerate(indicators)}
    for place, (word, named) in enumerate(titled.items()):
        asked[f"word_{place}"] = f"%{_as_it_is(word)}%"
        asked |= {f"word_{place}_{at}": name for at, name in enumerate(named)}
    shape = Shape(
        sums,
        lit.behind,
        Within.of(scope),
        given,
        narrowing.show,
        narrowing.reached,
        len(indicators) if narrowing.category else None,
        tuple(len(named) for named in titled.values()),
        mine,
    )
    return Question(shape, asked)


def _as_it_is(word: str) -> str:
    """A word whose signs mean nothing to LIKE … ESCAPE '/'."""
    return word.replace("/", "//").replace("%", "/%").replace("_", "/_")
