"""How a notice would read: any kind, about real work, in either language, as a channel would get it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from engine.domain.notice_words import pace_word
from engine.errors import LuoshiError
from engine.services.word import ledger
from engine.services.word.preview import preview
from engine.wording import N_, Language, say
from notifiers.composing import channels, composed
from portal.api.models.value import LARGEST
from portal.failing import STATUS
from portal.forms import assignment_number, optional_day
from portal.rendering import page
from portal.visit import Here, guarded, here

router = APIRouter(prefix="/notices/preview", dependencies=[Depends(guarded)])
_FIRST: Final = "remind"
Text = Annotated[str, Query(max_length=200)]


@router.get("")
def previewed(
    request: Request,
    notice: Text = "",
    assignment: Text = "",
    unit: Text = "",
    day: Text = "",
    lang: Text = "",
    channel: Text = "",
) -> Response:
    """One notice as it would go out; what makes no sense is said, and what was chosen stays."""
    who = here(request)
    typed = {"notice": notice, "assignment": assignment, "unit": unit, "day": day, "lang": lang, "channel": channel}
    try:
        return _shown(request, who, typed)
    except LuoshiError as refusal:
        return _shown(request, who, {**typed, **_BLANK, "typed": typed}, refusal)


_BLANK: Final = {"notice": "", "assignment": "", "unit": "", "day": "", "channel": ""}


def _shown(request: Request, who: Here, asked: Mapping[str, object], refusal: LuoshiError | None = None) -> Response:
    kinds = _kinds(who)
    notice = str(asked["notice"]) or next((name for _, some in kinds for name, _ in some if name == _FIRST), "")
    number = str(asked["assignment"]).strip()
    chosen: Language = "en" if asked["lang"] == "en" else "zh"
    [found] = preview(
        who.desk,
        who.actor,
        notice or kinds[0][1][0][0],
        assignment=min(assignment_number(number), LARGEST) if number else None,
        unit=str(asked["unit"]),
        as_of=optional_day(str(asked["day"])),
        chosen=chosen,
        folder=who.runtime.settings.definitions,
        at=who.at,
    )
    ways = channels(who.runtime)
    way = str(asked["channel"]) or (found.channel if found.channel in ways else ways[0])
    messages = () if found.fault else composed(who.runtime, way, found.subject, found.body)
    return page(
        request,
        "preview.html",
        who,
        status=200 if refusal is None else STATUS[refusal.kind],
        found=found,
        messages=messages,
        typed=asked.get("typed", {**asked, "notice": found.notice, "channel": way}),
        kinds=kinds,
        ways=ways,
        pace=pace_word(found.pace),
        refusal=refusal,
    )


def _kinds(who: Here) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every notice by what people call it: the ladder's by their rungs, the others by their subject."""
    titles = ledger.kinds(who.desk, who.actor)
    rungs: dict[str, list[str]] = {}
    for rung in who.desk.catalog().chasing.ladder:
        rungs.setdefault(rung.notice, []).append(rung.title)
    ladder = [(name, "、".join(some)) for name, some in rungs.items() if name in titles]
    others = sorted(((name, title) for name, title in titles.items() if name not in rungs), key=lambda pair: pair[1])
    return [(words, some) for words, some in ((say(N_("The ladder")), ladder), (say(N_("Others")), others)) if some]
