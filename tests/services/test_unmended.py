"""Returned and not mended: red, no points and none lost while it may still be mended, nothing in the end (ADR 0036)."""

from __future__ import annotations

from datetime import date

from at_the_office import COVERAGE, Office

from engine.domain.vocabulary import Light, Terminal
from engine.services.looking import ask
from engine.services.office import recognise
from engine.services.scoring.score import explained, score_due, settle_due
from engine.services.work.submit import FigureIn
from engine.store.database import Database
from engine.store.scoring import ranking

CLERK, UNIT = "qu-shijian-ju-clerk", "qu-shijian-ju"


def handed_in(database: Database) -> Office:
    """Row 18, worth three points, came in before its day, 31 August."""
    office = Office.open(database, date(2022, 8, 20))
    office.gather(COVERAGE)
    office.hand_in(COVERAGE, CLERK, FigureIn("coverage", 20, 20))
    return office.on(date(2022, 8, 24))


def with_a_faulty_piece(database: Database) -> Office:
    """The same, and one piece of it went back, to be mended by 31 August."""
    office = handed_in(database)
    office.send_back(COVERAGE, "office-1", items=(min(office.pieces(COVERAGE).values()),))
    return office


def possible(office: Office) -> int:
    """Points that count for the unit in the ranking so far, in hundredths."""
    with office.desk.database.reading() as connection:
        totals = {row.id: int(row.possible) for row in ranking.unit_totals(connection, 2022, office.today)}
    return totals.get(UNIT, 0)


def test_it_is_red_and_counts_for_nothing_while_it_may_still_be_mended(database: Database) -> None:
    office, late = handed_in(database), date(2022, 10, 31)
    waiting = possible(office.on(late))
    office.send_back(COVERAGE, "office-1", items=(min(office.pieces(COVERAGE).values()),))
    [row] = [
        row
        for row in ask.assignments(office.desk, at=office.on(late).now, limit=1000)
        if row.id == office.work(COVERAGE)
    ]
    assert row.light is Light.RED and row.score is None
    assert possible(office.on(late)) == waiting


def test_what_went_back_as_a_whole_is_not_in_and_counts_as_owed(database: Database) -> None:
    office, late = handed_in(database), date(2022, 10, 31)
    waiting = possible(office.on(late))
    office.send_back(COVERAGE, "office-1")
    assert possible(office.on(late)) == waiting + 300


def test_it_keeps_its_unit_out_of_the_recognition(database: Database) -> None:
    office = with_a_faulty_piece(database).on(date(2022, 11, 18))
    drafted = recognise.propose(office.desk, at=office.now, year=2022)
    [reason] = [row.reason for row in drafted.left_out if row.unit == UNIT]
    assert office.case(COVERAGE).definition.title in reason


def test_mended_late_it_earns_what_it_earns_in_time(database: Database) -> None:
    office = with_a_faulty_piece(database).on(date(2022, 10, 31))
    faulty = next(requirement for requirement, state in office.evidence(COVERAGE) if state == "returned")
    office.hand_in(COVERAGE, CLERK, FigureIn("coverage", 20, 20), items=[office.item(COVERAGE, faulty, "again")])
    office.approve(COVERAGE, "office-1")
    assert score_due(office.desk, at=office.now) >= 1
    scored = explained(office.desk, office.work(COVERAGE), at=office.now)
    assert (scored.deduction, scored.final) == (0, 3)


def test_never_mended_it_is_settled_at_nothing(database: Database) -> None:
    office = with_a_faulty_piece(database).on(date(2023, 1, 16))
    settle_due(office.desk, at=office.now)
    row = office.row(COVERAGE)
    assert (row.stage, row.score, row.settled) == (Terminal.SCORED, 0, True)
