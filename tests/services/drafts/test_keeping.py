"""Drafts of definitions: kept whatever they say, given up and brought back, never overwritten unseen."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from at_the_office import Office, programme
from definitions_folder import GROUP_FILE, definitions_folder, text_in

from engine.catalog import examine
from engine.domain.actor import Actor
from engine.errors import Forbidden, Invalid, LuoshiError, NotFound, Refused
from engine.services.drafts import keeping
from engine.services.drafts.changing import check_text, prepare
from engine.store.database import Database


@pytest.fixture
def office(database: Database) -> Office:
    return Office.open(database, date(2022, 3, 15))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return definitions_folder(programme(), tmp_path / "definitions")


def save(office: Office, folder: Path, text: str | None, *, by: str = "administrator", file: str = GROUP_FILE) -> int:
    seen = keeping.opened(office.desk, folder, file)
    return keeping.save(
        office.desk, folder, file, text, admin(office, by), at=office.now, seen=seen.seen, base=seen.base
    )


def admin(office: Office, name: str = "administrator") -> Actor:
    return office.person(f"qu-chuangjian-ban-{name}")


def later(folder: Path) -> str:
    return text_in(folder, GROUP_FILE).replace("03-20", "03-25")


def test_a_faulty_text_is_kept_as_it_was_typed_and_never_applied(office: Office, folder: Path) -> None:
    faulty = later(folder) + "lead_unit: [区市监局]\n"
    save(office, folder, faulty)
    opened = keeping.opened(office.desk, folder, GROUP_FILE)
    assert (opened.text, opened.draft, opened.folder) == (faulty, True, text_in(folder, GROUP_FILE))
    [problem] = check_text(office.desk, folder, GROUP_FILE, faulty)
    (folder / GROUP_FILE).write_text(faulty, encoding="utf-8")
    [same] = [each for each in examine(folder, 2022).problems if each.file.endswith(GROUP_FILE)]
    assert problem.render() == same.render().replace(f"{folder}/", "")
    (folder / GROUP_FILE).write_text(opened.folder or "", encoding="utf-8")
    assert prepare(office.desk, folder, at=office.now).faulty == (GROUP_FILE,)
    assert prepare(office.desk, folder, at=office.now).chosen == {}


def test_given_up_and_brought_back(office: Office, folder: Path) -> None:
    number = save(office, folder, later(folder))
    given_up = keeping.discard(office.desk, folder, GROUP_FILE, admin(office), at=office.now, seen=number)
    assert keeping.drafts(office.desk, folder) == {}
    seen = keeping.opened(office.desk, folder, GROUP_FILE).seen
    file = keeping.bring_back(office.desk, folder, given_up, admin(office), at=office.now, seen=seen)
    assert keeping.drafts(office.desk, folder)[file].text == later(folder)
    states = [each.state for each in keeping.earlier(office.desk, GROUP_FILE)]
    assert states == ["saved", "discarded", "saved", "folder"]


def test_who_comes_second_is_told_whose_text_stands_there(office: Office, folder: Path) -> None:
    seen = keeping.opened(office.desk, folder, GROUP_FILE)
    save(office, folder, later(folder))
    mine = text_in(folder, GROUP_FILE).replace("03-20", "03-28")
    person = admin(office)
    with pytest.raises(Refused) as caught:
        keeping.save(office.desk, folder, GROUP_FILE, mine, person, at=office.now, seen=seen.seen, base=seen.base)
    assert caught.value.code == "text-between"
    assert person.name in caught.value.sentence
    assert keeping.opened(office.desk, folder, GROUP_FILE).text == later(folder)
    save(office, folder, mine)
    assert later(folder) in [each.text for each in keeping.earlier(office.desk, GROUP_FILE)]


def test_a_folder_changed_by_hand_is_not_overwritten_unseen(office: Office, folder: Path) -> None:
    seen = keeping.opened(office.desk, folder, GROUP_FILE)
    draft = later(folder)
    by_hand = text_in(folder, GROUP_FILE).replace("03-20", "03-22")
    (folder / GROUP_FILE).write_text(by_hand, encoding="utf-8")
    with pytest.raises(Refused) as caught:
        keeping.save(
            office.desk, folder, GROUP_FILE, draft, admin(office), at=office.now, seen=seen.seen, base=seen.base
        )
    assert caught.value.code == "folder-between"
    save(office, folder, draft)
    (folder / GROUP_FILE).write_text(by_hand + "# again\n", encoding="utf-8")
    assert keeping.opened(office.desk, folder, GROUP_FILE).moved
    assert prepare(office.desk, folder, at=office.now).moved == (GROUP_FILE,)


def test_the_folders_own_text_is_no_draft(office: Office, folder: Path) -> None:
    assert save(office, folder, text_in(folder, GROUP_FILE)) == 0
    save(office, folder, later(folder))
    save(office, folder, text_in(folder, GROUP_FILE))
    assert keeping.drafts(office.desk, folder) == {}


@pytest.mark.parametrize(
    "file",
    [
        *("../secret.yaml", "../workflows/../secret.yaml", "../../workflows/a.yaml", "indicators/a/../../b.yaml"),
        *("rosters/people.csv", "indicators/a/B.yaml", "workflows/deep/a.yaml"),
    ],
)
def test_other_places_are_refused(office: Office, folder: Path, file: str) -> None:
    with pytest.raises(Invalid) as caught:
        keeping.save(office.desk, folder, file, "x: 1\n", admin(office), at=office.now, seen=0, base="")
    assert caught.value.code == "not-a-definition"


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "x" * 300_000])
def test_what_no_file_can_hold_is_refused(office: Office, folder: Path, text: str) -> None:
    with pytest.raises(Invalid):
        save(office, folder, text)


def test_only_administrators_write(office: Office, folder: Path) -> None:
    tries = (
        lambda who: keeping.save(office.desk, folder, GROUP_FILE, "x", who, at=office.now, seen=0, base=""),
        lambda who: keeping.discard(office.desk, folder, GROUP_FILE, who, at=office.now, seen=0),
        lambda who: keeping.bring_back(office.desk, folder, 1, who, at=office.now, seen=0),
    )
    for attempt in tries:
        with pytest.raises(Forbidden):
            attempt(office.person("office-1"))
    with pytest.raises(LuoshiError):
        keeping.discard(office.desk, folder, GROUP_FILE, admin(office), at=office.now, seen=0)
    with pytest.raises(NotFound):
        keeping.opened(office.desk, folder, "indicators/government/nothing.yaml")
