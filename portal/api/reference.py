"""`/api/v1/docs`: the API as a page to read, made from its own OpenAPI document; nothing is fetched from elsewhere."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from portal.rendering import page

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: where it stands (path, query), its type in a word, and what is said of it."""

    name: str
    where: str
    kind: str
    required: bool
    words: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be done. `takes` and `gives` are examples as JSON text, empty without a body."""

    anchor: str
    method: str
    path: str
    words: str
    scope: str
    parameters: tuple[Parameter, ...]
    form: tuple[str, ...]
    takes: str
    gives: str
    status: str


@router.get("/docs")
def docs(request: Request) -> Response:
    """The reference, for people."""
    document = request.app.openapi()
    return page(request, "api_reference.html", tags=operations(document), failures=_failures(document))


def operations(document: dict[str, Any]) -> dict[str, list[Operation]]:
    """Every operation by its tag, in the document's order."""
    found: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            found.setdefault(said["tags"][0], []).append(_operation(method.upper(), path, said))
    return found


def _operation(method: str, path: str, said: dict[str, Any]) -> Operation:
    body = said.get("requestBody", {}).get("content", {})
    good = next((status for status in said["responses"] if status.startswith("2")), "")
    answer = said["responses"].get(good, {}).get("content", {}).get("application/json", {})
    return Operation(
        anchor=said["operationId"],
        method=method,
        path=path,
        words=said.get("description") or said.get("summary", ""),
        scope=said.get("x-scope", ""),
        parameters=tuple(map(_parameter, said.get("parameters", ()))),
        form=tuple(kind for kind in body if kind != "application/json"),
        takes=_text(body.get("application/json", {}).get("example")),
        gives=_text(answer.get("example")),
        status=good,
    )


def _parameter(said: dict[str, Any]) -> Parameter:
    schema = said.get("schema", {})
    ways = [way for way in schema.get("anyOf", [schema]) if way.get("type") != "null"]
    kind = ways[0].get("$ref", "").rpartition("/")[2] or ways[0].get("format") or ways[0].get("type", "")
    words = said.get("description", "") or " | ".join(map(str, ways[0].get("enum", ())))
    return Parameter(said["name"], said["in"], kind, bool(said.get("required")), words)


def _failures(document: dict[str, Any]) -> list[tuple[str, str]]:
    first = next(iter(next(iter(document["paths"].values())).values()))
    return [
        (status, told["description"]) for status, told in first["responses"].items() if status.startswith(("4", "5"))
    ]


def _text(example: Any) -> str:
    return "" if example is None else json.dumps(example, ensure_ascii=False, indent=2)
