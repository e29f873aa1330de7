"""报送: what is missing, wrong or out of place is named before anything is recorded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from at_the_office import COVERAGE, GROUP, LICENSING, MEETING, Office
from small_programme import catalog

from engine.errors import Forbidden, Invalid, LuoshiError, Refused
from engine.services.looking import ask
from engine.services.reviewing.review import open_review
from engine.services.work.submit import (
    FigureIn,
    Item,
    PartIn,
    Submission,
    TakeBack,
    WaivePart,
    attach,
    part_in,
    submit,
    take_back,
    waive_part,
)
from engine.store.database import Database

CLERK = "qu-shijian-ju-clerk"
FULL = FigureIn("coverage", 20, 20)
PDF = b"%PDF-1.4\n%%EOF\n"
EXE = b"MZ\x90\x00" + b"\x00" * 60 + b"PE\x00\x00"


@pytest.fixture
def office(sqlite_database: Database) -> Office:
    return Office.open(sqlite_database, date(2022, 3, 15))


def refused(office: Office, name: str, by: str, *figures: FigureIn, items: Any = None) -> LuoshiError:
    """The refusal; nothing of the attempt may stand."""
    before = (office.row(name), office.evidence(name), office.verbs(name))
    with pytest.raises(LuoshiError) as caught:
        office.hand_in(name, by, *figures, items=items)
    assert (office.row(name), office.evidence(name), office.verbs(name)) == before
    return caught.value


def test_what_is_missing_is_listed(office: Office) -> None:
    office.gather(COVERAGE)
    error = refused(office, COVERAGE, CLERK, items=[office.item(COVERAGE, "register")])
    assert (type(error), error.code) == (Refused, "items-missing")
    assert "检定证书、检定覆盖率" in error.sentence
    assert ask.card(office.desk, office.work(COVERAGE), at=office.now).missing == (
        "免费检定台账",
        "检定证书",
        "检定覆盖率",
    )


def test_parts_are_waited_for_or_waived_with_a_reason(office: Office) -> None:
    error = refused(office, COVERAGE, CLERK, FULL)
    assert (error.code, "区卫健委" in error.sentence) == ("parts-missing", True)
    number, clerk = office.work(COVERAGE), office.person(CLERK)
    for unit, reason, code in (("区卫健委", " ", "reason-wanted"), ("区财政局", "无关", "no-such-part")):
        with pytest.raises(LuoshiError) as caught:
            waive_part(office.desk, WaivePart(number, unit, clerk, reason), at=office.now)
        assert caught.value.code == code
    waive_part(office.desk, WaivePart(number, "区卫健委", clerk, "已合并报送"), at=office.now)
    office.hand_in(COVERAGE, CLERK, FULL)
    assert office.row(COVERAGE).stage == "review"


def test_a_part_comes_only_from_who_was_asked(database: Database) -> None:
    office = Office.open(database, date(2022, 3, 15))
    number = office.work(COVERAGE)
    with pytest.raises(Forbidden) as caught:
        part_in(office.desk, [PartIn(number, office.person("qu-caizheng-ju-clerk"))], at=office.now)
    assert caught.value.code == "not-visible"
    item = Item("part", PDF, "配合情况.pdf")
    part_in(office.desk, [PartIn(number, office.person("qu-weijian-wei-clerk"), (item,))], at=office.now)
    [part] = ask.card(office.desk, number, at=office.now).parts
    assert (part["unit_name"], part["state"]) == ("区卫健委", "in")


def test_every_member_hands_in_its_part_before_the_minutes(office: Office) -> None:
    minutes, held = office.item(MEETING, "minutes"), FigureIn("meetings", 1)
    error = refused(office, MEETING, "qu-chuangjian-ban-clerk", held, items=[minutes])
    assert error.code == "parts-missing"
    assert error.sentence.count("、") == 11
    office.gather(MEETING)
    office.hand_in(MEETING, "qu-chuangjian-ban-clerk", held, items=[minutes])
    assert office.row(MEETING).stage == "review"


def test_a_date_outside_the_window_is_taken_with_a_warning(office: Office) -> None:
    items = [
        office.item(GROUP, "founding-document", effective_on=date(2022, 3, 10)),
        office.item(GROUP, "member-list", effective_on=date(2022, 3, 11)),
    ]
    done = office.hand_in(GROUP, "qu-zhengfu-ban-clerk", items=items)
    assert len(done.warnings) == 1
    assert "2022-03-10" in done.warnings[0] and "2022-03-11至2022-03-20" in done.warnings[0]
    assert office.row(GROUP).stage == "review"


@pytest.mark.parametrize(
    ("item", "code", "words"),
    [
        (Item("register", b"a,b\n1,2\n", "台账.csv", effective_on=date(2022, 3, 16)), "date-to-come", "2022-03-16"),
        (Item("diary", PDF, "日记.pdf"), "unknown-requirement", "register（免费检定台账）"),
        (Item("certificates", b"a,b\n", "证书.csv"), "evidence.type", "pdf"),
        (Item("certificates", EXE, "证书.pdf"), "evidence.runs", "证书.pdf"),
        (Item("certificates", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "证书.pdf"), "evidence.disguised", "png"),
        (Item("certificates", b"", "证书.pdf"), "evidence.empty", "证书.pdf"),
        (Item("certificates", PDF, "证书.pdf", replaces=12345), "no-such-evidence", "12345"),
    ],
)
def test_a_piece_that_cannot_be_taken_is_named(office: Office, item: Item, code: str, words: str) -> None:
    office.gather(COVERAGE)
    good = office.item(COVERAGE, "register")
    error = refused(office, COVERAGE, CLERK, FULL, items=[good, item])
    assert error.code == code
    assert words in str(error)


def test_links_are_written_not_uploaded(sqlite_database: Database) -> None:
    office = Office.open(sqlite_database, date(2022, 3, 15), of=catalog(("online-licensing",)))
    name, table_ = "online-licensing/2022", Item("applications", b"a,b\n1,2\n", "台账.csv")
    for item, code in (
        (Item("entrance", PDF, "入口.pdf"), "no-file-wanted"),
        (Item("entrance", value="看网站"), "evidence.unreadable"),
    ):
        assert refused(office, name, CLERK, items=[item, table_]).code == code
    office.hand_in(name, CLERK, items=[Item("entrance", value="https://example.invalid/"), table_])
    assert office.row(name).stage == "review"


@pytest.mark.parametrize(
    ("figure", "code", "words"),
    [
        (FigureIn("coverage", 21, 20), "impossible-figure", "21/20"),
        (FigureIn("coverage", -1, 20), "impossible-figure", "-1/20"),
        (FigureIn("coverage", 10**30, 10**30), "impossible-figure", "检定覆盖率"),
        (FigureIn("happiness", 1, 1), "unknown-measure", "coverage"),
        (FigureIn("coverage", 1, 1, "火锅店"), "unknown-part", "集贸市场"),
    ],
)
def test_an_impossible_figure_is_refused(office: Office, figure: FigureIn, code: str, words: str) -> None:
    office.gather(COVERAGE)
    error = refused(office, COVERAGE, CLERK, FULL, figure)
    assert (type(error), error.code) == (Invalid, code)
    assert words in str(error)


def test_a_part_of_a_measure_must_be_reported_too(office: Office) -> None:
    name = "verification-rate/2022/qu-weijian-wei"
    error = refused(office, name, "qu-weijian-wei-clerk", FigureIn("verified", 10, 10))
    assert error.code == "items-missing"
    assert "民用四表首检率" in error.sentence
    parts = (FigureIn("verified", 9, 9, "listed-devices"), FigureIn("verified", 0, 0, "household-meters"))
    office.hand_in(name, "qu-weijian-wei-clerk", FigureIn("verified", 10, 10), *parts)
    assert office.row(name).stage == "industry-review"


@pytest.mark.parametrize("person", ["qu-weijian-wei-clerk", "qu-chuangjian-ban-auditor", "office-1"])
def test_only_the_unit_itself_hands_in(office: Office, person: str) -> None:
    error = refused(office, COVERAGE, person, FULL)
    assert (type(error), error.code) == (Forbidden, "not-yours")
    assert "区市监局" in error.remedy


def test_all_or_none(office: Office) -> None:
    office.gather(COVERAGE)
    good = Submission(office.work(COVERAGE), office.person(CLERK), office.everything(COVERAGE), (FULL,))
    bad = Submission(office.work(LICENSING), office.person(CLERK))
    with pytest.raises(Refused):
        submit(office.desk, [good, bad], at=office.now)
    assert office.evidence(COVERAGE) == []
    assert office.row(COVERAGE).stage == "assign"


def test_attached_is_not_handed_in_and_counts_later(database: Database) -> None:
    office = Office.open(database, date(2022, 3, 15))
    items = office.everything(COVERAGE)
    attach(office.desk, [Submission(office.work(COVERAGE), office.person(CLERK), items[:1], (FULL,))], at=office.now)
    assert (office.row(COVERAGE).stage, office.row(COVERAGE).received_on) == ("assign", None)
    office.gather(COVERAGE)
    later = office.on(date(2022, 4, 1))
    later.hand_in(COVERAGE, CLERK, items=items[1:])
    assert (later.row(COVERAGE).stage, later.row(COVERAGE).received_on) == ("review", date(2022, 4, 1))
    assert [requirement for requirement, _ in later.evidence(COVERAGE)] == ["register", "certificates"]


def test_it_can_be_taken_back_until_it_is_opened(office: Office) -> None:
    office.gather(COVERAGE)
    office.hand_in(COVERAGE, CLERK, FULL)
    order = TakeBack(office.work(COVERAGE), office.person(CLERK), "漏了一页")
    take_back(office.desk, [order], at=office.now)
    row = office.row(COVERAGE)
    assert (row.stage, row.received_on, row.submitter) == ("collect", None, None)
    assert len(office.evidence(COVERAGE)) == 2
    office.hand_in(COVERAGE, CLERK, items=[])
    open_review(office.desk, order.assignment, office.person("office-1"), at=office.now)
    open_review(office.desk, order.assignment, office.person("office-1"), at=office.now)
    with pytest.raises(Refused) as caught:
        take_back(office.desk, [order], at=office.now)
    assert caught.value.code == "already-opened"
    assert office.verbs(COVERAGE).count("open-review") == 1


def test_nobody_else_takes_it_back(office: Office) -> None:
    office.gather(COVERAGE)
    office.hand_in(COVERAGE, CLERK, FULL)
    with pytest.raises(Forbidden):
        take_back(office.desk, [TakeBack(office.work(COVERAGE), office.person("office-1"))], at=office.now)


def test_the_units_own_score_stands_beside_the_final_one(office: Office) -> None:
    office.gather(COVERAGE)
    order = Submission(
        office.work(COVERAGE), office.person(CLERK), office.everything(COVERAGE), (FULL,), self_score=Decimal("2.95")
    )
    submit(office.desk, [order], at=office.now)
    assert office.row(COVERAGE).self_score == 295


def test_a_self_assessment_finer_than_the_record_is_refused(office: Office) -> None:
    office.gather(COVERAGE)
    finer = Submission(
        office.work(COVERAGE), office.person(CLERK), office.everything(COVERAGE), (FULL,), self_score=Decimal("2.955")
    )
    with pytest.raises(Invalid) as caught:
        submit(office.desk, [finer], at=office.now)
    assert caught.value.code == "too-fine" and "2.955" in caught.value.sentence
    assert office.row(COVERAGE).stage != "review"
