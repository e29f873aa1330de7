"""Assignments: lists, one of them with everything on it, its files, its score, its history."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from engine.domain.token_scope import TokenScope
from engine.domain.vocabulary import Light, StageKind
from engine.services.looking import register
from engine.services.looking.dossier import dossier, evidence_file
from engine.services.work import accept, close_out
from portal.api.door import Caller, Who, scoped
from portal.api.models import order
from portal.api.models.assignment import Act, Assignment, AssignmentPage, Score
from portal.api.models.value import LARGEST, Cursor, Limit, Name, Number, Page
from portal.api.paging import after_number, paged
from portal.api.repeating import Repeatable
from portal.downloading import download

router = APIRouter(tags=["assignments"], route_class=Repeatable)


def shown(who: Caller, number: int) -> AssignmentPage:
    """The assignment as it is now, for whoever is asking."""
    return AssignmentPage.of(dossier(who.desk, number, who.actor, at=who.at))


@router.get("/assignments")
@scoped(TokenScope.READ)
def assignments(
    who: Who,
    unit: Name | None = None,
    indicator: Name | None = None,
    light: Light | None = None,
    stage: StageKind | None = None,
    year: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
    due_until: date | None = None,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Page[Assignment]:
    """Assignments I may see, by number. `due_until`: with the unit and due, or to be mended, by that day."""
    wanted = register.Wanted(unit, indicator, light, stage, year, due_until)
    after = after_number(cursor)
    rows = register.assignments(who.desk, who.actor, wanted, at=who.at, after=after, limit=limit + 1)
    return paged(rows, limit, Assignment.of, lambda row: row.id)


@router.get("/assignments/{number}")
@scoped(TokenScope.READ)
def assignment(who: Who, number: Number) -> AssignmentPage:
    """One assignment with everything on it."""
    return shown(who, number)


@router.get("/assignments/{number}/score")
@scoped(TokenScope.READ)
def score(who: Who, number: Number) -> Score:
    """Where its points come from, as it stands now."""
    return Score.of(register.explained(who.desk, number, who.actor, at=who.at))


@router.get("/assignments/{number}/history")
@scoped(TokenScope.READ)
def history(who: Who, number: Number, limit: Limit = 50, cursor: Cursor = "") -> Page[Act]:
    """Its acts, newest first."""
    before = after_number(cursor) or None
    lines = register.acts(who.desk, who.actor, at=who.at, assignment=number, before=before, limit=limit + 1)
    return paged(lines, limit, Act.of, lambda line: line.id)


@router.get("/assignments/{number}/files/{piece}", response_class=Response)
@scoped(TokenScope.READ)
def file(who: Who, number: Number, piece: Number) -> Response:
    """A file that was handed in, checked against its digest."""
    held = evidence_file(who.desk, number, piece, who.actor, at=who.at)
    return download(held.content, held.name, held.media_type)


@router.post("/assignments/{number}/accept")
@scoped(TokenScope.SUBMIT)
def take_on(who: Who, number: Number) -> AssignmentPage:
    """签收."""
    accept.accept(who.desk, [accept.Accept(number, who.actor)], at=who.at)
    return shown(who, number)


@router.post("/assignments/{number}/delegate")
@scoped(TokenScope.SUBMIT)
def delegate(who: Who, number: Number, given: order.Delegation) -> AssignmentPage:
    """委派."""
    accept.delegate(who.desk, accept.Delegate(number, who.actor, given.to), at=who.at)
    return shown(who, number)


@router.post("/assignments/{number}/comments")
@scoped(TokenScope.SUBMIT)
def comment(who: Who, number: Number, given: order.Words) -> AssignmentPage:
    """Say something; the history keeps it."""
    close_out.comment(who.desk, number, who.actor, given.words, at=who.at)
    return shown(who, number)
