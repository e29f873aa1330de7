"""A named lifecycle: an ordered list of stages of four kinds, and nothing else (definitions/workflows/)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from engine.domain.definition.value import Slug, Value, Words
from engine.domain.vocabulary import StageKind, Terminal

Side = Literal["lead", "cooperating", "office", "industry", "leader"]
"""Who acts in a stage: the lead unit, its helpers, the creation office, the unit's industry department, the leader in charge."""


class AtLeast(Value):
    """票签: so many approvals close the review."""

    at_least: Annotated[int, Field(ge=1)]


class Stage(Value):
    """One step. `within`: working days to act before it counts as behind; a timeout never means yes (story 16)."""

    id: Slug
    title: Words
    kind: Literal[StageKind.ASSIGN, StageKind.COLLECT, StageKind.REVIEW, StageKind.SCORE]
    who: Side = "lead"
    within: Annotated[int, Field(ge=1, le=250)] | None = None
    reviewers: Annotated[int, Field(ge=1, le=20)] = 1
    quorum: Literal["any", "all"] | AtLeast = "any"
    returns_to: Slug | None = None
    help: str = ""

    @property
    def needed(self) -> int:
        """How many approvals close this review: any 1, all `reviewers`, or the number named."""
        match self.quorum:
            case "any":
                return 1
            case "all":
                return self.reviewers
            case AtLeast(at_least=n):
                return n


class Workflow(Value):
    """An ordered lifecycle: assign first, then collect, any number of reviews, score last."""

    id: Slug
    title: Words
    summary: str = ""
    stages: Annotated[tuple[Stage, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _well_formed(self) -> Workflow:
        ids = [stage.id for stage in self.stages]
        if len(set(ids)) < len(ids):
            raise ValueError("two stages share one id")
        if clash := set(ids) & {str(end) for end in Terminal}:
            raise ValueError(f"`{sorted(clash)[0]}` is the name of an end, not of a stage")
        order = [
            [StageKind.ASSIGN, StageKind.COLLECT, StageKind.REVIEW, StageKind.SCORE].index(StageKind(s.kind))
            for s in self.stages
        ]
        if order != sorted(order):
            raise ValueError("stages come in the order assign, collect, review, score")
        kinds = [stage.kind for stage in self.stages]
        for kind in (StageKind.ASSIGN, StageKind.COLLECT, StageKind.SCORE):
            if kinds.count(kind) != 1:
                raise ValueError(f"a workflow has exactly one {kind} stage")
        for at, stage in enumerate(self.stages):
            if stage.returns_to is not None and stage.returns_to not in ids[:at]:
                raise ValueError(f"stage `{stage.id}` returns to `{stage.returns_to}`, which is no earlier stage")
            if stage.needed > stage.reviewers:
                raise ValueError(f"stage `{stage.id}` wants more approvals than it has reviewers")
        return self

    def stage(self, stage_id: str) -> Stage | None:
        """The stage of that id, or None for a terminal one."""
        return next((stage for stage in self.stages if stage.id == stage_id), None)

    def first(self, kind: StageKind) -> Stage | None:
        """The first stage of a kind."""
        return next((stage for stage in self.stages if stage.kind == kind), None)

    def after(self, stage_id: str) -> Stage | None:
        """The stage that follows; None after the last."""
        ids = [stage.id for stage in self.stages]
        at = ids.index(stage_id) + 1
        return self.stages[at] if at < len(ids) else None
