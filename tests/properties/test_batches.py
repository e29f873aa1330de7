"""Orders given together do what the same orders do one after the other, or, when one is refused, nothing at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from small_programme import at, catalog, desk_at
from sqlalchemy import select

from engine.domain.actor import Actor
from engine.domain.vocabulary import StageKind
from engine.errors import Invalid, LuoshiError, NotFound
from engine.services.cases import cases
from engine.services.desk import Desk
from engine.services.rehearsal import specimens
from engine.services.rehearsal.people import People
from engine.services.rehearsal.temperament import temperament
from engine.services.reviewing import review
from engine.services.scoring.score import score_due
from engine.services.work import accept, close_out, extend, submit
from engine.services.work.issue import issue
from engine.store import tables as t
from engine.store import verifying
from engine.store.database import Database
from engine.store.tallies import keeping

DAY = date(2022, 6, 20)
UNITS = 6
Orders = Callable[[Desk, Sequence[int]], None]


def numbers(desk: Desk) -> list[int]:
    wanted = select(t.assignment.c.id).join(t.period).where(t.period.c.indicator == "rules-carried-out")
    with desk.database.reading() as connection:
        return sorted(connection.execute(wanted).scalars())


def people(desk: Desk, ids: Sequence[int]) -> list[tuple[int, Actor, Any, People]]:
    everybody = People.read(desk)
    with desk.database.reading() as connection:
        found = cases(desk, connection, ids, at(DAY))
    clerks = [(number, everybody.clerk(found[number].row.unit_id), found[number], everybody) for number in ids]
    return [(number, clerk, case, all_) for number, clerk, case, all_ in clerks if clerk is not None]


def accepted(desk: Desk, ids: Sequence[int]) -> None:
    accept.accept(desk, [accept.Accept(n, clerk) for n, clerk, *_ in people(desk, ids)], at=at(DAY, 9))


def submitted(desk: Desk, ids: Sequence[int]) -> None:
    how = temperament(1, "i", "p", "u")
    orders = [
        submit.Submission(
            n, clerk, specimens.items(case.milestone, DAY, DAY, how), specimens.figures(case.milestone, how)
        )
        for n, clerk, case, _ in people(desk, ids)
    ]
    submit.submit(desk, orders, at=at(DAY, 10))


def approved(desk: Desk, ids: Sequence[int]) -> None:
    orders = [review.Approval(n, everybody.reviewers(case)[0]) for n, _, case, everybody in people(desk, ids)]
    review.approve(desk, orders, at=at(DAY, 11))


def returned(desk: Desk, ids: Sequence[int]) -> None:
    orders = [
        review.Return(n, everybody.reviewers(case)[0], "材料不清晰") for n, _, case, everybody in people(desk, ids)
    ]
    review.send_back(desk, orders, at=at(DAY, 12))


def closed(desk: Desk, ids: Sequence[int]) -> None:
    score_due(desk, at=at(date(2022, 11, 11)))
    orders = [close_out.CloseOut(n, everybody.officers[0]) for n, _, _, everybody in people(desk, ids)]
    close_out.close_out(desk, orders, at=at(date(2022, 11, 12)))


STEPS: tuple[Orders, ...] = (accepted, submitted, returned, submitted, approved, approved, closed)


def opened(template: Path, path: Path) -> Desk:
    path.write_bytes(template.read_bytes())
    desk = desk_at(Database(f"sqlite:///{path}", durable=False), of=catalog(units=UNITS))
    issue(desk, at=at(DAY))
    return desk


@pytest.fixture
def desk(sqlite_template: Path, tmp_path: Path) -> Desk:
    return opened(sqlite_template, tmp_path / "one.db")


def rows(desk: Desk) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that orders write, without the numbers of acts, which a batch spends in another order."""
    apart = {"id", "act_id", "digest", "prev", "sealed", "dedupe_key"}
    found = {}
    with desk.database.reading() as connection:
        for table in (t.assignment, t.evidence, t.figure, t.review, t.outbox, t.act, t.transition):
            kept = [column for column in table.c if column.name not in apart]
            found[table.name] = sorted((tuple(row) for row in connection.execute(select(*kept))), key=str)
        assert verifying.first_fault(connection)[2] is None
        assert keeping.differences(connection) == []
    return found


def test_together_is_one_after_the_other(sqlite_template: Path, tmp_path: Path) -> None:
    together, apart = (opened(sqlite_template, tmp_path / name) for name in ("together.db", "apart.db"))
    ids = numbers(together)
    assert ids == numbers(apart) and len(ids) >= UNITS
    for step in STEPS:
        step(together, ids)
        for number in ids:
            step(apart, [number])
        assert rows(together) == rows(apart), step.__name__
    with together.database.reading() as connection:
        ends = {case.row.stage_kind for case in cases(together, connection, ids, at(DAY)).values()}
        assert ends == {str(StageKind.DONE)}
    together.database.close()
    apart.database.close()


@pytest.mark.parametrize("step", range(len(STEPS) - 1), ids=lambda n: f"{n}-{STEPS[n].__name__}")
def test_one_that_is_refused_refuses_all(desk: Desk, step: int) -> None:
    ids = numbers(desk)
    for earlier in STEPS[:step]:
        earlier(desk, ids)
    STEPS[step](desk, ids[-1:])
    if STEPS[step] is approved and step == 4:
        STEPS[step](desk, ids[-1:])
    before = rows(desk)
    with pytest.raises((LuoshiError, IndexError)):
        STEPS[step](desk, ids)
    assert rows(desk) == before


@pytest.mark.parametrize("verb", [submit.attach, submit.submit, review.approve, review.send_back, accept.accept])
def test_no_orders_are_no_act(desk: Desk, verb: Callable[..., object]) -> None:
    before = rows(desk)
    assert not verb(desk, [], at=at(DAY))
    assert rows(desk) == before


def test_an_assignment_stands_in_a_batch_once(desk: Desk) -> None:
    ids = numbers(desk)
    accepted(desk, ids)
    before = rows(desk)
    [(number, clerk, *_)] = people(desk, ids[:1])
    with pytest.raises(Invalid) as caught:
        submit.attach(desk, [submit.Submission(number, clerk)] * 2, at=at(DAY))
    assert str(number) in caught.value.sentence
    submitted(desk, ids)
    [(_, _, case, everybody)] = people(desk, ids[:1])
    two = [review.Approval(number, actor) for actor in everybody.reviewers(case)[:2]]
    with pytest.raises(Invalid):
        review.approve(desk, [*two, two[0]], at=at(DAY))
    assert len(rows(desk)["review"]) == len(before["review"])


def test_an_unknown_assignment_refuses_all(desk: Desk) -> None:
    before = rows(desk)
    clerk = People.read(desk).clerk("su-00001")
    assert clerk is not None
    for stray in (0, -1, 10**6, 10**30):
        with pytest.raises(NotFound):
            accept.accept(desk, [accept.Accept(numbers(desk)[0], clerk), accept.Accept(stray, clerk)], at=at(DAY))
        with pytest.raises(NotFound):
            accept.accept(desk, [accept.Accept(stray, clerk)], at=at(DAY))
        with pytest.raises(NotFound):
            extend.decide(desk, extend.Decision(stray, clerk, True), at=at(DAY))
    assert rows(desk) == before


@pytest.mark.parametrize(("some", "of"), [(-1, 1), (1, -1), (3, 2), (10**12 + 1, 10**12 + 1), (10**40, 10**41)])
def test_impossible_figures(desk: Desk, some: int, of: int) -> None:
    wanted = select(t.assignment.c.id).join(t.period).where(t.period.c.indicator == "free-verification-coverage")
    with desk.database.reading() as connection:
        number = connection.execute(wanted).scalar_one()
    [(_, clerk, *_)] = people(desk, [number])
    before = rows(desk)
    with pytest.raises(Invalid) as caught:
        figures = (submit.FigureIn("coverage", some, of),)
        submit.attach(desk, [submit.Submission(number, clerk, figures=figures)], at=at(DAY))
    assert caught.value.code == "impossible-figure"
    assert rows(desk) == before
    submit.attach(
        desk, [submit.Submission(number, clerk, figures=(submit.FigureIn("coverage", 10**12, 10**12),))], at=at(DAY)
    )
