"""docs/reference/definition-fields.md: what may stand in each kind of definition file."""

from __future__ import annotations

import json
from typing import Any

from engine.catalog.schema import schemas
from generator.markdown import table


def page() -> str:
    """The whole page: a section per kind of file, then the pieces they share."""
    parts = [
        "# Fields of definition files\n\nGenerated from the same schemas that editors use (`definitions/schema/`).\n"
    ]
    shared: dict[str, Any] = {}
    for name, text in schemas().items():
        body = json.loads(text)
        shared |= body.get("$defs", {})
        parts.append(f"## {name.removesuffix('.json')}: {body['title']}\n\n{_fields(body)}")
    for name, body in sorted(shared.items()):
        if "properties" in body:
            parts.append(f"### {name}\n\n{_fields(body)}")
        elif "enum" in body:
            parts.append(f"### {name}\n\n" + ", ".join(f"`{value}`" for value in body["enum"]) + "\n")
    return "\n".join(parts)


def _fields(body: dict[str, Any]) -> str:
    required = set(body.get("required", ()))
    rows = []
    for name, part in body.get("properties", {}).items():
        default = json.dumps(part["default"], ensure_ascii=False) if part.get("default") not in (None, "", []) else ""
        must = "yes" if name in required else ""
        rows.append([f"`{name}`", _type(part), must, f"`{default}`" if default else "", part.get("description", "")])
    return table(["field", "type", "required", "default", "meaning"], rows)


def _type(part: dict[str, Any]) -> str:
    if "$ref" in part:
        name = part["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "enum" in part:
        return ", ".join(f"`{value}`" for value in part["enum"])
    if "const" in part:
        return f"`{part['const']}`"
    for several in ("anyOf", "oneOf"):
        if several in part:
            names = [_type(each) for each in part[several] if each.get("type") != "null"]
            return " or ".join(dict.fromkeys(names))
    if part.get("type") == "array":
        return f"list of {_type(part['items'])}" if "items" in part else "list"
    return str(part.get("type", "any"))
