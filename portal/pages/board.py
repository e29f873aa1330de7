"""The board: where everything stands, narrowed by what is in the address; its list as a page and as a download."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response, StreamingResponse

from engine.domain.names import UNIT_KINDS, stage_kind_name, unit_kind_name
from engine.domain.narrowing import Narrowing, Show, Sort
from engine.domain.vocabulary import Light, StageKind
from engine.errors import Invalid
from engine.services.looking import board as boards
from engine.services.reporting.ledger import write_ledger
from engine.wording import N_, say
from portal import downloading, filters, tables_out
from portal.rendering import page
from portal.visit import Here, guarded, here

router = APIRouter(prefix="/board", dependencies=[Depends(guarded)])
_TILES: Final[Mapping[str, Mapping[str, Any]]] = {
    "overdue": {"light": Light.RED},
    "due-this-week": {"show": Show.DUE_THIS_WEEK},
    "returned": {"show": Show.RETURNED},
    "in-review": {"stage": StageKind.REVIEW},
    "mine": {"show": Show.MINE},
}


@dataclass(frozen=True)
class _Asked:
    """What an address of the board says: the narrowing, what to tell by, the order, and where the page begins."""

    narrowing: Narrowing
    by: str
    sort: Sort
    after: tuple[str | int, ...]

    @classmethod
    def of(cls, request: Request) -> _Asked:
        said = request.query_params
        by, sort = said.get("by") or "category", said.get("sort") or Sort.WORST
        if by not in boards.DIMENSIONS or sort not in list(Sort):
            raise Invalid("no-such-order", N_("A board cannot be told so."), hint=N_("Open it from the menu."))
        return cls(filters.narrowing_in(said), by, Sort(sort), _cursor(said.get("after", "")))

    def more(self) -> dict[str, str]:
        """What links within the board keep beside the narrowing."""
        return {
            "by": self.by if self.by != "category" else "",
            "sort": str(self.sort) if self.sort is not Sort.WORST else "",
        }


@router.get("")
def board(request: Request) -> Response:
    """The board of the person who is in, within what they may see."""
    who, asked = here(request), _Asked.of(request)
    choices = boards.choices(who.desk, at=who.at)
    titles = dict(choices.indicators)
    more = asked.more()
    return page(
        request,
        "board.html",
        who,
        **_live(who, asked),
        choices=choices,
        chips=filters.chips("/board", asked.narrowing, titles, **more),
        more=more,
        lights=list(Light),
        stages=[(str(kind), stage_kind_name(kind)) for kind in StageKind],
        kinds=[(str(kind), unit_kind_name(kind)) for kind in UNIT_KINDS],
        sorts=list(Sort),
        pairs=lambda values: [(each, each) for each in values],
    )


@router.get("/part")
def part(request: Request) -> Response:
    """Tiles, lights and list alone: what a page asks for again when something has changed."""
    who = here(request, quiet=True)
    return page(request, "parts/board.html", who, **_live(who, _Asked.of(request)))


@router.get("/rows.csv")
def download(request: Request) -> Response:
    """Every row of the list, however many, as a table for Excel."""
    who, asked = here(request), _Asked.of(request)
    return StreamingResponse(
        tables_out.assignments_csv(boards.every_row(who.desk, who.actor, asked.narrowing, at=who.at)),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": 'attachment; filename="board.csv"'},
    )


@router.get("/ledger.xlsx")
def ledger(request: Request) -> Response:
    """台账: the same rows in the table's order, as a workbook."""
    who, asked = here(request), _Asked.of(request)
    return downloading.written(
        lambda stream: write_ledger(who.desk, who.actor, asked.narrowing, stream, at=who.at),
        f"{say(N_('Ledger'))}.xlsx",
        downloading.XLSX,
    )


def _live(who: Here, asked: _Asked) -> dict[str, Any]:
    told = boards.board(who.desk, who.actor, asked.narrowing, by=asked.by, at=who.at)
    rows, following = boards.rows(who.desk, who.actor, asked.narrowing, sort=asked.sort, after=asked.after, at=who.at)
    n, more = asked.narrowing, asked.more()
    loose = n.but(light=None, stage=None, show=None)
    return {
        "board": told,
        "rows": rows,
        "narrowing": n,
        "by": asked.by,
        "sort": asked.sort,
        "dimensions": [(each, filters.address("/board", n, **more | {"by": each})) for each in boards.DIMENSIONS],
        "tiles": [
            (name, told.tiles[name], filters.address("/board", loose.but(**narrowed), **more))
            for name, narrowed in _TILES.items()
        ],
        "light_links": {str(light): filters.address("/board", n.but(light=light), **more) for light in Light},
        "link": lambda **changes: filters.address("/board", n.but(**changes), **more),
        "following": filters.address("/board", n, **more, after=_text(following)) if following else "",
        "first": filters.address("/board", n, **more) if asked.after else "",
        "again": filters.address("/board/part", n, **more, after=_text(asked.after)),
        "csv": filters.address("/board/rows.csv", n),
        "ledger": filters.address("/board/ledger.xlsx", n),
        "many": filters.address("/bulk", n),
        "kind_name": unit_kind_name,
    }


def _text(cursor: tuple[str | int, ...]) -> str:
    return json.dumps(cursor, ensure_ascii=False, separators=(",", ":")) if cursor else ""


def _cursor(text: str) -> tuple[str | int, ...]:
    """Where a page begins, from an address. Raises Invalid."""
    try:
        found = json.loads(text) if text else []
    except ValueError:
        found = None
    if not isinstance(found, list) or not all(type(each) in (str, int) for each in found):
        raise Invalid("no-such-page", N_("There is no such page of this list."), hint=N_("Start at its first page."))
    return tuple(found)
