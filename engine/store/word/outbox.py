"""Notices written with the act that caused them: once per key, set-based, however many people they concern."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Insert,
    Select,
    String,
    and_,
    bindparam,
    cast,
    func,
    insert,
    literal,
    or_,
    select,
    true,
)

from engine.domain.vocabulary import NoticeState, Role
from engine.store import tables as t
from engine.store.people.leaders import leads_in_general
from engine.store.rows import add_unless_known
from engine.store.work.standing import chunks

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


def letter(
    notice: str,
    act_id: int,
    programme: str,
    as_of: date,
    at: datetime,
    more: Mapping[str, object],
    *,
    key: str = "",
) -> dict[str, object]:
    """A notice as `enqueue` takes it, caused by an act and due for delivery at once; `more` names further columns.

    `key` is the dedupe key, `<notice>/<act>` when not given.
    """
    shared = {"programme": programme, "notice": notice, "act_id": act_id, "as_of": as_of, "next_at": at}
    return {"dedupe_key": key or f"{notice}/{act_id}", **shared, **more}


def enqueue(connection: Connection, rows: Sequence[Mapping[str, object]]) -> int:
    """Write notices; a row whose `dedupe_key` is known is passed over. Returns how many are new.

    Rows name columns of the outbox (see `letter`); what they leave out has defaults. A row with an `audience` stands
    for many recipients until `expand`:

    `act:7` the units of the assignments that act 7 touched, `period:3` those of every assignment of period 3, `parts:7`
    the cooperating units of what act 7 issued, `unit:office` that unit, `everyone` every unit still there. Clerks are
    written to, or the roles named after a slash: `unit:office/office,head`.
    """
    if len(rows) == 1:
        return add_unless_known(connection, t.outbox, {**_BLANK, **rows[0]}, "dedupe_key")
    fresh = _not_known(connection, rows)
    if fresh:
        connection.execute(insert(t.outbox), fresh)
    return len(fresh)


def _not_known(connection: Connection, rows: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
    """The rows whose key is new, each key once. Writers come one at a time, so what is looked up stays true."""
    by_key = {str(row["dedupe_key"]): {**_BLANK, **row} for row in rows}
    known: set[str] = set()
    for keys in chunks(list(by_key)):
        known.update(connection.execute(_KNOWN, {"keys": keys}).scalars())
    return [row for key, row in by_key.items() if key not in known]


def enqueue_for_assignments(
    connection: Connection, concerned: Select[Any], mailing: Mailing, *, rung: str, in_unit: str | None = None
) -> int:
    """Write one notice per assignment and recipient, in one statement; returns how many are new.

    `concerned` yields assignment_id, unit_id and due_on (a date or null). Recipients are the active people with one of
    `mailing.roles` in the assignment's unit; with `in_unit` the leader in charge of the assignment's unit, or where it
    names none who is there, those of `in_unit` who lead no unit by name. A unit without such people
    gets one row addressed to the unit itself, which delivery hands on, so that no notice is lost.
    Dedupe key: `<key>/<assignment>/<rung>/<due_on or ->/<person, or unit:…>`.
    """
    statement = statement_for(concerned, elsewhere=in_unit is not None)
    return write(connection, statement, mailing, {"rung": rung, "in_unit": in_unit} if in_unit else {"rung": rung})


def statement_for(concerned: Select[Any], *, elsewhere: bool) -> Insert:
    """The statement behind `enqueue_for_assignments`, its values left open: build once, `write` often."""
    them = concerned.subquery("concerned")
    due = func.coalesce(cast(them.c.due_on, String), "-")
    slash = literal("/", String())
    key = slash + cast(them.c.assignment_id, String) + slash + bindparam("rung", type_=String()) + slash + due
    if not elsewhere:
        return set_statement(them, them.c.unit_id, them.c.assignment_id, key)
    led, own = t.unit.alias("led"), t.person.alias("own_leader")
    there = and_(own.c.id == led.c.leader, own.c.active == true(), own.c.role == str(Role.LEADER))
    source = them.join(led, led.c.id == them.c.unit_id).outerjoin(own, there)
    target = func.coalesce(own.c.unit_id, bindparam("in_unit", type_=String()))

    def who(people: FromClause) -> ColumnElement[bool]:
        return or_(people.c.id == own.c.id, and_(own.c.id.is_(None), leads_in_general(people.c)))

    return set_statement(source, target, them.c.assignment_id, key, who)


def set_statement(
    source: FromClause,
    unit: ColumnElement[Any],
    assignment: ColumnElement[Any],
    key: ColumnElement[Any],
    who: Callable[[FromClause], ColumnElement[bool]] | None = None,
) -> Insert:
    """INSERT … SELECT of one row per row of `source` and recipient in `unit`, unless its key is known.

    `who` narrows the people of `unit` further. The mailing's values are bind parameters, so that one statement serves
    every mailing. NOT EXISTS instead of ON CONFLICT, which SQLAlchemy compiles anew each time.
    """
    people = t.person.alias("people")
    roles = bindparam("mail_roles", expanding=True, type_=String())
    # The conditions stand in ON, not in a subquery: SQLite then looks people up by unit instead of scanning them.
    addressed = and_(people.c.unit_id == unit, people.c.active == true(), people.c.role.in_(roles))
    addressed = addressed if who is None else and_(addressed, who(people))
    joined = source.outerjoin(people, addressed)
    recipient = func.coalesce(people.c.id, literal("unit:", String()) + unit)
    whole_key = bindparam("mail_key", type_=String()) + key + literal("/", String()) + recipient
    columns = {
        **{name: bindparam(f"mail_{name}", type_=_O[name].type) for name in _SHARED},
        "dedupe_key": whole_key,
        "person": people.c.id,
        "unit_id": unit,
        "assignment_id": assignment,
    }
    known = t.outbox.alias("known")
    chosen = (
        select(*columns.values())
        .select_from(joined)
        .where(~select(known.c.id).where(known.c.dedupe_key == whole_key).exists())
    )
    return insert(t.outbox).from_select(list(columns), chosen, include_defaults=False)


def write(
    connection: Connection, statement: Insert, mailing: Mailing, values: Mapping[str, object] | None = None
) -> int:
    """Execute a `set_statement` for a mailing; returns how many letters are new."""
    shared = {**_BLANK, **{name: getattr(mailing, name) for name in _NAMED}}
    parameters = {
        **{f"mail_{name}": shared[name] for name in _SHARED},
        "mail_key": mailing.key,
        "mail_roles": [str(role) for role in mailing.roles],
        **(values or {}),
    }
    return int(connection.execute(statement, parameters, execution_options={"preserve_rowcount": True}).rowcount)


def written_by(connection: Connection, act_id: int) -> list[int]:
    """The notices that an act wrote, by the order of their writing."""
    return list(connection.execute(select(_O.id).where(_O.act_id == act_id).order_by(_O.id)).scalars())


def known(connection: Connection, key: str) -> bool:
    """Whether a notice with this dedupe key has been written already."""
    return connection.execute(_KNOWN, {"keys": [key]}).first() is not None


_O = t.outbox.c
_KNOWN = select(_O.dedupe_key).where(_O.dedupe_key.in_(bindparam("keys", expanding=True)))
_NAMED: Final = ("programme", "notice", "act_id", "as_of", "next_at", "urgent", "params", "channel")
_SHARED: Final = tuple(
    name for name in dict.fromkeys([*_BLANK, *_NAMED]) if name not in ("person", "unit_id", "assignment_id")
)
