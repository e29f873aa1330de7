"""The list of definitions, an indicator in words, and the year that a draft would give."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from at_the_office import Office, programme
from definitions_folder import GROUP_FILE, definitions_folder, text_in
from small_programme import DEFINITIONS

from engine.catalog import load
from engine.catalog.editing.texts import digest_of, text_of
from engine.errors import Forbidden
from engine.services.drafts import browsing, keeping, year_ahead
from engine.services.drafts.in_words import parts_in_words, way_in_words
from engine.store.database import Database
from engine.wording import use_language

SOUGHT = browsing.Sought()


@pytest.fixture
def office(database: Database) -> Office:
    return Office.open(database, date(2022, 3, 15))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return definitions_folder(programme(), tmp_path / "definitions")


def save(office: Office, folder: Path, file: str, text: str) -> None:
    admin = office.person("qu-chuangjian-ban-administrator")
    seen = next((each.number for each in keeping.earlier(office.desk, file)), 0)
    keeping.save(office.desk, folder, file, text, admin, at=office.now, seen=seen, base=_base(folder, file))


def _base(folder: Path, file: str) -> str:
    return digest_of(text_of(folder, file))


def ids(office: Office, folder: Path, **sought: str) -> list[str]:
    found = browsing.browse(office.desk, folder, office.person("office-1"), replace(SOUGHT, **sought))  # type: ignore[arg-type]
    return [line.id for line in found.lines]


def test_the_tables_order_narrowed_and_searched(office: Office, folder: Path) -> None:
    every = ids(office, folder)
    assert every[0] == "leading-group"
    assert every == list(office.desk.catalog().definitions)
    assert ids(office, folder, words="检定 覆盖率100%") == ["free-verification-coverage"]
    assert ids(office, folder, lead="各服务单位") == ["rules-carried-out"]
    assert "industry-supervision" in ids(office, folder, show="doubts")
    assert ids(office, folder, show="no-time") == ["sufficient-funds", "lawful-licensing"]
    assert ids(office, folder, show="drafts") == []
    save(office, folder, GROUP_FILE, text_in(folder, GROUP_FILE).replace("03-20", "03-25"))
    save(office, folder, "indicators/government/new-one.yaml", "id: new-one\nnumber: 1.1.2\ntitle: [\n")
    assert ids(office, folder, show="drafts") == ["new-one", "leading-group"]
    with pytest.raises(Forbidden):
        browsing.browse(office.desk, folder, office.person("qu-shijian-ju-clerk"), SOUGHT)


def test_a_year_by_the_working_calendar_with_notices_and_people(office: Office, folder: Path) -> None:
    save(office, folder, GROUP_FILE, text_in(folder, GROUP_FILE).replace("03-20", "10-07"))
    drafted = year_ahead.of_draft(office.desk, folder, GROUP_FILE, at=office.now)
    assert drafted.year is not None
    [due] = drafted.year.dues
    assert (due.due_on, due.rest_day, due.points) == (date(2022, 10, 7), True, 1)
    days = {notice.title: notice.day for notice in due.notices}
    assert days["红色督办单"] == date(2022, 10, 8)  # a working Saturday
    assert days["提请领导督办"] == date(2022, 10, 11)  # 8, 9 and 10 October are working days
    [asked] = drafted.year.lead
    assert (asked.unit, len(asked.people)) == ("区政府办", 1)
    assert drafted.year.people == len({name for each in (asked, *drafted.year.cooperating) for name in each.people})


def test_a_group_is_told_unit_by_unit_and_faults_stand_in_the_way(office: Office, folder: Path) -> None:
    rules = "indicators/service-unit/rules-carried-out.yaml"
    drafted = year_ahead.of_draft(office.desk, folder, rules, at=office.now)
    assert drafted.year is not None
    assert len(drafted.year.lead) == 3
    assert [due.due_on for due in drafted.year.dues if due.due_on] == [date(2022, 6, 30)]
    save(office, folder, rules, "id: rules-carried-out\n")
    faulty = year_ahead.of_draft(office.desk, folder, rules, at=office.now)
    assert faulty.year is None
    assert {each.code for each in faulty.problems} >= {"missing"}


def test_every_row_has_its_words_in_both_languages() -> None:
    words: dict[str, list[str]] = {}
    for language in ("zh", "en"):
        with use_language(language):  # type: ignore[arg-type]
            for name, definition in load(DEFINITIONS).definitions.items():
                parts = parts_in_words(definition)
                assert all(part.when and part.score for part in parts), name
                assert len(way_in_words(definition)) == len(definition.workflow.stages)
                lines = [line for part in parts for line in (part.when, *part.evidence, *part.measures, *part.score)]
                words.setdefault(language, []).extend(lines)
    assert "8月31日前" in words["zh"]
    assert "每季度，期末最后一日截止" in words["zh"]
    assert "其中民用四表首检率：不低于100%" in words["zh"]
    assert "8/31" in " ".join(words["en"])
