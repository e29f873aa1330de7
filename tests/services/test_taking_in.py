"""A table that was sent in becomes drafts of the definitions: numbered after what is there, and nothing overwritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from at_the_office import Office, programme
from definitions_folder import definitions_folder, text_in
from table_files import as_docx, seed_lines

from engine.domain.actor import Actor
from engine.errors import Invalid, Refused
from engine.services.drafts import carrying_out, keeping
from engine.services.drafts.changing import digest_for, prepare
from engine.services.importing import received, taking_in
from engine.store.database import Database


@pytest.fixture
def office(sqlite_database: Database) -> Office:
    return Office.open(sqlite_database, date(2022, 3, 15))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return definitions_folder(programme(), tmp_path / "definitions")


def admin(office: Office) -> Actor:
    return office.person("qu-chuangjian-ban-administrator")


def sent(office: Office, year: str = "2022") -> str:
    lines = [[box and replace(box, text=box.text.replace("2022", year)) for box in line] for line in seed_lines()]
    return received.receive(office.desk, "表.docx", as_docx(lines), admin(office), at=office.now).number


def test_a_table_comes_in_as_a_plan_and_is_applied(office: Office, folder: Path) -> None:
    number = sent(office)
    fits = taking_in.fitting(office.desk, folder, received.look(office.desk, number, admin(office)).drafted)
    assert (len(fits.clashing), fits.fresh) == (10, 45)
    taken = taking_in.take_in(office.desk, folder, number, admin(office), at=office.now)
    assert len([file for file in taken.files if file.startswith("indicators/")]) == 45 and taken.left == fits.clashing
    made = prepare(office.desk, folder, at=office.now)
    told = {each.file for each in made.problems if each.severity == "error"}
    assert told == set() and made.plan is not None, [each.render() for each in made.problems][:3]
    assert len(made.plan.added) + len(made.faulty) == 45 and len(made.plan.added) > 20
    assert not [each for each in made.plan.changes if each.subject == "indicator" and each.kind != "added"]
    carrying_out.apply(office.desk, folder, digest_for(made), made.chosen, admin(office), at=office.now)
    numbers = [each.number for each in office.desk.catalog().definitions.values()]
    assert len(numbers) == len(set(numbers)) == 10 + len(made.plan.added)


def test_what_is_asked_already_in_the_same_words_is_recognised_another_year_too(office: Office, folder: Path) -> None:
    number, who = sent(office, "2023"), admin(office)
    fits = taking_in.fitting(office.desk, folder, received.look(office.desk, number, who).drafted)
    assert {each.there for each in fits.clashing} == set(office.desk.catalog().definitions)
    assert not any(each.drafted for each in fits.clashing)
    taken = taking_in.take_in(office.desk, folder, number, who, at=office.now, clash="replace")
    [file] = [each for each in taken.files if each.endswith("/leading-group.yaml")]
    text = keeping.opened(office.desk, folder, file).text
    assert "number: 1.1.1" in text.replace('"', "") and "2023年3月" in text and "2023" not in text_in(folder, file)
    assert not [each for each in taken.files if each.endswith("/r001.yaml")], "it is not asked a second time"


def test_a_taken_id_is_told_and_left_replaced_or_given_another(office: Office, folder: Path) -> None:
    number, who = sent(office), admin(office)
    made, file = _one_applied(office, folder, number)
    name = file.rsplit("/", 1)[-1].removesuffix(".yaml")
    fits = taking_in.fitting(office.desk, folder, received.look(office.desk, number, who).drafted)
    assert name in {each.id for each in fits.clashing}
    taken = taking_in.take_in(office.desk, folder, number, who, at=office.now)
    assert {each.id for each in taken.left} == {each.id for each in fits.clashing} and file not in taken.files
    with pytest.raises(Invalid) as nothing:
        taking_in.take_in(office.desk, folder, number, who, at=office.now)
    assert nothing.value.code == "nothing-to-take", "what is drafted is taken too"
    added = taking_in.take_in(office.desk, folder, number, who, at=office.now, clash="add")
    assert any(each.endswith(f"/{name}-2.yaml") for each in added.files)
    assert text_in(folder, file) == made, "what is in force is not touched before it is applied"


def test_what_is_put_in_place_of_another_text_is_a_draft_and_never_over_one(office: Office, folder: Path) -> None:
    number, who = sent(office), admin(office)
    made, file = _one_applied(office, folder, number)
    changed = made.replace("title: ", "title: 改过的")
    opened = keeping.opened(office.desk, folder, file)
    keeping.save(office.desk, folder, file, changed, who, at=office.now, seen=opened.seen, base=opened.base)
    with pytest.raises(Refused) as caught:
        taking_in.take_in(office.desk, folder, number, who, at=office.now, clash="replace")
    assert caught.value.code == "draft-waits" and file in caught.value.sentence
    assert list(keeping.drafts(office.desk, folder)) == [file], "all or none"


def _one_applied(office: Office, folder: Path, number: str) -> tuple[str, str]:
    """One requirement of the table is in force, the others are given up again; its text and file."""
    files = taking_in.take_in(office.desk, folder, number, admin(office), at=office.now).files
    file = next(each for each in files if each.startswith("indicators/"))
    beside = [each for each in files if not each.startswith("indicators/")]
    made = prepare(office.desk, folder, [*beside, file], at=office.now)
    carrying_out.apply(office.desk, folder, digest_for(made), made.chosen, admin(office), at=office.now)
    for other, draft in keeping.drafts(office.desk, folder).items():
        keeping.discard(office.desk, folder, other, admin(office), at=office.now, seen=draft.number)
    return text_in(folder, file), file
