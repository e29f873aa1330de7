"""Personal links: service units with the link they have, and links just issued."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from engine.services.doors.links import AT_ONCE, DAYS, LONGEST_DAYS
from engine.store.doors.personal_links import State
from portal.api.models.value import Answered, Given, Name, Text

Units = Annotated[tuple[Name, ...], Field(min_length=1, max_length=AT_ONCE, description="Units by id or name.")]


class LinkedUnit(Answered):
    """A service unit; the instants are null without a link. `state`: none, open or expired."""

    id: str
    name: str
    service: str
    industry: str
    sub_district: str
    sample: bool
    person_name: str | None
    issued_at: datetime | None
    ends_at: datetime | None
    used_at: datetime | None
    state: State


class LinkedUnits(Answered):
    """A page of service units; `number`: how many fit in all; `groups` can be narrowed by."""

    items: tuple[LinkedUnit, ...]
    number: int
    groups: tuple[str, ...]


class ChoiceIn(Given):
    """Which service units: those named, or, with none named, all that fit."""

    units: Annotated[tuple[Name, ...], Field(max_length=AT_ONCE)] = ()
    group: Name = ""
    words: Name = ""
    state: State | None = None


class LinksIn(Given):
    """A new link for each of these units, good for `days`; the ones they had are void."""

    units: Units
    days: Annotated[int, Field(ge=1, le=LONGEST_DAYS)] = DAYS


class RevokedIn(Given):
    """These units' links open nothing from now on."""

    units: Units
    reason: Text = ""


class NewLink(Answered):
    """A link just made. `address` is secret and told once; `qr` is the same as an SVG picture."""

    unit: str
    unit_name: str
    person_name: str
    ends_at: datetime
    address: str
    qr: str


class NewLinks(Answered):
    """What one sheet shows, by unit name."""

    items: tuple[NewLink, ...]


class Revoked(Answered):
    """The names of the units whose link was revoked."""

    units: tuple[str, ...]
