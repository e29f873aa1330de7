"""`make bench [ONLY=name]`: the table on the screen, and bench/latest.json."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import engine_rows, whole_rows
from bench.row import Row

Measuring = Callable[[Path, int], Row]

ROWS: Mapping[str, tuple[Measuring, int]] = {
    "transition": (engine_rows.transition, 2500),
    "open": (engine_rows.opening, 50_000),
    "score": (engine_rows.scoring, 20_000),
    "rehearse": (whole_rows.rehearse, 5_000),
    "check": (whole_rows.check, 1_000),
    "help": (whole_rows.help_, 7),
}
"""Every row by name, with its size: units, definitions or rounds."""


def measured(names: list[str], sizes: Mapping[str, int] | None = None) -> list[Row]:
    """Measure the named rows, each in a folder of its own that is thrown away."""
    rows = []
    for name in names:
        measuring, size = ROWS[name]
        with TemporaryDirectory(prefix="luoshi-bench-") as folder:
            rows.append(measuring(Path(folder), (sizes or {}).get(name, size)))
        print(told(rows[-1]), flush=True)
    return rows


def told(row: Row) -> str:
    """A row as the table shows it."""
    sign = "≥" if row.sense == "at_least" else "≤"
    verdict = "reached" if row.reached else "missed"
    figures = f"{row.value:14,.2f} {row.unit:4} limit {row.limit:14,.2f}  ratio {row.ratio:6.2f}"
    return f"{row.name:11} {figures}  goal {sign} {row.goal:<4} {verdict:8} ({row.against})"


def main(names: list[str]) -> int:
    """Measure and write; 64 when a name is unknown."""
    if unknown := [name for name in names if name not in ROWS]:
        print(f"unknown: {', '.join(unknown)}; known: {', '.join(ROWS)}", file=sys.stderr)
        return 64
    rows = measured(names or list(ROWS))
    latest = Path(__file__).parent / "latest.json"
    latest.write_text(json.dumps([row.told() for row in rows], indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
