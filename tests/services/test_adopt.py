"""Plan and apply: said before it is done, done as said; answered work follows a choice, evidence is never dropped."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from at_the_office import COVERAGE, GROUP, Office, programme
from small_programme import at, catalog, changed

from engine.catalog import Catalog
from engine.domain.actor import SYSTEM
from engine.domain.definition.wanted import EvidenceWanted
from engine.domain.definition.when import By, YearDay
from engine.domain.vocabulary import EvidenceKind, ItemState, Terminal
from engine.errors import Invalid, Refused
from engine.evidence import EvidenceFiles
from engine.services.desk import Desk
from engine.services.looking import ask, remember
from engine.services.programme.adopt import Adopted, adopt, adopt_in
from engine.services.programme.planning import Plan, SavedPlan, plan, plan_in
from engine.services.scoring.score import score_due
from engine.services.word import letters
from engine.services.work import close_out
from engine.services.work.issue import issue
from engine.services.work.submit import FigureIn
from engine.store.database import Database
from engine.store.programme import adopted

CLERK, INDICATOR = "qu-shijian-ju-clerk", "free-verification-coverage"
FULL = FigureIn("coverage", 20, 20)


@pytest.fixture
def office(sqlite_database: Database) -> Office:
    return Office.open(sqlite_database, date(2022, 3, 15))


def answered(office: Office) -> Office:
    office.gather(COVERAGE)
    office.hand_in(COVERAGE, CLERK, FULL)
    return office


def more_evidence() -> Catalog:
    """An incompatible change: one more piece is wanted."""
    extra = EvidenceWanted(id="photos", title="现场照片", kind=EvidenceKind.PHOTO)
    before = programme()
    indicator = next(one for one in before.record.indicators if one.id == INDICATOR)
    return changed(before, INDICATOR, evidence=(*indicator.evidence, extra))


def earlier() -> Catalog:
    return changed(programme(), INDICATOR, when=By(by=YearDay("08-25")))


def without(*indicators: str) -> Catalog:
    before = programme()
    kept = tuple(one for one in before.record.indicators if one.id not in indicators)
    return Catalog.of(before.record.model_copy(update={"indicators": kept}))


def taken(office: Office, wanted: Catalog, **more: Any) -> Adopted:
    return adopt(office.desk, wanted, actor=office.person("office-1"), at=office.now, **more)


def test_nothing_runs_before_the_first_adoption(sqlite_database: Database) -> None:
    desk = Desk(sqlite_database, EvidenceFiles("memory://nothing"))
    with pytest.raises(Refused) as caught:
        desk.catalog()
    assert caught.value.code == "nothing-adopted"


def test_the_same_again_changes_nothing(office: Office) -> None:
    acts = remember.verify(office.desk).acts
    assert taken(office, programme()) == Adopted()
    assert plan(office.desk, programme(), at=office.now).exit_code == 0
    assert remember.verify(office.desk).acts == acts


def test_a_saved_plan_is_what_happens(database: Database) -> None:
    office = Office.open(database, date(2022, 3, 15))
    saved = SavedPlan.parse(plan(office.desk, earlier(), at=office.now).to_json())
    done = taken(office, earlier(), plan=saved)
    assert (done.moved, done.withdrawn, done.restarted) == (1, 0, 0)
    assert office.row(COVERAGE).due_on == date(2022, 8, 25)
    assert office.row(GROUP).due_on == date(2022, 3, 20)


def test_a_stale_plan_is_refused_whole(office: Office) -> None:
    saved = plan(office.desk, earlier(), at=office.now)
    answered(office)
    with pytest.raises(Refused) as caught:
        taken(office, earlier(), plan=saved)
    assert caught.value.code == "stale-plan"
    assert office.desk.catalog() == programme()
    with pytest.raises(Refused):
        taken(office, more_evidence(), plan=plan(office.desk, earlier(), at=office.now), choice="keep")


@pytest.mark.parametrize("text", ["", "[]", "{}", "not json", '{"plan": 1}'])
def test_something_else_is_no_plan(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        SavedPlan.parse(text)
    assert caught.value.code == "not-a-plan"


def test_a_plan_says_the_same_however_it_is_read(office: Office) -> None:
    made: Plan = plan(office.desk, earlier(), at=office.now)
    assert SavedPlan.parse(made.to_json()).digest == made.digest
    assert plan(office.desk, earlier(), at=office.on(date(2022, 3, 16)).now).digest == made.digest


def test_answered_work_under_an_incompatible_change_wants_a_choice(office: Office) -> None:
    answered(office)
    assert plan(office.desk, more_evidence(), at=office.now).choice_wanted == 1
    with pytest.raises(Refused) as caught:
        taken(office, more_evidence())
    assert caught.value.code == "choice-wanted"
    assert "1" in caught.value.sentence and "restart" in caught.value.remedy


def test_free_work_needs_no_choice(office: Office) -> None:
    assert taken(office, more_evidence()).moved == 1
    assert office.case(COVERAGE).milestone.wanted("photos") is not None


@pytest.mark.parametrize(
    ("choice", "stage", "asked_for_photos"),
    [("keep", "review", False), ("carry", "review", True), ("restart", "collect", True)],
)
def test_each_choice_and_evidence_stays(database: Database, choice: Any, stage: str, asked_for_photos: bool) -> None:
    office = answered(Office.open(database, date(2022, 3, 15)))
    before = office.evidence(COVERAGE)
    taken(office, more_evidence(), choice=choice)
    case = office.case(COVERAGE)
    assert (case.row.stage, case.milestone.wanted("photos") is not None) == (stage, asked_for_photos)
    assert office.evidence(COVERAGE) == before
    if choice == "restart":
        with pytest.raises(Refused) as caught:
            office.hand_in(COVERAGE, CLERK, items=[])
        assert "现场照片" in caught.value.sentence
        office.hand_in(COVERAGE, CLERK, items=[office.item(COVERAGE, "photos")])
    office.approve(COVERAGE, "office-1")
    assert {state for _, state in office.evidence(COVERAGE)} == {ItemState.APPROVED}
    assert remember.verify(office.desk).sound


def test_what_is_taken_out_is_withdrawn_but_not_what_was_answered(database: Database) -> None:
    office = answered(Office.open(database, date(2022, 3, 15)))
    made = plan(office.desk, without(INDICATOR, "leading-group"), at=office.now)
    assert (made.moves, made.choice_wanted) == (1, 0)
    assert taken(office, without(INDICATOR, "leading-group")).withdrawn == 1
    assert stage_and_last(office, INDICATOR) == ("review", "submit")
    assert stage_and_last(office, "leading-group") == (Terminal.WITHDRAWN, "terminate")
    letters.expand(office.desk, at=office.now)
    told = [each.person for each in letters.lease(office.desk, owner="t", at=office.now) if each.notice == "withdrawn"]
    assert told == ["qu-zhengfu-ban-clerk"]


def test_what_is_put_back_in_the_same_year_is_issued_again_once(database: Database) -> None:
    office = Office.open(database, date(2022, 3, 15))
    number = office.work(GROUP)
    close_out.terminate(office.desk, office.work(COVERAGE), office.person("office-1"), "另行安排", at=office.now)
    taken(office, without("leading-group", INDICATOR))
    later = office.on(date(2022, 3, 17))
    for _ in range(2):
        taken(later, programme())
        issue(later.desk, at=later.now)
    row = later.row(GROUP)
    assert (row.id, row.stage, row.stage_since, row.due_on) == (number, "assign", later.today, date(2022, 3, 20))
    assert later.verbs(GROUP) == ["issue", "terminate", "issue"]
    assert later.verbs(COVERAGE) == ["issue", "terminate"], "what the office itself withdrew stays so"
    letters.expand(office.desk, at=later.now)
    told = [each for each in letters.lease(office.desk, owner="t", at=later.now) if each.assignment == number]
    assert Counter((each.notice, each.as_of.day) for each in told) == {
        ("issued", 15): 1,
        ("withdrawn", 15): 1,
        ("issued", 17): 1,
    }
    assert remember.verify(office.desk).sound
    taken(later, earlier())
    assert later.row(COVERAGE).stage == Terminal.WITHDRAWN


def stage_and_last(office: Office, indicator: str) -> tuple[str, str]:
    """Where the only assignment of an indicator stands and what happened to it last, its definition being gone."""
    [row] = ask.assignments(office.desk, at=office.now, indicator=indicator)
    return row.stage, remember.history(office.desk, assignment=row.id)[0].verb


def dearer() -> Catalog:
    """An incompatible change: one more piece, another window, and other points."""
    record = more_evidence().record
    scale = record.scale
    points = {**scale.points, INDICATOR: Decimal(7)}
    return Catalog.of(record.model_copy(update={"scale": scale.model_copy(update={"points": points})}))


@pytest.mark.parametrize(("choice", "points"), [("keep", 300), ("carry", 700), ("restart", 700)])
def test_answered_work_is_measured_by_the_definition_it_stays_under(
    database: Database, choice: Any, points: int
) -> None:
    office = answered(Office.open(database, date(2022, 3, 15)))
    before = office.row(COVERAGE)
    taken(office, dearer(), choice=choice)
    row = office.row(COVERAGE)
    assert (before.points, row.points) == (300, points)
    assert (row.window_from, row.window_to) == (before.window_from, before.window_to)
    if choice == "keep":
        office.approve(COVERAGE, "office-1")
        score_due(office.desk, at=office.now)
        assert office.row(COVERAGE).score == 300


def test_another_programme_is_refused_and_nothing_of_it_is_kept(office: Office) -> None:
    record = programme().record
    renamed = record.model_copy(update={"programme": record.programme.model_copy(update={"id": "elsewhere"})})
    acts = remember.head(office.desk)
    for attempt in (
        lambda: taken(office, Catalog.of(renamed)),
        lambda: plan(office.desk, Catalog.of(renamed), at=office.now),
    ):
        with pytest.raises(Refused) as refusal:
            attempt()
        assert refusal.value.code == "another-programme" and "LUOSHI_HOME" in refusal.value.remedy
    assert remember.head(office.desk) == acts and office.desk.catalog().programme.id == programme().programme.id


def test_points_reach_open_work_and_not_what_is_scored(office: Office) -> None:
    scale = programme().record.scale
    doubled = {name: points * 2 for name, points in scale.points.items()}
    richer = Catalog.of(programme().record.model_copy(update={"scale": scale.model_copy(update={"points": doubled})}))
    taken(office, richer)
    assert office.row(COVERAGE).points == 600
    assert Decimal(office.case(COVERAGE).milestone.points) == Decimal(6)


def test_what_was_due_before_the_start_is_not_asked_for(sqlite_database: Database) -> None:
    desk = Desk(sqlite_database, EvidenceFiles("memory://late"))
    office = Office(desk, date(2022, 11, 1))
    adopt(desk, catalog(("leading-group", INDICATOR, "joint-meeting")), actor=SYSTEM, at=office.now, since=office.today)
    opened = issue(desk, at=office.now).opened
    assert opened == ("joint-meeting/2022Q4",)


def _newest(desk: Desk, database: Database) -> object:
    """The definition of the free verification under the highest number, as the book has it."""
    with database.reading() as connection:
        return desk.book.definition(connection, max(adopted.numbers(connection).values()))


def test_what_an_undone_adoption_said_is_forgotten(sqlite_database: Database) -> None:
    """SQLite gives the number of a row that was taken back to the next one."""
    desk = Office.open(sqlite_database, date(2022, 3, 15)).desk
    now = at(date(2022, 3, 16))
    with pytest.raises(OSError), desk.book.unless_undone(), sqlite_database.transaction() as connection:
        adopt_in(desk, connection, earlier(), plan_in(desk, connection, earlier(), now), actor=SYSTEM, at=now)
        number = max(adopted.numbers(connection).values())
        assert desk.book.definition(connection, number) == earlier().definitions[INDICATOR]
        raise OSError("no room on the disk")
    with desk.trying() as trial:
        adopt(trial, more_evidence(), actor=SYSTEM, at=now)
        assert _newest(trial, trial.database) == more_evidence().definitions[INDICATOR]
    renamed = changed(programme(), INDICATOR, title="免费检定")
    adopt(desk, renamed, actor=SYSTEM, at=now)
    assert _newest(desk, sqlite_database) == renamed.definitions[INDICATOR]
