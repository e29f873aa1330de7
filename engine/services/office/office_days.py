"""The office's own dates: the meeting's packet, the August countdown, the recognition; each once, caught up."""

from __future__ import annotations

from datetime import date, datetime

from engine.domain.days import day_of
from engine.services.desk import Desk, Office
from engine.services.office.meet import countdown, packet
from engine.services.office.recognise import propose, publish
from engine.store.database import Connection
from engine.store.programme import recognised
from engine.store.word import outbox


def office_days(desk: Desk, *, at: datetime) -> int:
    """Do what the office's calendar asks for on the day of `at` and has not been done; returns how many things were.

    An approved recognition list is published here; a proposed one waits for its second person (story 15).
    """
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        today = day_of(at, office.catalog.programme)
        quarter = _packet_wanted(connection, office, today)
        counting = _countdown_wanted(connection, office, today)
        years = range(max(office.year, today.year - 1), today.year + 1)
        lists = {year: recognised.row(connection, office.catalog.programme.id, year) for year in years}
    if quarter is not None:
        packet(desk, at=at, quarter=quarter)
    if counting:
        countdown(desk, at=at)
    done = (quarter is not None) + counting
    for year, known in lists.items():
        if known is None and today >= office.catalog.programme.recognition.day.on(year) and year == today.year:
            propose(desk, at=at, year=year)
            done += 1
        elif known is not None and known.state == "approved":
            done += publish(desk, year, at=at).fresh
    return done


def _packet_wanted(connection: Connection, office: Office, today: date) -> str | None:
    """The quarter whose packet should be out by now and is not."""
    meeting = office.catalog.programme.joint_meeting
    if meeting is None:
        return None
    for period in office.periods(office.catalog.definitions[meeting.indicator], today.year):
        if period.due_on is None or not period.open_on <= today <= period.due_on:
            continue
        out_by = office.calendar.add(period.due_on, -meeting.packet_before)
        if out_by <= today and not outbox.known(connection, f"packet/{period.key}"):
            return period.key
    return None


def _countdown_wanted(connection: Connection, office: Office, today: date) -> bool:
    """Whether today is a working day of the countdown that has not been told yet."""
    watch = office.catalog.programme.free_verification
    if watch is None or not watch.countdown_from.on(today.year) <= today <= watch.deadline.on(today.year):
        return False
    return office.calendar.is_working(today) and not outbox.known(connection, f"countdown/{today}")
