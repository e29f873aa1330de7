"""A change of definitions before and after it is applied, as the API gives it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from engine.services.drafts.changing import Prepared, digest_for
from engine.services.drafts.proposed import Proposal as Proposed
from engine.services.drafts.year_ahead import YearAhead
from engine.services.programme.planning import Choice
from portal.api.models.definitions import DefinitionProblem, File
from portal.api.models.value import Answered, Given, Name


class NoticeAhead(Answered):
    """A notice that the ladder would send; `overdue`: only if nothing is in."""

    day: date
    title: str
    to: tuple[str, ...]
    overdue: bool
    past: bool


class DueAhead(Answered):
    """One period of the year."""

    title: str
    open_on: date
    due_on: date | None
    assess_on: date
    window: tuple[date, date]
    rest_day: bool
    points: str
    notices: tuple[NoticeAhead, ...]


class AskedUnit(Answered):
    """A unit that is asked and the clerks who are written to."""

    unit: str
    people: tuple[str, ...]


class Year(Answered):
    """The year of an indicator before it is applied; null where the text has faults or no year."""

    year: int
    dues: tuple[DueAhead, ...]
    lead: tuple[AskedUnit, ...]
    cooperating: tuple[AskedUnit, ...]
    points: str

    @classmethod
    def of(cls, it: YearAhead) -> Year:
        """From a year ahead."""
        dues = tuple(
            DueAhead(
                points=f"{each.points:.2f}",
                notices=tuple(map(NoticeAhead.model_validate, each.notices)),
                **{name: getattr(each, name) for name in DueAhead.model_fields.keys() - {"points", "notices"}},
            )
            for each in it.dues
        )
        asked = [tuple(map(AskedUnit.model_validate, units)) for units in (it.lead, it.cooperating)]
        return cls(year=it.year, dues=dues, lead=asked[0], cooperating=asked[1], points=f"{it.points:.2f}")


class YearPage(Answered):
    """A year, or the faults that stand in its way."""

    year: Year | None
    problems: tuple[DefinitionProblem, ...]


class ChangeOut(Answered):
    """One thing that a change adds, changes or takes out, and what it does to work already answered."""

    subject: str
    id: str
    kind: Literal["added", "removed", "changed"]
    effect: Literal["none", "compatible", "incompatible"]
    reason: str


class ImpactOut(Answered):
    """What happens to one live period: assignments that move, answered and done ones."""

    indicator: str
    period: str
    due_was: date | None
    due_becomes: date | None
    moves: int
    answered: int
    done: int
    withdrawn: bool


class PlanOut(Answered):
    """A change made of drafts: send `digest` and `files` back to apply or propose exactly this."""

    digest: str
    files: tuple[str, ...]
    faulty: tuple[str, ...]
    moved: tuple[str, ...]
    outside: tuple[ChangeOut, ...]
    changes: tuple[ChangeOut, ...]
    impacts: tuple[ImpactOut, ...]
    overlooked: tuple[str, ...] = Field(description="What the change leaves behind, each with its remedy.")
    notices: int
    choice_wanted: int
    approval_wanted: int
    problems: tuple[DefinitionProblem, ...]

    @classmethod
    def of(cls, it: Prepared) -> PlanOut:
        """From a change as far as it can be said."""
        plan = it.plan
        return cls(
            digest=digest_for(it),
            files=tuple(sorted(it.chosen)),
            faulty=it.faulty,
            moved=it.moved,
            outside=tuple(map(ChangeOut.model_validate, it.outside)),
            changes=tuple(map(ChangeOut.model_validate, plan.changes)) if plan else (),
            impacts=tuple(map(ImpactOut.model_validate, plan.impacts)) if plan else (),
            overlooked=plan.overlooked if plan else (),
            notices=plan.notices if plan else 0,
            choice_wanted=plan.choice_wanted if plan else 0,
            approval_wanted=it.approval_wanted,
            problems=tuple(DefinitionProblem.of(each) for each in it.problems if each.severity == "error"),
        )


class CarryIn(Given):
    """Exactly what was planned: its digest and files; `choice` where answered work is affected."""

    digest: Name
    files: Annotated[tuple[File, ...], Field(max_length=500)]
    choice: Choice | None = None
    note: Annotated[str, StringConstraints(max_length=2000, pattern=r"^[^\x00]*$")] = ""


class NoteIn(Given):
    """Why."""

    note: Annotated[str, StringConstraints(max_length=2000, pattern=r"^[^\x00]*$")] = ""


class Applied(Answered):
    """What came into force: changes, and assignments moved, withdrawn, restarted."""

    changes: int
    moved: int
    withdrawn: int
    restarted: int


class Proposal(Answered):
    """A change that was laid before a second person; `answer` says why it was refused."""

    number: int
    digest: str
    files: tuple[str, ...]
    choice: str | None
    note: str
    state: str
    by: str
    by_name: str
    at: datetime
    decided_by: str
    decided_at: datetime | None
    answer: str

    @classmethod
    def of(cls, it: Proposed) -> Proposal:
        """From a proposal as it is kept."""
        return cls.model_validate(it)


class Proposals(Answered):
    """The latest ones, newest first."""

    items: tuple[Proposal, ...]
