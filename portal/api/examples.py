"""An example of every body, made from its schema: what others add to the API has one without being asked."""

from __future__ import annotations

from typing import Any, Final

_STRINGS: Final = {
    "date": "2022-06-30",
    "date-time": "2022-06-30T01:30:00Z",
    "binary": "…",
    "uri": "https://example.org/",
}
_DEEP: Final = 6


def example_of(schema: dict[str, Any], document: dict[str, Any], deep: int = 0) -> Any:
    """A value that fits a schema of an OpenAPI document; the schema's own example where it has one."""
    if (reference := schema.get("$ref")) is not None:
        return example_of(_found(document, reference), document, deep)
    if schema.get("examples"):
        return schema["examples"][0]
    if "const" in schema or "enum" in schema:
        return schema["const"] if "const" in schema else schema["enum"][0]
    if ways := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
        return example_of(next((way for way in ways if way.get("type") != "null"), ways[0]), document, deep)
    match schema.get("type"):
        case "object":
            return _object(schema, document, deep)
        case "array":
            return _list(schema, document, deep)
        case "string":
            return _text(schema)
        case "integer" | "number":
            return schema.get("default") or schema.get("minimum") or 1
        case "boolean":
            return bool(schema.get("default", True))
    return None


def describe(document: dict[str, Any]) -> None:
    """Put an example beside every JSON body that the document's operations take or give."""
    for methods in document["paths"].values():
        for operation in methods.values():
            bodies = [operation.get("requestBody", {}), *operation.get("responses", {}).values()]
            for content in (body.get("content", {}).get("application/json") for body in bodies):
                if content and "schema" in content and "example" not in content:
                    content["example"] = example_of(content["schema"], document)


def _object(schema: dict[str, Any], document: dict[str, Any], deep: int) -> dict[str, Any]:
    if deep > _DEEP:
        return {}
    more = schema.get("additionalProperties")
    named = {name: example_of(each, document, deep + 1) for name, each in schema.get("properties", {}).items()}
    if not named and isinstance(more, dict):
        keys = schema.get("propertyNames", {})
        key = example_of(keys, document, deep + 1) if keys else "…"
        return {str(key): example_of(more, document, deep + 1)}
    return named


def _list(schema: dict[str, Any], document: dict[str, Any], deep: int) -> list[Any]:
    if "prefixItems" in schema:
        return [example_of(each, document, deep + 1) for each in schema["prefixItems"]]
    return [] if deep > _DEEP else [example_of(schema.get("items", {}), document, deep + 1)]


def _text(schema: dict[str, Any]) -> str:
    if schema.get("default"):
        return str(schema["default"])
    if schema.get("pattern", "").startswith("^(?!"):  # a decimal as pydantic describes it
        return "1.50"
    return str(_STRINGS.get(schema.get("format", ""), "…"))


def _found(document: dict[str, Any], reference: str) -> dict[str, Any]:
    place: Any = document
    for part in reference.removeprefix("#/").split("/"):
        place = place[part]
    return dict(place)
