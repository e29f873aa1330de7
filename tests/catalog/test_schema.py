"""The committed JSON Schemas equal their source and accept the definitions that the catalog accepts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.catalog import schemas

FOLDER = Path(__file__).parents[2] / "definitions" / "schema"


@pytest.mark.parametrize("name", sorted(schemas()))
def test_the_committed_schema_equals_its_source(name: str) -> None:
    assert (FOLDER / name).read_text("utf-8") == schemas()[name], "run `luoshi schema` and commit the result"


def test_no_schema_without_a_source() -> None:
    assert {path.name for path in FOLDER.glob("*.json")} == set(schemas())


def test_an_editor_knows_what_when_may_say_and_says_it_in_chinese() -> None:
    body = json.loads(schemas()["indicator.json"])
    shapes = body["properties"]["when"]["anyOf"][0]["oneOf"]
    assert [each["$ref"].rpartition("/")[2] for each in shapes] == ["By", "Repeating", "Dates", "Count", "Continuous"]
    assert body["properties"]["requirement"]["description"] == "考核要求和指标内容，照录原文"
    assert body["additionalProperties"] is False


def test_a_percentage_is_an_amount() -> None:
    body = json.loads(schemas()["indicator.json"])
    kinds = body["$defs"]["Measure"]["properties"]["at_least"]["anyOf"]
    assert {"type": "number"} in kinds and any("[%％]?" in each.get("pattern", "") for each in kinds)


def test_every_field_has_words() -> None:
    silent = [
        f"{kind}: {owner}.{field}"
        for kind, text in schemas().items()
        for owner, part in [("", json.loads(text)), *json.loads(text).get("$defs", {}).items()]
        for field, body in part.get("properties", {}).items()
        if not body.get("description")
    ]
    assert silent == []
