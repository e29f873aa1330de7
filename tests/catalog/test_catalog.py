"""The Catalog answers what the table says: counts, members on a day, units without contact, and itself from JSON."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from engine.catalog import Catalog, load
from engine.domain.definition import Definition

SOUND = Path(__file__).parent / "sound" / "programme"
REAL = Path(__file__).parents[2] / "definitions" / "chongchuan-2022"


@pytest.fixture(scope="module")
def real() -> Catalog:
    return load(REAL)


@pytest.fixture(scope="module")
def sound() -> Catalog:
    return load(SOUND)


def test_the_table_has_its_55_indicators_in_order(real: Catalog) -> None:
    assert [each.row for each in real.definitions.values()] == list(range(1, 56))
    assert list(real.per_category.values()) == [13, 19, 8, 4, 3, 8]
    assert len(real.indicator_groups) == 29
    assert len(real.no_time) == 16


def test_it_is_the_same_again_from_its_own_json(real: Catalog) -> None:
    again = Catalog.parse(real.dump())
    assert again == real and hash(again) == hash(real)
    assert again.dump() == real.dump()
    assert again.files == real.files
    assert {key: each.digest for key, each in again.definitions.items()} == {
        key: each.digest for key, each in real.definitions.items()
    }


def test_a_definition_is_the_same_again_from_its_canonical_form(real: Catalog) -> None:
    for definition in real.definitions.values():
        assert Definition.model_validate_json(definition.canonical) == definition


def test_members_join_on_their_day(sound: Catalog) -> None:
    def names(on: date | None) -> list[str]:
        return [unit.name for unit in sound.members("各成员单位", on)]

    assert names(None) == names(date(2022, 5, 31)) == ["区市监局", "区卫健委"]
    assert names(date(2022, 6, 1)) == ["区市监局", "区卫健委", "区政府办"]


def test_a_member_that_left_is_none_from_that_day_on(tmp_path: Path) -> None:
    shutil.copytree(SOUND.parent, tmp_path / "sound")
    units = tmp_path / "sound" / "programme" / "units.yaml"
    text = units.read_text("utf-8")
    units.write_text(text.replace("joined:", "left: [{unit: 区卫健委, day: 2022-09-01}]\n    joined:"), "utf-8")
    catalog = load(units.parent)
    assert [unit.id for unit in catalog.members("各成员单位", date(2022, 8, 31))] == [
        "supervision",
        "health",
        "government",
    ]
    assert [unit.id for unit in catalog.members("各成员单位", date(2022, 9, 1))] == ["supervision", "government"]


def test_a_name_is_a_unit_or_a_group_or_nobody(sound: Catalog) -> None:
    assert [unit.id for unit in sound.members("区市监局")] == ["supervision"]
    assert [unit.id for unit in sound.members("各街道")] == ["east"]
    assert sound.members("没有的单位") == ()
    assert [unit.id for unit in sound.fan_out(["区市监局", "各成员单位"])] == ["supervision", "health"]


def test_units_without_contact_are_named(sound: Catalog) -> None:
    assert [unit.name for unit in sound.without_contact] == ["区政府办", "区创建办", "区卫健委", "东街道", "东集贸市场"]


def test_roster_rows_carry_the_label_of_their_roster(sound: Catalog) -> None:
    assert [unit.id for unit in sound.units if unit.sample] == ["east", "market"]
    assert all(person.sample for person in sound.people)


def test_points_come_from_the_rule_then_the_scale_then_the_default(sound: Catalog) -> None:
    def points(name: str) -> list[Decimal]:
        return [each.points for each in sound.definitions[name].milestones]

    assert points("coverage") == [Decimal(3)] and not sound.definitions["coverage"].sample_points
    assert points("inspections") == [Decimal(2)] and sound.definitions["inspections"].sample_points
    assert points("filing") == [Decimal(2), Decimal(1)]


def test_an_indicator_s_points_are_split_over_milestones_that_the_scale_does_not_name(tmp_path: Path) -> None:
    shutil.copytree(SOUND.parent, tmp_path / "sound")
    scale = tmp_path / "sound" / "programme" / "scale.sample.yaml"
    text = scale.read_text("utf-8").replace("  filing/verify: 2\n  filing/report: 1\n", "  filing: 1.01\n")
    scale.write_text(text, "utf-8")
    parts = [each.points for each in load(scale.parent).definitions["filing"].milestones]
    assert parts == [Decimal("0.51"), Decimal("0.50")]


def test_silent_indicators_get_the_defaults(sound: Catalog) -> None:
    meeting = sound.definitions["joint-meeting"]
    assert meeting.workflow.id == "standard"
    assert meeting.milestones[0].remind == ("15d", "3d")
    assert meeting.milestones[0].late is not None and meeting.milestones[0].late.per_day == Decimal("0.05")
    assert sound.definitions["coverage"].milestones[0].remind == ("30d", "7d", "1d")


def test_a_scale_of_the_province_replaces_the_sample(tmp_path: Path) -> None:
    shutil.copytree(SOUND.parent, tmp_path / "sound")
    home = tmp_path / "sound" / "programme"
    text = (home / "scale.sample.yaml").read_text("utf-8").replace("sample: true\n", "")
    (home / "scale.yaml").write_text(text.replace("joint-meeting: 2", "joint-meeting: 7"), "utf-8")
    catalog = load(home)
    assert catalog.definitions["joint-meeting"].milestones[0].points == 7
    assert not catalog.definitions["joint-meeting"].sample_points
    assert catalog.files["scale"] == "scale.yaml"


def test_another_year_is_another_catalog_of_the_same_definitions(sound: Catalog) -> None:
    later = load(SOUND, 2024)
    assert later == sound.serving(2024) != sound
    assert {each.digest for each in later.definitions.values()} == {each.digest for each in sound.definitions.values()}
