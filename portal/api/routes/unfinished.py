"""A unit's unfinished form: fields and files kept one by one until they are handed in."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, File, Form, Query, Response, UploadFile

from engine.domain.token_scope import TokenScope
from engine.services.work import reuse, unfinished
from portal.api.door import Who, scoped
from portal.api.models.unfinished import ChangeIn, Draft, DraftFile, EarlierFile, EarlierIn, FieldsIn
from portal.api.models.value import Name, Number
from portal.api.repeating import Repeatable
from portal.downloading import download

router = APIRouter(prefix="/assignments/{number}", tags=["handing in"], route_class=Repeatable)


@router.get("/draft")
@scoped(TokenScope.READ)
def draft(who: Who, number: Number) -> Draft:
    """What my unit has prepared for this assignment."""
    return Draft.of(unfinished.unfinished_of(who.desk, number, who.actor, at=who.at))


@router.put("/draft")
@scoped(TokenScope.SUBMIT)
def write(who: Who, number: Number, given: FieldsIn) -> Draft:
    """Keep fields as they are typed; those not named stay."""
    unfinished.write(who.desk, number, who.actor, given.fields, at=who.at)
    return Draft.of(unfinished.unfinished_of(who.desk, number, who.actor, at=who.at))


@router.post("/draft/files", status_code=201)
@scoped(TokenScope.SUBMIT)
def upload(
    who: Who,
    number: Number,
    requirement: Annotated[Name, Form()],
    file: Annotated[UploadFile, File()],
    effective_on: Annotated[date | None, Form()] = None,
) -> DraftFile:
    """One file. Sent again after an answer that was lost, the same content is the same file."""
    order = unfinished.Upload(number, who.actor, requirement, file.file.read(), file.filename or "", effective_on)
    return DraftFile.of(unfinished.upload(who.desk, order, at=who.at))


@router.get("/draft/files/{file}")
@scoped(TokenScope.READ)
def content(who: Who, number: Number, file: Number) -> Response:
    """The content of a file that is not handed in yet."""
    found, held = unfinished.prepared_file(who.desk, number, who.actor, file, at=who.at)
    return download(held, found.name, found.media_type)


@router.patch("/draft/files/{file}")
@scoped(TokenScope.SUBMIT)
def change(who: Who, number: Number, file: Number, given: ChangeIn) -> DraftFile:
    """Give a file another day, take it out, or put it back."""
    found = None
    if given.removed is not None:
        found = unfinished.take_out(who.desk, number, who.actor, file, at=who.at, back=not given.removed)
    if found is None or "effective_on" in given.model_fields_set:
        found = unfinished.change_day(who.desk, number, who.actor, file, given.effective_on, at=who.at)
    return DraftFile.of(found)


@router.get("/earlier-files")
@scoped(TokenScope.READ)
def earlier(who: Who, number: Number, search: Annotated[str, Query(max_length=200)] = "") -> tuple[EarlierFile, ...]:
    """Files my unit has handed in, newest first, each content once."""
    return tuple(map(EarlierFile.of, reuse.earlier_files(who.desk, number, who.actor, search, at=who.at)))


@router.post("/draft/earlier-files", status_code=201)
@scoped(TokenScope.SUBMIT)
def again(who: Who, number: Number, given: EarlierIn) -> DraftFile:
    """Take one of them again."""
    return DraftFile.of(reuse.reuse(who.desk, number, who.actor, given.requirement, given.piece, at=who.at))
