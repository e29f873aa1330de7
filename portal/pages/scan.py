"""体检: standing faults, each with a link to where it is mended."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from engine.domain.standing_faults import FaultKind, Place, StandingFault
from engine.services.people import scan as service
from engine.wording import N_, say
from notifiers.trial import wanted_here
from portal.menu import keeps_units
from portal.rendering import page
from portal.visit import guarded, here

router = APIRouter(prefix="/scan", dependencies=[Depends(guarded)])

_ALL: Final = {
    FaultKind.UNOWNED_WORK: ("/unowned", N_("Hand the work on")),
    FaultKind.UNKNOWN_UNIT: ("/units/new", N_("Add the unit")),
    FaultKind.GROUP_EMPTY: ("/groups", N_("Look at the groups")),
    FaultKind.UNIT_WITHOUT_PEOPLE: ("/rosters", N_("Send a roster in")),
    FaultKind.UNIT_WITHOUT_HEAD: ("/people/new", N_("Add a person")),
    FaultKind.NOBODY_REACHED: ("/rosters", N_("Send a roster in")),
    FaultKind.LEADER_NOT_REACHED: ("/people?role=leader", N_("Look at the leaders in charge")),
    FaultKind.PERSON_WITHOUT_CONTACT: ("/rosters", N_("Send a roster in")),
    FaultKind.DEPUTY_GONE: ("/rosters", N_("Send a roster in")),
    FaultKind.DEPUTY_MISSING: ("/rosters", N_("Send a roster in")),
    FaultKind.NO_WAY_IN: ("/links?state=none", N_("Issue links")),
    FaultKind.NO_EVIDENCE_RULE: ("/definitions", N_("Open the definitions")),
    FaultKind.IMPOSSIBLE_DATE: ("/groups", N_("Look at the groups")),
    FaultKind.ROSTER_DIFFERS: ("/rosters", N_("Send a roster in")),
    FaultKind.SAMPLE_IN_USE: ("/rosters", N_("Send a roster in")),
}
"""Where all faults of a kind are mended together, for whoever keeps people and units; each place is a link as well."""


@router.get("")
def scan(request: Request) -> Response:
    """What is wrong as it stands."""
    who = here(request)
    faults = service.seen_by(who.desk, who.actor, at=who.at, channels=wanted_here(who.runtime, at=who.at))
    return page(request, "scan.html", who, faults=faults, address=address, all_of=_all_of, mends=keeps_units(who))


def address(place: Place) -> str:
    """The page on which a fault at this place is mended."""
    key = quote(place.id, safe="")
    addresses = {
        "unowned": "/unowned",
        "unit": f"/units/{key}",
        "person": f"/people/{key}",
        "group": f"/groups?name={key}",
        "indicator": f"/definitions/of/{key}",
        "assignment": f"/assignments/{key}",
        "link": f"/links?words={key}",
        "scale": "/definitions?show=sample",
    }
    return addresses[place.subject]


def _all_of(fault: StandingFault) -> tuple[str, str] | None:
    found = _ALL.get(fault.kind)
    return (found[0], say(found[1])) if found else None
