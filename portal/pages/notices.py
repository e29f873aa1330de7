"""Notices: what was sent to whom by which channel and whether it arrived; one with its text; sending again."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from engine.domain.notice_words import outcome_word, state_word
from engine.domain.vocabulary import NoticeState
from engine.errors import LuoshiError
from engine.services.word import ledger
from engine.services.word.ledger import Wanted
from engine.wording import N_, say
from portal import lists
from portal.api.models.value import LARGEST
from portal.failing import STATUS
from portal.filters import one_of
from portal.forms import assignment_number, numbers_in, optional_day, posted
from portal.rendering import page
from portal.visit import Here, guarded, here

router = APIRouter(prefix="/notices", dependencies=[Depends(guarded)])
_PAGE: Final = 50
READERS: Final[lists.Readers] = {
    "state": one_of(NoticeState),
    "unreached": bool,
    "notice": str,
    "unit": str,
    "person": str,
    "assignment": assignment_number,
    "day_from": optional_day,
    "day_to": optional_day,
}


@router.get("")
def notices(request: Request, before: Annotated[int, Query(ge=0, le=LARGEST)] = 0) -> Response:
    """Letters, newest first."""
    return _listed(request, here(request), before=before)


@router.get("/{number}")
def one(request: Request, number: int) -> Response:
    """One letter."""
    return _shown(request, here(request), number)


@router.post("/send-again")
def send_many(request: Request, form: Annotated[FormData, Depends(posted)]) -> Response:
    """The ticked ones, all or none."""
    who = here(request)
    try:
        ledger.send_again(who.desk, numbers_in(map(str, form.getlist("number"))), who.actor, at=who.at)
    except LuoshiError as refusal:
        return _listed(request, who, refusal)
    return RedirectResponse("/notices", 303)


@router.post("/{number}/send-again")
def send_one(request: Request, number: int) -> Response:
    """This one."""
    who = here(request)
    try:
        ledger.send_again(who.desk, [number], who.actor, at=who.at)
    except LuoshiError as refusal:
        return _shown(request, who, number, refusal)
    return RedirectResponse(f"/notices/{number}", 303)


def _listed(request: Request, who: Here, refusal: LuoshiError | None = None, *, before: int = 0) -> Response:
    wanted = lists.wanted_in(Wanted, READERS, request.query_params)
    found = ledger.page(who.desk, who.actor, wanted, before=before or None, limit=_PAGE + 1)
    shown, post = found[:_PAGE], ledger.post_state(who.desk, who.actor)
    tiles = [
        (str(state), state_word(state), number, lists.address("/notices", Wanted(state=state)))
        for state, number in post.counts.items()
    ]
    nobody = ("unreached", say(N_("not reached")), post.unreached, lists.address("/notices", Wanted(unreached=True)))
    return page(
        request,
        "notices.html",
        who,
        status=200 if refusal is None else STATUS[refusal.kind],
        letters=shown,
        wanted=wanted,
        tiles=[nobody, *tiles],
        kinds=sorted(post.notices.items(), key=lambda pair: pair[1]),
        states=[(str(state), state_word(state)) for state in NoticeState],
        state_name=state_word,
        chips=lists.chips(
            "/notices",
            wanted,
            {
                "state": state_word,
                "unreached": lambda _: say(N_("not reached")),
                "notice": lambda name: post.notices.get(name, name),
                "unit": lambda text: say(N_("to {whom}"), whom=text),
                "person": lambda text: say(N_("to {whom}"), whom=text),
                "assignment": lambda number: say(N_("assignment {number}"), number=number),
                "day_from": lambda day: say(N_("from {day} on"), day=day),
                "day_to": lambda day: say(N_("until {day}"), day=day),
            },
        ),
        may_send=any(letter.again for letter in shown) and _may_send(who),
        refusal=refusal,
        following=lists.address("/notices", wanted, before=shown[-1].id) if len(found) > _PAGE else "",
        first=lists.address("/notices", wanted) if before else "",
    )


def _may_send(who: Here) -> bool:
    try:
        ledger.check_sends(who.desk.office(), who.actor)
    except LuoshiError:
        return False
    return True


def _shown(request: Request, who: Here, number: int, refusal: LuoshiError | None = None) -> Response:
    status = 200 if refusal is None else STATUS[refusal.kind]
    letter = ledger.one(who.desk, who.actor, min(abs(number), LARGEST))
    names = {"state_name": state_word, "outcome_name": outcome_word}
    return page(request, "notice.html", who, status=status, letter=letter, refusal=refusal, **names)
