"""The office's look at notices: what was sent to whom by which channel, whether it arrived, and sending one again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from engine.domain.actor import Actor, not_yours
from engine.domain.days import day_of
from engine.domain.keeping import OFFICE_ROLES
from engine.domain.notices import render
from engine.domain.vocabulary import AttemptOutcome, NoticeState, Role, Verb
from engine.errors import Invalid, LuoshiError, NotFound, Refused
from engine.services.desk import Desk, Office
from engine.services.seeing import check_sees_all
from engine.services.word.letter_facts import Correspondence
from engine.services.word.letters import worded
from engine.store import moves
from engine.store.chain import Act
from engine.store.database import Connection
from engine.store.word import attempts, leases, ledger
from engine.store.word.ledger import Wanted
from engine.wording import N_, language

__all__ = ["Wanted"]

MOST: Final = 500
"""Letters sent again at once."""
_HOLE: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_COLON: Final = re.compile("[：:]")


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One letter: why (`notice`, `act`), to whom, by which channel, and how it stands.

    `rung`: the title of the ladder's rung that wrote it, '' for an act of somebody. `person_name` is '' where nobody of
    the unit can read it now, `stand_in` who reads it in their place once they could not be reached. Instants are UTC:
    `next_at` when it is tried next (None once that is over), `sent_at` when the channel took it, `read_at` when the
    reader opened it in the product.
    `answer` is what the channel said; `again`: it can be sent again.
    """

    id: int
    notice: str
    title: str
    person: str
    person_name: str
    unit: str
    unit_name: str
    assignment: int | None
    act: int
    as_of: date
    urgent: bool
    channel: str
    state: NoticeState
    attempts: int
    next_at: datetime | None
    sent_at: datetime | None
    read_at: datetime | None
    answer: str
    subject: str
    rung: str = ""
    stand_in: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """One attempt, at the instant `at`, and what came of it in the provider's own words.

    `person_name` is '' for what went to a unit.
    """

    at: datetime
    person_name: str
    channel: str
    outcome: AttemptOutcome
    words: str


@dataclass(frozen=True, slots=True)
class WholeLetter:
    """A letter with its words and all attempts; words of one that was not tried yet are as they would read now."""

    line: LetterLine
    body: str
    refusal: str
    attempts: tuple[AttemptLine, ...] = ()


@dataclass(frozen=True, slots=True)
class PostState:
    """How many letters stand in each state, how many reached nobody, and what notices are called."""

    counts: Mapping[NoticeState, int]
    unreached: int
    notices: Mapping[str, str]


def page(
    desk: Desk, actor: Actor, wanted: Wanted, *, before: int | None = None, limit: int = 50
) -> tuple[LetterLine, ...]:
    """Up to `limit` letters numbered before one of them, newest first. Raises Forbidden for a limited view."""
    check_sees_all(desk, actor)
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        titles = _titles(office)
        rows = ledger.page(connection, wanted, before=before, limit=limit)
        subjects = _subjects(desk, connection, [row for row in rows if not row.subject])
        return tuple(_line(row, titles, subjects.get(row.id, ""), office=office) for row in rows)


def post_state(desk: Desk, actor: Actor) -> PostState:
    """The post at a glance. Raises Forbidden for a limited view."""
    check_sees_all(desk, actor)
    with desk.database.reading() as connection:
        titles = _titles(desk.book.office(connection))
        return PostState(leases.counts(connection), ledger.unreached(connection), titles)


def kinds(desk: Desk, actor: Actor) -> Mapping[str, str]:
    """What people call each notice of the programme, by its id. Raises Forbidden for a limited view."""
    check_sees_all(desk, actor)
    return _titles(desk.office())


def one(desk: Desk, actor: Actor, number: int) -> WholeLetter:
    """One letter with its words. Raises Forbidden for a limited view, NotFound for a number that none has."""
    check_sees_all(desk, actor)
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        row = _found(connection, number)
        line, body = _line(row, _titles(office), office=office), row.body
        if not row.subject:
            subject, body = _as_it_would_read(desk, connection, row)
            line = _line(row, _titles(office), subject, office=office)
        tried = tuple(_attempt(each) for each in ledger.attempts(connection, number))
        return WholeLetter(line, body, _refusal(office, actor, line), tried)


def send_again(desk: Desk, numbers: Sequence[int], actor: Actor, *, at: datetime) -> int:
    """Put letters that failed or were given up back into the post, all or none, as one act; returns how many.

    The next delivery, within a minute, tries them. Raises Forbidden for who is neither of the office nor an
    administrator, NotFound for an unknown number, Refused `did-not-fail` for a letter that is out or on its way.
    """
    wanted = list(dict.fromkeys(numbers))
    if not 0 < len(wanted) <= MOST:
        raise Invalid("letters-wanted", N_("Tick from 1 to {most} letters."), most=MOST)
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        check_sends(office, actor)
        programme = office.catalog.programme
        for row in (_found(connection, number) for number in wanted):
            if NoticeState(row.state) not in (NoticeState.FAILED, NoticeState.GIVEN_UP):
                raise Refused(
                    "did-not-fail",
                    N_("Letter {number} is out or on its way, so it is not sent again."),
                    hint=N_("Only a letter that failed or was given up is."),
                    number=row.id,
                )
        act = Act(programme.id, Verb.SEND_AGAIN, actor.id, at, day_of(at, programme), "", "", {"letters": wanted})
        moves.record(connection, [(act, [])])
        attempts.resume(connection, wanted, actor.id, actor.name, at)
        return len(wanted)


def check_sends(office: Office, actor: Actor) -> None:
    """Raise Forbidden unless `actor` acts for the creation office or is an administrator."""
    of_office = actor.role in OFFICE_ROLES and actor.unit == office.office
    if not of_office and actor.role is not Role.ADMINISTRATOR:
        raise not_yours(actor, office.names[office.office])


def _found(connection: Connection, number: int) -> Any:
    row = ledger.one(connection, number)
    if row is None:
        raise NotFound("unknown-letter", N_("There is no notice {number}."), number=number)
    return row


def _refusal(office: Office, actor: Actor, line: LetterLine) -> str:
    if not line.again:
        return ""
    try:
        check_sends(office, actor)
    except LuoshiError as refusal:
        return str(refusal)
    return ""


def _subjects(desk: Desk, connection: Connection, rows: Sequence[Any]) -> dict[int, str]:
    """Subjects of letters that were never tried, as they would read now; none for one whose template fails."""
    post, found = Correspondence.read(desk, connection, rows), {}
    for row in rows:
        with suppress(LuoshiError):
            found[row.id] = render(post.notice(row.notice), post.facts(row, post.reader(row), language())).subject
    return found


def _as_it_would_read(desk: Desk, connection: Connection, row: Any) -> tuple[str, str]:
    """Words of a letter that was never tried; where its template fails, that is what there is to read."""
    try:
        words = worded(desk, connection, row)
    except LuoshiError as error:
        return "", str(error)
    return words.subject, words.body


def _titles(office: Office) -> dict[str, str]:
    """What kinds of notices are called, each by a name of its own."""
    chosen = language()
    found = {
        notice.id: _called(notice.subject.en or notice.subject.zh if chosen == "en" else notice.subject.zh)
        for notice in office.catalog.notices.values()
    }
    once = Counter(found.values())
    return {name: words if words and once[words] == 1 else f"{words} ({name})".strip() for name, words in found.items()}


def _called(subject: str) -> str:
    """What all its letters have in common: the words before the colon, or before the first variable."""
    words, *variable = _HOLE.split(subject, maxsplit=1)
    return _COLON.split(words)[0].strip() if variable else subject.strip()


def rung_title(office: Office, key: str) -> str:
    """The title of the rung that wrote a letter, read from its key `chase/<assignment>/<rung>/…`."""
    kind, _, rest = key.partition("/")
    named = rest.split("/")[1] if kind == "chase" and "/" in rest else ""
    rungs = office.catalog.chasing.ladder
    return next((rung.title for rung in rungs if named == rung.id or named.startswith(f"{rung.id}-")), "")


def _attempt(row: Any) -> AttemptLine:
    return AttemptLine(row.at, row.person_name or "", row.channel, AttemptOutcome(row.outcome), row.words)


def _line(row: Any, titles: Mapping[str, str], subject: str = "", *, office: Office) -> LetterLine:
    state = NoticeState(row.state)
    going = not (state.is_out or state is NoticeState.GIVEN_UP)
    return LetterLine(
        row.id,
        row.notice,
        titles.get(row.notice, row.notice),
        row.person or "",
        row.person_name or "",
        row.unit_id or "",
        row.unit_name or "",
        row.assignment_id,
        row.act_id,
        row.as_of,
        bool(row.urgent),
        row.by_channel,
        state,
        row.attempts,
        row.next_at if going else None,
        row.sent_at,
        row.read_at,
        row.answer,
        row.subject or subject,
        rung_title(office, row.dedupe_key),
        row.stand_in_name or "",
        state in (NoticeState.FAILED, NoticeState.GIVEN_UP),
    )
