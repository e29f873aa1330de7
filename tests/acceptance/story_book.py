"""Acceptance stories as files: what a story says, its dated steps, and the definitions it is played on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from engine import catalog as catalogs
from engine.catalog import Catalog

HERE = Path(__file__).parent
SHANGHAI = ZoneInfo("Asia/Shanghai")
_FIELDS = {"story", "title", "english", "text", "definitions", "steps"}


@dataclass(frozen=True)
class Step:
    """One line of a story: at an instant, something is `done` (with its particulars), or `expected`, or both."""

    number: int
    at: datetime
    doing: str = ""
    particulars: Mapping[str, Any] = field(default_factory=dict)
    expected: tuple[Mapping[str, Any], ...] = ()
    refused: Mapping[str, str] | None = None

    def __str__(self) -> str:
        return f"step {self.number}, {self.at:%Y-%m-%d %H:%M}, {self.doing or 'expect'}"


@dataclass(frozen=True)
class Story:
    """A story as its file says it. `versions`: named changes of the definitions that `apply` and `plan` may name."""

    name: str
    title: str
    text: str
    versions: Mapping[str, Any]
    steps: tuple[Step, ...]

    def catalog(self, version: str) -> Catalog:
        """The real table, changed as this version says; `table` is the table as it stands."""
        return table() if version == "table" else changed(table(), self.versions[version])


def stories() -> list[Story]:
    """Every story file, in order."""
    return [_read(path) for path in sorted((HERE / "scenarios").glob("*.yaml"))]


def _read(path: Path) -> Story:
    body = yaml.safe_load(path.read_text(encoding="utf-8"))
    if stray := set(body) - _FIELDS:
        raise ValueError(f"{path.name}: unknown {sorted(stray)}")
    steps = tuple(_steps(body["steps"]))
    for before, after in pairwise(steps):
        if after.at < before.at:
            raise ValueError(f"{path.name}: {after} lies before {before}")
    return Story(path.stem, body["title"], body["text"], body.get("definitions", {}), steps)


def _steps(rows: list[dict[str, Any]]) -> Iterator[Step]:
    for number, row in enumerate(rows, 1):
        particulars = dict(row)
        at = datetime.strptime(particulars.pop("at"), "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)
        doing = particulars.pop("do", "")
        expected = tuple(particulars.pop("expect", ()))
        yield Step(number, at, doing, particulars, expected, particulars.pop("refused", None))


@cache
def table() -> Catalog:
    """The responsibility table of 2022 as it is served."""
    return catalogs.load(HERE.parents[1] / "definitions" / "chongchuan-2022")


def changed(catalog: Catalog, version: Mapping[str, Any]) -> Catalog:
    """The catalog with the fields that the version names put in their place.

    `only`: the indicators that are kept. `people: {without, with}` and `indicators`, `groups`, `workflows` go by id
    or name; a field set to null falls back to its default. The values are checked as if they had been read from files.
    """
    body = json.loads(catalog.dump())
    if only := version.get("only"):
        body["indicators"] = [row for row in body["indicators"] if row["id"] in only]
    _patch(body["indicators"], "id", version.get("indicators", {}))
    _patch(body["workflows"], "id", version.get("workflows", {}))
    _patch(body["units"]["groups"], "name", version.get("groups", {}))
    for key, value in version.get("programme", {}).items():
        _put(body["programme"], key, value)
    people = version.get("people", {})
    for file, rows in body["people"].items():
        kept = [row for row in rows if row["id"] not in people.get("without", ())]
        body["people"][file] = kept + list(people.get("with", ()))
    return Catalog.parse(json.dumps(body, ensure_ascii=False, default=str))


def _patch(rows: list[dict[str, Any]], key: str, changes: Mapping[str, Mapping[str, Any]]) -> None:
    known = {row[key]: row for row in rows}
    for name, fields in changes.items():
        for field_name, value in fields.items():
            _put(known[name], field_name, value)


def _put(row: dict[str, Any], name: str, value: Any) -> None:
    if value is None:
        row.pop(name, None)
    else:
        row[name] = value
