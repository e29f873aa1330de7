"""A change made of drafts: applied exactly as shown, by a second person where answered work is affected."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from at_the_office import COVERAGE, GROUP, Office, programme
from definitions_folder import COVERAGE_FILE, GROUP_FILE, definitions_folder, text_in
from small_programme import DEFINITIONS

from engine.catalog import examine, load
from engine.catalog.editing.patterns import PATTERNS, Answers, Pattern, begun
from engine.domain.actor import Actor
from engine.errors import Forbidden, Invalid, LuoshiError, NotFound, Refused, Unavailable
from engine.services.drafts import adding, carrying_out, keeping, proposed
from engine.services.drafts.changing import Prepared, digest_for, prepare
from engine.services.looking import remember
from engine.services.work.issue import issue
from engine.services.work.submit import FigureIn
from engine.store.database import Database

MORE = "evidence:\n- {id: photos, title: 现场照片, kind: photo}\n"


@pytest.fixture
def office(database: Database) -> Office:
    return Office.open(database, date(2022, 3, 15))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return definitions_folder(programme(), tmp_path / "definitions")


def admin(office: Office) -> Actor:
    return office.person("qu-chuangjian-ban-administrator")


def save(office: Office, folder: Path, file: str, text: str | None) -> None:
    seen = _seen(office, folder, file)
    keeping.save(office.desk, folder, file, text, admin(office), at=office.now, seen=seen[0], base=seen[1])


def _seen(office: Office, folder: Path, file: str) -> tuple[int, str]:
    opened = keeping.opened(office.desk, folder, file)
    return opened.seen, opened.base


def later(folder: Path) -> str:
    return text_in(folder, GROUP_FILE).replace("03-20", "03-25")


def incompatible(office: Office, folder: Path) -> Prepared:
    """Coverage has been answered, and now wants one piece more."""
    office.gather(COVERAGE)
    office.hand_in(COVERAGE, "qu-shijian-ju-clerk", FigureIn("coverage", 20, 20))
    save(office, folder, COVERAGE_FILE, text_in(folder, COVERAGE_FILE).replace("evidence:\n", MORE))
    return prepare(office.desk, folder, at=office.now)


def test_what_was_shown_is_what_happens(office: Office, folder: Path) -> None:
    save(office, folder, GROUP_FILE, later(folder))
    shown = prepare(office.desk, folder, at=office.now)
    assert shown.plan is not None
    assert (shown.plan.moves, shown.approval_wanted, shown.outside) == (1, 0, ())
    done = carrying_out.apply(
        office.desk, folder, digest_for(shown), shown.chosen, admin(office), at=office.now, note="区里改了日期"
    )
    assert done.moved == 1
    assert office.row(GROUP).due_on == date(2022, 3, 25)
    assert "03-25" in text_in(folder, GROUP_FILE)
    assert load(folder, 2022) == office.desk.catalog()
    assert keeping.drafts(office.desk, folder) == {}
    act = next(line for line in remember.history(office.desk, limit=50) if line.verb == "adopt")
    assert (act.reason, act.actor) == ("区里改了日期", admin(office).name)


def test_a_new_indicator_from_a_pattern_gets_its_work(office: Office, folder: Path) -> None:
    given = Answers(
        pattern="deadline",
        title="开展培训",
        requirement="开展一次培训。",
        category="市监部门统一监督管理",
        group="培训",
        lead=("区市监局",),
        evidence=("培训记录",),
    )
    with pytest.raises(Invalid) as caught:
        adding.add(office.desk, folder, given, admin(office), at=office.now)
    assert caught.value.code == "answer-missing"
    file = adding.add(office.desk, folder, replace(given, day="05-31"), admin(office), at=office.now)
    shown = prepare(office.desk, folder, at=office.now)
    assert shown.faulty == ()
    carrying_out.apply(office.desk, folder, digest_for(shown), shown.chosen, admin(office), at=office.now)
    issue(office.desk, at=office.now)
    name = file.rsplit("/", 1)[-1].removesuffix(".yaml")
    assert office.row(f"{name}/2022").due_on == date(2022, 5, 31)


@pytest.mark.parametrize("pattern", [pattern for pattern, _, _ in PATTERNS])
def test_every_pattern_gives_a_sound_text(pattern: Pattern) -> None:
    given = Answers(
        pattern=pattern,
        title="专项工作",
        requirement="开展一次: 工作 # 不是注释。",
        category="板块协调配合",
        group="新的一组",
        lead=("各街道",),
        cooperating=("区市监局",),
        evidence=("工作记录", "照片"),
        day="05-31",
        second_day="09-end",
        second_title="结果公示",
        times=3,
    )
    made = begun(load(DEFINITIONS), given)
    seen = examine(DEFINITIONS, 2022, over={made.file: made.text})
    assert [each.render() for each in seen.errors] == []
    assert seen.catalog is not None
    assert seen.catalog.indicators[made.file.rsplit("/", 1)[-1].removesuffix(".yaml")].group == "新的一组"


def test_taken_out_as_a_draft_of_removal(office: Office, folder: Path) -> None:
    seen, _ = _seen(office, folder, GROUP_FILE)
    adding.take_out(office.desk, folder, GROUP_FILE, admin(office), at=office.now, seen=seen)
    shown = prepare(office.desk, folder, at=office.now)
    assert shown.plan is not None, [each.render() for each in shown.problems if each.severity == "error"]
    assert [impact.withdrawn for impact in shown.plan.impacts] == [True]
    carrying_out.apply(office.desk, folder, digest_for(shown), shown.chosen, admin(office), at=office.now)
    assert not (folder / GROUP_FILE).exists()
    assert "leading-group" not in text_in(folder, "scale.sample.yaml")
    assert "leading-group" not in office.desk.catalog().definitions


def test_a_stale_change_is_refused_whole(office: Office, folder: Path) -> None:
    save(office, folder, GROUP_FILE, later(folder))
    shown = prepare(office.desk, folder, at=office.now)
    save(office, folder, GROUP_FILE, text_in(folder, GROUP_FILE).replace("03-20", "03-29"))
    for tried in (carrying_out.apply, carrying_out.propose):
        with pytest.raises(Refused) as caught:
            tried(office.desk, folder, digest_for(shown), shown.chosen, admin(office), at=office.now)
        assert caught.value.code == "stale-change"
    assert office.row(GROUP).due_on == date(2022, 3, 20)


def test_a_folder_changed_by_hand_stops_the_change(office: Office, folder: Path) -> None:
    save(office, folder, GROUP_FILE, later(folder))
    shown = prepare(office.desk, folder, at=office.now)
    by_hand = text_in(folder, GROUP_FILE) + "# by hand\n"
    (folder / GROUP_FILE).write_text(by_hand, encoding="utf-8")
    with pytest.raises(Refused):
        carrying_out.apply(office.desk, folder, digest_for(shown), shown.chosen, admin(office), at=office.now)
    assert text_in(folder, GROUP_FILE) == by_hand


def test_what_the_folder_says_otherwise_is_named(office: Office, folder: Path) -> None:
    (folder / COVERAGE_FILE).write_text(text_in(folder, COVERAGE_FILE).replace("08-31", "08-25"), encoding="utf-8")
    [outside] = prepare(office.desk, folder, at=office.now).outside
    assert (outside.subject, outside.id, outside.kind) == ("indicator", "free-verification-coverage", "changed")


def test_answered_work_wants_a_second_person(office: Office, folder: Path) -> None:
    shown = incompatible(office, folder)
    assert shown.approval_wanted == 1
    digest, files, first = digest_for(shown), tuple(shown.chosen), admin(office)
    with pytest.raises(Refused) as caught:
        carrying_out.apply(office.desk, folder, digest, files, first, at=office.now, choice="keep")
    assert caught.value.code == "second-person-wanted"
    with pytest.raises(Refused) as caught:
        carrying_out.propose(office.desk, folder, digest, files, first, at=office.now)
    assert caught.value.code == "choice-wanted"
    made = carrying_out.propose(
        office.desk, folder, digest, files, first, at=office.now, choice="restart", note="按省里要求"
    )
    assert proposed.waiting(office.desk) == made
    with pytest.raises(Forbidden) as forbidden:
        carrying_out.approve(office.desk, folder, made.number, first, at=office.now)
    assert forbidden.value.code == "own-change"
    for stranger in ("qu-shijian-ju-clerk", "qu-zhengfu-ban-leader", "qu-chuangjian-ban-auditor"):
        with pytest.raises(Forbidden):
            carrying_out.approve(office.desk, folder, made.number, office.person(stranger), at=office.now)
    assert not proposed.may_approve(made, first)
    second = office.person("office-1")
    assert proposed.may_approve(made, second)
    done = carrying_out.approve(office.desk, folder, made.number, second, at=office.now)
    assert done.restarted == 1
    assert "photos" in text_in(folder, COVERAGE_FILE)
    [told] = proposed.proposals(office.desk)
    assert (told.state, told.by, told.decided_by) == ("applied", first.id, second.name)
    with pytest.raises(Refused) as caught:
        carrying_out.approve(office.desk, folder, made.number, second, at=office.now)
    assert caught.value.code == "change-decided"
    acts = [(line.verb, line.actor) for line in remember.history(office.desk, limit=50)]
    assert ("lay-change", first.name) in acts
    assert ("adopt", second.name) in acts


def test_what_was_proposed_is_what_is_approved(office: Office, folder: Path) -> None:
    shown = incompatible(office, folder)
    made = carrying_out.propose(
        office.desk, folder, digest_for(shown), shown.chosen, admin(office), at=office.now, choice="keep"
    )
    save(office, folder, COVERAGE_FILE, text_in(folder, COVERAGE_FILE) + "# and more\n")
    with pytest.raises(Refused) as caught:
        carrying_out.approve(office.desk, folder, made.number, office.person("office-1"), at=office.now)
    assert caught.value.code == "stale-change"
    assert "photos" not in text_in(folder, COVERAGE_FILE)


def test_taken_back_by_either_and_the_draft_stays(office: Office, folder: Path) -> None:
    shown = incompatible(office, folder)
    digest = digest_for(shown)
    second = office.person("office-1")
    for person, note, state in ((admin(office), "", "withdrawn"), (second, "先与区里核对", "refused")):
        made = carrying_out.propose(
            office.desk, folder, digest, shown.chosen, admin(office), at=office.now, choice="keep"
        )
        with pytest.raises(Forbidden):
            carrying_out.withdraw(office.desk, made.number, office.person("qu-shijian-ju-clerk"), at=office.now)
        assert carrying_out.withdraw(office.desk, made.number, person, at=office.now, note=note) == state
        assert proposed.waiting(office.desk) is None
    assert list(keeping.drafts(office.desk, folder)) == [COVERAGE_FILE]
    told = proposed.refused_to(office.desk, admin(office))
    assert told is not None and (told.decided_by, told.answer) == (second.name, "先与区里核对")
    assert proposed.refused_to(office.desk, second) is None
    with pytest.raises(NotFound):
        carrying_out.withdraw(office.desk, 999, admin(office), at=office.now)


def test_a_folder_that_cannot_be_written_changes_nothing(office: Office, folder: Path) -> None:
    save(office, folder, GROUP_FILE, later(folder))
    made = folder / "indicators" / "government" / ".leading-group.yaml.new"
    made.mkdir()
    shown = prepare(office.desk, folder, at=office.now)
    with pytest.raises(Unavailable):
        carrying_out.apply(office.desk, folder, digest_for(shown), shown.chosen, admin(office), at=office.now)
    assert office.row(GROUP).due_on == date(2022, 3, 20)
    assert list(keeping.drafts(office.desk, folder)) == [GROUP_FILE]
    assert "03-20" in text_in(folder, GROUP_FILE)


def test_nothing_to_apply_is_said(office: Office, folder: Path) -> None:
    shown = prepare(office.desk, folder, at=office.now)
    with pytest.raises(LuoshiError) as caught:
        carrying_out.apply(office.desk, folder, digest_for(shown), (), admin(office), at=office.now)
    assert caught.value.code == "nothing-to-apply"
