"""Next year's definitions as the API gives them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from engine.services.rolling.next_year import NextYear as Found
from portal.api.models.definitions import DefinitionProblem, Draft
from portal.api.models.rosters import Fault
from portal.api.models.value import Answered, Given

Year = Annotated[int, Field(ge=2001, le=2100)]


class YearIn(Given):
    """The year to roll on to; left out: the coming one."""

    year: Year | None = None


class LookOut(Answered):
    """One thing that somebody must look at: `place` is an indicator's id, or a file; days where one is proposed."""

    code: str
    place: str
    number: str
    title: str
    words: str
    before: str = ""
    after: str = ""
    message: str


class NextYear(Answered):
    """What rolling on gives. `changed`: the files that change; `waiting`: drafts of them that stand in the way.

    `moves`: open assignments that it would move; `overlooked`: what it would leave behind, each with its remedy.
    """

    title: str
    before: int
    year: int
    indicators: int
    changed: tuple[str, ...]
    look_at: tuple[LookOut, ...]
    faults: tuple[Fault, ...]
    waiting: tuple[Draft, ...]
    moves: int
    overlooked: tuple[str, ...]
    writable: bool
    problems: tuple[DefinitionProblem, ...]

    @classmethod
    def of(cls, it: Found) -> NextYear:
        """From what the service found."""
        rolled = it.rolled
        return cls(
            title=rolled.title,
            before=rolled.before,
            year=rolled.year,
            indicators=rolled.indicators,
            changed=tuple(file for file, _, _ in it.texts),
            look_at=tuple(LookOut.model_validate(each.as_json()) for each in rolled.looks),
            faults=tuple(map(Fault.of, it.faults)),
            waiting=tuple(map(Draft.of, it.waiting)),
            moves=it.plan.moves if it.plan else 0,
            overlooked=it.plan.overlooked if it.plan else (),
            writable=it.writable,
            problems=tuple(map(DefinitionProblem.of, rolled.problems)),
        )


class Kept(Answered):
    """The files kept as drafts."""

    files: tuple[str, ...]
