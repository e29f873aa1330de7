"""Who may approve a change is told that it waits, and who proposed it what became of it, each once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from at_the_office import COVERAGE, Office, programme
from definitions_folder import COVERAGE_FILE, definitions_folder, text_in

from engine.domain.actor import Actor
from engine.errors import Refused
from engine.services.drafts import carrying_out, keeping, proposed
from engine.services.drafts.changing import digest_for, prepare
from engine.services.word.letters import lease
from engine.services.work.submit import FigureIn
from engine.store.database import Database

ADMIN, FIRST = "qu-chuangjian-ban-administrator", "qu-chuangjian-ban-office-1"
OTHERS = {f"qu-chuangjian-ban-office-{number}" for number in (1, 2, 3, 4)}


@pytest.fixture
def office(database: Database) -> Office:
    return Office.open(database, date(2022, 3, 15))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return definitions_folder(programme(), tmp_path / "definitions")


def laid(office: Office, folder: Path) -> proposed.Proposal:
    """Coverage has been answered and is to want a photograph more; the administrator proposes it."""
    office.gather(COVERAGE)
    office.hand_in(COVERAGE, "qu-shijian-ju-clerk", FigureIn("coverage", 20, 20))
    seen = keeping.opened(office.desk, folder, COVERAGE_FILE)
    more = "evidence:\n- {id: photos, title: 现场照片, kind: photo}\n"
    text = text_in(folder, COVERAGE_FILE).replace("evidence:\n", more)
    admin = office.person(ADMIN)
    keeping.save(office.desk, folder, COVERAGE_FILE, text, admin, at=office.now, seen=seen.seen, base=seen.base)
    shown = prepare(office.desk, folder, at=office.now)
    files = tuple(shown.chosen)
    return carrying_out.propose(
        office.desk, folder, digest_for(shown), files, admin, at=office.now, choice="keep", note="省里新要求"
    )


def letters(office: Office, notice: str) -> dict[str, str]:
    """The words of the letters of a kind that are not out yet, by reader."""
    found = lease(office.desk, owner="test", at=office.now)
    return {letter.person: letter.body for letter in found if letter.notice == notice and letter.person}


def waits_for(office: Office, person: Actor) -> bool:
    return proposed.waiting_for(office.desk, person) is not None


def test_whoever_may_approve_is_told_and_nobody_else(office: Office, folder: Path) -> None:
    made = laid(office, folder)
    told = letters(office, "change-proposed")
    assert set(told) == OTHERS
    assert "2.3.1 免费检定覆盖率" in told[FIRST] and "省里新要求" in told[FIRST]
    assert office.person(ADMIN).name in told[FIRST]
    assert waits_for(office, office.person(FIRST))
    assert not waits_for(office, office.person(ADMIN))
    assert not waits_for(office, office.person("qu-shijian-ju-clerk"))
    carrying_out.approve(office.desk, folder, made.number, office.person(FIRST), at=office.now)
    decided = letters(office, "change-decided")
    assert set(decided) == {ADMIN}
    assert (
        office.person(FIRST).name in decided[ADMIN] and "结果：同意" in decided[ADMIN] and "草稿" not in decided[ADMIN]
    )
    assert not waits_for(office, office.person("qu-chuangjian-ban-office-2"))


def test_a_refusal_has_a_reason_that_is_told(office: Office, folder: Path) -> None:
    made = laid(office, folder)
    with pytest.raises(Refused) as caught:
        carrying_out.withdraw(office.desk, made.number, office.person(FIRST), at=office.now, note=" ")
    assert caught.value.code == "reason-wanted"
    carrying_out.withdraw(office.desk, made.number, office.person(FIRST), at=office.now, note="照片已在别处收过")
    [told] = letters(office, "change-decided").values()
    assert "照片已在别处收过" in told and "草稿仍在" in told


def test_who_takes_their_own_back_is_not_written_to(office: Office, folder: Path) -> None:
    made = laid(office, folder)
    carrying_out.withdraw(office.desk, made.number, office.person(ADMIN), at=office.now)
    assert letters(office, "change-decided") == {}
