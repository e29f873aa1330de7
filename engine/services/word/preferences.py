"""How a person wants word: by which channels, in which hours, and who reads for them while they are away."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Final

from engine.domain.actor import Actor
from engine.domain.days import day_of
from engine.domain.office_hours import Times
from engine.domain.vocabulary import Verb
from engine.errors import Invalid
from engine.services.desk import Desk, Office
from engine.services.people import rights
from engine.services.word.waiting import times_of
from engine.store.database import Connection
from engine.store.people import who
from engine.store.word import preferences as store
from engine.wording import N_

INBOX: Final = "inbox"
"""The product's own letters: every notice is there, whatever else is chosen."""

_CLOCK: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person says. `hours` None: the programme's. `away_from` to `away_until`, both included, `stand_in` (a
    person's id) reads for them."""

    channels: tuple[str, ...] = ()
    hours: tuple[str, str, str] | None = None
    away_from: date | None = None
    away_until: date | None = None
    stand_in: str = ""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What holds for a person on a day. `usual`: the programme's hours; `colleagues`: who can read for them, by id;
    `reads_for`: whose letters they read now, and until when; `away`: whether they are away today."""

    name: str
    wishes: Wishes
    times: Times
    usual: Times
    colleagues: tuple[tuple[str, str], ...]
    reads_for: tuple[tuple[str, date], ...]
    away: bool


def preferences(desk: Desk, actor: Actor, *, at: datetime, person: str = "") -> Preferences:
    """What `actor`, or a `person` whom they keep, has said, and what follows from it. Raises Forbidden, NotFound."""
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        them = _them(connection, office, actor, person)
        today = day_of(at, office.catalog.programme)
        row = store.of_people(connection, [them.id]).get(them.id)
        wishes = _wishes(row, them)
        until = wishes.away_until
        return Preferences(
            them.name,
            wishes,
            times_of(office, row),
            times_of(office, None),
            tuple((each.id, each.name) for each in who.colleagues(connection, them.unit_id, them.id)),
            tuple((each.name, each.away_until) for each in store.stands_in_for(connection, them.id, today)),
            wishes.away_from is not None and until is not None and wishes.away_from <= today <= until,
        )


def say_wishes(
    desk: Desk, actor: Actor, wishes: Wishes, *, known: Collection[str], at: datetime, person: str = ""
) -> None:
    """`actor`, or a `person` whom they keep, wants word so from now on. `known`: the channels that lead there.

    Raises Invalid for a channel that does not, hours that make no sense, or an absence without a colleague; Forbidden
    and NotFound for the person. What changes is an act in the history.
    """
    _check_channels(wishes, known)
    _check_hours(wishes)
    wishes = replace(wishes, channels=tuple(dict.fromkeys(wishes.channels)))
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        them = _them(connection, office, actor, person)
        colleagues = {each.id for each in who.colleagues(connection, them.unit_id, them.id)}
        _check_absence(wishes, colleagues, day_of(at, office.catalog.programme))
        was = _wishes(store.of_people(connection, [them.id]).get(them.id), them)
        changed = [each.name for each in fields(Wishes) if getattr(was, each.name) != getattr(wishes, each.name)]
        if not changed:
            return
        begin, end, digest = wishes.hours or ("", "", "")
        hours = {"begin": begin, "end": end, "digest": digest}
        absence = {"away_from": wishes.away_from, "away_until": wishes.away_until, "stand_in": wishes.stand_in}
        row = {"person_id": them.id, "channels": list(wishes.channels), **hours, **absence, "changed_at": at}
        store.put(connection, row)
        detail = {"person": them.id, "was": _told(was, changed), "becomes": _told(wishes, changed)}
        rights.record(connection, rights.act_of(office, Verb.WISHES, actor, at, detail))


def _them(connection: Connection, office: Office, actor: Actor, person: str) -> Any:
    """Whose preferences they are: one's own, or those of somebody whom one keeps."""
    row = rights.known_person(connection, person or actor.id)
    if row.id != actor.id:
        rights.check_keeps(office, actor, row)
    return row


def _wishes(row: Any, them: Any) -> Wishes:
    """What somebody has said; who has said nothing would be stood in for by their deputy."""
    if row is None:
        return replace(Wishes(), stand_in=str(them.deputy))
    hours = (row.begin, row.end, row.digest) if row.begin else None
    return Wishes(tuple(row.channels or ()), hours, row.away_from, row.away_until, row.stand_in)


def _told(wishes: Wishes, names: Collection[str]) -> dict[str, object]:
    """Some fields as plain values, for the history."""
    found = {name: getattr(wishes, name) for name in names}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items()}


def _check_channels(wishes: Wishes, known: Collection[str]) -> None:
    for channel in wishes.channels:
        if channel != INBOX and channel not in known:
            raise Invalid(
                "channel-does-not-reach",
                N_("Channel “{channel}” does not lead to this person."),
                hint=N_("Their unit or the creation office can enter mail address and telephone number."),
                channel=channel,
            )


def _check_hours(wishes: Wishes) -> None:
    if wishes.hours is None:
        return
    malformed = [each for each in wishes.hours if not _CLOCK.fullmatch(each)]
    if malformed or Times(*wishes.hours).faulty():
        raise Invalid(
            "hours-make-no-sense",
            N_("These hours make no sense."),
            hint=N_("Write them as 08:30; the end comes after the beginning, and the daily summary between them."),
        )


def _check_absence(wishes: Wishes, colleagues: Collection[str], today: date) -> None:
    first, last = wishes.away_from, wishes.away_until
    if (first is None) != (last is None) or (first is not None and last is not None and last < first):
        raise Invalid(
            "absence-without-days",
            N_("An absence has a first and a last day, in this order."),
            hint=N_("Fill in both days, or empty both."),
        )
    if last is not None and last < today:
        raise Invalid(
            "absence-is-over",
            N_("This absence ended on {day}."),
            hint=N_("Empty both days, or name days to come."),
            day=last,
        )
    if (first is not None or wishes.stand_in) and wishes.stand_in not in colleagues:
        raise Invalid(
            "stand-in-wanted",
            N_("Say which colleague reads meanwhile."),
            hint=N_("Choose somebody of your unit who is there."),
        )
