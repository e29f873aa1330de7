"""The menu: which rooms of the portal a person finds, by their role and unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engine.domain.vocabulary import Role, UnitKind
from engine.services.doors.links import hands_out
from engine.services.seeing import scope
from engine.wording import N_, say

if TYPE_CHECKING:
    from portal.visit import Here


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its address, its words, the picture beside them, and whether the reader is there."""

    address: str
    words: str
    picture: str
    here: bool


_UNIT: Final = (("/inbox", N_("Inbox"), "inbox"),)
_OFFICE: Final = (
    ("/board", N_("Board"), "traffic-lights"),
    ("/review", N_("Review"), "checklist"),
)
_LINKS: Final = ("/links", N_("Personal links"), "qrcode")


def menu(who: Here, path: str) -> tuple[Entry, ...]:
    """The entries for this person, in order."""
    entries = [*_UNIT]
    if sees_all(who):
        entries = [*_OFFICE, *_UNIT]
    if gives_links(who):
        entries.append(_LINKS)
    return tuple(Entry(address, say(words), picture, path.startswith(address)) for address, words, picture in entries)


def gives_links(who: Here) -> bool:
    """Whether there may be service units that this person gives personal links to."""
    office = who.office
    if office is None:
        return False
    known = who.visitor.unit_kind == UnitKind.SUB_DISTRICT or who.actor.unit_name in office.industries
    reach = hands_out(office, who.actor)
    return reach == "" or (known and reach is not None)


def sees_all(who: Here) -> bool:
    """Whether this person sees every unit's work: the office's rooms are theirs."""
    if who.office is None:
        return who.role is Role.ADMINISTRATOR
    return scope(who.office, who.actor).everything


def home_of(who: Here) -> str:
    """The first page after the sign-in."""
    return "/board" if sees_all(who) else "/inbox"
