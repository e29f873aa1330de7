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
    """Transitions a second: each assignment is accepted by its unit and, once handed in, approved by the office."""
    accepting, approving, together, spiff = Rounds(), Rounds(), Rounds(), Rounds()
    programme = catalog(1, size.one_by_one)
    for number in range(size.rounds):
        with installation(folder / f"{number}", programme) as desk:
            issue(desk, at=OPENING)
            bench = _Bench(desk, Raw(folder / f"{number}" / "raw.db", size.one_by_one))
            first, second = bench.accepted(), bench.approved()
            bench.raw.close()
        moves = len(bench.rows)
        accepting.add(moves / first[0], moves / first[1])
        approving.add(moves / second[0], moves / second[1])
        together.add(2 * moves / (first[0] + second[0]), 2 * moves / (first[1] + second[1]))
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
            f"accept {accepting.ours:,.0f}/s, {accepting.ratio:.2f} of the limit; "
            f"approve, with the verdict and a letter, {approving.ours:,.0f}/s, {approving.ratio:.2f}",
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

    def approved(self) -> tuple[float, float]:
        """Seconds for approving all; that they are handed in before, in one batch, is not measured."""
        figure, item = FigureIn("verified", 95, 100), Item("note", value="已全部送检")
        submit(self.desk, [Submission(r.id, self._clerk(r), (item,), (figure,)) for r in self.rows], at=WORKING)
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
                self.raw.move(row.id, target)

        def steps() -> Iterator[tuple[Callable[[], object], Callable[[], object]]]:
            for start in range(0, len(self.rows), _SLICE):
                rows = self.rows[start : start + _SLICE]
                yield (lambda rows=rows: ours(rows)), (lambda rows=rows: theirs(rows))  # type: ignore[misc]

        return in_turns(steps())
