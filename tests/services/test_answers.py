"""A board is told from what was answered before only while nobody has acted, and to nobody else."""

from __future__ import annotations

from datetime import date, timedelta

from at_the_office import Office
from small_programme import at

from engine.domain.narrowing import Narrowing, Sort
from engine.services.answers import Answers
from engine.services.looking import board
from engine.services.looking.inbox import inbox
from engine.services.work.accept import Accept, accept
from engine.store.database import Database

DAY = date(2022, 6, 15)


def test_an_answer_is_kept_until_somebody_acts(database: Database) -> None:
    office = Office.open(database, DAY)
    desk, clerk, when = office.desk, office.person("qu-shijian-ju-clerk"), at(DAY)
    first, mine = board.board(desk, clerk, Narrowing(), by="category", at=when), inbox(desk, clerk, at=when)
    assert board.board(desk, clerk, Narrowing(), by="category", at=when) is first
    assert inbox(desk, clerk, at=when) is mine
    todo = next(line.row for line in mine.todo if line.row.stage == "assign")
    accept(desk, [Accept(todo.id, clerk)], at=when)
    after = inbox(desk, clerk, at=when)
    assert next(line.row for line in after.todo if line.row.id == todo.id).stage != "assign"
    assert board.board(desk, clerk, Narrowing(), by="category", at=when) is not first


def test_another_day_another_person_and_another_narrowing_ask_anew(database: Database) -> None:
    office = Office.open(database, DAY)
    desk, clerk, when = office.desk, office.person("qu-shijian-ju-clerk"), at(DAY)
    first = board.rows(desk, clerk, Narrowing(), sort=Sort.WORST, at=when)
    others = (
        board.rows(desk, office.person("office-1"), Narrowing(), sort=Sort.WORST, at=when),
        board.rows(desk, clerk, Narrowing(), sort=Sort.WORST, at=when + timedelta(days=1)),
        board.rows(desk, clerk, Narrowing(year=2022), sort=Sort.DUE, at=when),
    )
    assert all(other is not first for other in others)
    assert {row.id for row in others[0][0]} != {row.id for row in first[0]}


def test_only_so_many_are_kept(database: Database) -> None:
    answers = Answers()
    with database.reading() as connection:
        for number in range(600):
            answers.of(connection, number, lambda number=number: [number])  # type: ignore[misc]
        assert len(answers._kept) == 500
        assert answers.of(connection, 599, lambda: []) == [599]
        assert answers.of(connection, 0, lambda: ["anew"]) == ["anew"]
