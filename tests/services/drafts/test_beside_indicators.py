"""The texts beside the indicators worked on as they are: workflows with what they do to live work, units and groups."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from at_the_office import COVERAGE, Office, programme
from definitions_folder import definitions_folder, text_in

from engine.domain.actor import Actor
from engine.errors import LuoshiError, Refused
from engine.services.drafts import adding, carrying_out, keeping
from engine.services.drafts.changing import check_text, digest_for, prepare
from engine.services.work.submit import FigureIn
from engine.store.database import Database


@pytest.fixture
def office(database: Database) -> Office:
    return Office.open(database, date(2022, 3, 15))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return definitions_folder(programme(), tmp_path / "definitions")


def admin(office: Office) -> Actor:
    return office.person("qu-chuangjian-ban-administrator")


def save(office: Office, folder: Path, file: str, text: str) -> None:
    seen = keeping.opened(office.desk, folder, file)
    keeping.save(office.desk, folder, file, text, admin(office), at=office.now, seen=seen.seen, base=seen.base)


def test_a_workflow_is_worked_on_with_what_it_does_to_the_indicators_it_governs(office: Office, folder: Path) -> None:
    """Review takes longer: no work is touched. A review more: answered work does not fit, so a second person."""
    file, review = "../workflows/standard.yaml", "kind: review, who: office, within: 5"
    text = (folder / file).read_text(encoding="utf-8")
    assert review in text
    save(office, folder, file, text.replace(review, "kind: review, who: office, within: 9"))
    shown = prepare(office.desk, folder, at=office.now)
    assert shown.plan is not None
    assert {(each.subject, each.effect) for each in shown.plan.changes} == {
        ("workflow", "compatible"),
        ("indicator", "compatible"),
    }
    carrying_out.apply(office.desk, folder, digest_for(shown), shown.chosen, admin(office), at=office.now)
    stage = office.desk.catalog().definitions[COVERAGE.split("/")[0]].workflow.stage("review")
    assert stage is not None and stage.within == 9
    assert "within: 9" in (folder / file).read_text(encoding="utf-8")
    office.gather(COVERAGE)
    office.hand_in(COVERAGE, "qu-shijian-ju-clerk", FigureIn("coverage", 20, 20))
    two = text.replace(
        "id: review, title: 创建办复核",
        "id: first, title: 初审, kind: review, who: office}\n- {id: review, title: 创建办复核",
    )
    save(office, folder, file, two)
    shown = prepare(office.desk, folder, at=office.now)
    assert (shown.faulty, shown.approval_wanted) == ((), 1)
    save(office, folder, file, text.replace("kind: score", "kind: socre"))
    [problem, *_] = check_text(office.desk, folder, file, keeping.opened(office.desk, folder, file).text)
    assert (problem.file, problem.line > 1, "score" in problem.render()) == (file, True, True)
    assert prepare(office.desk, folder, at=office.now).faulty == (file,)


def test_groups_are_worked_on_as_text(office: Office, folder: Path) -> None:
    text = text_in(folder, "units.yaml")
    fresh = text.replace("groups:\n", "groups:\n- {name: 试点单位, members: [区市监局, 区财政局]}\n")
    assert fresh != text
    save(office, folder, "units.yaml", fresh)
    shown = prepare(office.desk, folder, at=office.now)
    assert shown.plan is not None
    assert [(each.subject, each.id, each.kind) for each in shown.plan.changes] == [("group", "试点单位", "added")]
    carrying_out.apply(office.desk, folder, digest_for(shown), shown.chosen, admin(office), at=office.now)
    assert "试点单位" in office.desk.catalog().groups
    save(office, folder, "units.yaml", fresh.replace("members: [区市监局, 区财政局]", "members: [区市监局, 区财局]"))
    shown = prepare(office.desk, folder, at=office.now)
    assert shown.faulty == ("units.yaml",)
    [problem] = check_text(office.desk, folder, "units.yaml", keeping.opened(office.desk, folder, "units.yaml").text)
    assert "区财局" in problem.render()


def test_a_workflow_of_its_own_begins_like_another_and_goes_again(office: Office, folder: Path) -> None:
    def add(name: str, like: str = "standard") -> str:
        return adding.add_workflow(office.desk, folder, like, name, "简易流程", admin(office), at=office.now)

    for name, like, code in (("x y", "standard", "answer-missing"), ("a", "no", "no-such-workflow")):
        with pytest.raises(LuoshiError) as caught:
            add(name, like)
        assert caught.value.code == code
    file = add("simple")
    assert file == "workflows/simple.yaml"
    with pytest.raises(Refused, match="simple"):
        add("simple")
    shown = prepare(office.desk, folder, at=office.now)
    carrying_out.apply(office.desk, folder, digest_for(shown), shown.chosen, admin(office), at=office.now)
    assert office.desk.catalog().workflows["simple"].title == "简易流程"
    adding.take_out(
        office.desk, folder, file, admin(office), at=office.now, seen=keeping.opened(office.desk, folder, file).seen
    )
    shown = prepare(office.desk, folder, at=office.now)
    carrying_out.apply(office.desk, folder, digest_for(shown), shown.chosen, admin(office), at=office.now)
    assert not (folder / file).exists()
    assert "simple" not in office.desk.catalog().workflows
