"""What stands around the 55 requirements is whole: scale, rosters, ladder, notices and workflows fit one another."""

from __future__ import annotations

import csv
from decimal import Decimal

import pytest
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from responsibility_table import DEFINITIONS, HOME, indicators, programme, read

from engine.domain.definition import Chasing, Notice, Person, Scale, Unit, Units, Workflow
from engine.domain.vocabulary import Role, UnitKind

SCALE = Scale.model_validate(read(HOME / "scale.sample.yaml"))
UNITS = Units.model_validate(read(HOME / "units.yaml"))
NOTICES = {path.stem: Notice.model_validate(read(path)) for path in HOME.glob("notices/*.yaml")}
ROW = {
    **dict.fromkeys(
        ("unit", "person", "subject", "number", "title", "period", "due_on", "reason", "value", "target", "by"), "x"
    ),
    **dict.fromkeys(("points", "of", "assigned", "done", "overdue", "returned", "refused", "rank"), 1),
}
EMPTY = {
    "programme": {"title": "P"},
    "unit": {"name": "U"},
    "indicator": {"number": "1.1.1", "title": "T", "requirement": "R", "time_text": ""},
    "period": "2022",
    "due_on": None,
    "days_left": None,
    "days_late": None,
    "reason": "",
    "person": {"name": "N"},
    "link": "",
    "rows": [],
}


def rows_of(file: str) -> list[dict[str, str]]:
    with (HOME / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def members() -> list[Unit]:
    rostered = [Unit.model_validate({**row, "sample": True}) for one in UNITS.rosters for row in rows_of(one.file)]
    return [*UNITS.units, *rostered]


def people() -> list[Person]:
    return [Person.model_validate(row) for one in UNITS.people for row in rows_of(one.file)]


def test_the_sample_scale_gives_a_hundred_points_to_exactly_what_there_is() -> None:
    parts = {
        f"{one.id}/{part}" if part else one.id
        for one in indicators().values()
        for part in ([milestone.id for milestone in one.milestones] or [""])
    }
    assert set(SCALE.points) == parts
    assert sum(SCALE.points.values()) == Decimal(100)
    assert SCALE.sample
    assert "示例" in SCALE.title


def test_points_that_the_stories_count_with() -> None:
    watched = programme().free_verification
    assert watched is not None
    assert [SCALE.points[one] for one in watched.indicators] == [3, 3, 3]
    assert SCALE.points["verification-rules-and-fees/verification"] == 2
    assert SCALE.points["verification-rules-and-fees/filing"] == 1


def test_rosters_are_labelled_samples_and_fit_the_units() -> None:
    assert all(one.sample and ".sample." in one.file for one in (*UNITS.rosters, *UNITS.people))
    everybody = members()
    names = {one.name for one in everybody}
    assert len(names) == len({one.id for one in everybody}) == len(everybody)
    service_units = [one for one in everybody if one.kind is UnitKind.SERVICE_UNIT]
    assert len(service_units) >= 55
    for one in service_units:
        assert "示例" in one.name
        assert {one.industry, one.sub_district} <= names
        assert one.service


def test_every_group_has_members() -> None:
    everybody = members()
    names = {one.name for one in everybody}
    for group in UNITS.groups:
        assert set(group.members) <= names
        if group.where:
            assert any(group.where.matches(one) for one in everybody), group.name
            assert set(group.where.service) <= {one.service for one in everybody}, group.name


def test_people_act_for_units_that_exist_and_three_units_have_nobody_to_write_to() -> None:
    everybody, staff = members(), people()
    assert len({one.id for one in staff}) == len(staff)
    assert {one.unit for one in staff} <= {one.name for one in everybody}
    assert {one.deputy for one in staff if one.deputy} <= {one.id for one in staff}
    assert all(one.email.endswith("@example.invalid") for one in staff if one.email)
    reachable = {one.unit for one in staff if one.email}
    assert len([one.name for one in everybody if one.name not in reachable]) == 3


def test_every_review_has_enough_people() -> None:
    sides, staff = programme().reviewers, people()
    office = [one for one in staff if one.unit == sides.office and one.role is Role.OFFICE]
    own_work = [one for one in staff if one.unit == sides.own_work and one.role is Role.REVIEWER]
    most = max(stage.reviewers for one in workflows() for stage in one.stages)
    assert len(office) >= max(3, most)
    assert own_work
    assert [one for one in staff if one.unit == sides.leader and one.role is Role.LEADER]


def workflows() -> list[Workflow]:
    return [Workflow.model_validate(read(path)) for path in sorted(DEFINITIONS.glob("workflows/*.yaml"))]


def test_workflows_are_there_under_their_own_names() -> None:
    names = [one.id for one in workflows()]
    assert names == [path.stem for path in sorted(DEFINITIONS.glob("workflows/*.yaml"))]
    assert {"standard", "two-level-review", "meeting", "inspection", "recognition"} <= set(names)
    assert {one.workflow or programme().defaults.workflow for one in indicators().values()} == set(names)


def test_every_rung_has_its_notice() -> None:
    ladder = Chasing.model_validate(read(HOME / "chasing.yaml")).ladder
    assert {rung.notice for rung in ladder} <= set(NOTICES)
    assert len({rung.id for rung in ladder}) == len(ladder)
    assert all(notice.id == stem for stem, notice in NOTICES.items())


@pytest.mark.parametrize("name", sorted(NOTICES))
def test_notices_render_in_both_languages_with_and_without_lines(name: str) -> None:
    sandbox = SandboxedEnvironment(undefined=StrictUndefined)
    full = {**EMPTY, "due_on": "2022-08-31", "days_left": 3, "days_late": 1, "reason": "r", "link": "l", "rows": [ROW]}
    for text in (NOTICES[name].subject, NOTICES[name].body):
        for values in (EMPTY, full):
            assert sandbox.from_string(text.zh).render(values).strip()
            assert sandbox.from_string(text.en).render(values).strip()


def test_programme_points_at_indicators_of_the_right_rows() -> None:
    rows = {one.id: row for row, one in indicators().items()}
    watched, meeting = programme().free_verification, programme().joint_meeting
    assert watched is not None
    assert meeting is not None
    assert [rows[one] for one in watched.indicators] == [18, 19, 20]
    assert rows[meeting.indicator] == 3


def test_settlement_lies_in_the_year_after_the_assessment() -> None:
    assert programme().settles_on(2022).isoformat() == "2023-01-15"
    assert programme().assumptions
