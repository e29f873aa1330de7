"""指标定义: browsed by the table's order, read like its rows with what Luoshi makes of them, and every earlier text."""

from __future__ import annotations

from difflib import unified_diff
from typing import Annotated, get_args

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from engine.services.drafts import browsing, keeping, proposed
from engine.services.drafts.in_words import parts_in_words, way_in_words
from engine.services.drafts.year_ahead import year_ahead
from engine.services.seeing import check_sees_all
from portal.rendering import page
from portal.visit import guarded, here

router = APIRouter(prefix="/definitions", dependencies=[Depends(guarded)])


@router.get("")
def listed(
    request: Request, words: str = "", category: str = "", lead: str = "", show: str = "", done: str = ""
) -> Response:
    """Every indicator that fits, in the table's order."""
    who = here(request)
    shown = show if show in get_args(browsing.Show) else ""
    sought = browsing.Sought(words.strip(), category, lead, shown)  # type: ignore[arg-type]
    found = browsing.browse(who.desk, who.runtime.settings.definitions, who.actor, sought)
    waiting = proposed.waiting(who.desk)
    return page(
        request,
        "definitions/list.html",
        who,
        found=found,
        sought=sought,
        edits=keeping.drafts_here(who.actor),
        waiting=waiting,
        mine=waiting is not None and proposed.may_approve(waiting, who.actor),
        done=done[:20],
    )


@router.get("/of/{indicator}")
def indicator(request: Request, indicator: str) -> Response:
    """One indicator as it is in force."""
    who = here(request)
    check_sees_all(who.desk, who.actor)
    file = browsing.file_of(who.desk, indicator)
    catalog = who.desk.catalog()
    order = list(catalog.definitions)
    at = order.index(indicator)
    return page(
        request,
        "definitions/indicator.html",
        who,
        it=catalog.definitions[indicator],
        written=catalog.indicators[indicator],
        file=file,
        parts=parts_in_words(catalog.definitions[indicator]),
        way=way_in_words(catalog.definitions[indicator]),
        year=year_ahead(who.desk, catalog, indicator, at=who.at),
        ladder=catalog.chasing.ladder,
        edits=keeping.drafts_here(who.actor),
        draft=keeping.drafts(who.desk, who.runtime.settings.definitions).get(file),
        before=order[at - 1] if at else None,
        after=order[at + 1] if at + 1 < len(order) else None,
    )


@router.get("/earlier")
def earlier(request: Request, file: Annotated[str, Query(max_length=200)] = "") -> Response:
    """Who had which text of a file when; each can be brought back."""
    who = here(request)
    check_sees_all(who.desk, who.actor)
    texts = keeping.earlier(who.desk, file)
    older = [*(each.text for each in texts[1:]), None][: len(texts)]
    return page(
        request,
        "definitions/earlier.html",
        who,
        file=file,
        texts=[(each, difference(before, each.text)) for each, before in zip(texts, older, strict=True)],
        seen=texts[0].number if texts else 0,
        edits=keeping.drafts_here(who.actor),
    )


def difference(before: str | None, after: str | None) -> list[tuple[str, str]]:
    """The lines in which two texts differ, each with what became of it: `del`, `ins`, or '' for one beside them."""
    lines = unified_diff((before or "").splitlines(), (after or "").splitlines(), lineterm="", n=1)
    kinds = {"-": "del", "+": "ins", " ": ""}
    return [(kinds[line[0]], line[1:]) for line in list(lines)[2:] if line[:1] in kinds]
