"""转入下一年度: next year's definitions looked at, kept as drafts, and taken away as a folder."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from engine.domain.token_scope import TokenScope
from engine.services.rolling import next_year
from notifiers.trial import wanted_here
from portal.api.door import Who, scoped
from portal.api.models.next_year import Kept, NextYear, YearIn
from portal.downloading import ZIP, download

router = APIRouter(prefix="/definitions/next-year", tags=["definitions"])

Year = Annotated[int | None, Query(ge=2001, le=2100, description="Left out: the coming one.")]


@router.get("")
@scoped(TokenScope.ADMINISTER)
def look(who: Who, year: Year = None) -> NextYear:
    """What rolling on would change, and what must be looked at; nothing changes."""
    folder = who.runtime.settings.definitions
    channels = wanted_here(who.runtime, at=who.at)
    return NextYear.of(next_year.look(who.desk, folder, who.actor, year, at=who.at, channels=channels))


@router.post("", status_code=201)
@scoped(TokenScope.ADMINISTER)
def take_in(who: Who, given: YearIn) -> Kept:
    """Keep next year's texts as drafts, to be planned and applied like any other."""
    folder = who.runtime.settings.definitions
    return Kept(files=next_year.take_in(who.desk, folder, who.actor, given.year, at=who.at))


@router.get("/folder.zip", response_class=Response)
@scoped(TokenScope.ADMINISTER)
def packed(who: Who, year: Year = None) -> Response:
    """Next year's folder with the list of what must be looked at."""
    name, raw = next_year.packed(who.desk, who.runtime.settings.definitions, who.actor, year, at=who.at)
    return download(raw, name, ZIP)
