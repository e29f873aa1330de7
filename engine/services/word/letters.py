"""The outbox as delivery sees it: letters leased in their reader's words, and the inbox as a person does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.domain.delivering import Tried
from engine.domain.notices import Rendered, render
from engine.domain.vocabulary import NoticeState
from engine.errors import LuoshiError
from engine.services.desk import Desk
from engine.services.mine.calendar_text import Invitation
from engine.services.word import absences, dates, waiting
from engine.services.word.delivering import give_up, tried_of
from engine.services.word.letter_facts import Correspondence
from engine.store.database import Connection, Row
from engine.store.programme.adopted import person_row
from engine.store.word import attempts, audiences, inboxes, leases
from engine.wording import N_, Language, language, say


@dataclass(frozen=True, slots=True)
class Letter:
    """One notice to one reader, ready to go out.

    `unit` is the unit written to; `person` is empty when nobody there can read it now, and it then waits in the unit's
    inbox. `channel` is the name the definitions give, `order` those the reader wants, first to last. `attempts` counts
    those before this one, `tried` says what came of them. `as_of` is the day it speaks of. `wait`: until when it is
    better kept from disturbing its reader, with the sentence that says so. `gathered`: it goes together with what else
    goes to this reader now. `invitations`: what it puts into its reader's calendar, where its channel can carry that.
    """

    id: int
    notice: str
    person: str
    person_name: str
    email: str
    phone: str
    unit: str
    unit_name: str
    assignment: int | None
    as_of: date
    urgent: bool
    channel: str
    attempts: int
    subject: str
    body: str
    tried: tuple[Tried, ...] = ()
    order: tuple[str, ...] = ()
    wait: tuple[datetime, str] | None = None
    gathered: bool = False
    invitations: tuple[Invitation, ...] = ()


@dataclass(frozen=True, slots=True)
class InboxLine:
    """A letter as its reader finds it inside the product.

    `sent_at` and `read_at` are instants: None while it is on its way, and until that reader has opened it.
    """

    id: int
    notice: str
    assignment: int | None
    as_of: date
    urgent: bool
    state: NoticeState
    subject: str
    body: str
    answer: str
    sent_at: datetime | None
    read_at: datetime | None = None


def expand(desk: Desk, *, at: datetime) -> int:
    """Turn rows that stand for many into a letter per recipient; returns how many are new."""
    with desk.database.transaction() as connection:
        return audiences.expand(connection)


def lease(desk: Desk, *, owner: str, at: datetime, limit: int = 200, seconds: int = 60) -> list[Letter]:
    """Take up to `limit` letters that are due for `owner`, rendered, nobody else's for `seconds` from `at`.

    A letter whose template cannot be rendered is given up with the reason, for the office's list; the others go on.
    """
    with desk.database.transaction() as connection:
        rows = absences.passed(desk, connection, leases.claim(connection, owner, at, limit, seconds), at=at)
        if not rows:
            return []
        post = Correspondence.read(desk, connection, rows)
        tried = attempts.of_letters(connection, (row.id for row in rows if row.attempts))
        letters: list[Letter] = []
        for row in rows:
            try:
                letters.append(_letter(post, row, tried.get(row.id, ()), language(), at))
            except LuoshiError as error:
                give_up(desk, connection, row, str(error), at=at)
        by_id = {row.id: row for row in rows}
        leases.keep_words(connection, [_kept(letter, by_id[letter.id]) for letter in letters])
    return letters


def counts(desk: Desk) -> Mapping[NoticeState, int]:
    """How many letters stand in each state."""
    with desk.database.reading() as connection:
        return leases.counts(connection)


def inbox(desk: Desk, person: str, *, limit: int = 50) -> list[InboxLine]:
    """What has been written to a person, newest first, with what waited for anybody of their unit."""
    with desk.database.reading() as connection:
        return [_line(row, row.read_at) for row in inboxes.inbox(connection, person, _unit(connection, person), limit)]


def troubled(desk: Desk, *, limit: int = 50) -> list[InboxLine]:
    """The office's list: letters that failed or were given up, newest first, each with the reason."""
    with desk.database.reading() as connection:
        return [_line(row) for row in inboxes.troubled(connection, limit)]


def worded(desk: Desk, connection: Connection, row: Row[Any]) -> Rendered:
    """The words of one letter as its reader would get them now. Raises what its template dies of."""
    post = Correspondence.read(desk, connection, [row])
    return render(post.notice(row.notice), post.facts(row, post.reader(row), language()), language())


def trial(desk: Desk, person: str, channel: str, *, at: datetime) -> Letter:
    """A letter to a person's own address that says nothing but that a channel is tried; it is in no ledger.

    Raises NotFound for nobody, Refused for somebody who has left.
    """
    desk.person(person)
    with desk.database.reading() as connection:
        row = person_row(connection, person)
    assert row is not None
    return Letter(
        id=0,
        notice="trial",
        person=row.id,
        person_name=row.name,
        email=row.email,
        phone=row.phone,
        unit=row.unit_id,
        unit_name=row.unit_name,
        assignment=None,
        as_of=desk.today(at),
        urgent=False,
        channel=channel,
        attempts=0,
        subject=say(N_("A trial by Luoshi")),
        body=say(N_("This message tries the channel “{channel}”. Nothing is to be done."), channel=channel),
    )


def _unit(connection: Connection, person: str) -> str:
    found = person_row(connection, person)
    return str(found.unit_id) if found else ""


def _letter(post: Correspondence, row: Row[Any], tried: Sequence[Row[Any]], chosen: Language, at: datetime) -> Letter:
    reader = post.reader(row)
    notice = post.notice(row.notice)
    wishes = post.wishes.get(reader.id) if reader else None
    held = waiting.Held.of(post.office, row, notice, wishes)
    words: Rendered = render(notice, post.facts(row, reader, chosen), chosen)
    return Letter(
        id=row.id,
        notice=row.notice,
        person=reader.id if reader else "",
        person_name=reader.name if reader else "",
        email=reader.email if reader else "",
        phone=reader.phone if reader else "",
        unit=row.unit_id or "",
        unit_name=post.names.get(row.unit_id, ""),
        assignment=row.assignment_id,
        as_of=row.as_of,
        urgent=bool(row.urgent),
        channel=row.channel or notice.channel,
        attempts=row.attempts,
        subject=words.subject,
        body=words.body,
        tried=tried_of(tried, reader.id if reader else ""),
        order=tuple(wishes.channels or ()) if wishes else (),
        wait=held.wait(at),
        gathered=held.gathered,
        invitations=dates.invitations(post, row, at=at),
    )


def _kept(letter: Letter, row: Row[Any]) -> dict[str, object]:
    """What is kept of a rendered letter; who it was first written to stays so when somebody else reads it."""
    person = row.person if row.passed_to else letter.person or None
    return {
        "letter": letter.id,
        "person": person,
        "channel": letter.channel,
        "subject": letter.subject,
        "body": letter.body,
    }


def _line(row: Row[Any], read_at: datetime | None = None) -> InboxLine:
    return InboxLine(
        row.id,
        row.notice,
        row.assignment_id,
        row.as_of,
        bool(row.urgent),
        NoticeState(row.state),
        row.subject,
        row.body,
        row.answer,
        row.sent_at,
        read_at,
    )


def count_as_sent(desk: Desk, *, at: datetime, answer: str) -> int:
    """Count all waiting letters as sent without writing to anybody: rehearsed days must not reach real people."""
    with desk.database.transaction() as connection:
        return leases.mark_all_sent(connection, at, answer)
