"""A definition worked on: form and YAML side by side, kept as a draft, given up, brought back, added and taken out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Final, cast, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from engine.catalog.editing.patterns import PATTERNS, Answers, Pattern
from engine.catalog.editing.texts import digest_of
from engine.errors import Invalid, LuoshiError, NotFound
from engine.services.drafts import adding, filling_in, keeping
from engine.services.drafts.filling_in import Turned
from engine.services.drafts.keeping import Opened
from engine.services.drafts.year_ahead import of_draft
from engine.wording import N_
from portal.failing import STATUS
from portal.forms import posted
from portal.pages.definitions import difference
from portal.rendering import page, rendered
from portal.visit import Here, guarded, here

router = APIRouter(prefix="/definitions", dependencies=[Depends(guarded)])

Posted = Annotated[FormData, Depends(posted)]
File = Annotated[str, Query(max_length=200)]
_APART: Final = re.compile(r"[、，,;；\n]+")


@router.get("/edit")
def edit(request: Request, file: File = "", done: str = "") -> Response:
    """A text to work on."""
    who = _administrator(request)
    opened = keeping.opened(who.desk, _folder(who), file)
    return _editor(request, who, opened, opened.text or opened.folder or "", done=done[:20])


@router.post("/turn")
def turn(request: Request, form: Posted) -> Response:
    """For the editor's script: the text with what was filled in, its form drawn again, what is wrong with it."""
    who = _administrator(request)
    file, text, act = (str(form.get(name, "")) for name in ("file", "text", "act"))
    turned = filling_in.turn(who.desk, _folder(who), file, text, _filled(form), act)
    facts = _facts(who, file, turned)
    marks = [
        {"line": each.line, "column": each.column, "severity": each.severity, "message": each.message}
        for each in turned.problems
    ]
    told = {
        "text": turned.text,
        "form": rendered(request, "definitions/fields.html", who, **facts),
        "problems": rendered(request, "definitions/problems.html", who, **facts),
        "marks": marks,
    }
    return JSONResponse(told)


@router.post("/edit")
def save(request: Request, form: Posted) -> Response:
    """Keep the text as a draft, whatever it says; a text that stands in between is shown and not overwritten."""
    who = _administrator(request)
    file, text, act = (str(form.get(name, "")) for name in ("file", "text", "act"))
    opened = _opened(who, file)
    text = text.replace("\r\n", "\n")
    if not form.get("synced"):
        text = filling_in.filled_in(text, _filled(form), act, shown=opened.text or "")
    if act not in ("", "save"):  # without a script: an entry added or taken away, the page drawn again, nothing kept
        return _editor(request, who, opened, text)
    seen, base = _number(form, "seen"), str(form.get("base", ""))
    try:
        keeping.save(who.desk, _folder(who), file, text, who.actor, at=who.at, seen=seen, base=base)
    except LuoshiError as refusal:
        return _editor(request, who, _opened(who, file), text, refusal=refusal)
    if keeping.drafts(who.desk, _folder(who)).get(file) is None:
        return _to("/definitions", done="same")
    return _to("/definitions/edit", file=file, done="saved")


@router.post("/discard")
def discard(request: Request, form: Posted) -> Response:
    """Give a draft up; the next page offers to bring it back."""
    who, file = _administrator(request), str(form.get("file", ""))
    keeping.discard(who.desk, _folder(who), file, who.actor, at=who.at, seen=_number(form, "seen"))
    return _to("/definitions/earlier", file=file, done="discarded")


@router.post("/bring-back")
def bring_back(request: Request, form: Posted) -> Response:
    """An earlier text becomes the draft again."""
    who, number = _administrator(request), _number(form, "number")
    file = keeping.bring_back(who.desk, _folder(who), number, who.actor, at=who.at, seen=_number(form, "seen"))
    return _to("/definitions/edit", file=file, done="back")


@router.post("/take-out")
def take_out(request: Request, form: Posted) -> Response:
    """Propose to take an indicator out, as a draft."""
    who, file = _administrator(request), str(form.get("file", ""))
    adding.take_out(who.desk, _folder(who), file, who.actor, at=who.at, seen=_number(form, "seen"))
    return _to("/definitions/plan", done="out")


@router.get("/new")
def new(request: Request, pattern: str = "") -> Response:
    """Which pattern, then what it asks."""
    who = _administrator(request)
    return _asked(request, who, pattern, {})


@router.post("/new")
def add(request: Request, form: Posted) -> Response:
    """Begin a new indicator as a draft."""
    who = _administrator(request)
    said = {name: str(form.get(name, "")).strip() for name in _ASKED}
    pattern = str(form.get("pattern", ""))
    if pattern not in get_args(Pattern):
        return _asked(request, who, "", said)
    try:
        file = adding.add(who.desk, _folder(who), _answers(pattern, said), who.actor, at=who.at)
    except LuoshiError as refusal:
        return _asked(request, who, pattern, said, refusal)
    return _to("/definitions/edit", file=file, done="begun")


@router.post("/new-workflow")
def add_workflow(request: Request, form: Posted) -> Response:
    """Begin a new workflow after another one, as a draft."""
    who = _administrator(request)
    like, name, title = (str(form.get(field, "")) for field in ("like", "id", "title"))
    file = adding.add_workflow(who.desk, _folder(who), like, name, title, who.actor, at=who.at)
    return _to("/definitions/edit", file=file, done="begun-way")


@router.get("/year")
def year(request: Request, file: File = "") -> Response:
    """The year of a draft before it is applied."""
    who = _administrator(request)
    drafted = of_draft(who.desk, _folder(who), file, at=who.at)
    return page(
        request,
        "definitions/year.html",
        who,
        file=file,
        title=drafted.title,
        year=drafted.year,
        problems=drafted.problems,
    )


_ASKED: Final = (
    *("title", "requirement", "time_text", "category", "group", "lead", "cooperating", "evidence", "day"),
    *("second_day", "second_title", "times", "id"),
)


def _answers(pattern: str, said: dict[str, str]) -> Answers:
    times = said["times"] or "2"
    if not times.isascii() or not times.isdigit() or not 1 <= int(times[:4]) <= 999:
        raise Invalid("not-a-number", N_("“{text}” is no whole number."), hint=N_("Write it in digits."), text=times)
    return Answers(
        pattern=cast(Pattern, pattern),
        title=said["title"],
        requirement=said["requirement"],
        category=said["category"],
        group=said["group"],
        lead=_several(said["lead"]),
        cooperating=_several(said["cooperating"]),
        evidence=tuple(line.strip() for line in said["evidence"].splitlines() if line.strip()),
        time_text=said["time_text"],
        day=said["day"],
        second_day=said["second_day"],
        second_title=said["second_title"],
        times=int(times),
        id=said["id"],
    )


def _several(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in _APART.split(text) if each.strip())


def _asked(
    request: Request, who: Here, pattern: str, said: dict[str, str], refusal: LuoshiError | None = None
) -> Response:
    return page(
        request,
        "definitions/new.html",
        who,
        status=200 if refusal is None else STATUS[refusal.kind],
        patterns=PATTERNS,
        pattern=next((each for each in PATTERNS if each[0] == pattern), None),
        said={name: said.get(name, "") for name in _ASKED},
        known=filling_in.known(who.desk),
        refusal=refusal,
    )


def _editor(
    request: Request, who: Here, opened: Opened, text: str, *, refusal: LuoshiError | None = None, done: str = ""
) -> Response:
    between = refusal is not None and refusal.code in ("text-between", "folder-between")
    theirs = opened.text if opened.draft else opened.folder
    turned = filling_in.turn(who.desk, _folder(who), opened.file, text)
    return page(
        request,
        "definitions/edit.html",
        who,
        status=200 if refusal is None else STATUS[refusal.kind],
        opened=opened,
        refusal=refusal,
        between=difference(theirs, text) if between else None,
        moved=difference(opened.folder, opened.text) if opened.moved else None,
        done=done,
        **_facts(who, opened.file, turned),
    )


def _facts(who: Here, file: str, turned: Turned) -> dict[str, Any]:
    return {
        "file": file,
        "text": turned.text,
        "form": turned.form,
        "problems": turned.problems,
        "sound": turned.sound,
        "known": filling_in.known(who.desk),
    }


def _opened(who: Here, file: str) -> Opened:
    """The file as it stands; a new one, whose draft somebody has given up meanwhile, is begun anew."""
    try:
        return keeping.opened(who.desk, _folder(who), file)
    except NotFound:
        number = next((each.number for each in keeping.earlier(who.desk, file)), 0)
        return Opened(file, None, None, number, digest_of(None), draft=False, moved=False)


def _filled(form: FormData) -> dict[str, str]:
    """The fields of the form of an indicator: those whose names begin with `f.`."""
    return {name[2:]: str(value) for name, value in form.multi_items() if name.startswith("f.")}


def _number(form: FormData, name: str) -> int:
    said = str(form.get(name, "0"))
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0


def _administrator(request: Request) -> Here:
    who = here(request)
    keeping.check_drafts_here(who.actor)
    return who


def _folder(who: Here) -> Path:
    return who.runtime.settings.definitions


def _to(path: str, **query: str) -> Response:
    return RedirectResponse(f"{path}?{urlencode(query)}", 303)
