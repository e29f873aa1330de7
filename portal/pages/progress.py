"""How the year goes on: ranking of units, trend, funnel. Every figure leads to its rows on the board."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from engine.domain.names import unit_kind_name, verb_name
from engine.domain.vocabulary import UnitKind
from engine.services.looking import board as boards
from engine.services.looking import progress
from portal import filters
from portal.rendering import page
from portal.visit import Here, guarded, here

router = APIRouter(prefix="/board", dependencies=[Depends(guarded)])
_PAGE = 100


@router.get("/ranking")
def ranking(request: Request, kind: str = "", skip: Annotated[int, Query(ge=0)] = 0) -> Response:
    """Units by their rate, of one kind or all."""
    who, narrowing = here(request), filters.narrowing_in({"kind": kind})
    found = progress.ranking(who.desk, who.actor, kind=narrowing.kind, limit=_PAGE, skip=skip, at=who.at)
    shown = [(place, filters.address("/board", place.rows)) for place in found.places]
    return page(
        request,
        "ranking.html",
        who,
        places=shown,
        total=found.total,
        chart=_bars([(place.name, place.rate / 100, address) for place, address in shown[:20]]),
        kind=kind,
        kinds=[(str(each), unit_kind_name(each)) for each in UnitKind],
        kind_name=unit_kind_name,
        following=filters.address("/board/ranking", narrowing, skip=str(skip + _PAGE))
        if skip + _PAGE < found.total
        else "",
        first=filters.address("/board/ranking", narrowing) if skip else "",
    )


@router.get("/trend")
def trend(request: Request, span: Literal["week", "month"] = "month") -> Response:
    """Handed in, scored and missed in each week or month."""
    who, narrowing = here(request), filters.narrowing_in(request.query_params)
    spans = progress.trend(who.desk, who.actor, narrowing, by=span, at=who.at)
    links = {(each.name, verb): filters.address("/board", rows) for each in spans for verb, rows in each.rows.items()}
    series = [
        {
            "type": "line",
            "name": verb_name(verb),
            "symbolSize": 10,
            "data": [{"value": each.numbers[verb], "address": links[each.name, verb]} for each in spans],
        }
        for verb in progress.TOLD
    ]
    return page(
        request,
        "trend.html",
        who,
        **_narrowed(who, request, "/board/trend", span=span),
        spans=spans,
        links=links,
        verbs=[(verb, verb_name(verb)) for verb in progress.TOLD],
        span=span,
        switch=[(each, filters.address("/board/trend", narrowing, span=each)) for each in ("month", "week")],
        chart={
            "tooltip": {"trigger": "axis"},
            "legend": {"top": 0, "right": 0},
            "grid": {"left": 50, "right": 20, "top": 40, "bottom": 30},
            "xAxis": {"type": "category", "data": [each.name for each in spans]},
            "yAxis": {"type": "value", "minInterval": 1},
            "series": series,
        },
    )


@router.get("/funnel")
def funnel(request: Request) -> Response:
    """How far things have come."""
    who, narrowing = here(request), filters.narrowing_in(request.query_params)
    steps = [
        (filters.reached_name(step), number, filters.address("/board", rows))
        for step, number, rows in progress.funnel(who.desk, who.actor, narrowing, at=who.at)
    ]
    data = [{"name": name, "value": number, "address": address} for name, number, address in steps]
    return page(
        request,
        "funnel.html",
        who,
        **_narrowed(who, request, "/board/funnel"),
        steps=steps,
        chart={
            "tooltip": {},
            "series": [{"type": "funnel", "sort": "none", "label": {"formatter": "{b} {c}"}, "data": data}],
        },
    )


def _narrowed(who: Here, request: Request, path: str, /, **more: str) -> dict[str, Any]:
    """The categories to choose from and the chips of what is chosen."""
    narrowing, choices = filters.narrowing_in(request.query_params), boards.choices(who.desk, at=who.at)
    return {
        "categories": [
            (each, filters.address(path, narrowing.but(category=each), **more)) for each in choices.categories
        ],
        "narrowing": narrowing,
        "chips": filters.chips(path, narrowing, dict(choices.indicators), **more),
    }


def _bars(rows: list[tuple[str, float, str]]) -> dict[str, Any]:
    """Horizontal bars, the first on top."""
    return {
        "tooltip": {},
        "grid": {"left": 150, "right": 40, "top": 10, "bottom": 30},
        "xAxis": {"type": "value", "max": 100},
        "yAxis": {"type": "category", "inverse": True, "data": [name for name, _, _ in rows]},
        "series": [
            {
                "type": "bar",
                "barMaxWidth": 18,
                "data": [{"value": value, "address": address} for _, value, address in rows],
            }
        ],
    }
