"""Drafts: what is typed and uploaded is kept for the unit, once, and handed in whole or not at all."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from at_the_office import FUNDS, MEETING, Office

from engine.errors import Forbidden, Invalid, LuoshiError, NotFound, Refused
from engine.services.rehearsal.specimens import specimen
from engine.services.work import reuse, submit, unfinished
from engine.store.database import Database

CLERK, HEAD, OTHER = "qu-caizheng-ju-clerk", "qu-caizheng-ju-head", "qu-shijian-ju-clerk"


@pytest.fixture
def office(database: Database) -> Office:
    return Office.open(database, date(2022, 3, 15))


def bring(office: Office, requirement: str = "allocation", words: str = "", by: str = CLERK, **more: Any) -> Any:
    item = office.item(FUNDS, requirement, words)
    assert item.content is not None
    name = more.pop("name", item.name)
    order = unfinished.Upload(office.work(FUNDS), office.person(by), requirement, item.content, name, **more)
    return unfinished.upload(office.desk, order, at=office.now)


def draft(office: Office, by: str = CLERK) -> unfinished.Unfinished:
    return unfinished.unfinished_of(office.desk, office.work(FUNDS), office.person(by), at=office.now)


def hand_in(office: Office, *files: int, by: str = CLERK, **fields: str) -> None:
    prepared = submit.Prepared(files, fields)
    order = submit.Submission(office.work(FUNDS), office.person(by), prepared=prepared)
    submit.submit(office.desk, [order], at=office.now)


def write(office: Office, by: str = CLERK, **fields: str) -> None:
    unfinished.write(office.desk, office.work(FUNDS), office.person(by), fields, at=office.now)


def test_files_wait_in_the_draft_until_they_are_handed_in_whole(office: Office) -> None:
    one, two = bring(office), bring(office, "spending")
    assert office.evidence(FUNDS) == [] and [file.id for file in draft(office, HEAD).files] == [one.id, two.id]
    with pytest.raises(Refused) as caught:
        hand_in(office, one.id)
    assert caught.value.code == "items-missing"
    assert len(draft(office).files) == 2 and office.evidence(FUNDS) == []
    hand_in(office, one.id, two.id)
    assert [requirement for requirement, _ in office.evidence(FUNDS)] == ["allocation", "spending"]
    assert draft(office).files == ()


def test_the_same_content_is_the_same_file_however_often_it_is_sent(office: Office) -> None:
    assert bring(office).id == bring(office).id == bring(office, by=HEAD).id
    taken = unfinished.take_out(office.desk, office.work(FUNDS), office.person(CLERK), bring(office).id, at=office.now)
    assert taken.removed and not bring(office).removed and len(draft(office).files) == 1


def test_a_file_is_looked_at_when_it_comes_in(office: Office) -> None:
    for more, code in (({"name": "说明.txt"}, "evidence.type"), ({"effective_on": date(2022, 4, 1)}, "date-to-come")):
        with pytest.raises(LuoshiError) as caught:
            bring(office, **more)
        assert caught.value.code == code
    assert "2021-01-01" in bring(office, effective_on=date(2021, 1, 1)).warning
    with pytest.raises(Invalid) as caught:
        order = unfinished.Upload(office.work(FUNDS), office.person(CLERK), "nothing-asked", b"x", "x.pdf")
        unfinished.upload(office.desk, order, at=office.now)
    assert caught.value.code == "unknown-requirement"


def test_fields_come_back_as_they_were_typed_and_go_with_the_form(office: Office) -> None:
    write(office, note="甲", self_score="1")
    write(office, HEAD, note="乙")
    assert draft(office).fields == {"note": "乙", "self_score": "1"}
    hand_in(office, bring(office).id, bring(office, "spending").id, note="甲", self_score="1")
    assert draft(office).fields == {"note": "乙"}, "what a colleague typed since is not lost"


def test_a_file_taken_out_by_a_colleague_is_not_handed_in_unseen(office: Office) -> None:
    one, two = bring(office), bring(office, "spending")
    unfinished.take_out(office.desk, office.work(FUNDS), office.person(HEAD), two.id, at=office.now)
    with pytest.raises(Refused) as caught:
        hand_in(office, one.id, two.id)
    assert caught.value.code == "draft-changed"
    unfinished.take_out(office.desk, office.work(FUNDS), office.person(HEAD), two.id, at=office.now, back=True)
    hand_in(office, one.id, two.id)


def test_drafts_are_of_the_unit_that_has_the_work(office: Office) -> None:
    one = bring(office)
    with pytest.raises(Forbidden):
        bring(office, by=OTHER)
    with pytest.raises(Forbidden):
        unfinished.take_out(office.desk, office.work(FUNDS), office.person(OTHER), one.id, at=office.now)
    assert draft(office, "office-1").files == ()
    with pytest.raises(NotFound):
        officer = office.person("office-1")
        unfinished.prepared_file(office.desk, office.work(FUNDS), officer, one.id, at=office.now)
    hand_in(office, one.id, bring(office, "spending").id)
    with pytest.raises(Refused):
        write(office, note="迟了")


def test_a_cooperating_unit_prepares_its_own_part(office: Office) -> None:
    number, person = office.work(MEETING), office.person(OTHER)
    content = specimen("pdf", "part")
    order = unfinished.Upload(number, person, "part", content, "配合.pdf")
    file = unfinished.upload(office.desk, order, at=office.now)
    part = submit.PartIn(number, person, note="已配合", prepared=submit.Prepared((file.id,), {}))
    submit.part_in(office.desk, [part], at=office.now)
    assert unfinished.unfinished_of(office.desk, number, person, at=office.now).files == ()
    assert ("part", "pending") in office.evidence(MEETING)


def test_a_file_handed_in_elsewhere_is_taken_again(office: Office) -> None:
    hand_in(office, bring(office).id, bring(office, "spending").id)
    number, person = office.work(FUNDS), office.person(CLERK)
    submit.take_back(office.desk, [submit.TakeBack(number, person)], at=office.now)
    found = reuse.earlier_files(office.desk, number, person, "凭证", at=office.now)
    assert [one.name for one in found] == ["经费拨付凭证.pdf"]
    assert len(reuse.earlier_files(office.desk, number, person, at=office.now)) == 2
    again = reuse.reuse(office.desk, number, person, "allocation", found[0].piece, at=office.now)
    assert again.name == "经费拨付凭证.pdf" and draft(office).files == (again,)
    with pytest.raises(Refused):
        reuse.reuse(office.desk, number, person, "spending", found[0].piece, at=office.now)
    with pytest.raises(NotFound):
        reuse.reuse(office.desk, number, person, "spending", 999, at=office.now)
