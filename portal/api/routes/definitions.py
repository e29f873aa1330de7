"""指标定义: browsed, drafted, checked, planned, and applied by two where answered work is affected."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query

from engine.catalog.editing.form import filled_in as fields_of
from engine.catalog.editing.patterns import Answers
from engine.domain.token_scope import TokenScope
from engine.services.drafts import adding, browsing, carrying_out, changing, filling_in, keeping, proposed, year_ahead
from engine.services.seeing import check_sees_all
from portal.api.door import Caller, Who, scoped
from portal.api.models.definition_changes import (
    Applied,
    CarryIn,
    NoteIn,
    PlanOut,
    Proposal,
    Proposals,
    Year,
    YearPage,
)
from portal.api.models.definitions import (
    AnswersIn,
    BackIn,
    BesideLine,
    Checked,
    CheckIn,
    DefinitionLine,
    DefinitionLines,
    DefinitionProblem,
    DefinitionText,
    Draft,
    Earlier,
    EarlierTexts,
    File,
    FileIn,
    FileOut,
    Number,
    SaveIn,
    WorkflowIn,
)
from portal.api.models.value import Name
from portal.api.models.value import Number as NumberIn

router = APIRouter(prefix="/definitions", tags=["definitions"])


@router.get("")
@scoped(TokenScope.READ)
def definitions(
    who: Who, words: Name = "", category: Name = "", lead: Name = "", show: browsing.Show = ""
) -> DefinitionLines:
    """The indicators in the table's order, with their drafts."""
    found = browsing.browse(who.desk, _folder(who), who.actor, browsing.Sought(words, category, lead, show))
    return DefinitionLines(
        items=tuple(
            DefinitionLine(
                points=None if line.points is None else f"{line.points:.2f}",
                draft=None if line.draft is None else Draft.of(line.draft),
                **{name: getattr(line, name) for name in DefinitionLine.model_fields.keys() - {"points", "draft"}},
            )
            for line in found.lines
        ),
        others=tuple(map(BesideLine.of, found.others)),
    )


@router.get("/text")
@scoped(TokenScope.ADMINISTER)
def text(who: Who, file: Annotated[File, Query()]) -> DefinitionText:
    """A text to work on, with what is wrong with it."""
    keeping.check_drafts_here(who.actor)
    opened = keeping.opened(who.desk, _folder(who), file)
    return DefinitionText.of(opened, changing.check_text(who.desk, _folder(who), file, opened.text))


@router.get("/earlier")
@scoped(TokenScope.READ)
def earlier(who: Who, file: Annotated[File, Query()]) -> EarlierTexts:
    """Who had which text of a file when."""
    check_sees_all(who.desk, who.actor)
    return EarlierTexts(items=tuple(map(Earlier.of, keeping.earlier(who.desk, file))))


@router.post("/check")
@scoped(TokenScope.ADMINISTER)
def check(who: Who, given: CheckIn) -> Checked:
    """What is wrong with a text, after fields were put into it; nothing is kept."""
    keeping.check_drafts_here(who.actor)
    turned = filling_in.turn(who.desk, _folder(who), given.file, given.text, given.fields, given.act)
    return Checked(
        text=turned.text,
        fields={each.name: each.value for each in fields_of(turned.form)},
        problems=tuple(map(DefinitionProblem.of, turned.problems)),
    )


@router.put("/drafts")
@scoped(TokenScope.ADMINISTER)
def save(who: Who, given: SaveIn) -> Number:
    """Keep a text as a draft, faulty or not; refused when somebody's text stands in between."""
    number = keeping.save(
        who.desk, _folder(who), given.file, given.text, who.actor, at=who.at, seen=given.seen, base=given.base
    )
    return Number(number=number)


@router.post("/drafts/discard")
@scoped(TokenScope.ADMINISTER)
def discard(who: Who, given: FileIn) -> Number:
    """Give a draft up; its number brings it back."""
    number = keeping.discard(who.desk, _folder(who), given.file, who.actor, at=who.at, seen=given.seen)
    return Number(number=number)


@router.post("/drafts/bring-back")
@scoped(TokenScope.ADMINISTER)
def bring_back(who: Who, given: BackIn) -> FileOut:
    """An earlier text becomes the draft again."""
    file = keeping.bring_back(who.desk, _folder(who), given.number, who.actor, at=who.at, seen=given.seen)
    return FileOut(file=file)


@router.post("/drafts/new", status_code=201)
@scoped(TokenScope.ADMINISTER)
def add(who: Who, given: AnswersIn) -> FileOut:
    """A new indicator by pattern, as a draft."""
    answers = Answers(**given.model_dump())
    return FileOut(file=adding.add(who.desk, _folder(who), answers, who.actor, at=who.at))


@router.post("/drafts/new-workflow", status_code=201)
@scoped(TokenScope.ADMINISTER)
def add_workflow(who: Who, given: WorkflowIn) -> FileOut:
    """A new workflow that begins as another one is, as a draft."""
    file = adding.add_workflow(who.desk, _folder(who), given.like, given.id, given.title, who.actor, at=who.at)
    return FileOut(file=file)


@router.post("/drafts/take-out")
@scoped(TokenScope.ADMINISTER)
def take_out(who: Who, given: FileIn) -> FileOut:
    """Propose to take an indicator or a workflow out, as a draft."""
    adding.take_out(who.desk, _folder(who), given.file, who.actor, at=who.at, seen=given.seen)
    return FileOut(file=given.file)


@router.get("/year")
@scoped(TokenScope.ADMINISTER)
def year(who: Who, file: Annotated[File, Query()]) -> YearPage:
    """The year of a draft before it is applied."""
    keeping.check_drafts_here(who.actor)
    drafted = year_ahead.of_draft(who.desk, _folder(who), file, at=who.at)
    return YearPage(
        year=None if drafted.year is None else Year.of(drafted.year),
        problems=tuple(map(DefinitionProblem.of, drafted.problems)),
    )


@router.get("/plan")
@scoped(TokenScope.READ)
def plan(who: Who, file: Annotated[list[File] | None, Query(max_length=500)] = None) -> PlanOut:
    """What the drafts, or those of some files, would do; nothing changes."""
    check_sees_all(who.desk, who.actor)
    return PlanOut.of(changing.prepare(who.desk, _folder(who), file, at=who.at))


@router.post("/apply")
@scoped(TokenScope.ADMINISTER)
def apply(who: Who, given: CarryIn) -> Applied:
    """Bring exactly what was planned into force."""
    done = carrying_out.apply(
        who.desk, _folder(who), given.digest, given.files, who.actor, at=who.at, choice=given.choice, note=given.note
    )
    return Applied.model_validate(done)


@router.get("/proposals")
@scoped(TokenScope.READ)
def proposals(who: Who) -> Proposals:
    """Changes that were laid before a second person."""
    check_sees_all(who.desk, who.actor)
    return Proposals(items=tuple(map(Proposal.of, proposed.proposals(who.desk))))


@router.post("/proposals", status_code=201)
@scoped(TokenScope.ADMINISTER)
def propose(who: Who, given: CarryIn) -> Proposal:
    """Lay exactly what was planned before a second person."""
    made = carrying_out.propose(
        who.desk, _folder(who), given.digest, given.files, who.actor, at=who.at, choice=given.choice, note=given.note
    )
    return Proposal.of(made)


@router.post("/proposals/{number}/approve")
@scoped(TokenScope.ADMINISTER)
def approve(who: Who, number: NumberIn) -> Applied:
    """Approve a proposed change as a second person, which applies it."""
    return Applied.model_validate(carrying_out.approve(who.desk, _folder(who), number, who.actor, at=who.at))


@router.post("/proposals/{number}/withdraw", status_code=204)
@scoped(TokenScope.ADMINISTER)
def withdraw(who: Who, number: NumberIn, given: NoteIn) -> None:
    """Take a proposed change back, or refuse somebody else's with a reason (`note`); its drafts stay."""
    carrying_out.withdraw(who.desk, number, who.actor, at=who.at, note=given.note)


def _folder(who: Caller) -> Path:
    return who.runtime.settings.definitions
