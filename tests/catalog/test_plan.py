"""A plan says exactly what a change of definitions changes, and how it touches work that is under way."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.catalog import Catalog, Change, compare, load
from engine.wording import use_language

SOUND = Path(__file__).parent / "sound"
JOINT = "programme/indicators/leading/joint-meeting.yaml"
COVERAGE = "programme/indicators/supervising/coverage.yaml"
FILING = "programme/indicators/supervising/filing.yaml"
STANDARD, UNITS = "workflows/standard.yaml", "programme/units.yaml"


@pytest.fixture(scope="module")
def before() -> Catalog:
    return load(SOUND / "programme")


def edited(tmp_path: Path, *edits: tuple[str, str, str]) -> Catalog:
    shutil.copytree(SOUND, tmp_path / "sound")
    for file, old, new in edits:
        target = tmp_path / "sound" / file
        text = target.read_text("utf-8")
        assert old in text
        target.write_text(text.replace(old, new, 1), "utf-8")
    return load(tmp_path / "sound" / "programme")


def indicator_changes(changes: tuple[Change, ...]) -> dict[str, Change]:
    return {change.id: change for change in changes if change.subject == "indicator"}


def test_nothing_changed_is_an_empty_plan(before: Catalog) -> None:
    assert compare(before, before) == ()
    assert compare(before, Catalog.parse(before.dump())) == ()


def test_without_a_before_everything_is_added(before: Catalog) -> None:
    changes = compare(None, before)
    assert {change.kind for change in changes} == {"added"}
    assert [change.id for change in changes if change.subject == "indicator"] == list(before.definitions)
    assert {change.subject for change in changes} == {
        "indicator", "workflow", "programme", "units", "people", "group", "chasing", "notice", "scale",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "effect", "path"),
    [
        (COVERAGE, "title: 免费检定覆盖率", "title: 覆盖率", "none", "title"),
        (COVERAGE, "title: 免费检定台账", "title: 台账", "none", "milestones[].evidence[register].title"),
        (COVERAGE, "requirement: 检定", "requirement: 全部检定", "none", "requirement"),
        (COVERAGE, "lead: [区市监局]", "lead: [区市监局]\nsummary: 说明", "none", "summary"),
        (COVERAGE, "by: 08-31", "by: 08-25", "compatible", "milestones[].when.by"),
        (COVERAGE, "remind: [30d,", "remind: [20d,", "compatible", "milestones[].remind"),
        (COVERAGE, "points: 3", "points: 4", "compatible", "milestones[].points"),
        (COVERAGE, "per_day: 0.1", "per_day: 0.2", "compatible", "milestones[].late.per_day"),
        (COVERAGE, "accept: [xlsx, csv]", "accept: [xlsx]", "compatible", "milestones[].evidence[register].accept"),
        (COVERAGE, "\nmeasures:", "\n  - {id: more, title: 另附, min: 0}\nmeasures:", "compatible",
         "milestones[].evidence[more].id"),
        (COVERAGE, "\nmeasures:", "\n  - {id: more, title: 另附}\nmeasures:", "incompatible",
         "milestones[].evidence[more].id"),
        (JOINT, ", min: 0}", "}", "incompatible", "milestones[].evidence[attendance].min"),
        (JOINT, "accept: [pdf, docx]", "accept: [pdf, docx], min: 0", "compatible",
         "milestones[].evidence[minutes].min"),
        (JOINT, "  - {id: attendance, title: 签到表, kind: table, accept: [xlsx], min: 0}\n", "", "incompatible",
         "milestones[].evidence[attendance].id"),
        (JOINT, "kind: table, accept: [xlsx]", "kind: photo, accept: [xlsx]", "incompatible",
         "milestones[].evidence[attendance].kind"),
        (JOINT, "every: quarter", "every: month", "incompatible", "milestones[].when.every"),
        (JOINT, "due: period-end", "due: last-working-day", "compatible", "milestones[].when.due"),
        (JOINT, "when: {every: quarter, due: period-end}", "when: {by: 12-31}", "incompatible", "milestones[].when.by"),
        (JOINT, "lead: [区创建办]", "lead: [区政府办]", "incompatible", "lead"),
        (JOINT, "cooperating: [各成员单位]", "cooperating: [区卫健委]", "compatible", "cooperating"),
        (COVERAGE, "at_least: 100%", "at_least: 95%", "incompatible", "milestones[].measures[rate].at_least"),
        (COVERAGE, "rule: proportional, measure: rate,", "rule: threshold,", "incompatible", "milestones[].score.rule"),
        (FILING, "{id: second, title: 复核, by: 10-15}", "{id: second, title: 复核, by: 10-20}", "compatible",
         "milestones[report].when.dates[second].by"),
        (FILING, ", {id: second, title: 复核, by: 10-15}", "", "incompatible",
         "milestones[report].when.dates[second].id"),
    ],
)  # fmt: skip
def test_a_change_is_classed(
    file: str, old: str, new: str, effect: str, path: str, before: Catalog, tmp_path: Path
) -> None:
    changes = compare(before, edited(tmp_path, (file, old, new)))
    name = Path(file).stem
    assert [(change.subject, change.id, change.kind) for change in changes] == [("indicator", name, "changed")]
    assert changes[0].effect == effect, changes[0]
    assert path in [each.path for each in changes[0].fields]
    assert changes[0].reason
    with use_language("en"):
        assert changes[0].reason == changes[0].reason_id.format(**changes[0].params)


def test_a_field_is_shown_before_and_after(before: Catalog, tmp_path: Path) -> None:
    (change,) = compare(before, edited(tmp_path, (COVERAGE, "by: 08-31", "by: 08-25")))
    assert change.as_dict()["fields"] == [{"path": "milestones[].when.by", "before": "08-31", "after": "08-25"}]


def test_a_workflow_shows_at_every_indicator_that_uses_it(before: Catalog, tmp_path: Path) -> None:
    changes = compare(before, edited(tmp_path, (STANDARD, "within: 3", "within: 4")))
    assert set(indicator_changes(changes)) == set(before.definitions)
    assert {change.effect for change in changes} == {"compatible"}
    assert [change.id for change in changes if change.subject == "workflow"] == ["standard"]


def test_another_stage_is_incompatible(before: Catalog, tmp_path: Path) -> None:
    more = "  - {id: second, title: 再复核, kind: review, who: leader}\n  - {id: score,"
    changes = compare(before, edited(tmp_path, (STANDARD, "  - {id: score,", more)))
    assert {change.effect for change in changes} == {"incompatible"}


def test_a_new_milestone_is_incompatible(before: Catalog, tmp_path: Path) -> None:
    new = edited(tmp_path, (FILING, "milestones:\n", "milestones:\n  - {id: more, title: 又, when: {by: 11-30}}\n"))
    assert indicator_changes(compare(before, new))["filing"].effect == "incompatible"


def test_renaming_is_a_removal_and_an_addition_and_says_so(before: Catalog, tmp_path: Path) -> None:
    shutil.copytree(SOUND, tmp_path / "sound")
    old = tmp_path / "sound" / COVERAGE
    new = old.with_name("free-coverage.yaml")
    new.write_text(old.read_text("utf-8").replace("id: coverage\n", "id: free-coverage\n"), "utf-8")
    old.unlink()
    programme = tmp_path / "sound" / "programme" / "programme.yaml"
    programme.write_text(programme.read_text("utf-8").replace("[coverage]", "[free-coverage]"), "utf-8")
    found = indicator_changes(compare(before, load(programme.parent)))
    assert (found["coverage"].kind, found["coverage"].renamed, found["coverage"].effect) == (
        "removed", "free-coverage", "incompatible",
    )  # fmt: skip
    assert (found["free-coverage"].kind, found["free-coverage"].renamed) == ("added", "coverage")
    assert "free-coverage" in found["coverage"].reason


def test_units_groups_people_ladder_notices_scale_and_programme(before: Catalog, tmp_path: Path) -> None:
    new = edited(
        tmp_path,
        (UNITS, "groups:\n", "  - {id: more, name: 区农水局, kind: department}\ngroups:\n"),
        (UNITS, "members: [区市监局, 区卫健委]", "members: [区市监局, 区农水局]"),
        ("programme/rosters/people.csv", "wang@example.invalid", "w@example.invalid"),
        ("programme/chasing.yaml", "overdue: 0", "overdue: 1"),
        ("programme/notices/red-sheet.yaml", "已逾期", "现已逾期"),
        ("programme/programme.yaml", "assessment: 11-10", "assessment: 11-11"),
        ("programme/scale.sample.yaml", "title: 示例分值", "title: 分值"),
    )
    assert [(change.subject, change.id, change.kind, change.effect) for change in compare(before, new)] == [
        ("programme", "small", "changed", "compatible"),
        ("units", "more", "added", "compatible"),
        ("group", "各成员单位", "changed", "compatible"),
        ("people", "wang", "changed", "compatible"),
        ("chasing", "red-sheet", "changed", "compatible"),
        ("notice", "red-sheet", "changed", "none"),
        ("scale", "small", "changed", "none"),
    ]


def test_points_of_the_scale_show_at_their_indicator(before: Catalog, tmp_path: Path) -> None:
    new = edited(tmp_path, ("programme/scale.sample.yaml", "filing/report: 1", "filing/report: 1.5"))
    changes = compare(before, new)
    assert [(change.subject, change.id, change.effect) for change in changes] == [
        ("indicator", "filing", "compatible"), ("scale", "small", "compatible"),
    ]  # fmt: skip
    assert [each.path for each in changes[0].fields] == ["milestones[report].points"]


def test_another_year_is_a_change_of_the_programme_only(before: Catalog) -> None:
    assert [
        (change.subject, [each.path for each in change.fields]) for change in compare(before, before.serving(2023))
    ] == [("programme", ["serves"])]
