"""Notices written with the act that caused them: once per key, set-based, however many people they concern."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    FromClause,
    Select,
    String,
    cast,
    func,
    literal,
    null,
    select,
    true,
)
from sqlalchemy.dialects import postgresql, sqlite

from engine.domain.vocabulary import NoticeState, Role
from engine.store import tables as t
from engine.store.types import Instant, Json

_BLANK: Final[Mapping[str, object]] = {
    "audience": "",
    "person": None,
    "unit_id": None,
    "assignment_id": None,
    "urgent": False,
    "params": None,
    "channel": "",
    "state": str(NoticeState.QUEUED),
    "attempts": 0,
    "lease": "",
    "subject": "",
    "body": "",
    "answer": "",
}


@dataclass(frozen=True, slots=True)
class Mailing:
    """What the rows of one set-based writing share.

    `key` begins their dedupe keys (`chase`, `issued/17`); `roles` says who of a unit is written to; `next_at` is when
    delivery may begin (an instant); `as_of` the programme's day the letter speaks of.
    """

    programme: str
    notice: str
    key: str
    act_id: int
    as_of: date
    next_at: datetime
    roles: tuple[Role, ...] = (Role.CLERK,)
    urgent: bool = False
    params: Any = None
    channel: str = ""


def enqueue(connection: Connection, rows: Sequence[Mapping[str, object]]) -> int:
    """Write notices; a row whose `dedupe_key` is known is passed over. Returns how many are new.

    Rows name columns of the outbox; wanted are dedupe_key, programme, notice, act_id, as_of and next_at, the rest has
    defaults. A row with an `audience` stands for many recipients until `expand`:

    `act:7` the units of the assignments that act 7 touched, `period:3` those of every assignment of period 3, `parts:7`
    the cooperating units that act 7 asked, `unit:office` that unit, `everyone` every unit that has not left. Clerks are
    written to, or the roles named after a slash: `unit:office/office,head`.
    """
    if not rows:
        return 0
    statement = _insert(connection).on_conflict_do_nothing(index_elements=["dedupe_key"])
    filled = [{**_BLANK, **row} for row in rows]
    return int(connection.execute(statement, filled, execution_options={"preserve_rowcount": True}).rowcount)


def enqueue_for_assignments(
    connection: Connection, concerned: Select[Any], mailing: Mailing, *, rung: str, in_unit: str | None = None
) -> int:
    """Write one notice per assignment and recipient, in one statement; returns how many are new.

    `concerned` yields assignment_id, unit_id and due_on (a date or null). Recipients are the active people with one of
    `mailing.roles` in the assignment's unit, or in `in_unit` (the leader's or the office's) when given; a unit without
    such people gets one row addressed to the unit itself, which delivery hands on, so that no notice is lost.
    Dedupe key: `<key>/<assignment>/<rung>/<due_on or ->/<person, or unit:…>`.
    """
    them = concerned.subquery("concerned")
    target: ColumnElement[Any] = literal(in_unit, String()) if in_unit is not None else them.c.unit_id
    due = func.coalesce(cast(them.c.due_on, String), "-")
    key = literal(f"{mailing.key}/", String()) + cast(them.c.assignment_id, String) + f"/{rung}/" + due
    return write_set(connection, them, target, them.c.assignment_id, key, mailing)


def write_set(
    connection: Connection,
    source: FromClause,
    unit: ColumnElement[Any],
    assignment: ColumnElement[Any],
    key: ColumnElement[Any],
    mailing: Mailing,
) -> int:
    """INSERT … SELECT of one row per row of `source` and recipient in `unit`; a conflict on the key is passed over."""
    people = _people(mailing.roles)
    joined = source.outerjoin(people, people.c.unit_id == unit)
    recipient = func.coalesce(people.c.id, literal("unit:", String()) + unit)
    columns = {
        **{name: _constant(name, value) for name, value in _shared(mailing).items()},
        "dedupe_key": key + literal("/", String()) + recipient,
        "person": people.c.id,
        "unit_id": unit,
        "assignment_id": assignment,
    }
    # SQLite reads `SELECT … FROM … ON CONFLICT` as a join unless a WHERE stands between.
    chosen = select(*columns.values()).select_from(joined).where(true())
    statement = (
        _insert(connection)
        .from_select(list(columns), chosen, include_defaults=False)
        .on_conflict_do_nothing(index_elements=["dedupe_key"])
        .execution_options(preserve_rowcount=True)
    )
    return int(connection.execute(statement).rowcount)


def _people(roles: Sequence[Role]) -> FromClause:
    listed = [str(role) for role in roles]
    return select(t.person).where(t.person.c.active == true(), t.person.c.role.in_(listed)).subquery("people")


def _shared(mailing: Mailing) -> dict[str, object]:
    named = {
        "programme": mailing.programme,
        "notice": mailing.notice,
        "act_id": mailing.act_id,
        "as_of": mailing.as_of,
        "next_at": mailing.next_at,
        "urgent": mailing.urgent,
        "params": mailing.params,
        "channel": mailing.channel,
    }
    derived = ("person", "unit_id", "assignment_id")
    return {name: value for name, value in {**_BLANK, **named}.items() if name not in derived}


def _constant(name: str, value: object) -> ColumnElement[Any]:
    match name:
        case "params":
            return null() if value is None else literal(value, Json())
        case "next_at":
            return literal(value, Instant())
        case "as_of":
            # A typed bind is a date on both; SQLite would make a number of CAST(… AS DATE).
            return literal(value, Date())
        case _:
            return literal(value)


def _insert(connection: Connection) -> Any:
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    return dialect.insert(t.outbox)


def known(connection: Connection, key: str) -> bool:
    """Whether a notice with this dedupe key has been written already."""
    return connection.execute(select(t.outbox.c.id).where(t.outbox.c.dedupe_key == key)).first() is not None
