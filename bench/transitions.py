"""`transition`: people act one by one, each act its own durable commit, beside UPDATE + INSERT in plain sqlite3."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench.office import OPENING, WORKING, catalog, installation
from bench.raw import Raw
from bench.rounds import Rounds, in_turns
from bench.row import Row
from bench.sizes import Size
from bench.spiff import Spiff
from engine.domain.actor import Actor
from engine.services.accept import Accept, accept
from engine.services.desk import Desk
from engine.services.handed_in import FigureIn, Item
from engine.services.issue import issue
from engine.services.rehearsal.people import People
from engine.services.review import Approval, approve
from engine.services.submit import Submission, submit
from engine.store import standing

_SLICE = 100


def measure(size: Size, folder: Path) -> Row:
    """Transitions a second: accepted by the unit, handed in with evidence and a figure, approved by the office."""
    together, spiff = Rounds(), Rounds()
    alone = {step: Rounds() for step in ("accept", "submit", "approve")}
    programme = catalog(1, size.one_by_one)
    for number in range(size.rounds):
        with installation(folder / f"{number}", programme) as desk:
            issue(desk, at=OPENING)
            bench = _Bench(desk, Raw(folder / f"{number}" / "raw.db", size.one_by_one))
            taken = {"accept": bench.accepted(), "submit": bench.submitted(), "approve": bench.approved()}
            bench.raw.close()
        moves = len(bench.rows)
        for step, (ours, limit) in taken.items():
            alone[step].add(moves / ours, moves / limit)
        together.add(*(len(taken) * moves / sum(pair[side] for pair in taken.values()) for side in (0, 1)))
        rate = Spiff(folder / f"{number}" / "spiff.db", max(size.one_by_one // 5, 2)).rate()
        spiff.add(together.pairs[-1][0], rate)
    return Row(
        "transition",
        together.ours,
        "transitions/s",
        together.limit,
        together.ratio,
        "at_least",
        0.5,
        "sqlite3 UPDATE + INSERT",
        (
            "; ".join(f"{step} {each.ours:,.0f}/s, {each.ratio:.2f}" for step, each in alone.items()),
            f"SpiffWorkflow, loaded, moved, serialised and committed: {spiff.limit:,.0f}/s; "
            f"ours is {spiff.ratio:.1f} times that (goal 2)",
        ),
    )


class _Bench:
    """One installation beside one plain file, moved in turns of a hundred."""

    def __init__(self, desk: Desk, raw: Raw) -> None:
        self.desk, self.raw, self.people = desk, raw, People.read(desk)
        raw.open(1)
        with desk.database.reading() as connection:
            everybody = standing.newer_than(connection, 0)
        self.rows: list[standing.Facts] = [row for row in everybody if self.people.clerk(row.unit_id)]
        self.officer = self.people.officers[0]

    def accepted(self) -> tuple[float, float]:
        """Seconds of ours and of the limit's for accepting all."""
        return self._all(lambda row: accept(self.desk, [Accept(row.id, self._clerk(row))], at=WORKING), "collect")

    def submitted(self) -> tuple[float, float]:
        """Seconds for handing all in: one piece of evidence and one figure each."""
        figure, item = FigureIn("verified", 95, 100), Item("note", value="已全部送检")
        return self._all(
            lambda row: submit(self.desk, [Submission(row.id, self._clerk(row), (item,), (figure,))], at=WORKING),
            "review",
        )

    def approved(self) -> tuple[float, float]:
        """Seconds for approving all by a second person."""
        return self._all(lambda row: approve(self.desk, [Approval(row.id, self.officer)], at=WORKING), "score")

    def _clerk(self, row: standing.Facts) -> Actor:
        found = self.people.clerk(row.unit_id)
        assert found is not None
        return found

    def _all(self, act: Callable[[standing.Facts], object], target: str) -> tuple[float, float]:
        def ours(rows: Sequence[standing.Facts]) -> None:
            for row in rows:
                act(row)

        def theirs(rows: Sequence[standing.Facts]) -> None:
            for row in rows:
                self.raw.move(row.id, target, evidence=target == "review")

        def steps() -> Iterator[tuple[Callable[[], object], Callable[[], object]]]:
            for start in range(0, len(self.rows), _SLICE):
                rows = self.rows[start : start + _SLICE]
                yield (lambda rows=rows: ours(rows)), (lambda rows=rows: theirs(rows))  # type: ignore[misc]

        return in_turns(steps())
