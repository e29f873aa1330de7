"""Where a unit stands: its own points with the reason of every point, and its place only once it is published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from at_the_office import COVERAGE, Office

from engine.domain.vocabulary import Light
from engine.services.looking import progress
from engine.services.mine.standing import standing
from engine.services.office.recognise import approve_list, propose, publish
from engine.services.scoring.score import score_due
from engine.services.work.submit import FigureIn
from engine.store.database import Database
from engine.wording import use_language

MARKET, OFFICER = "qu-shijian-ju-clerk", "office-1"


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    with use_language("zh"):
        yield


@pytest.fixture
def office(database: Database) -> Office:
    return Office.open(database, date(2022, 6, 15))


def test_every_point_is_explained_and_the_sum_is_the_rankings(office: Office) -> None:
    office.gather(COVERAGE)
    office.hand_in(COVERAGE, MARKET, FigureIn("coverage", 1940, 2000))
    office.approve(COVERAGE, OFFICER)
    score_due(office.desk, at=office.now)
    actor = office.person(MARKET)
    found = standing(office.desk, actor, at=office.now)
    scored = {each.row.indicator: each for each in found.rows if each.scored}
    assert list(scored) == ["free-verification-coverage"]
    one = scored["free-verification-coverage"]
    assert one.row.score == found.earned == 291 and found.possible == 300 and found.rate == 9700
    assert one.scored is not None and any("97" in line.sentence for line in one.scored.lines)
    [ranked] = [each for each in progress.ranking(office.desk, actor, at=office.now).places if each.unit == actor.unit]
    assert (found.earned, found.possible) == (ranked.earned, ranked.possible)
    assert sum(found.lights.values()) == len(found.rows) and found.lights[Light.RED] == 0
    assert {each.row.unit for each in found.rows} == {actor.unit} and found.whole > found.possible


def test_a_year_in_which_nothing_was_asked_is_empty(office: Office) -> None:
    found = standing(office.desk, office.person(MARKET), at=office.now, year=2021)
    assert (found.rows, found.earned, found.rate, found.place) == ((), 0, 0, None)


def test_a_place_is_told_only_once_the_list_is_published(office: Office) -> None:
    late = office.on(date(2022, 11, 18))
    draft = propose(late.desk, at=late.now)
    unit = next(line.unit for line in (*draft.rows, *draft.left_out))
    actor = late.desk.person(f"{unit}-clerk")
    assert standing(late.desk, actor, at=late.now).place is None
    approve_list(late.desk, 2022, late.person(OFFICER), at=late.now)
    assert standing(late.desk, actor, at=late.now).place is None
    publish(late.desk, 2022, at=late.now)
    place = standing(late.desk, actor, at=late.now).place
    line = next(each for each in (*draft.rows, *draft.left_out) if each.unit == unit)
    assert place is not None and (place.rank, place.points, place.reason) == (line.rank, line.points, line.reason)
