"""What the ladder would send on a day, and to whom: climbed as ever, and taken back before anything is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.domain.actor import Actor
from engine.domain.days import start_of
from engine.domain.notices import render
from engine.errors import LuoshiError
from engine.services.desk import Desk
from engine.services.office import chase
from engine.services.seeing import check_sees_all
from engine.services.word import waiting
from engine.services.word.ledger import rung_title
from engine.services.word.letter_facts import Correspondence
from engine.store.database import Row
from engine.store.word import leases, outbox
from engine.wording import language


@dataclass(frozen=True, slots=True)
class Foretold:
    """A letter that the ladder would write: by which `rung` (its title) to whom about which assignment, in its words.

    `person_name` is '' where the unit has nobody of the rung's roles. `waits_until`: an instant, for what would not go
    at once. `fault`: why its template cannot be rendered.
    """

    rung: str
    notice: str
    unit_name: str
    person_name: str
    assignment: int
    urgent: bool
    subject: str
    body: str
    waits_until: datetime | None = None
    fault: str = ""


def foretell(desk: Desk, actor: Actor, *, day: date | None, at: datetime) -> list[Foretold]:
    """What a sweep at the beginning of `day` (now, without one) would send by the ladder, as the work stands now.

    What came between now and that day is not foreseen. Nothing is sent or kept. Raises Forbidden for a limited view.
    """
    check_sees_all(desk, actor)
    with desk.database.transaction() as connection:
        programme = desk.book.office(connection).catalog.programme
        moment = at if day is None else start_of(day, programme)
        taken_back = connection.begin_nested()
        try:
            act = chase.climb(desk, connection, at=moment)[0]
            rows = leases.rows(connection, outbox.written_by(connection, act))
            post = Correspondence.read(desk, connection, rows)
            return list(_told(post, rows, moment))
        finally:
            taken_back.rollback()


def _told(post: Correspondence, rows: Sequence[Row[Any]], at: datetime) -> Iterator[Foretold]:
    for row in rows:
        reader, subject, body, fault = post.reader(row), "", "", ""
        try:
            notice = post.notice(row.notice)
            words = render(notice, post.facts(row, reader, language()), language())
            subject, body = words.subject, words.body
            wishes = post.wishes.get(reader.id) if reader else None
            wait = waiting.Held.of(post.office, row, notice, wishes).wait(at)
        except LuoshiError as error:
            wait, fault = None, str(error)
        yield Foretold(
            rung_title(post.office, row.dedupe_key),
            row.notice,
            post.names.get(row.unit_id, ""),
            reader.name if reader else "",
            row.assignment_id,
            bool(row.urgent),
            subject,
            body,
            wait[0] if wait else None,
            fault,
        )
