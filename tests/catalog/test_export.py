"""What is exported reads back as an equal catalog, and exporting that gives the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from engine.catalog import Catalog, compare, examine, export, exported, load
from engine.catalog.export import canonical_yaml
from engine.domain.definition import Indicator, Unit

HOMES = {
    "real": Path(__file__).parents[2] / "definitions" / "chongchuan-2022",
    "sound": Path(__file__).parent / "sound" / "programme",
}


@pytest.fixture(params=sorted(HOMES))
def catalog(request: pytest.FixtureRequest) -> Catalog:
    return load(HOMES[request.param])


def test_what_is_exported_reads_back_equal(catalog: Catalog, tmp_path: Path) -> None:
    again = examine(export(catalog, tmp_path))
    assert again.problems == ()
    assert again.catalog == catalog
    assert again.catalog is not None
    assert exported(again.catalog) == exported(catalog)
    assert compare(catalog, again.catalog) == ()


def test_an_export_has_no_defaults_and_puts_own_fields_first(catalog: Catalog) -> None:
    for definition in catalog.indicators.values():
        text = canonical_yaml(definition)
        assert text.startswith(f"id: {definition.id}\nnumber: ")
        assert "null" not in text and "cooperating: []" not in text


def test_any_yaml_reader_finds_text_where_text_is_meant() -> None:
    for word in (
        "on",
        "yes",
        "06",
        "1e5",
        "+.5",
        "1.5e3",
        "12:30",
        "2022-01-01",
        "null",
        "~",
        "a: b",
        "# x",
        " x",
        "- y",
        "0x1F",
    ):
        unit = Unit(id="a", name=word, kind="office")  # type: ignore[arg-type]
        text = canonical_yaml(unit)
        assert yaml.safe_load(text)["name"] == word.strip()


def test_long_texts_are_not_wrapped_and_line_breaks_stay() -> None:
    indicator = Indicator.model_validate(
        {"id": "a", "number": "1.1.1", "title": "很 长 " * 200, "category": "c", "group": "g",
         "requirement": "一\n二\n",
         "source": {"row": 1}, "lead": ["x"], "when": {"by": "08-31"}}
    )  # fmt: skip
    text = canonical_yaml(indicator)
    assert "requirement: |-\n  一\n  二\n" in text
    assert yaml.safe_load(text)["title"] == indicator.title
