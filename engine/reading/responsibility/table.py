"""A responsibility table as read: its rows with everything in its place, and what is doubtful."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from engine.reading.responsibility.doubts import Doubt
from engine.reading.units import Mention


@dataclass(frozen=True)
class Row:
    """One requirement. `line` counts requirements from 1; `item` is its place in its group, from 1.

    `requirement` and `time` are word for word, the requirement without its own number; `cut`: how many characters of
    its cell that number takes. `spots`: the cell of each field, as people look for it. `cells`: those words as they
    stand. `shared`: over how many rows its points are spread.
    """

    line: int
    category: str
    group: str
    item: int
    requirement: str
    time: str
    lead: tuple[Mention, ...]
    cooperating: tuple[Mention, ...]
    points: Decimal | None
    spots: dict[str, str]
    cells: dict[str, str]
    cut: int = 0
    scoring: tuple[tuple[str, str], ...] = ()
    """What its columns of points and penalties say: cell and words of each."""


@dataclass
class Table:
    """A responsibility table as read: its rows in order, its title, and what is doubtful."""

    title: str
    rows: list[Row] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    labels: tuple[str, ...] = ()
