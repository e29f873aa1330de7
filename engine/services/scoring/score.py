"""评分: score what is approved and assessable, settle what never came in, and explain every point."""

from __future__ import annotations

from datetime import datetime

from engine.domain.actor import SYSTEM
from engine.domain.days import day_of
from engine.domain.lifecycle import move_for
from engine.domain.periods import settlement_on
from engine.domain.scoring import Scored
from engine.domain.vocabulary import StageKind, Terminal, Verb
from engine.services.cases import cases
from engine.services.desk import Desk
from engine.services.scoring.inputs import Folder
from engine.store import moves
from engine.store.chain import Act
from engine.store.database import Connection
from engine.store.scoring import scores
from engine.store.work import settling

_BATCH = 2000


def score_due(desk: Desk, *, at: datetime, set_based: bool = True) -> int:
    """Score everything approved: dated work at once, continuous work from its assessment date. Returns how many.

    Rules that need one figure and two dates are scored by one statement, the rest from their inputs; both give the
    same figures (property test, which asks for the second way by `set_based=False`).
    """
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        today = day_of(at, office.catalog.programme)
        with moves.all_together(connection) as together:
            groups = scores.ready_groups(connection, today)
            return sum(_score(desk, connection, group, at, together if set_based else None) for group in groups)


def _score(desk: Desk, connection: Connection, group: scores.Group, at: datetime, together: list[int] | None) -> int:
    """Score a group: by one statement what can be (unless `together` is None), the rest one by one."""
    programme = desk.book.office(connection).catalog.programme
    today = day_of(at, programme)
    definition = desk.book.definition(connection, group.definition_id)
    stages = [stage.id for stage in definition.workflow.stages if stage.kind == StageKind.SCORE]
    assert all(move_for(definition.workflow, Verb.SCORE, stage) is not None for stage in stages)
    where = scores.ready(group, stages, today)
    act = Act(programme.id, Verb.SCORE, SYSTEM.id, at, today, "", definition.digest)
    expression = scores.expression(definition.milestone(group.milestone)) if together is not None else None
    done = 0
    if expression is not None:
        plain, sets = [*where, scores.plain()], {"score": expression}
        _, done = moves.sweep(
            connection, act, plain, target=Terminal.SCORED, kind=StageKind.DONE, sets=sets, together=together
        )
    return done + _score_rows(desk, connection, scores.numbers(connection, where), act, at)


def _score_rows(desk: Desk, connection: Connection, numbers: list[int], act: Act, at: datetime) -> int:
    for start in range(0, len(numbers), _BATCH):
        batch = numbers[start : start + _BATCH]
        found, folder = cases(desk, connection, batch, at), Folder.read(connection, batch)
        moved = []
        for number in batch:
            scored = folder.score(found[number])
            sets: dict[str, object] = {"score": int(scored.final * 100), "vetoed": scored.vetoed}
            row = found[number].row
            moved.append(moves.Moved(number, row.stage, Terminal.SCORED, StageKind.DONE, sets))
        moves.record(connection, [(act, moved)])
    return len(numbers)


def settle_due(desk: Desk, *, at: datetime) -> int:
    """After a year's settlement date: what was never handed in is scored zero, so that the year can be closed."""
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        programme = office.catalog.programme
        today = day_of(at, programme)
        done = 0
        for year in settling.years(connection):
            if today > settlement_on(programme, year):
                act = Act(programme.id, Verb.SETTLE, SYSTEM.id, at, today, "", "", {"year": year})
                done += moves.sweep(
                    connection,
                    act,
                    settling.never_in(year, today),
                    target=Terminal.SCORED,
                    kind=StageKind.DONE,
                    sets={"score": 0, "settled": True},
                )[1]
    return done


def explained(desk: Desk, assignment: int, *, at: datetime) -> Scored:
    """The score of an assignment with every line of its reasons, from the same inputs that gave the figure."""
    with desk.database.reading() as connection:
        case = cases(desk, connection, [assignment], at)[assignment]
        return Folder.read(connection, [assignment]).score(case)
