"""The rows of whole commands: the rehearsed year, checking a thousand definitions, and `luoshi --help`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import yaml

from bench.office import DEFINITIONS
from bench.rounds import Rounds
from bench.row import Row
from engine.catalog import examine, load
from engine.services.rehearsal import rehearsal_in_memory

ALLOWED = 60.0
"""Seconds the rehearsed year may take with 5,000 service units."""


def rehearse(folder: Path, size: int) -> Row:
    """The whole year of the 55 indicators with `size` service units; the ratio is allowed seconds over ours."""
    start = time.perf_counter()
    rehearsal_in_memory(load(DEFINITIONS), seed=7, units=size)
    ours = time.perf_counter() - start
    return Row("rehearse", ours, "s", ALLOWED, ALLOWED / ours, "at_least", 1.0, "the minute allowed for 5,000 units")


def check(folder: Path, size: int) -> Row:
    """Examine `size` definitions, against CSafeLoader alone on the same files; the ratio is ours over that."""
    programme = many_definitions(folder, size)
    files = sorted(programme.rglob("indicators/*/*.yaml"))
    rounds = Rounds()
    for _ in range(3):
        ours = _seconds(lambda: examine(programme))
        limit = _seconds(lambda: [yaml.load(path.read_bytes(), yaml.CSafeLoader) for path in files])
        rounds.add(ours, limit)
    return Row("check", rounds.ours, "s", rounds.limit, rounds.ratio, "at_most", 2.0, "CSafeLoader alone")


def help_(folder: Path, size: int) -> Row:
    """`luoshi --help` as a whole process, against an empty Typer program; the ratio is ours over that."""
    empty = folder / "empty.py"
    empty.write_text("import typer\napp = typer.Typer()\n@app.command()\ndef run() -> None: ...\napp()\n")
    luoshi = Path(sys.executable).parent / "luoshi"
    rounds = Rounds()
    for _ in range(max(3, size)):
        ours = _seconds(lambda: subprocess.run([luoshi, "--help"], check=True, capture_output=True))
        limit = _seconds(lambda: subprocess.run([sys.executable, empty, "--help"], check=True, capture_output=True))
        rounds.add(ours, limit)
    return Row("help", rounds.ours, "s", rounds.limit, rounds.ratio, "at_most", 2.0, "an empty Typer program")


def many_definitions(folder: Path, size: int) -> Path:
    """The shipped programme with `size` definitions of some sixty lines each, copies of one real row."""
    shutil.copytree(DEFINITIONS.parent, folder / "definitions")
    programme = folder / "definitions" / DEFINITIONS.name
    model = programme / "indicators" / "market-regulation" / "prepackaged-goods-checks.yaml"
    text = model.read_text(encoding="utf-8")
    number = next(line for line in text.splitlines() if line.startswith("number:"))
    row = next(line for line in text.splitlines() if line.startswith("source:"))
    for at in range(size):
        copy = text.replace("id: prepackaged-goods-checks", f"id: copy-{at}", 1)
        copy = copy.replace(number, f'number: "2.9.{at + 1}"', 1).replace(row, f"source: {{row: {100 + at}}}", 1)
        (model.parent / f"copy-{at}.yaml").write_text(copy, encoding="utf-8")
    return programme


def _seconds(doing) -> float:  # type: ignore[no-untyped-def]
    start = time.perf_counter()
    doing()
    return time.perf_counter() - start
