"""A field set by form changes that field alone, in every shipped text; comments, order and line breaks stay."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from small_programme import DEFINITIONS

from engine.catalog import exported, load
from engine.catalog.editing.fields import FORM, Field, Part
from engine.catalog.editing.form import Filled, added, drawn, filled_in, removed, settings_of
from engine.catalog.editing.round_trip import GONE, NotEditable, Setting, with_settings
from engine.catalog.reading import read_yaml
from engine.domain.definition import Indicator

FILES = sorted(DEFINITIONS.glob("indicators/*/*.yaml"))
FRESH = {"words": "甲、乙", "terms": "3d、1d", "number": "7", "amount": "12%"}


def value_of(text: str) -> Any:
    read = read_yaml("-", text.encode())
    assert read.findings == [], text
    return read.value


@cache
def fields_of(file: Path) -> tuple[str, Any, tuple[Filled, ...]]:
    text = file.read_text(encoding="utf-8")
    value = value_of(text)
    return text, value, tuple(filled_in(drawn(value)))


def comments(text: str) -> list[str]:
    return [line[line.index("#") :] for line in text.splitlines() if "#" in line]


def test_there_are_as_many_files_as_rows() -> None:
    assert len(FILES) == 55


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_is_left_as_it_was_sets_nothing(file: Path) -> None:
    text, value, fields = fields_of(file)
    assert [each.name for each in fields if not each.readable] == []
    assert settings_of(value, {each.name: each.value for each in fields}) == []
    assert with_settings(text, []) == text


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_only_the_field_that_was_set_changes(data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(FILES))
    text, value, fields = fields_of(file)
    field = data.draw(st.sampled_from([each for each in fields if each.field.kind not in ("choice", "mark")]))
    alphabet = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="、，,;；\ufeff\u2028\u2029\x85")
    words = data.draw(st.text(alphabet, min_size=1, max_size=20).map(str.strip).filter(bool))
    fresh = words if field.field.kind in ("line", "text", "words") else FRESH.get(field.field.kind, "05-31")
    told = with_settings(text, settings_of(value, {field.name: fresh}))
    now = {each.name: each.value for each in filled_in(drawn(value_of(told)))}
    assert now[field.name] == fresh
    before = {each.name: each.value for each in fields}
    ruled = {f"{name}rule" for name in ("score.", *(f"milestones.{n}.score." for n in range(4)))}
    own = {name for name in before if f"{field.name}.".startswith(f"{name}.")}  # `due` stands above its days
    assert {name: each for name, each in before.items() if name not in own | ruled}.items() <= now.items()
    assert comments(told)[: len(comments(text))] == comments(text) or "#" in fresh
    assert [key for key in value_of(told) if key in value] == list(value), "another order"
    kept = sum(block.size for block in SequenceMatcher(None, text, told, autojunk=False).get_matching_blocks())
    assert kept >= len(text) - len(field.value) - 40, "more than the field has changed"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_remarks_and_order_outlive_every_field(file: Path) -> None:
    text, value, _ = fields_of(file)
    lines = text.splitlines()
    remarked = "".join(f"# remark {n}\n{line}\n" if line[:1].isalpha() else f"{line}\n" for n, line in enumerate(lines))
    told = remarked
    for each in filled_in(drawn(value)):
        if each.field.kind in ("line", "text", "day", "number", "amount") and each.value:
            told = with_settings(told, settings_of(value_of(told), {each.name: FRESH.get(each.field.kind, "06-15")}))
    assert comments(told) == comments(remarked)
    assert list(value_of(told)) == list(value)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_entries_come_and_go_and_the_rest_stays(file: Path) -> None:
    text, value, _ = fields_of(file)
    more = with_settings(text, added(value, "evidence"))
    at = len(value.get("evidence", []))
    assert len(value_of(more)["evidence"]) == at + 1
    back = with_settings(more, removed(value_of(more), f"evidence.{at}"))
    assert value_of(back) == value
    assert back == text


@pytest.mark.parametrize(
    "evidence",
    [
        "evidence:\n- id: a\n  title: x\n- id: b\n  title: y\n",
        "evidence:\n    - id: a\n      title: x\n    # of b\n    - id: b\n      title: y\n",
        "evidence:\n   -   id: a\n       title: x\n   -   id: b\n       title: y\n",
        "evidence: [{id: a, title: x},\n  {id: b, title: y}]\n",
        "evidence:\n  - {id: a,\n     title: x}\n  - id: b\n    title: y\n",
    ],
)
def test_however_a_list_is_indented(evidence: str) -> None:
    text = f"id: a\n{evidence}score: {{rule: completion}}\n"
    told = with_settings(text, added(value_of(text), "evidence"))
    now = value_of(told)
    assert [each["id"] for each in now["evidence"]] == ["a", "b", "item-3"]
    assert now["score"] == {"rule": "completion"}
    assert comments(told) == comments(text)
    told = with_settings(told, settings_of(now, {"evidence.0.title": "z"}))
    assert [each["title"] for each in value_of(told)["evidence"]][:2] == ["z", "y"]


def test_what_was_exported_is_edited_as_it_is_written() -> None:
    for text in (each for file, each in exported(load(DEFINITIONS)).items() if file.startswith("indicators/")):
        value = value_of(text)
        more = with_settings(text, added(value, "evidence"))
        at = len(value.get("evidence", []))
        assert with_settings(more, removed(value_of(more), f"evidence.{at}")) == text


def test_another_kind_of_time_and_another_rule_take_their_own_fields_along() -> None:
    text, value, _ = fields_of(next(file for file in FILES if file.stem == "free-verification-coverage"))
    told = with_settings(text, settings_of(value, {"when.shape": "every", "score.rule": "tiers"}))
    now = value_of(told)
    assert now["when"] == {"every": "quarter"}
    assert (now["score"]["rule"], now["score"]["measure"], len(now["score"]["tiers"])) == ("tiers", "coverage", 2)
    again = value_of(with_settings(told, settings_of(now, {"score.rule": "completion"})))
    assert again["score"] == {"rule": "completion", "late": {"per_day": 0.1, "at_most": 1}}


def test_a_milestone_takes_the_time_over() -> None:
    _, value, _ = fields_of(next(file for file in FILES if file.stem == "leading-group"))
    text = next(file for file in FILES if file.stem == "leading-group").read_text(encoding="utf-8")
    now = value_of(with_settings(text, added(value, "milestones")))
    assert "when" not in now
    assert now["milestones"][0]["when"] == value["when"]


def test_fields_stand_where_people_look_for_them() -> None:
    text = "id: a\ntitle: b\n# of the score\nscore: {rule: completion}\n"
    assert with_settings(text, [Setting(("when",), {"by": "2022-08-31"})]) == (
        "id: a\ntitle: b\nwhen: {by: 2022-08-31}\n# of the score\nscore: {rule: completion}\n"
    )
    assert with_settings(text, [Setting(("title",), GONE)]) == "id: a\n# of the score\nscore: {rule: completion}\n"


@pytest.mark.parametrize("text", ["[1, 2]", "{id: a}", "just words", "- a\n"])
def test_a_text_without_keys_is_left_alone(text: str) -> None:
    with pytest.raises(NotEditable):
        with_settings(text, [Setting(("title",), "x")])


def in_language(model: type[BaseModel], before: str = "") -> set[str]:
    """Every field that the language has below a value, lists and kinds of time or rule included."""
    found = set()
    for name, info in model.model_fields.items():
        way = f"{before}{info.alias or name}"
        inner = models_in(info.annotation)
        found |= set().union(*(in_language(each, f"{way}.") for each in inner)) if inner else {way}
    return found


def models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for each in get_args(annotation) for model in models_in(each)]


def in_form(parts: tuple[Part, ...], before: str = "") -> set[str]:
    found: set[str] = set()
    for part in parts:
        if isinstance(part, Field):
            found.add(before + part.name)
        else:
            found |= in_form(part.parts, f"{before}{part.name}." if part.name else before)
    return found


def test_whatever_the_language_can_say_the_form_has_a_field_for() -> None:
    parts = {f"{before}when.{name}" for before in ("", "milestones.") for name in ("shape", "due")}
    assert in_form(FORM) - parts == in_language(Indicator) - {"id"}  # another id is another indicator


def test_extra_points_vetoes_and_remarks_come_and_go_by_form() -> None:
    text, value, _ = fields_of(next(file for file in FILES if file.stem == "leading-group"))
    filled = {
        "score.bonus.title": "全市推广",
        "score.bonus.at_most": "0.5",
        "score.floor": "0.2",
        "when.yearly": "true",
    }
    told = with_settings(text, settings_of(value, filled))
    told = with_settings(told, added(value_of(told), "score.veto"))
    told = with_settings(told, settings_of(value_of(told), {"score.veto.0.title": "弄虚作假"}))
    now = value_of(told)
    assert now["when"]["yearly"] is True
    assert now["score"]["rule"] == "completion"
    assert now["score"]["bonus"] == {"title": "全市推广", "at_most": 0.5}
    assert (now["score"]["floor"], now["score"]["veto"]) == (0.2, [{"id": "veto-1", "title": "弄虚作假"}])
    Indicator.model_validate(now)
    gone = {**dict.fromkeys(filled, ""), "score.rule": ""}
    back = with_settings(told, settings_of(now, gone))
    assert value_of(back) == value
    assert comments(back) == comments(text)


def test_the_order_knows_every_field() -> None:
    from engine.catalog.editing import round_trip

    assert set(round_trip._ORDER) == set(Indicator.model_fields)
