"""Joint meetings and the August countdown: packets as they stand and as they were told."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query

from engine.domain.token_scope import TokenScope
from engine.services.office import meet
from engine.services.office.meeting_pages import countdown_page, meeting_page
from engine.services.office.packet import Sheet
from portal.api.door import Caller, Who, scoped
from portal.api.models.value import LARGEST, Answered, Name
from portal.api.repeating import Repeatable

router = APIRouter(tags=["meetings"], route_class=Repeatable)


class Quarter(Answered):
    """A quarter with its meeting; `told`: the acts that told its packet, with their days, the newest first."""

    key: str
    title: str
    due_on: date
    told: tuple[tuple[int, date], ...]


class Packet(Answered):
    """A packet: each unit's numbers, lights, rates by sums, reds with reasons, extensions, what is not resolved."""

    quarter: Quarter
    packet: dict[str, Any]


class Quarters(Answered):
    """Quarters in order."""

    items: tuple[Quarter, ...]


class Countdown(Answered):
    """Free verification: rates by sums, who is below, working days left, and what was told day by day."""

    starts: date
    deadline: date
    as_of: date
    days_left: int
    coverage: tuple[dict[str, Any], ...]
    below: tuple[dict[str, Any], ...]
    days: tuple[dict[str, Any], ...]


@router.get("/meetings")
@scoped(TokenScope.READ)
def quarters(who: Who) -> Quarters:
    """The quarters and when their packets were told; for those who see every unit's work."""
    found = meeting_page(who.desk, who.actor, at=who.at).quarters
    return Quarters(items=tuple(map(Quarter.model_validate, found)))


@router.get("/meetings/{quarter}")
@scoped(TokenScope.READ)
def packet(who: Who, quarter: Name, act: Annotated[int | None, Query(ge=1, le=LARGEST)] = None) -> Packet:
    """The packet of a quarter as it stands, or as an act told it."""
    return _packet(who, quarter, act)


@router.post("/meetings/{quarter}/packet")
@scoped(TokenScope.REVIEW)
def tell(who: Who, quarter: Name) -> Packet:
    """Tell the office's people how it stands and keep what was told; once a day at most."""
    if not meet.packet(who.desk, at=who.at, quarter=quarter, actor=who.actor).fresh:
        meet.packet(who.desk, at=who.at, quarter=quarter, actor=who.actor, again=True)
    return _packet(who, quarter, None)


@router.get("/countdown")
@scoped(TokenScope.READ)
def countdown(who: Who) -> Countdown:
    """How far free verification is."""
    return Countdown.model_validate(asdict(countdown_page(who.desk, who.actor, at=who.at)))


def _packet(who: Caller, quarter: str, act: int | None) -> Packet:
    found = meeting_page(who.desk, who.actor, at=who.at, quarter=quarter, act=act)
    sheet = asdict(found.sheet) if isinstance(found.sheet, Sheet) else dict(found.sheet)
    return Packet(quarter=Quarter.model_validate(found.quarter), packet=sheet)
