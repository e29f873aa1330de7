"""A named lifecycle: an ordered list of stages of four kinds, and nothing else (definitions/workflows/)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from engine.domain.definition.value import Fault, Ruled, Slug, Value, Words
from engine.domain.vocabulary import StageKind, Terminal
from engine.wording import N_

Side = Literal["lead", "cooperating", "office", "industry", "leader"]
"""Who acts in a stage: the lead unit, its helpers, the creation office, the industry department, the leader."""


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


class Workflow(Ruled):
    """An ordered lifecycle: assign first, then collect, any number of reviews, score last."""

    id: Slug
    title: Words
    summary: str = ""
    stages: Annotated[tuple[Stage, ...], Field(min_length=2)]

    def faults(self) -> Iterator[Fault]:
        """Stages of one id or in disorder, quorums out of reach, returns to no earlier stage."""
        misnamed = list(self._misnamed())
        yield from misnamed
        yield from self._in_disorder()
        ids = [stage.id for stage in self.stages]
        for at, stage in enumerate(self.stages):
            if not misnamed and stage.returns_to is not None and stage.returns_to not in ids[:at]:
                yield Fault(
                    "returns-to",
                    N_("`{to}` is no earlier stage"),
                    *("stages", at, "returns_to"),
                    hint=N_("earlier stages: {known}"),
                    to=stage.returns_to,
                    known=", ".join(ids[:at]),
                )
            if stage.needed > stage.reviewers:
                message = N_("stage `{stage}` wants {needed} approvals but has {reviewers} reviewers")
                yield Fault(
                    "quorum",
                    message,
                    *("stages", at, "quorum"),
                    hint=N_("raise `reviewers` or lower `at_least`"),
                    stage=stage.id,
                    needed=stage.needed,
                    reviewers=stage.reviewers,
                )

    def _misnamed(self) -> Iterator[Fault]:
        seen: set[str] = set()
        for at, stage in enumerate(self.stages):
            if stage.id in seen:
                yield Fault("twice", N_("two stages share the id `{id}`"), "stages", at, "id", id=stage.id)
            if stage.id in {str(end) for end in Terminal}:
                yield Fault("end", N_("`{id}` is the name of an end, not of a stage"), "stages", at, "id", id=stage.id)
            seen.add(stage.id)

    def _in_disorder(self) -> Iterator[Fault]:
        order = (StageKind.ASSIGN, StageKind.COLLECT, StageKind.REVIEW, StageKind.SCORE)
        kinds = [StageKind(stage.kind) for stage in self.stages]
        for at in range(1, len(kinds)):
            if order.index(kinds[at]) < order.index(kinds[at - 1]):
                message = N_("stages come in the order assign, collect, review, score")
                yield Fault("order", message, "stages", at, "kind")
        for kind in (StageKind.ASSIGN, StageKind.COLLECT, StageKind.SCORE):
            places = [at for at, found in enumerate(kinds) if found is kind]
            if len(places) != 1:
                at_kind = ("stages", places[1], "kind") if places else ("stages",)
                yield Fault("stages", N_("a workflow has exactly one {kind} stage"), *at_kind, kind=str(kind))

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
