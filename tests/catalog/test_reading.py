"""Every row of the definitions says what the hand reading says: texts, place, units, targets and doubts."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from responsibility_table import (
    HOME,
    READING,
    ROWS,
    doubts_of,
    due_dates,
    every_row,
    indicators,
    programme,
    read,
    wanted_of,
)

from engine.domain.definition import Indicator, Units
from engine.domain.definition.when import Count


def test_there_is_one_file_for_each_of_the_55_requirements() -> None:
    files = list(HOME.glob("indicators/*/*.yaml"))
    assert len(files) == len(ROWS) == 55
    assert sorted(indicators()) == [row["seq"] for row in ROWS]
    for path in files:
        assert read(path)["id"] == path.stem
    assert len({one.id for one in indicators().values()}) == 55


def test_categories_and_groups_are_counted_as_in_the_table() -> None:
    for category in READING["counts"]["categories"]:
        members = [one for one in indicators().values() if one.category == category["name"]]
        assert len(members) == category["requirements"], category["name"]
        assert len({one.group for one in members}) == category["groups"], category["name"]
    assert [one.name for one in programme().categories] == [one["name"] for one in READING["counts"]["categories"]]
    assert len({(one.category, one.group) for one in indicators().values()}) == 29


def test_files_lie_in_the_folder_of_their_category() -> None:
    slugs = {one.name: one.slug for one in programme().categories}
    for path in HOME.glob("indicators/*/*.yaml"):
        assert path.parent.name == slugs[read(path)["category"]], path.name


@every_row
def test_texts_are_verbatim(row: dict[str, Any]) -> None:
    indicator = indicators()[row["seq"]]
    assert indicator.requirement == row["requirement"]
    assert indicator.time_text == row["time_text"]
    source = (HOME / "source" / "responsibility-table.txt").read_text("utf-8")
    assert f"{row['item']}．{indicator.requirement}" in source or f"{row['item']}、{indicator.requirement}" in source
    assert indicator.time_text in source


@every_row
def test_place_in_the_table(row: dict[str, Any]) -> None:
    indicator = indicators()[row["seq"]]
    categories = list(dict.fromkeys(one["category"] for one in ROWS))
    groups = list(dict.fromkeys(one["group"] for one in ROWS if one["category"] == row["category"]))
    place = f"{categories.index(row['category']) + 1}.{groups.index(row['group']) + 1}.{row['item']}"
    assert (indicator.category, indicator.group, indicator.number) == (row["category"], row["group"], place)


@every_row
def test_lead_and_cooperating_units(row: dict[str, Any]) -> None:
    indicator = indicators()[row["seq"]]
    assert list(indicator.lead) == row["lead"]
    assert list(indicator.cooperating) == row["cooperating"]
    units = Units.model_validate(read(HOME / "units.yaml"))
    known = {unit.name for unit in units.units} | {group.name for group in units.groups}
    assert {*indicator.lead, *indicator.cooperating} <= known


def test_the_ten_industry_departments_are_the_ones_named() -> None:
    units = Units.model_validate(read(HOME / "units.yaml"))
    group = next(one for one in units.groups if one.name == "各行业主管部门")
    assert list(group.members) == READING["industry_departments"]
    assert not group.assumed
    unnamed = {one.name for one in units.groups if one.assumed}
    assert unnamed == {"各街道", "各服务单位", "相关服务单位", "各成员单位", "各相关单位"}


def target(op: str, value: Decimal, unit: str) -> tuple[str, Decimal]:
    """A share reads the same with = as with >= at 100 %: nothing lies above."""
    share = value / 100 if unit == "%" else value
    return (">=", share) if unit == "%" and share == 1 else (op, share)


def declared_targets(indicator: Indicator) -> list[tuple[tuple[str, Decimal], str]]:
    """Every threshold an indicator declares, with its milestone."""
    found = []
    for milestone, when, measures in wanted_of(indicator):
        if isinstance(when, Count):
            found.append(((">=", Decimal(when.count.at_least)), milestone))
        for measure in measures:
            unit = "%" if measure.kind == "rate" else measure.unit
            scale = 100 if measure.kind == "rate" else 1
            if measure.threshold is not None:
                op = "=" if measure.exactly is not None else ">="
                found.append((target(op, measure.threshold * scale, unit), milestone))
            found += [(target(">=", part.at_least * scale, unit), milestone) for part in measure.of_which]
    return found


@every_row
def test_targets_are_those_of_the_reading_and_no_others(row: dict[str, Any]) -> None:
    wanted = [(target(one["op"], Decimal(one["value"]), one["unit"]), one) for one in row.get("targets", [])]
    declared = declared_targets(indicators()[row["seq"]])
    assert Counter(what for what, _ in declared) == Counter(what for what, _ in wanted)
    for what, one in wanted:
        if "deadline" in one:
            milestones = {name for name, due in due_dates(row["seq"]) if due == one["deadline"]}
            assert (what, *milestones) in declared


@every_row
def test_named_kinds_stand_in_the_text(row: dict[str, Any]) -> None:
    def bare(text: str) -> str:
        for opening, closing in ("（）", "()"):
            while opening in text and closing in text:
                text = text[: text.index(opening)] + text[text.index(closing) + 1 :]
        return text.replace("“", "").replace("”", "")

    indicator = indicators()[row["seq"]]
    text = bare(indicator.requirement + indicator.time_text)
    for _, _, measures in wanted_of(indicator):
        for part in (part for measure in measures for part in measure.of_which):
            assert part.kinds
            assert [kind for kind in part.kinds if bare(kind) not in text] == []


@every_row
def test_what_is_ambiguous_says_so(row: dict[str, Any]) -> None:
    if row.get("ambiguous"):
        assert indicators()[row["seq"]].doubts


def test_garbled_wording_is_declared() -> None:
    assert "包装合格率产品≥90%" in doubts_of(22)
    assert "实施实施" in doubts_of(38)
    assert "同意维修" in doubts_of(50)
    assert "95%％" in doubts_of(52)
