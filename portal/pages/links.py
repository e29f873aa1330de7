"""个人链接: who has one, issuing them one by one or for a whole group, the sheet to print, and taking them back."""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from engine.errors import LuoshiError
from engine.services.doors import links
from engine.services.doors.links import Issued
from engine.services.doors.secret import read_key
from engine.store.doors.personal_links import State, Wanted
from engine.wording import N_, say
from portal.downloading import download
from portal.failing import STATUS
from portal.forms import numbers_in, posted
from portal.qr import drawn
from portal.rendering import moment, page
from portal.visit import Here, guarded, here

router = APIRouter(prefix="/links", dependencies=[Depends(guarded)])


@router.get("")
def listed(
    request: Request,
    group: str = "",
    words: str = "",
    state: Annotated[State | None, Query()] = None,
    number: Annotated[int, Query(ge=1, le=100_000, alias="page")] = 1,
) -> Response:
    """The service units this person gives links to."""
    who, wanted = here(request), Wanted(group=group, words=words.strip(), state=state)
    return _listed(request, who, wanted, number)


@router.post("/preview")
def preview(request: Request, form: Annotated[FormData, Depends(posted)]) -> Response:
    """What would be issued or revoked, before it is."""
    who, act = here(request), str(form.get("act", "issue"))
    known: dict[str, State] = {"none": "none", "open": "open", "expired": "expired"}
    wanted = Wanted(
        group=str(form.get("group", "")),
        words=str(form.get("words", "")),
        state=known.get(str(form.get("state", ""))),
    )
    try:
        if act.endswith("-all"):
            lines = links.chosen(who.desk, who.actor, at=who.at, wanted=wanted)
        else:
            lines = links.chosen(who.desk, who.actor, at=who.at, ids=_units(form))
    except LuoshiError as refusal:
        return _listed(request, who, wanted, 1, refusal)
    return page(request, "links_preview.html", who, lines=lines, act=act.removesuffix("-all"), days=links.DAYS)


@router.post("/issue")
def issue(request: Request, form: Annotated[FormData, Depends(posted)]) -> Response:
    """Issue, and show the sheet: the one time that the links can be seen."""
    who = here(request)
    try:
        days = numbers_in([str(form.get("days", links.DAYS))])[0]
        key = read_key(who.runtime.settings.home)
        made = links.issue(who.desk, key, _units(form), who.actor, at=who.at, days=days)
    except LuoshiError as refusal:
        return _listed(request, who, Wanted(), 1, refusal)
    zone, address = who.desk.catalog().programme.timezone, who.runtime.settings.portal_address
    cards = [(one, f"{address}/enter/{one.token}") for one in made]
    table = _table(cards, zone)
    if form.get("as") == "csv":
        return download(table, f"{say(N_('Personal links'))}.csv", "text/csv")
    return page(
        request,
        "links_sheet.html",
        who,
        cards=[(one, url, drawn(url)) for one, url in cards],
        table=base64.b64encode(table).decode(),
        local="//127.0.0.1" in address,
    )


@router.post("/revoke")
def revoke(request: Request, form: Annotated[FormData, Depends(posted)]) -> Response:
    """Close them at once."""
    who = here(request)
    try:
        links.revoke(who.desk, _units(form), who.actor, at=who.at, reason=str(form.get("reason", "")))
    except LuoshiError as refusal:
        return _listed(request, who, Wanted(), 1, refusal)
    return RedirectResponse("/links", 303)


def _listed(request: Request, who: Here, wanted: Wanted, number: int, refusal: LuoshiError | None = None) -> Response:
    status = 200 if refusal is None else STATUS[refusal.kind]
    found = links.units(who.desk, who.actor, wanted, at=who.at, page=number)
    return page(
        request,
        "links.html",
        who,
        status=status,
        found=found,
        wanted=wanted,
        number=number,
        pages=-(-found.number // links.PAGE),
        at_once=links.AT_ONCE,
        refusal=refusal,
    )


def _units(form: FormData) -> list[str]:
    return [str(each) for each in form.getlist("unit")]


def _table(cards: Sequence[tuple[Issued, str]], zone: str) -> bytes:
    """The links as CSV that a spreadsheet opens as it is; no cell of it can be a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([say(N_("Unit")), say(N_("Contact")), say(N_("Valid until")), say(N_("Link"))])
    for one, url in cards:
        cells = [one.unit_name, one.person_name, moment(one.ends_at, zone), url]
        writer.writerow([f"'{cell}" if cell[:1] in "=+-@\t\r" else cell for cell in cells])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()
