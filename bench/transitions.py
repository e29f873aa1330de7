"""`transition`: people act one by one, each act its own durable commit, beside UPDATE + INSERT in plain sqlite3."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bench.office import OPENING, WORKING, catalog, installation
from bench.raw import Raw
from bench.rounds import Rounds, in_turns
from bench.row import Row
from bench.sizes import Size
from bench.spiff import STEPS, Spiff
from engine.catalog import Catalog
from engine.domain.actor import Actor
from engine.services.desk import Desk
from engine.services.rehearsal.people import People
from engine.services.reviewing.review import Approval, approve
from engine.services.work.accept import Accept, accept
from engine.services.work.handed_in import FigureIn, Item
from engine.services.work.issue import issue
from engine.services.work.submit import Submission, submit
from engine.store.work import standing

_SLICE = 100


def measure(size: Size, folder: Path) -> Row:
    """Transitions a second: accepted by the unit, handed in with evidence and a figure, approved by the office."""
    together, spiff = Rounds(), Rounds()
    alone = {step: Rounds() for step in STEPS}
    programme = catalog(1, size.one_by_one)
    for number in range(size.rounds):
        with _three(folder / f"{number}", programme, size.one_by_one) as bench:
            taken = {"accept": bench.accepted(), "submit": bench.submitted(), "approve": bench.approved()}
        moves = len(bench.rows)
        for step, (ours, limit, _) in taken.items():
            alone[step].add(moves / ours, moves / limit)
        ours, limit, theirs = (len(taken) * moves / sum(each) for each in zip(*taken.values(), strict=True))
        together.add(ours, limit)
        spiff.add(ours, theirs)
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
            f"SpiffWorkflow, loaded, moved, serialised and committed in turns with ours: {spiff.limit:,.0f}/s; "
            f"ours is {spiff.ratio:.1f} times that (goal 2)",
        ),
    )


@contextmanager
def _three(folder: Path, programme: Catalog, number: int) -> Iterator[_Bench]:
    with installation(folder, programme) as desk:
        issue(desk, at=OPENING)
        bench = _Bench(desk, Raw(folder / "raw.db", number), Spiff(folder / "spiff.db", number))
        yield bench
        bench.raw.close()
        bench.spiff.close()


class _Bench:
    """One installation beside one plain file and one of SpiffWorkflow's, moved in turns of a hundred."""

    def __init__(self, desk: Desk, raw: Raw, spiff: Spiff) -> None:
        self.desk, self.raw, self.spiff, self.people = desk, raw, spiff, People.read(desk)
        raw.open(1)
        with desk.database.reading() as connection:
            everybody = standing.newer_than(connection, 0)
        self.rows: list[standing.Facts] = [row for row in everybody if self.people.clerk(row.unit_id)]
        self.officer = self.people.officers[0]

    def accepted(self) -> tuple[float, ...]:
        """Seconds of ours, of the limit and of SpiffWorkflow for accepting all."""
        return self._all("accept", self._accept, "collect")

    def submitted(self) -> tuple[float, ...]:
        """The same for handing all in: one piece of evidence and one figure each."""
        return self._all("submit", self._submit, "review")

    def approved(self) -> tuple[float, ...]:
        """The same for approving all by a second person."""
        return self._all("approve", self._approve, "score")

    def _accept(self, row: standing.Facts) -> None:
        accept(self.desk, [Accept(row.id, self._clerk(row))], at=WORKING)

    def _submit(self, row: standing.Facts) -> None:
        figure, item = FigureIn("verified", 95, 100), Item("note", value="已全部送检")
        submit(self.desk, [Submission(row.id, self._clerk(row), (item,), (figure,))], at=WORKING)

    def _approve(self, row: standing.Facts) -> None:
        approve(self.desk, [Approval(row.id, self.officer)], at=WORKING)

    def _clerk(self, row: standing.Facts) -> Actor:
        found = self.people.clerk(row.unit_id)
        assert found is not None
        return found

    def _all(self, step: str, act: Callable[[standing.Facts], None], target: str) -> tuple[float, ...]:
        def plain(row: standing.Facts) -> None:
            self.raw.move(row.id, target, evidence=target == "review")

        def spiff(row: standing.Facts) -> None:
            self.spiff.move(row.id, step)

        def turn(start: int) -> list[Callable[[], None]]:
            rows = self.rows[start : start + _SLICE]
            return [partial(_each, rows, doing) for doing in (act, plain, spiff)]

        return in_turns(turn(start) for start in range(0, len(self.rows), _SLICE))


def _each(rows: Sequence[standing.Facts], doing: Callable[[standing.Facts], None]) -> None:
    for row in rows:
        doing(row)
