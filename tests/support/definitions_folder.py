"""A folder of definitions that says what is in force in a test, to be worked on."""

from __future__ import annotations

from pathlib import Path

from engine.catalog import Catalog, export

COVERAGE_FILE = "indicators/market-regulation/free-verification-coverage.yaml"
GROUP_FILE = "indicators/government/leading-group.yaml"


def definitions_folder(catalog: Catalog, below: Path) -> Path:
    """The catalog written below a folder; what is read back from it equals the catalog."""
    below.mkdir(parents=True, exist_ok=True)
    return export(catalog, below)


def text_in(folder: Path, file: str) -> str:
    """A text as it lies there."""
    return (folder / file).read_text(encoding="utf-8")
