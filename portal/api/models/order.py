"""What is asked of the API: the orders of people, as JSON."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from engine.domain.vocabulary import RequestKind
from portal.api.models.value import Given, Name, NumberOf, PointsIn, Text

WHOLE = Annotated[int, Field(ge=0, le=10**12)]


class Reason(Given):
    """Why; kept in the history."""

    reason: Text = ""


class Note(Given):
    """A remark kept in the history."""

    note: Text = ""


class Words(Given):
    """What is said."""

    words: Text


class Delegation(Given):
    """To whom: the id of an active person of the unit."""

    to: Name


class ValueIn(Given):
    """A written piece of evidence: a number, date, link or text."""

    requirement: Name
    value: Text
    effective_on: date | None = None


class FileIn(Given):
    """What the uploaded file in the same place of `files` is for."""

    requirement: Name
    effective_on: date | None = None
    replaces: NumberOf | None = None


class FigureGiven(Given):
    """A reported figure: whole numbers."""

    measure: Name
    numerator: WHOLE
    denominator: WHOLE = 1
    slice: Name = ""


class HandIn(Given):
    """What is handed in: `files` tells what each uploaded file is for, in the order of the uploads.

    `draft_files`: files of the unit's draft by number; with them, the unfinished form is done with.
    """

    files: Annotated[tuple[FileIn, ...], Field(max_length=200)] = ()
    values: Annotated[tuple[ValueIn, ...], Field(max_length=500)] = ()
    figures: Annotated[tuple[FigureGiven, ...], Field(max_length=500)] = ()
    self_score: PointsIn | None = None
    note: Text = ""
    draft_files: Annotated[tuple[NumberOf, ...], Field(max_length=200)] = ()


class RequestIn(Given):
    """What a unit asks for: a later `due`, another `unit` to take it on, or that it does not apply."""

    kind: RequestKind
    reason: Text
    due: date | None = None
    unit: Name | None = None


class DecisionIn(Given):
    """Granted or refused; `due_on` may grant another day than the one asked for."""

    granted: bool
    reason: Text = ""
    due_on: date | None = None


class ApprovalIn(Given):
    """Approve what was looked at: `evidence_digest` and `stage` as the assignment gave them.

    `rubric` and `bonus` in points; `veto` names an established veto.
    """

    evidence_digest: Annotated[Name, Field(min_length=1)]
    stage: Name = ""
    note: Text = ""
    rubric: PointsIn | None = None
    bonus: PointsIn | None = None
    veto: Name | None = None


class ReturnIn(Given):
    """Return it, whole or only the named `pieces` of evidence."""

    reason: Text
    pieces: Annotated[tuple[NumberOf, ...], Field(max_length=500)] = ()
    evidence_digest: Name = ""
    stage: Name = ""


class ApprovalOf(ApprovalIn):
    """An approval in a batch."""

    assignment: NumberOf


class ReturnOf(ReturnIn):
    """A return in a batch."""

    assignment: NumberOf


class Approvals(Given):
    """All or none."""

    approvals: Annotated[tuple[ApprovalOf, ...], Field(min_length=1, max_length=500)]


class Returns(Given):
    """All or none."""

    returns: Annotated[tuple[ReturnOf, ...], Field(min_length=1, max_length=500)]


class CloseOuts(Given):
    """All or none."""

    assignments: Annotated[tuple[NumberOf, ...], Field(min_length=1, max_length=500)]
    note: Text = ""
