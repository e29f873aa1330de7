"""表彰: the list of a year, proposed, approved by a second person, published once."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from fastapi import APIRouter, Path

from engine.domain.token_scope import TokenScope
from engine.domain.vocabulary import Verb
from engine.services.office import recognise
from engine.services.office.recognition_sheet import RecognitionSheet, recognition_sheet
from portal.api.door import Caller, Who, scoped
from portal.api.models.value import Answered, Given, Name
from portal.api.repeating import Repeatable

router = APIRouter(tags=["recognition"], route_class=Repeatable)
Year = Annotated[int, Path(ge=1, le=9998)]


class Place(Answered):
    """A place in the list (`rank`), or a unit left out (`reason`); `points` is its rate of 100."""

    unit: str
    unit_name: str
    points: str
    rank: int | None
    reason: str


class Foreseen(Answered):
    """A letter as it would read, how many there would be, and how many find nobody in their unit."""

    subject: str
    body: str
    letters: int
    without_reader: int


class Recognition(Answered):
    """The list of a year; `state` is '' before it was proposed, then proposed, approved, published.

    `digest` binds an approval to what was looked at. `may`: what I may do now; `refusals`: why not the next step.
    """

    year: int
    day: date
    state: str
    as_of: date | None
    digest: str
    ranked: tuple[Place, ...]
    left_out: tuple[Place, ...]
    proposed_by: str
    approved_by: str
    published_on: date | None
    sample_points: bool
    may: tuple[Verb, ...]
    refusals: dict[Verb, str]
    sends: Foreseen | None

    @classmethod
    def of(cls, sheet: RecognitionSheet) -> Self:
        """From the sheet of a year."""
        draft = sheet.draft
        return cls(
            year=sheet.year,
            day=sheet.day,
            state=draft.state if draft else "",
            as_of=draft.as_of if draft else None,
            digest=draft.digest if draft else "",
            ranked=tuple(map(Place.model_validate, draft.rows)) if draft else (),
            left_out=tuple(map(Place.model_validate, draft.left_out)) if draft else (),
            proposed_by=sheet.proposed_by,
            approved_by=sheet.approved_by,
            published_on=sheet.published_on,
            sample_points=draft.sample_points if draft else False,
            may=tuple(sorted(sheet.may)),
            refusals=dict(sheet.refusals),
            sends=Foreseen.model_validate(sheet.sends) if sheet.sends else None,
        )


class ApprovalOfList(Given):
    """`digest`: of the list that was looked at."""

    digest: Name


@router.get("/recognition/{year}")
@scoped(TokenScope.READ)
def sheet(who: Who, year: Year) -> Recognition:
    """The list of a year; for those who see every unit's work."""
    return _of(who, year)


@router.post("/recognition/{year}/proposal")
@scoped(TokenScope.REVIEW)
def propose(who: Who, year: Year) -> Recognition:
    """Rank by rule and lay the list before the office, over an earlier proposal."""
    recognise.propose(who.desk, at=who.at, year=year, actor=who.actor)
    return _of(who, year)


@router.post("/recognition/{year}/approval")
@scoped(TokenScope.REVIEW)
def approve(who: Who, year: Year, given: ApprovalOfList) -> Recognition:
    """Approve exactly the list that was looked at; never one's own."""
    recognise.approve_list(who.desk, year, who.actor, at=who.at, digest=given.digest or "-")
    return _of(who, year)


@router.post("/recognition/{year}/publication")
@scoped(TokenScope.REVIEW)
def publish(who: Who, year: Year) -> Recognition:
    """Publish the approved list and tell everybody, once."""
    recognise.publish(who.desk, year, at=who.at, actor=who.actor)
    return _of(who, year)


def _of(who: Caller, year: int) -> Recognition:
    return Recognition.of(recognition_sheet(who.desk, who.actor, at=who.at, year=year))
