"""JSON Schema of each kind of file, so that editors complete and check; generated, never edited."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaWarningKind

from engine.catalog.schema_words import DESCRIPTIONS, TITLES
from engine.domain.definition import Chasing, Indicator, Notice, Programme, Scale, Units, Workflow

KINDS: Final[dict[str, type[BaseModel]]] = {
    "indicator": Indicator,
    "programme": Programme,
    "units": Units,
    "workflow": Workflow,
    "chasing": Chasing,
    "notice": Notice,
    "scale": Scale,
}
"""Kinds of definition file by name; each schema is definitions/schema/<kind>.json."""


def schemas() -> dict[str, str]:
    """The text of each schema by file name."""
    return {f"{kind}.json": _text(kind, model) for kind, model in KINDS.items()}


def write_schemas(folder: Path) -> tuple[Path, ...]:
    """Write every schema into `folder`; the paths written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in schemas().items():
        target = folder / name
        target.write_text(text, encoding="utf-8", newline="\n")
        written.append(target)
    return tuple(written)


def _text(kind: str, model: type[BaseModel]) -> str:
    body = model.model_json_schema(mode="validation", by_alias=True, schema_generator=_Generator)
    _describe(kind, body)
    for name, part in body.get("$defs", {}).items():
        _describe(name, part)
    body = {"$schema": "https://json-schema.org/draft/2020-12/schema", **body, "title": TITLES[kind]}
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


class _Generator(GenerateJsonSchema):
    """A default that is a day has no JSON form: the schema simply leaves it out."""

    ignored_warning_kinds: set[JsonSchemaWarningKind] = {"non-serializable-default", "skipped-choice"}  # noqa: RUF012


def _describe(owner: str, part: dict[str, Any]) -> None:
    """Chinese words at every field; the docstrings, which are for programmers, go."""
    part.pop("description", None)
    for name, field in part.get("properties", {}).items():
        field.pop("title", None)
        words = DESCRIPTIONS.get(f"{owner}.{name}") or DESCRIPTIONS.get(name)
        if words:
            field["description"] = words
