"""名册: send a file in, see every fault at its cell or what would change, say yes; templates and exports."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from engine.catalog.sheets.reading import LARGEST
from engine.domain.names import role_name, unit_kind_name
from engine.errors import LuoshiError
from engine.reports.sheets import Form as FileForm
from engine.services.people import rosters, taking_in
from engine.services.people.columns import TITLES, RosterFaults, Subject
from engine.services.people.rosters import Preview
from engine.wording import N_, say
from portal.downloading import download
from portal.failing import STATUS
from portal.forms import chosen_file, posted
from portal.rendering import page
from portal.visit import Here, guarded, here

router = APIRouter(prefix="/rosters", dependencies=[Depends(guarded)])

Form = Annotated[FormData, Depends(posted)]
SUBJECTS: Final[dict[str, Subject]] = {"people": "people", "units": "units"}


@router.get("")
def start(request: Request) -> Response:
    """Where a roster is sent in."""
    return _start(request, here(request), "people")


@router.post("")
def check(request: Request, form: Form) -> Response:
    """Check a file: its faults, or the way to what would change."""
    who, subject, whole = here(request), SUBJECTS.get(str(form.get("subject", "")), "people"), "whole" in form
    given = form.get("file")
    try:
        name, sent = chosen_file(form)
        raw = sent.read(LARGEST + 1)
        found = rosters.check(who.desk, subject, name, raw, who.actor, at=who.at, whole=whole)
    except LuoshiError as refusal:
        file = given.filename or "" if isinstance(given, UploadFile) else ""
        return _start(request, who, subject, refusal, file=file, whole=whole)
    return RedirectResponse(f"/rosters/{found.draft}", 303)


@router.get("/template/{subject}.{form}")
def template(request: Request, subject: Subject, form: FileForm) -> Response:
    """An empty roster to fill in."""
    who = here(request)
    raw = rosters.template(who.desk, subject, form, who.actor)
    return download(raw, f"{subject_name(subject)}.{form}", "application/octet-stream")


@router.get("/export/{subject}.{form}")
def export(request: Request, subject: Subject, form: FileForm) -> Response:
    """What stands, as a roster that can be sent in again."""
    who = here(request)
    raw = rosters.export(who.desk, subject, form, who.actor)
    return download(raw, f"{subject_name(subject)} {who.desk.today(who.at)}.{form}", "application/octet-stream")


@router.get("/{draft}")
def preview(request: Request, draft: str) -> Response:
    """What would change."""
    who = here(request)
    return _preview(request, who, rosters.preview(who.desk, draft, who.actor))


@router.post("/{draft}")
def confirm(request: Request, draft: str, form: Form) -> Response:
    """Do exactly what was shown; when something has changed since, show it anew."""
    who = here(request)
    try:
        done = taking_in.confirm(who.desk, draft, str(form.get("digest", "")), who.actor, at=who.at)
    except LuoshiError as refusal:
        if refusal.kind in ("not-found", "forbidden") and refusal.code != "own-role":
            raise
        return _preview(request, who, rosters.preview(who.desk, draft, who.actor), refusal)
    return RedirectResponse(f"/{done.subject}", 303)


@router.post("/{draft}/drop")
def drop(request: Request, draft: str) -> Response:
    """Leave it."""
    who = here(request)
    rosters.drop(who.desk, draft, who.actor)
    return RedirectResponse("/rosters", 303)


def subject_name(subject: Subject) -> str:
    """What people call a roster of that kind."""
    return say(N_("Roster of people") if subject == "people" else N_("Roster of units"))


def _start(
    request: Request,
    who: Here,
    subject: Subject,
    refusal: LuoshiError | None = None,
    *,
    file: str = "",
    whole: bool = False,
) -> Response:
    faulty = isinstance(refusal, RosterFaults)
    return page(
        request,
        "rosters/rosters.html",
        who,
        status=STATUS[refusal.kind] if refusal else 200,
        refusal=None if faulty else refusal,
        faults=refusal.faults if isinstance(refusal, RosterFaults) else (),
        rows=refusal.rows if isinstance(refusal, RosterFaults) else 0,
        file=file,
        whole=whole,
        subject=subject,
        subjects=[(each, subject_name(each)) for each in SUBJECTS.values()],
        waiting=rosters.waiting(who.desk, who.actor),
    )


def _preview(request: Request, who: Here, it: Preview, refusal: LuoshiError | None = None) -> Response:
    names: dict[str, str] = who.desk.office().names
    titles = {name: say(title) for name, title in TITLES[it.subject].items()}

    def shown(name: str, value: str) -> str:
        match name:
            case "unit_id":
                return names.get(value, value)
            case "role" if value:
                return role_name(value)
            case "kind" if value:
                return unit_kind_name(value)
        return value

    return page(
        request,
        "rosters/preview.html",
        who,
        status=STATUS[refusal.kind] if refusal else 200,
        it=it,
        refusal=refusal,
        titles=titles | {"unit_id": say(TITLES["people"]["unit"])},
        shown=shown,
    )
