"""The history: every act that fits, one of them with what it moved, and whether the chain still holds."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any, Self

from fastapi import APIRouter, Query

from engine.domain.token_scope import TokenScope
from engine.domain.vocabulary import Verb
from engine.services import seeing
from engine.services.looking import acts, remember
from engine.services.looking import verification as passes
from portal.api.door import Who, scoped
from portal.api.models.value import LARGEST, Answered, Cursor, Given, Limit, Name, Number, Page, Text
from portal.api.paging import after_number, paged

router = APIRouter(tags=["history"])


class Verification(Answered):
    """Whether the history is what it was. `head` is its newest act; `fault` names the first altered row."""

    sound: bool
    acts: int
    transitions: int
    head: str
    fault: str | None


class Concerned(Answered):
    """An assignment that an act concerns; `source` and `target` are titles of stages, '' in lists."""

    assignment: int
    number: str
    title: str
    period: str
    unit_name: str
    source: str
    target: str


class HistoryAct(Answered):
    """Who did what, when and why. `moved`: how many assignments it concerns, `about` the first of them."""

    id: int
    verb: Verb
    actor: str
    actor_unit: str
    at: datetime
    as_of: date
    reason: str
    moved: int
    about: Concerned | None
    detail: Any
    definition: str
    prev: str
    digest: str

    @classmethod
    def of(cls, act: acts.ActEntry) -> Self:
        """From an act of the history."""
        return cls.model_validate(asdict(act))


class ActPage(Answered):
    """An act with the assignments it concerns; `next` is the cursor of the following ones."""

    act: HistoryAct
    concerned: Page[Concerned]


class VerificationPass(Answered):
    """A pass over the chain: `reached` and `digest` are the last act found sound; `fault` is '' while all is well."""

    begun_at: datetime
    at: datetime
    person: str
    reached: int
    digest: str
    transitions: int
    finished: bool
    fault: str
    fault_act: int | None


class ChainState(Answered):
    """The newest act, the pass under way, the last one that ended, and how many acts came after the last sound one."""

    newest: int
    digest: str
    unverified: int
    under_way: VerificationPass | None
    last: VerificationPass | None


class StepIn(Given):
    """`since`: a head written down earlier as NUMBER:HASH, which must still be in the chain."""

    since: Text = ""


@router.get("/history")
@scoped(TokenScope.READ)
def history(
    who: Who,
    limit: Limit = 50,
    cursor: Cursor = "",
    by: Name = "",
    verb: Verb | None = None,
    unit: Name = "",
    indicator: Name = "",
    assignment: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
    day_from: date | None = None,
    day_to: date | None = None,
) -> Page[HistoryAct]:
    """Every act that fits, newest first; for who sees every unit's work. `by`: a person's id, or part of a name."""
    wanted = acts.Wanted(by, verb, unit, indicator, assignment, day_from, day_to)
    before = after_number(cursor) or None
    found = acts.page(who.desk, who.actor, wanted, before=before, limit=limit + 1)
    return paged(found, limit, HistoryAct.of, lambda act: act.id)


@router.get("/history/verification")
@scoped(TokenScope.READ)
def verification(who: Who, since: str = "") -> Verification:
    """Walk the whole chain; `since`: a head written down earlier, which must still be in it."""
    seeing.check_sees_all(who.desk, who.actor)
    return Verification.model_validate(remember.verify(who.desk, since=since))


@router.get("/history/chain")
@scoped(TokenScope.READ)
def chain(who: Who) -> ChainState:
    """What is known of the chain without walking it."""
    return ChainState.model_validate(passes.state(who.desk, who.actor))


@router.post("/history/chain")
@scoped(TokenScope.READ)
def walk_on(who: Who, given: StepIn) -> VerificationPass:
    """Walk on from where the pass under way stopped, or begin one, for a few seconds at most. Changes no work."""
    return VerificationPass.model_validate(passes.verify_on(who.desk, who.actor, at=who.at, since=given.since))


@router.get("/history/{number}")
@scoped(TokenScope.READ)
def one(who: Who, number: Number, limit: Limit = 50, cursor: Cursor = "") -> ActPage:
    """One act with everything it moved."""
    act, concerned = acts.one(who.desk, who.actor, number, after=after_number(cursor), limit=limit + 1)
    moved = paged(concerned, limit, Concerned.model_validate, lambda each: each.assignment)
    return ActPage(act=HistoryAct.of(act), concerned=moved)
