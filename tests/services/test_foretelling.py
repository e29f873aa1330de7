"""What would be sent can be seen before: the ladder of a day without sending, and every notice with real facts."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from at_the_office import COVERAGE, Office, programme
from sqlalchemy import func, select

from engine.catalog import Catalog
from engine.domain.actor import SYSTEM
from engine.errors import Forbidden, NotFound
from engine.services.office.chase import chase, miss_due
from engine.services.office.foretelling import foretell
from engine.services.word.preview import preview
from engine.store import tables as t
from engine.store.database import Database
from engine.wording import use_language


@pytest.fixture
def office(database: Database) -> Office:
    return Office.open(database, date(2022, 7, 1))


def kept(office: Office) -> tuple[int, int]:
    with office.desk.database.reading() as connection:
        acts = connection.execute(select(func.count()).select_from(t.act)).scalar_one()
        return acts, connection.execute(select(func.count()).select_from(t.outbox)).scalar_one()


@pytest.mark.parametrize("day", [date(2022, 7, 7), date(2022, 8, 10), date(2022, 8, 22), date(2022, 9, 6)])
def test_what_is_foretold_is_what_the_ladder_then_writes_and_nothing_is_kept_before(office: Office, day: date) -> None:
    before = kept(office)
    foretold = foretell(office.desk, SYSTEM, day=day, at=office.now)
    assert kept(office) == before
    miss_due(office.desk, at=office.on(day).now)
    chased = chase(office.desk, at=office.on(day).now)
    assert chased.total == len(foretold) > 0
    o = t.outbox.c
    with office.desk.database.reading() as connection:
        newest = select(o.notice, o.assignment_id, o.urgent).where(o.dedupe_key.like("chase/%"), o.as_of == day)
        written = Counter(tuple(row) for row in connection.execute(newest))
    assert Counter((each.notice, each.assignment, each.urgent) for each in foretold) == written
    assert all(each.rung and each.subject and not each.fault for each in foretold)
    assert foretell(office.desk, SYSTEM, day=day, at=office.now) == [], "once each"


def test_it_says_what_is_escalated_to_whom_in_which_words(office: Office) -> None:
    with use_language("zh"):
        found = foretell(office.desk, SYSTEM, day=date(2022, 9, 6), at=office.now)
    [escalated] = [each for each in found if each.assignment == office.work(COVERAGE) and each.rung == "提请领导督办"]
    assert escalated.urgent and escalated.waits_until is None
    assert "逾期6天" in escalated.body and escalated.subject.startswith("提请督办")


def test_every_notice_can_be_previewed_with_real_facts_in_both_languages(office: Office) -> None:
    number = office.work(COVERAGE)
    for chosen in ("zh", "en"):
        found = preview(
            office.desk,
            SYSTEM,
            assignment=number,
            as_of=date(2022, 8, 22),
            chosen=chosen,
            at=office.now,  # type: ignore[arg-type]
        )
        assert {each.notice for each in found} == set(office.desk.catalog().notices)
        assert [each.fault for each in found if each.fault] == []
        assert all(each.subject and each.body for each in found)
    [sheet] = preview(office.desk, SYSTEM, "blue-sheet", assignment=number, as_of=date(2022, 8, 22), at=office.now)
    assert "2022-08-31" in sheet.body or "8月31日" in sheet.body
    assert sheet.rungs == ("蓝色提示单",)


@pytest.mark.parametrize(
    ("text", "line"),
    [("{{ unit.name }}\n{{ rows[0].nobody.knows }}\n", 8), ("{{ unit.name }}\n\n{% include 'x' %}\n", 9)],
)
def test_a_bad_template_is_told_with_its_file_and_line(
    sqlite_database: Database, tmp_path: Path, text: str, line: int
) -> None:
    said = json.loads(programme().dump())
    remind = next(notice for notice in said["notices"] if notice["id"] == "remind")
    remind["body"] = {"zh": text, "en": ""}
    office = Office.open(sqlite_database, date(2022, 7, 1), of=Catalog.parse(json.dumps(said)))
    (tmp_path / "notices").mkdir()
    block = "".join(f"    {each}\n" for each in text.splitlines())
    written = f'# Why.\nid: remind\nsubject:\n  zh: "x"\nbody:\n  zh: |\n{block}'
    (tmp_path / "notices" / "remind.yaml").write_text(written, "utf-8")
    [found] = preview(office.desk, SYSTEM, "remind", folder=tmp_path, at=office.now)
    assert found.fault and found.file == f"notices/remind.yaml:{line}"
    [found] = preview(office.desk, SYSTEM, "remind", folder=tmp_path / "nowhere", at=office.now)
    assert found.fault and found.file == "notices/remind.yaml"


def test_previews_are_for_who_sees_all_and_of_what_there_is(office: Office) -> None:
    clerk = office.desk.person("qu-shijian-ju-clerk")
    with pytest.raises(Forbidden):
        preview(office.desk, clerk, at=office.now)
    with pytest.raises(Forbidden):
        foretell(office.desk, clerk, day=None, at=office.now)
    with pytest.raises(NotFound) as unknown:
        preview(office.desk, SYSTEM, "pigeon", at=office.now)
    assert unknown.value.code == "unknown-notice"
    with pytest.raises(NotFound) as nowhere:
        preview(office.desk, SYSTEM, assignment=999_999, at=office.now)
    assert nowhere.value.code == "unknown-assignment"
