"""The menu: which rooms of the portal a person finds, by their role and unit. A new room is a line of `MENU`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engine.domain.keeping import keeps_all
from engine.domain.vocabulary import Role, UnitKind
from engine.services.doors.links import hands_out
from engine.services.drafts import proposed
from engine.services.looking.inbox import to_do
from engine.services.office.recognise import decides
from engine.services.people.rights import may_keep
from engine.services.seeing import scope
from engine.services.word.reading import unread
from engine.wording import N_, say

if TYPE_CHECKING:
    from portal.visit import Here


@dataclass(frozen=True, slots=True)
class Room:
    """A line of the menu: an address and what is below it, its words, the picture beside them, who finds it there.

    `counted`: how many things wait behind it for this person.
    """

    address: str
    words: str
    picture: str
    opens: Callable[[Here], bool]
    counted: Callable[[Here], int | None] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line as one person sees it; `here`: they are in this room now. `count` is None where nothing is counted."""

    address: str
    words: str
    picture: str
    here: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that belong together, under a heading."""

    words: str
    entries: tuple[Entry, ...]


def sees_all(who: Here) -> bool:
    """Whether this person sees every unit's work: the office's rooms are theirs."""
    if who.office is None:
        return who.role is Role.ADMINISTRATOR
    return scope(who.office, who.actor).everything


def everybody(who: Here) -> bool:
    """Whoever is in, by whatever door."""
    return True


def by_account(who: Here) -> bool:
    """Whoever is in with an account: a personal link opens the unit's own work only."""
    return who.visitor.via != "link"


def administers(who: Here) -> bool:
    """Administrators."""
    return who.role is Role.ADMINISTRATOR


def sees_recognition(who: Here) -> bool:
    """Who sees all work, and who approves the list without seeing all of it."""
    return sees_all(who) or (who.office is not None and decides(who.office, who.actor))


def keeps_people(who: Here) -> bool:
    """Whoever looks at people: who sees everything, and heads for their own unit."""
    return sees_all(who) or (who.office is not None and may_keep(who.office, who.actor))


def keeps_units(who: Here) -> bool:
    """Whoever keeps people and units everywhere."""
    return who.office is not None and keeps_all(who.actor, who.office.office)


def gives_links(who: Here) -> bool:
    """Whether there may be service units that this person gives personal links to."""
    office = who.office
    if office is None:
        return False
    known = who.visitor.unit_kind == UnitKind.SUB_DISTRICT or who.actor.unit_name in office.industries
    reach = hands_out(office, who.actor)
    return reach == "" or (known and reach is not None)


def _to_do(who: Here) -> int:
    return to_do(who.desk, who.actor)


def _unread(who: Here) -> int:
    return unread(who.desk, who.actor)


def _to_approve(who: Here) -> int | None:
    """A change of definitions that waits for this person; nothing is counted for whom none waits."""
    return 1 if who.office is not None and proposed.waiting_for(who.desk, who.actor) else None


MENU: Final = (
    (
        N_("Office"),
        (
            Room("/board", N_("Board"), "traffic-lights", sees_all),
            Room("/review", N_("Review"), "checklist", sees_all),
            Room("/requests", N_("Requests"), "message-question", sees_all),
            Room("/bulk", N_("Work on many"), "checkbox", sees_all),
            Room("/meetings", N_("Meetings"), "users-group", sees_all),
            Room("/recognition", N_("Recognition"), "award", sees_recognition),
            Room("/documents", N_("Documents"), "files", sees_all),
            Room("/flows", N_("Flows"), "arrows-split-2", sees_all),
            Room("/notices", N_("Notices"), "speakerphone", sees_all),
            Room("/history", N_("History"), "history", sees_all),
        ),
    ),
    (
        N_("My work"),
        (
            Room("/inbox", N_("Inbox"), "inbox", everybody, _to_do),
            Room("/calendar", N_("Calendar"), "calendar", everybody),
            Room("/letters", N_("Letters"), "mail", everybody, _unread),
            Room("/standing", N_("Where we stand"), "chart-bar", everybody),
            Room("/links", N_("Personal links"), "qrcode", gives_links),
        ),
    ),
    (
        N_("Administration"),
        (
            Room("/people", N_("People"), "users", keeps_people),
            Room("/units", N_("Units"), "building-community", sees_all),
            Room("/rosters", N_("Rosters"), "file-spreadsheet", keeps_units),
            Room("/tables", N_("Read a table"), "table-import", administers),
            Room("/definitions", N_("Definitions"), "file-settings", sees_all, _to_approve),
            Room("/unowned", N_("Work without an owner"), "user-question", sees_all),
            Room("/scan", N_("Scan"), "stethoscope", sees_all),
        ),
    ),
)
"""Every room with an entry, by who works there: the creation office, everybody, administrators."""


def menu(who: Here, path: str) -> tuple[Group, ...]:
    """The groups with something in them for this person, in order."""
    groups = (
        Group(say(words), tuple(_entry(room, who, path) for room in rooms if room.opens(who))) for words, rooms in MENU
    )
    return tuple(group for group in groups if group.entries)


def _entry(room: Room, who: Here, path: str) -> Entry:
    inside = path == room.address or path.startswith(f"{room.address}/")
    return Entry(room.address, say(room.words), room.picture, inside, room.counted(who) if room.counted else None)


def home_of(who: Here) -> str:
    """The first page after the sign-in."""
    return "/board" if sees_all(who) else "/inbox"
