"""Rosters sent in and out, and the scan."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, Response, UploadFile

from engine.catalog.sheets.reading import LARGEST
from engine.domain.token_scope import TokenScope
from engine.reports.sheets import Form as FileForm
from engine.services.people import rosters, scan, taking_in
from engine.services.people.columns import RosterFaults, Subject
from notifiers.trial import wanted_here
from portal.api.door import Who, scoped
from portal.api.models import rosters as m
from portal.api.models.value import Name
from portal.downloading import download

router = APIRouter(tags=["rosters"])


@router.post("/rosters")
@scoped(TokenScope.ADMINISTER)
def check(
    who: Who,
    file: Annotated[UploadFile, File(description="CSV or XLSX, at most 10 MB.")],
    subject: Annotated[Subject, Form()] = "people",
    whole: Annotated[bool, Form(description="Who is not in it leaves.")] = False,
) -> m.Roster:
    """Check a roster: every fault at its cell, or what would change. Nothing changes."""
    raw = file.file.read(LARGEST + 1)
    try:
        found = rosters.check(who.desk, subject, file.filename or "", raw, who.actor, at=who.at, whole=whole)
    except RosterFaults as refusal:
        return m.Roster(rows=refusal.rows, faults=tuple(map(m.RosterFault.of, refusal.faults)))
    return m.Roster.of(found)


@router.get("/rosters/{draft}")
@scoped(TokenScope.ADMINISTER)
def preview(who: Who, draft: Name) -> m.Roster:
    """What a roster of mine would change, as things stand now."""
    return m.Roster.of(rosters.preview(who.desk, draft, who.actor))


@router.post("/rosters/{draft}")
@scoped(TokenScope.ADMINISTER)
def confirm(who: Who, draft: Name, given: m.Confirm) -> m.Roster:
    """Do exactly what was shown."""
    return m.Roster.of(taking_in.confirm(who.desk, draft, given.digest, who.actor, at=who.at))


@router.delete("/rosters/{draft}", status_code=204)
@scoped(TokenScope.ADMINISTER)
def drop(who: Who, draft: Name) -> None:
    """Leave it."""
    rosters.drop(who.desk, draft, who.actor)


@router.get("/rosters/export/{subject}.{form}", response_class=Response)
@scoped(TokenScope.ADMINISTER)
def export(who: Who, subject: Subject, form: FileForm) -> Response:
    """What stands, as a roster that can be sent in again."""
    raw = rosters.export(who.desk, subject, form, who.actor)
    return download(raw, f"{subject}.{form}", "application/octet-stream")


@router.get("/rosters/template/{subject}.{form}", response_class=Response)
@scoped(TokenScope.ADMINISTER)
def template(who: Who, subject: Subject, form: FileForm) -> Response:
    """An empty roster to fill in."""
    raw = rosters.template(who.desk, subject, form, who.actor)
    return download(raw, f"{subject}.{form}", "application/octet-stream")


@router.get("/scan")
@scoped(TokenScope.READ)
def standing_faults(who: Who) -> m.Scan:
    """Every standing fault, for those who see every unit's work."""
    channels = wanted_here(who.runtime, at=who.at)
    return m.Scan(items=tuple(map(m.Fault.of, scan.seen_by(who.desk, who.actor, at=who.at, channels=channels))))
