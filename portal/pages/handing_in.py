"""报送 on the assignment's page: what is typed and uploaded is kept at once as a draft, and handed in as a whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from engine.errors import LuoshiError
from engine.services.work import reuse, submit, unfinished
from portal.downloading import download
from portal.forms import fields_in, figures_in, files_in, numbers_in, optional_day, optional_points, posted, values_in
from portal.pages.assignment import done, shown
from portal.rendering import page
from portal.visit import Here, guarded, here

router = APIRouter(prefix="/assignments/{number}", dependencies=[Depends(guarded)])


@router.post("/hand-in")
def hand_in(request: Request, number: int, form: Annotated[FormData, Depends(posted)]) -> Response:
    """报送, or only keep what is there. One file that is refused takes nothing with it."""

    def act(who: Here, files: tuple[int, ...]) -> None:
        order = submit.Submission(
            number,
            who.actor,
            values_in(form),
            figures_in(form),
            optional_points(str(form.get("self_score", ""))),
            str(form.get("note", "")).strip(),
            submit.Prepared(files, fields_in(form)),
        )
        submit.submit(who.desk, [order], at=who.at)

    return _taken(request, number, form, "handed-in", act)


@router.post("/part")
def part_in(request: Request, number: int, form: Annotated[FormData, Depends(posted)]) -> Response:
    """A cooperating unit hands in its part."""

    def act(who: Here, files: tuple[int, ...]) -> None:
        prepared = submit.Prepared(files, fields_in(form))
        order = submit.PartIn(number, who.actor, values_in(form), str(form.get("note", "")).strip(), prepared)
        submit.part_in(who.desk, [order], at=who.at)

    return _taken(request, number, form, "part-in", act)


@router.get("/draft")
def now(request: Request, number: int) -> Response:
    """What the unit has prepared by now: the page of a colleague asks for it by itself."""
    who = here(request, quiet=True)
    mine = unfinished.unfinished_of(who.desk, number, who.actor, at=who.at)
    return page(request, "parts/draft_now.html", who, number=number, mine=mine)


@router.post("/draft")
def write(request: Request, number: int, form: Annotated[FormData, Depends(posted)]) -> Response:
    """Keep fields as they are typed."""
    who = here(request)
    unfinished.write(who.desk, number, who.actor, fields_in(form), at=who.at)
    return Response(status_code=204)


@router.post("/draft/files")
def upload(
    request: Request,
    number: int,
    requirement: Annotated[str, Form()],
    file: Annotated[UploadFile, File()],
    on: Annotated[str, Form()] = "",
) -> Response:
    """One file, as soon as it is chosen; answered with its line on the page."""
    who = here(request)
    order = unfinished.Upload(number, who.actor, requirement, file.file.read(), file.filename or "", optional_day(on))
    return _line(request, who, number, unfinished.upload(who.desk, order, at=who.at))


@router.get("/draft/files/{file}")
def content(request: Request, number: int, file: int) -> Response:
    """Look at a file that has not been handed in yet."""
    who = here(request)
    found, held = unfinished.prepared_file(who.desk, number, who.actor, file, at=who.at)
    return download(held, found.name, found.media_type)


@router.post("/draft/files/{file}/{change}")
def change(
    request: Request,
    number: int,
    file: int,
    change: Literal["day", "out", "back"],
    form: Annotated[FormData, Depends(posted)],
) -> Response:
    """`day`: of which day the file speaks; `out`: take it out; `back`: put it back. Without script the whole form comes
    along and is kept."""
    who = here(request)
    if not _by_script(request):
        refusals, _ = _keep(who, number, form)
        if refusals:
            return shown(request, who, number, refusals)
    if change == "day":
        day = optional_day(str(form.get("day", "")))
        changed = unfinished.change_day(who.desk, number, who.actor, file, day, at=who.at)
    else:
        changed = unfinished.take_out(who.desk, number, who.actor, file, at=who.at, back=change == "back")
    return _line(request, who, number, changed)


@router.get("/earlier")
def earlier(request: Request, number: int, requirement: str = "", search: str = "") -> Response:
    """Files the unit has handed in elsewhere, to be taken again."""
    who = here(request)
    found = reuse.earlier_files(who.desk, number, who.actor, search, at=who.at)
    return page(
        request, "earlier.html", who, number=number, requirement=requirement, search=search, found=found, refusal=None
    )


@router.post("/earlier")
def again(
    request: Request, number: int, requirement: Annotated[str, Form()], piece: Annotated[int, Form()]
) -> Response:
    """Take one of them again."""
    return done(
        request,
        number,
        "",
        lambda who: reuse.reuse(who.desk, number, who.actor, requirement, piece, at=who.at),
    )


def _taken(
    request: Request, number: int, form: FormData, word: str, act: Callable[[Here, tuple[int, ...]], None]
) -> Response:
    """Keep everything of the form; then, unless something was refused or it was only to be kept, hand it in."""
    who = here(request)
    refusals, fresh = _keep(who, number, form)
    if not refusals and not form.get("keep"):
        try:
            act(who, (*numbers_in(str(each) for each in form.getlist("draft")), *fresh))
        except LuoshiError as refusal:
            refusals.append(refusal)
    if refusals:
        return shown(request, who, number, refusals)
    return RedirectResponse(f"/assignments/{number}?done={'kept' if form.get('keep') else word}", 303)


def _keep(who: Here, number: int, form: FormData) -> tuple[list[LuoshiError], list[int]]:
    """Keep fields, files and days as a draft: what was refused, each for itself, and the numbers of new files."""
    refusals: list[LuoshiError] = []
    fresh: list[int] = []
    try:
        unfinished.write(who.desk, number, who.actor, fields_in(form), at=who.at)
        files = list(files_in(form))
        known = {one.id: one for one in unfinished.unfinished_of(who.desk, number, who.actor, at=who.at).files}
    except LuoshiError as refusal:
        return [refusal], fresh
    for file, one in known.items():
        try:
            day = optional_day(str(form.get(f"day.{file}", one.effective_on or "")))
            if day != one.effective_on:
                unfinished.change_day(who.desk, number, who.actor, file, day, at=who.at)
        except LuoshiError as refusal:
            refusals.append(refusal)
    for requirement, given, on in files:
        try:
            order = unfinished.Upload(number, who.actor, requirement, given.file.read(), given.filename or "", on)
            fresh.append(unfinished.upload(who.desk, order, at=who.at).id)
        except LuoshiError as refusal:
            refusals.append(refusal)
    return refusals, fresh


def _line(request: Request, who: Here, number: int, file: unfinished.PreparedFile) -> Response:
    """A file's line for a script; without one the whole page, where its requirement stands."""
    if _by_script(request):
        return page(request, "parts/prepared_file.html", who, number=number, one=file)
    return RedirectResponse(f"/assignments/{number}#wanted.{file.requirement}", 303)


def _by_script(request: Request) -> bool:
    return request.headers.get("x-requested-with") == "fetch"
