"""A catalog written back as canonical YAML: one file a definition, own fields first, nothing that is a default."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import yaml

from engine.catalog.catalog import Catalog
from engine.catalog.draft import CHASING, PROGRAMME, SCALES, UNITS
from engine.catalog.reading import plain_scalar
from engine.domain.definition import Person, Unit
from engine.domain.definition.value import Value
from engine.domain.definition.when import YearDay


def exported(catalog: Catalog) -> dict[str, str]:
    """The text of every file by its path below the programme's folder (a shared workflow keeps its `../workflows/`)."""
    files, slugs = catalog.files, {each.name: each.slug for each in catalog.programme.categories}
    texts = {
        PROGRAMME: canonical_yaml(catalog.programme),
        UNITS: canonical_yaml(catalog.record.units),
        CHASING: canonical_yaml(catalog.chasing),
        files.get("scale", SCALES[-1]): canonical_yaml(catalog.scale),
    }
    for workflow in catalog.record.workflows:
        texts[files.get(f"workflow:{workflow.id}", f"../workflows/{workflow.id}.yaml")] = canonical_yaml(workflow)
    for notice in catalog.record.notices:
        texts[f"notices/{notice.id}.yaml"] = canonical_yaml(notice)
    for indicator in catalog.record.indicators:
        texts[f"indicators/{slugs[indicator.category]}/{indicator.id}.yaml"] = canonical_yaml(indicator)
    rosters: dict[str, Sequence[Unit] | Sequence[Person]] = {**catalog.record.rosters, **catalog.record.people}
    for file, rows in rosters.items():
        texts[file] = _table(rows, Person if file in catalog.record.people else Unit)
    return texts


def export(catalog: Catalog, folder: Path) -> Path:
    """Write the catalog below `folder` and give the programme's folder, which `load` reads back to an equal catalog.

    Workflows shared by programmes come to lie in `folder`/workflows. Existing files of these names are replaced.
    """
    home = folder / home_of(catalog)
    for file, text in exported(catalog).items():
        target = folder / file.removeprefix("../") if file.startswith("../") else home / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    return home


def home_of(catalog: Catalog) -> str:
    """The name of the programme's folder."""
    return f"{catalog.programme.id}-{catalog.programme.year}"


def canonical_yaml(value: Value) -> str:
    """The one YAML text of a value: field order, block style with short leaves inline, no defaults, no wrapping."""
    return written(plain(value))


def written(body: Any) -> str:
    """The YAML text of plain values, in their order."""
    text: str = yaml.dump(
        body, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=None, width=100_000
    )
    return text


def plain(value: Any) -> Any:
    """A value as lists, mappings and scalars in the order a person would write them."""
    match value:
        case Value():
            return {alias: plain(getattr(value, name)) for name, alias in _written(value)}
        case tuple() | list():
            return [plain(each) for each in value]
        case Mapping():
            return {str(key): plain(each) for key, each in sorted(value.items())}
        case Enum():
            return value.value
        case YearDay():
            return _Bare(value.text)
        case Decimal():
            return _Bare(format(value.normalize(), "f"))
        case date():
            return _Bare(value.isoformat())
    return value


class _Bare(str):
    """Text that needs no quotes: numbers and days."""


def _written(value: Value) -> list[tuple[str, str]]:
    """Names and aliases of the fields that differ from their defaults, the class's own before inherited ones."""
    fields = type(value).model_fields
    own = [name for cls in type(value).__mro__ for name in getattr(cls, "__annotations__", {}) if name in fields]
    return [
        (name, fields[name].alias or name)
        for name in dict.fromkeys(own)
        if fields[name].is_required() or getattr(value, name) != fields[name].get_default(call_default_factory=True)
    ]


class _Dumper(yaml.CSafeDumper):
    """Writes text so that both our reader and any other reads it as text."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: Any, value: str) -> yaml.Node:
    style = "|" if "\n" in value else "'" if plain_scalar(value) != value else None
    node: yaml.Node = dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)
    return node


def _bare(dumper: Any, value: str) -> yaml.Node:
    number = plain_scalar(str(value))
    tag = "str" if isinstance(number, str) else type(number).__name__
    node: yaml.Node = dumper.represent_scalar(f"tag:yaml.org,2002:{tag}", str(value))
    return node


_Dumper.add_representer(str, _text)
_Dumper.add_representer(_Bare, _bare)


def _table(rows: Sequence[Value], model: type[Value]) -> str:
    names = [name for name in model.model_fields if name != "sample"]
    used = [name for name in names if model.model_fields[name].is_required() or any(getattr(row, name) for row in rows)]
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(used)
    writer.writerows([[str(getattr(row, name)) for name in used] for row in rows])
    return stream.getvalue()
