"""The rows of the workload: one-by-one transitions, opening a period, bulk score; each beside raw sqlite3."""

from __future__ import annotations

from pathlib import Path

from bench.office import OPENING, SCORING, WORKING, catalog, installation
from bench.raw import Raw
from bench.rounds import Rounds, in_turns
from bench.row import Row
from engine.services.accept import Accept, accept
from engine.services.issue import issue
from engine.services.rehearsal.people import People
from engine.services.review import Approval, approve
from engine.services.score import score_due
from engine.services.submit import FigureIn, Item, Submission, submit
from engine.store import standing


def transition(folder: Path, size: int) -> Row:
    """Accept, hand in and approve one by one, each its own durable commit, against UPDATE and INSERT of raw sqlite3."""
    rounds = Rounds()
    with installation(folder / "ours", catalog(1, size)) as desk:
        issue(desk, at=OPENING)
        people, raw = People.read(desk), Raw(folder / "raw.db", size)
        raw.open(1)
        with desk.database.reading() as connection:
            rows = [row for row in standing.newer_than(connection, 0) if people.clerk(row.unit_id)]
        clerks = {row.id: people.clerk(row.unit_id) for row in rows}
        reviewer = people.officers[0]
        for batch in (rows[at::3] for at in range(3)):
            steps = []
            for row in batch:
                clerk, number = clerks[row.id], row.id
                assert clerk is not None
                handed = Submission(number, clerk, (Item("note", value="说明"),), (FigureIn("verified", 97, 100),))
                steps += [
                    (_doing(accept, desk, Accept(number, clerk), WORKING), _moving(raw, number, "collect")),
                    (_doing(submit, desk, handed, WORKING), _moving(raw, number, "review")),
                    (_doing(approve, desk, Approval(number, reviewer), WORKING), _moving(raw, number, "score")),
                ]
            ours, limit = in_turns(steps)
            rounds.add(len(steps) / ours, len(steps) / limit)
        raw.close()
    return _rate("transition", rounds, 0.5)


def opening(folder: Path, size: int) -> Row:
    """Open periods for many units by one `issue`, assignments a second, against INSERT … SELECT of raw sqlite3."""
    rounds = Rounds()
    for at in range(3):
        with installation(folder / f"ours-{at}", catalog(6, size)) as desk:
            raw = Raw(folder / f"raw-{at}.db", size)
            ours, limit = in_turns([(lambda desk=desk: issue(desk, at=OPENING), lambda raw=raw: raw.open(6))])
            raw.close()
        rounds.add(6 * size / ours, 6 * size / limit)
    return _rate("open", rounds, 0.5)


def scoring(folder: Path, size: int) -> Row:
    """Score many approved assignments at once, against one UPDATE and the history of raw sqlite3."""
    rounds = Rounds()
    for at in range(3):
        with installation(folder / f"ours-{at}", catalog(1, size)) as desk:
            issue(desk, at=OPENING)
            people, raw = People.read(desk), Raw(folder / f"raw-{at}.db", size)
            raw.open(1)
            raw.hand_in()
            with desk.database.reading() as connection:
                rows = [row for row in standing.newer_than(connection, 0) if people.clerk(row.unit_id)]
            orders = [
                Submission(row.id, clerk, (Item("note", value="说明"),), (FigureIn("verified", row.id % 100, 100),))
                for row in rows
                if (clerk := people.clerk(row.unit_id))
            ]
            submit(desk, orders, at=WORKING)
            approve(desk, [Approval(row.id, people.officers[0]) for row in rows], at=WORKING)
            ours, limit = in_turns([(lambda desk=desk: score_due(desk, at=SCORING), raw.score)])
            raw.close()
        rounds.add(len(rows) / ours, size / limit)
    return _rate("score", rounds, 0.5)


def _doing(verb, desk, order, at):  # type: ignore[no-untyped-def]
    return lambda: verb(desk, [order], at=at)


def _moving(raw: Raw, number: int, target: str):  # type: ignore[no-untyped-def]
    return lambda: raw.move(number, target)


def _rate(name: str, rounds: Rounds, goal: float) -> Row:
    return Row(name, rounds.ours, "1/s", rounds.limit, rounds.ratio, "at_least", goal, "raw sqlite3, synchronous=FULL")
