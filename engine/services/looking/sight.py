"""What one person sees on one day: a narrowing becomes a question of the record here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from engine.domain.actor import Actor
from engine.domain.days import day_of
from engine.domain.lifecycle import ACTING_ROLES
from engine.domain.narrowing import Narrowing
from engine.domain.scope import Scope
from engine.services.cases import Case
from engine.services.desk import Desk
from engine.services.looking.ask import AssignmentRow, listed
from engine.services.looking.lights import Lamp
from engine.services.reviewing.queue import values_of, verdicts_of
from engine.services.seeing import scope
from engine.store.database import Connection
from engine.store.looking import boards, shapes
from engine.store.looking.shapes import Own, Question, Ways


@dataclass(frozen=True)
class Sight:
    """Who looks at what the record was at one moment."""

    desk: Desk
    connection: Connection
    actor: Actor
    at: datetime

    @cached_property
    def lamp(self) -> Lamp:
        """What lights are read by."""
        office = self.desk.book.office(self.connection)
        return Lamp(self.desk, self.connection, office, day_of(self.at, office.catalog.programme))

    @property
    def year(self) -> int:
        """The year served."""
        return max(self.lamp.today.year, self.lamp.office.year)

    @property
    def titles(self) -> Mapping[str, tuple[str, str, str]]:
        """Category, number and title of indicators, those that have left the table too, by the table's order."""
        return self.lamp.rules.titles

    def counted(self, narrowing: Narrowing, by: str = "") -> Question:
        """What to count for a narrowing: the kept sums where they tell it, else the assignments themselves."""
        return self._asked(narrowing, sums=self.sums_tell(narrowing, by))

    def of_rows(self, narrowing: Narrowing) -> Question:
        """A narrowing asked of the assignments themselves."""
        return self._asked(narrowing, sums=False)

    def sums_tell(self, narrowing: Narrowing, by: str = "") -> bool:
        """Whether the kept sums answer it, told by `by`."""
        return boards.sums_tell(narrowing, self.seen) and by not in boards.OF_UNITS

    def _asked(self, narrowing: Narrowing, *, sums: bool) -> Question:
        return shapes.question(
            narrowing,
            self.seen,
            self.lamp.lit,
            sums=sums,
            indicators=self.lamp.rules.by_category.get(narrowing.category, ()),
            titled={
                word: tuple(name for name, (_, number, title) in self.titles.items() if word in title or word == number)
                for word in narrowing.words.split()
            },
            mine=self.mine,
            values=values_of(self.lamp.office, self.actor),
        )

    @cached_property
    def seen(self) -> Scope:
        """Whose work the person may see."""
        return scope(self.lamp.office, self.actor)

    @cached_property
    def mine(self) -> Ways:
        """How something waits for this person: a verdict of theirs, their unit's own work, a part asked of it."""
        ways = verdicts_of(self.lamp.rules, self.lamp.office, self.actor)
        return (*ways, Own.WITH_IT, Own.ASKED_OF_IT) if self.actor.role in ACTING_ROLES else ways

    def line(self, row: Any) -> AssignmentRow:
        """A row as a line of a list."""
        definition = self.desk.book.definition(self.connection, row.definition_id)
        return listed(Case(row, definition, self.lamp.office, self.at, self.lamp.today), row.light)

    def of_year(self, narrowing: Narrowing) -> Narrowing:
        """The narrowing with a year: the one served when it names none."""
        return narrowing if narrowing.year else narrowing.but(year=self.year)
