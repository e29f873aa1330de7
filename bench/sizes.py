"""How much is measured: the sizes of the goals, and tiny ones for the test of the tables' form."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """`units` × `indicators` assignments in bulk, `one_by_one` of them moved singly, `definitions` examined.

    `letters` are delivered one by one; `board_units` × `board_indicators` assignments are on the board, and pages are
    served over `units` × `page_indicators`, in `pages` slices. `rehearsed` is the number of service units of the
    rehearsal, `months` how much of the year it plays; `clients` upload at once.
    """

    units: int = 5000
    indicators: int = 60
    one_by_one: int = 3000
    definitions: int = 1000
    board_units: int = 5000
    board_indicators: int = 200
    page_indicators: int = 60
    pages: int = 20
    rehearsed: int = 5000
    months: int = 12
    processes: int = 11
    letters: int = 500
    rounds: int = 3
    clients: int = 200


TINY = Size(
    units=6,
    indicators=2,
    one_by_one=6,
    definitions=56,
    board_units=8,
    board_indicators=12,
    page_indicators=12,
    pages=1,
    rehearsed=3,
    months=1,
    processes=1,
    letters=3,
    rounds=1,
    clients=4,
)
