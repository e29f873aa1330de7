"""Measuring against noise: ours and the limit take turns, and the medians of the rounds count."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from bench.row import Row


@dataclass
class Stopwatch:
    """Seconds spent inside `measure`, summed."""

    seconds: float = 0.0

    def measure(self, doing: Callable[[], object]) -> object:
        """Do it and add the time it took."""
        start = time.perf_counter()
        answer = doing()
        self.seconds += time.perf_counter() - start
        return answer


@dataclass
class Rounds:
    """Pairs of (ours, limit), one a round; the ratio is taken within a round, where both met the same noise."""

    pairs: list[tuple[float, float]] = field(default_factory=list)

    def add(self, ours: float, limit: float) -> None:
        """Note one round."""
        self.pairs.append((ours, limit))

    @property
    def ours(self) -> float:
        """The median of ours."""
        return median(ours for ours, _ in self.pairs)

    @property
    def limit(self) -> float:
        """The median of the limit."""
        return median(limit for _, limit in self.pairs)

    @property
    def ratio(self) -> float:
        """The median of ours over limit, round by round."""
        return median(ours / limit for ours, limit in self.pairs)


def in_turns(steps: Iterable[Sequence[Callable[[], object]]]) -> tuple[float, ...]:
    """Do what stands at each place of a step one after the other, step by step; seconds in all of every place.

    What was set up before is cleared away first, so that no place pays for the rubbish of it.
    """
    gc.collect()
    watches: list[Stopwatch] = []
    for step in steps:
        watches = watches or [Stopwatch() for _ in step]
        for watch, doing in zip(watches, step, strict=True):
            watch.measure(doing)
    return tuple(watch.seconds for watch in watches)


def beside(
    name: str, rounds: int, ours: Callable[[], object], limit: Callable[[], object], against: str, note: str
) -> Row:
    """The row of a thing that may take twice the limit's seconds, the two in turns."""
    pairs = Rounds()
    for _ in range(rounds):
        mine, theirs = in_turns([(ours, limit)])
        pairs.add(mine, theirs)
    told = (f"{note}; the ratio is ours / the limit",)
    return Row(name, pairs.ours, "s", pairs.limit, pairs.ratio, "at_most", 2.0, against, told)
