"""One row of the responsibility table as declared, and the same row resolved with everything that governs it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from engine.domain.definition.scoring import Completion, Late, ScoreRule
from engine.domain.definition.value import Fault, Ruled, Slug, Value, Words
from engine.domain.definition.wanted import Amount, EvidenceWanted, Measure
from engine.domain.definition.when import Count, When
from engine.domain.definition.workflow import Workflow
from engine.domain.vocabulary import EvidenceKind
from engine.wording import N_

Lead = Annotated[str, StringConstraints(pattern=r"^[1-9]\d*[dh]$")]
"""How long before the due date to remind: `7d` is seven working days."""

Number = Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
"""category.group.item, as the table orders them."""


_NO_TIME = N_("where the table names no time at all, write `when: {continuous: unstated}`")


class Source(Value):
    """Where the requirement stands in the table as received."""

    row: Annotated[int, Field(ge=1)]
    note: str = ""


class Doubt(Value):
    """An ambiguity in the source: what could be read otherwise, which reading was taken, and why."""

    about: Words
    taken: Words
    otherwise: Words
    why: str = ""


class Only(Value):
    """Restricts a fan-out to members of these kinds of service, industries or sub-districts."""

    service: tuple[Words, ...] = ()
    industry: tuple[Words, ...] = ()
    sub_district: tuple[Words, ...] = ()


class Wanted(Value):
    """What an indicator, or one milestone of it, wants."""

    when: When | None = None
    evidence: tuple[EvidenceWanted, ...] = ()
    measures: tuple[Measure, ...] = ()
    score: ScoreRule | None = None
    remind: tuple[Lead, ...] | None = None
    only: Only | None = None


class MilestoneWanted(Wanted):
    """One of several dated parts of one row, with its own evidence and points (rows 7, 16, 17, 38, 50, 54)."""

    id: Slug
    title: Words


class Indicator(Wanted, Ruled):
    """One requirement of the responsibility table as an administrator writes it: one YAML file."""

    id: Slug
    number: Number
    title: Words
    category: Words
    group: Words
    requirement: Words
    time_text: str = ""
    source: Source
    lead: Annotated[tuple[Words, ...], Field(min_length=1)]
    cooperating: tuple[Words, ...] = ()
    cooperating_part: Literal["wanted", "none"] = "wanted"
    workflow: Slug | None = None
    milestones: tuple[MilestoneWanted, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    summary: str = ""

    def faults(self) -> Iterator[Fault]:
        """Not exactly one of `when` and `milestones`, a milestone without `when`, milestones of one id."""
        if self.when is None and not self.milestones:
            written = next(((name,) for name in ("when", "milestones") if name in self.model_fields_set), ())
            yield Fault("no-time", N_("give either `when` or `milestones`"), *written, hint=_NO_TIME)
        if self.when is not None and self.milestones:
            yield Fault("two-times", N_("give `when` or `milestones`, not both"), "milestones")
        seen: set[str] = set()
        for at, milestone in enumerate(self.milestones):
            if milestone.when is None:
                yield Fault("no-time", N_("every milestone says `when`"), "milestones", at, hint=_NO_TIME)
            if milestone.id in seen:
                yield Fault("twice", N_("two milestones share the id `{id}`"), "milestones", at, "id", id=milestone.id)
            seen.add(milestone.id)


class Milestone(Value):
    """A resolved milestone: defaults filled in, points settled. An indicator without milestones has one with id ''."""

    id: str
    title: str
    when: When
    points: Amount
    evidence: tuple[EvidenceWanted, ...]
    measures: tuple[Measure, ...] = ()
    score: ScoreRule = Completion(rule="completion")
    late: Late | None = None
    remind: tuple[Lead, ...] = ()
    only: Only | None = None

    def wanted(self, requirement: str) -> EvidenceWanted | None:
        """The evidence requirement of that id."""
        return next((item for item in self.evidence if item.id == requirement), None)

    def measure(self, measure_id: str) -> Measure | None:
        """The measure of that id."""
        return next((item for item in self.measures if item.id == measure_id), None)

    @property
    def events_wanted(self) -> int:
        """How many dated events are wanted: the count's number, else 0."""
        return self.when.count.at_least if isinstance(self.when, Count) else 0

    @property
    def event_requirement(self) -> EvidenceWanted | None:
        """The requirement that collects dated events, for a count."""
        return next((item for item in self.evidence if item.kind is EvidenceKind.EVENT), None)


class Definition(Value):
    """An indicator resolved: its workflow embedded, defaults applied. Its digest pins all that governs its work."""

    id: str
    number: str
    title: str
    category: str
    group: str
    requirement: str
    time_text: str = ""
    row: int
    lead: tuple[str, ...]
    cooperating: tuple[str, ...] = ()
    cooperating_part: Literal["wanted", "none"] = "wanted"
    workflow: Workflow
    milestones: tuple[Milestone, ...]
    doubts: tuple[Doubt, ...] = ()
    sample_points: bool = False

    def milestone(self, milestone_id: str) -> Milestone:
        """The milestone of that id (KeyError when it is not of this definition)."""
        for milestone in self.milestones:
            if milestone.id == milestone_id:
                return milestone
        raise KeyError(milestone_id)

    @property
    def no_time(self) -> bool:
        """Whether the source names no time for it at all (list "no time in the source")."""
        return all(getattr(m.when, "continuous", "") == "unstated" for m in self.milestones)
