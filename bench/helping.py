"""`help`: `luoshi --help` as a whole process, beside a Typer program with one empty command."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bench.rounds import beside
from bench.row import Row
from bench.sizes import Size

_OURS: Final = "import sys\nfrom cli.main import main\nsys.argv[0] = 'luoshi'\nmain()\n"
_EMPTY: Final = (
    "import typer\napp = typer.Typer(rich_markup_mode=None)\n\n@app.command()\ndef main() -> None: ...\n\napp()\n"
)


def measure(size: Size, folder: Path) -> Row:
    """Seconds from start to end of the process, the two in turns."""
    folder.mkdir(parents=True, exist_ok=True)
    ours, empty = folder / "ours.py", folder / "empty.py"
    ours.write_text(_OURS, encoding="utf-8")
    empty.write_text(_EMPTY, encoding="utf-8")
    note = "whole processes, both with plain --help"
    return beside("help", size.processes, lambda: _run(ours), lambda: _run(empty), "an empty Typer program", note)


def _run(script: Path) -> None:
    command: Sequence[str] = (sys.executable, str(script), "--help")
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=Path(__file__).parents[1])
