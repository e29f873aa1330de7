"""`python -m bench [NAME]`: measure the rows, print them as a table, write bench/latest.json."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench import (
    checking,
    dashboards,
    helping,
    importing,
    notices,
    opening,
    pages,
    rehearsing,
    scoring,
    transitions,
    uploading,
)
from bench.row import Row
from bench.sizes import Size

ROWS: Final[Mapping[str, Callable[[Size, Path], Row | Sequence[Row]]]] = {
    "transition": transitions.measure,
    "open": opening.measure,
    "score": scoring.measure,
    "rehearse": rehearsing.measure,
    "check": checking.measure,
    "help": helping.measure,
    "upload": uploading.measure,
    "notices": notices.measure,
    "page.inbox": pages.inbox,
    "page.board": pages.board,
    "dashboard.sqlite": dashboards.on_sqlite,
    "dashboard.postgresql": dashboards.on_postgresql,
    "import.rows": importing.rows,
    "time.phrases": importing.phrases,
}
LATEST: Final = Path(__file__).parent / "latest.json"


def main(words: Sequence[str]) -> int:
    """Measure all rows, or the one named; 64 for a name there is none of, as the command line has it."""
    if unknown := [word for word in words if word not in ROWS]:
        print(f"no such row: {unknown[0]}; there are {', '.join(ROWS)}", file=sys.stderr)
        return 64
    print(f"{'':<34}{'ours':>12}{'limit':>12}{'ratio':>8}  {'goal':<7}unit, and what the limit is")
    rows = [row for name in words or ROWS for row in _measured(name)]
    LATEST.write_text(json.dumps([row.told() for row in rows], indent=2) + "\n", encoding="utf-8")
    print(f"\nwritten to {LATEST.relative_to(Path.cwd()) if LATEST.is_relative_to(Path.cwd()) else LATEST}")
    return 0


def measured(name: str, size: Size) -> Sequence[Row]:
    """The row of that name, or its rows, measured in a folder of its own that is gone afterwards."""
    with TemporaryDirectory(prefix=f"luoshi-bench-{name}-") as folder:
        found = ROWS[name](size, Path(folder))
    return [found] if isinstance(found, Row) else found


def _measured(name: str) -> Sequence[Row]:
    rows = measured(name, Size())
    for row in rows:
        goal = f"{'≥' if row.sense == 'at_least' else '≤'} {row.goal:g} {'✓' if row.reached else '✗'}"
        print(
            f"{row.name:<34}{_figure(row.value):>12}{_figure(row.limit):>12}{row.ratio:>8.2f}  {goal:<7}"
            f"{row.unit}, {row.against}"
        )
        for note in row.notes:
            print(f"{'':<11}{note}")
    sys.stdout.flush()
    return rows


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:,.3f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
