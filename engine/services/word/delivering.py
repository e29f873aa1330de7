"""What becomes of a letter in a deliverer's hands: begun, recorded, put off, passed on, given up; asked after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from engine.domain.delivering import Tried
from engine.domain.vocabulary import AttemptOutcome, NoticeState
from engine.services.desk import Desk
from engine.services.word.letter_facts import Correspondence
from engine.store.database import Connection, Row
from engine.store.word import attempts, leases, outbox, readers
from engine.store.word.attempts import Standing
from engine.wording import N_, say

UNREACHED: Final = "not-reached"
"""The notice that tells the office, once a day at most, that somebody could not be reached."""


@dataclass(frozen=True, slots=True)
class Report:
    """What came of one attempt at a letter, at the instant `at`.

    `next_at`: when to try again, None when this reader cannot be reached by any channel. `reference`: the provider's
    own number, and `ask_at` when to ask it what became of the letter. `asked`: this is what it said when asked.
    """

    letter: int
    person: str
    channel: str
    outcome: AttemptOutcome
    words: str
    at: datetime
    next_at: datetime | None = None
    reference: str = ""
    ask_at: datetime | None = None
    asked: bool = False


@dataclass(frozen=True, slots=True)
class InHand:
    """Which letters may be sent now, together; `free_at`: their channel's budget is used up until then."""

    letters: tuple[int, ...]
    free_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A letter whose provider is to be asked what became of it, under its own number for it."""

    letter: int
    person: str
    channel: str
    reference: str
    sent_at: datetime
    tried: tuple[Tried, ...]


def take_in_hand(
    desk: Desk,
    together: Sequence[int],
    *,
    owner: str,
    channel: str,
    at: datetime,
    per_minute: int = 0,
    before: Sequence[Report] = (),
) -> InHand:
    """Take leased letters in hand that are one message, and record what came of those `before` in the same breath.

    So a deliverer that is killed leaves exactly one message in doubt. Not waiting for the disk: after a power failure a
    letter may be repeated, which is better than a late one. `per_minute`: the channel's budget, 0 for none.
    """
    with desk.database.transaction(lasting=False) as connection:
        for report in before:
            _record(desk, connection, report)
        free_at = attempts.take_slot(connection, channel, at, per_minute) if per_minute else None
        if free_at is not None:
            return InHand((), free_at)
        begun = (each for each in together if leases.take_in_hand(connection, each, owner, channel, at))
        return InHand(tuple(begun))


def record(desk: Desk, *reports: Report) -> None:
    """Record what came of attempts: sent, delivered, to be tried again, passed on, or given up."""
    with desk.database.transaction(lasting=False) as connection:
        for report in reports:
            _record(desk, connection, report)


def defer(desk: Desk, until: Mapping[int, datetime], words: Mapping[int, str], *, owner: str) -> None:
    """Put leased letters off until an instant each, saying why; that was no attempt."""
    with desk.database.transaction() as connection:
        leases.defer(connection, until, words, owner)


def release(desk: Desk, letter_ids: Sequence[int], *, owner: str) -> None:
    """Give back leased letters that were not tried."""
    with desk.database.transaction() as connection:
        leases.release(connection, letter_ids, owner)


def questions(desk: Desk, *, at: datetime, limit: int = 200) -> list[Question]:
    """Letters to ask their providers about at the instant `at`; nobody else is given them for a few minutes."""
    with desk.database.transaction() as connection:
        rows = leases.claim_questions(connection, at, limit)
        tried = attempts.of_letters(connection, (row.id for row in rows))
        return [_question(row, tried.get(row.id, ())) for row in rows]


def ask_later(desk: Desk, letter: int, ask_at: datetime | None) -> None:
    """The provider cannot say yet: ask again at that instant, or never with None."""
    with desk.database.transaction(lasting=False) as connection:
        attempts.settle(connection, letter, Standing(NoticeState.SENT, ask_at=ask_at, asked=True))


def give_up(desk: Desk, connection: Connection, row: Row[Any], words: str, *, at: datetime) -> None:
    """Give a notice up and tell the office that somebody was not reached, once a day however many there are."""
    attempts.settle(connection, row.id, Standing(NoticeState.GIVEN_UP, words, asked=True))
    office = desk.book.office(connection)
    if row.notice == UNREACHED or UNREACHED not in office.catalog.notices:
        return
    unit = readers.unit_names(connection, [row.unit_id]).get(row.unit_id, "") if row.unit_id else ""
    person = readers.people(connection, [row.person], ()) if row.person else {}
    who = {"unit": unit, "person": person[row.person].name if row.person in person else ""}
    params = {"reason": words, "rows": [{**who, "subject": row.subject or row.notice}]}
    more = {"audience": f"unit:{office.office}/office", "channel": "inbox", "params": params}
    key = f"{UNREACHED}/{desk.today(at).isoformat()}"
    outbox.enqueue(
        connection, [outbox.letter("not-reached", row.act_id, row.programme, desk.today(at), at, more, key=key)]
    )


def tried_of(rows: Sequence[Row[Any]], person: str) -> tuple[Tried, ...]:
    """What was tried with a person since the office last said to try anew."""
    resumed = max((at for at, row in enumerate(rows) if row.outcome == AttemptOutcome.RESUMED), default=-1)
    kept = [row for row in rows[resumed + 1 :] if (row.person or "") == person]
    return tuple(Tried(row.channel, row.person or "", AttemptOutcome(row.outcome)) for row in kept)


def _question(row: Row[Any], tried: Sequence[Row[Any]]) -> Question:
    person = row.passed_to or row.person or ""
    by = next((each.channel for each in reversed(tried) if each.outcome == AttemptOutcome.ACCEPTED), row.channel)
    return Question(row.id, person, by, row.reference or "", row.sent_at, tried_of(tried, person))


def _record(desk: Desk, connection: Connection, report: Report) -> None:
    _note(connection, report.letter, report.person, report.channel, report.at, report.outcome, report.words)
    match report.outcome:
        case AttemptOutcome.ACCEPTED:
            taken = Standing(
                NoticeState.SENT,
                report.words,
                sent_at=report.at,
                reference=report.reference or None,
                ask_at=report.ask_at,
            )
            attempts.settle(connection, report.letter, taken)
        case AttemptOutcome.DELIVERED:
            attempts.settle(connection, report.letter, Standing(NoticeState.DELIVERED, report.words, asked=True))
        case _ if report.next_at is not None:
            again = Standing(NoticeState.FAILED, report.words, next_at=report.next_at, asked=report.asked)
            attempts.settle(connection, report.letter, again)
        case _:
            _hand_on(desk, connection, report)


def _hand_on(desk: Desk, connection: Connection, report: Report) -> None:
    """Nobody answers at this reader's channels: their deputy is written to, and after them the office is told."""
    [row] = leases.rows(connection, [report.letter])
    if row.state == NoticeState.DELIVERED or (row.state == NoticeState.SENT and not report.asked):
        return  # it arrived meanwhile, or another deliverer had more luck
    post = Correspondence.read(desk, connection, [row])
    deputy = None if row.passed_to else next(iter(post.stand_ins(row)), None)
    if deputy is None:
        give_up(desk, connection, row, report.words, at=report.at)
        return
    words = say(N_("Not reached; passed on to {name}."), name=deputy.name)
    _note(connection, row.id, row.person or "", "", report.at, AttemptOutcome.PASSED_ON, words)
    attempts.pass_on(connection, row.id, deputy.id, report.at)


def _note(
    connection: Connection, letter: int, person: str, channel: str, at: datetime, outcome: AttemptOutcome, words: str
) -> None:
    named = {"letter_id": letter, "person": person or None, "channel": channel, "at": at}
    attempts.note(connection, [{**named, "outcome": str(outcome), "words": words}])
