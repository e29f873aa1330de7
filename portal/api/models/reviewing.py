"""What a verdict is weighed on, and what a verdict on many would do."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field

from engine.domain.vocabulary import Verb
from engine.services.reviewing import bulk, review_sheet
from portal.api.models.assignment import Assignment
from portal.api.models.value import Answered, Given, NumberOf, Text


class FigureLine(Answered):
    """A figure, or `part` of one, in words: reached, counted (numerator / denominator), wanted, the period before."""

    title: str
    reached: str
    counted: str
    wanted: str
    met: bool | None
    before: str
    part: bool


class VerdictLine(Answered):
    """A verdict; `standing`: it still counts for what is there now."""

    name: str
    verdict: str
    reason: str
    at: datetime
    standing: bool


class Veto(Answered):
    """A veto that a reviewer can establish."""

    id: str
    title: str


class Offered(Answered):
    """What a reviewer may give beside yes and no; `points` is the most a rubric gives."""

    rubric: bool
    criteria: tuple[str, ...]
    points: str
    bonus: str
    bonus_most: str
    vetoes: tuple[Veto, ...]


class ReviewSheet(Answered):
    """Everything beside the evidence. `refusal`: why I cannot approve it, empty when I can."""

    figures: tuple[FigureLine, ...]
    before: str
    verdicts: tuple[VerdictLine, ...]
    approved_by: tuple[str, ...]
    needed: int
    offered: Offered
    reasons: tuple[str, ...]
    refusal: str
    stage: str
    opened: bool

    @classmethod
    def of(cls, it: review_sheet.ReviewSheet) -> Self:
        """From a sheet."""
        offered = it.offered
        return cls(
            figures=tuple(map(FigureLine.model_validate, it.figures)),
            verdicts=tuple(map(VerdictLine.model_validate, it.verdicts)),
            offered=Offered(
                rubric=offered.rubric,
                criteria=offered.criteria,
                points=f"{offered.points:.2f}",
                bonus=offered.bonus,
                bonus_most=f"{offered.bonus_most:.2f}",
                vetoes=tuple(Veto(id=each, title=title) for each, title in offered.vetoes),
            ),
            **{name: getattr(it, name) for name in ("before", "approved_by", "needed", "reasons", "refusal")},
            stage=it.stage,
            opened=it.opened,
        )


class BulkIn(Given):
    """One verb for many.

    `reason`: why, for a return, a withdrawal (terminate) and a reopening; the words of a reminder; a remark otherwise.
    """

    verb: Literal[Verb.APPROVE, Verb.RETURN, Verb.CLOSE_OUT, Verb.REMIND, Verb.TERMINATE, Verb.REOPEN]
    assignments: Annotated[tuple[NumberOf, ...], Field(min_length=1, max_length=bulk.MOST)]
    reason: Text = ""


class BulkOrder(BulkIn):
    """The same with the `digest` of its preview: exactly what that said is done, or nothing."""

    digest: Annotated[Text, Field(min_length=1)]


class BulkLine(Answered):
    """What would become of one, in words; `refused`: why it cannot be done."""

    assignment: Assignment
    words: str
    refused: bool


class BulkPreview(Answered):
    """What an order would do to each. Send `digest` back to have it done."""

    items: tuple[BulkLine, ...]
    digest: str

    @classmethod
    def of(cls, seen: bulk.Preview) -> Self:
        """From a preview."""
        lines = (BulkLine(assignment=Assignment.of(x.row), words=x.words, refused=x.refused) for x in seen.lines)
        return cls(items=tuple(lines), digest=seen.digest)


class BulkDone(Answered):
    """To how many it was done."""

    done: int
