"""Statements are kept between requests, values are not: whoever asks alike is told of their own, of their own day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from at_the_office import Office

from engine.domain.narrowing import Narrowing, Show, Sort
from engine.domain.vocabulary import Light
from engine.services.looking import board
from engine.services.looking.inbox import inbox
from engine.services.seeing import scope
from engine.store.database import Database
from engine.store.looking import boards

CLERKS = ("qu-shijian-ju-clerk", "qu-caizheng-ju-clerk")
NOBODY: frozenset[str] = frozenset()


@pytest.fixture
def office(database: Database) -> Office:
    return Office.open(database, date(2022, 6, 27))


def rows_of(office: Office, person: str, narrowing: Narrowing, sort: Sort = Sort.WORST) -> list[board.AssignmentRow]:
    found, _ = board.rows(office.desk, office.person(person), narrowing, sort=sort, at=office.now)
    return list(found)


def test_each_sees_their_own_units_work(office: Office) -> None:
    everything = set(board.every_row(office.desk, office.person("office-1"), Narrowing(), at=office.now))
    industries = {unit.id: unit.industry for unit in office.desk.office().units}
    for person in CLERKS * 2:
        actor = office.person(person)
        parts = {line.row.id for line in inbox(office.desk, actor, at=office.now).parts}
        seen = scope(office.desk.office(), actor)
        own = {row.id for row in everything if seen.holds(row.unit, industries[row.unit], NOBODY) or row.id in parts}
        assert own and len(own) < len(everything)
        for sort in Sort:
            assert {row.id for row in rows_of(office, person, Narrowing(), sort)} == own
        with_them = {row.id for row in rows_of(office, person, Narrowing(show=Show.MINE))}
        assert with_them == {line.row.id for line in inbox(office.desk, actor, at=office.now).now}


def test_a_word_is_looked_for_and_not_the_one_before(office: Office) -> None:
    seen = {
        word: {row.title for row in rows_of(office, "office-1", Narrowing(words=word))}
        for word in ("检定", "经费", "%", "_")
    }
    assert seen["检定"] and seen["经费"] and not seen["检定"] & seen["经费"]
    assert not seen["%"] and not seen["_"]


def test_the_same_question_of_another_day_shows_that_days_lights(office: Office) -> None:
    red = Narrowing(light=Light.RED)
    before = {row.id for row in rows_of(office, "office-1", red)}
    later = office.on(office.today + timedelta(days=90))
    after = {row.id for row in rows_of(later, "office-1", red)}
    assert before < after
    assert {row.id for row in rows_of(office, "office-1", red)} == before


def test_a_shape_is_built_once(office: Office) -> None:
    """However many people and days ask for it."""
    rows_of(office, CLERKS[0], Narrowing(), Sort.UNIT)
    built = boards._page.cache_info().misses
    for day in range(3):
        for person in CLERKS[:1] * 2:
            rows_of(office.on(office.today + timedelta(days=day)), person, Narrowing(), Sort.UNIT)
    assert boards._page.cache_info().misses == built
