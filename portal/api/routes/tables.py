"""Responsibility tables sent in: read, looked at, and taken away as drafts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, Response, UploadFile

from engine.domain.token_scope import TokenScope
from engine.services.importing import received, taking_in
from portal.api.door import Who, scoped
from portal.api.models import tables as m
from portal.api.models.value import Name
from portal.downloading import ZIP, download

router = APIRouter(tags=["definitions"])


@router.post("/tables")
@scoped(TokenScope.ADMINISTER)
def read(
    who: Who,
    file: Annotated[UploadFile, File(description="Word, Excel, a web page or text, at most 10 MB.")],
    year: Annotated[int | None, Form(ge=2000, le=2100, description="Left out: the one that the table names.")] = None,
) -> m.Table:
    """Read a table: every requirement, and every doubt at its cell. Nothing changes; the file is kept for a week."""
    raw = file.file.read(received.LARGEST + 1)
    return m.Table.of(received.receive(who.desk, file.filename or "", raw, who.actor, at=who.at, year=year))


@router.get("/tables")
@scoped(TokenScope.ADMINISTER)
def waiting(who: Who) -> m.Waiting:
    """The tables that I sent in during the last week, newest first."""
    rows = received.waiting(who.desk, who.actor)
    return m.Waiting(items=tuple(m.WaitingTable.model_validate(row, from_attributes=True) for row in rows))


@router.get("/tables/{number}")
@scoped(TokenScope.ADMINISTER)
def look(who: Who, number: Name) -> m.Table:
    """What was read of a table of mine."""
    return m.Table.of(received.look(who.desk, number, who.actor))


@router.get("/tables/{number}/drafts.zip", response_class=Response)
@scoped(TokenScope.ADMINISTER)
def drafts(who: Who, number: Name) -> Response:
    """Its drafts as a folder of definitions, with the report of doubts."""
    name, raw = received.packed(who.desk, number, who.actor)
    return download(raw, name, ZIP)


@router.get("/tables/{number}/fitting")
@scoped(TokenScope.ADMINISTER)
def fitting(who: Who, number: Name) -> m.Fitting:
    """How a table of mine fits the definitions: what is there already, units that are not known; nothing changes."""
    drafted = received.look(who.desk, number, who.actor).drafted
    return m.Fitting.model_validate(taking_in.fitting(who.desk, who.runtime.settings.definitions, drafted))


@router.post("/tables/{number}/take-in", status_code=201)
@scoped(TokenScope.ADMINISTER)
def take_in(who: Who, number: Name, given: m.TakeIn) -> m.Taken:
    """Keep its requirements as drafts of the definitions, to be planned and applied like any other."""
    folder = who.runtime.settings.definitions
    return m.Taken.model_validate(taking_in.take_in(who.desk, folder, number, who.actor, at=who.at, clash=given.clash))


@router.delete("/tables/{number}", status_code=204)
@scoped(TokenScope.ADMINISTER)
def drop(who: Who, number: Name) -> None:
    """Done with it."""
    received.drop(who.desk, number, who.actor)
