"""The history as a list that can be narrowed, an act with what it moved, and the record of its verifications."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, insert, or_, select, update

from engine.domain.vocabulary import Verb
from engine.store import tables as t
from engine.store.work.standing import facts


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which acts; an empty condition says nothing.

    `who`: part of a name, or a person's id. `unit`: part of a unit's name, or its id: acts on its work. `since` and
    `until` are instants, the second no longer in.
    """

    who: str = ""
    verb: Verb | None = None
    unit: str = ""
    indicator: str = ""
    assignment: int | None = None
    since: datetime | None = None
    until: datetime | None = None


def page(connection: Connection, wanted: Wanted, *, before: int | None, limit: int) -> list[Row[Any]]:
    """Acts, newest first, numbered before one of them: with `actor_name`, `actor_unit`, `moved` and `about`.

    `moved`: how many assignments it concerns; `about`: the first of them.
    """
    tr, p, u = t.transition.c, t.person.c, t.unit.c
    own = [tr.act_id == t.act.c.id]
    moved = select(func.count()).where(*own).correlate(t.act).scalar_subquery()
    about = select(func.min(tr.assignment_id)).where(*own).correlate(t.act).scalar_subquery()
    statement = (
        select(
            t.act,
            p.name.label("actor_name"),
            u.name.label("actor_unit"),
            moved.label("moved"),
            about.label("about"),
        )
        .select_from(t.act.outerjoin(t.person, p.id == t.act.c.actor).outerjoin(t.unit, u.id == p.unit_id))
        .where(*_conditions(wanted), *([] if before is None else [t.act.c.id < before]))
        .order_by(t.act.c.id.desc())
        .limit(limit)
    )
    return list(connection.execute(statement))


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    a, p, u, tr = t.act.c, t.person.c, t.unit.c, t.transition.c
    found: list[ColumnElement[bool]] = []
    if wanted.who:
        named = select(p.id).where(p.name.contains(wanted.who, autoescape=True))
        found.append(or_(a.actor == wanted.who, a.actor.in_(named)))
    if wanted.verb is not None:
        found.append(a.verb == str(wanted.verb))
    if wanted.assignment is not None:
        found.append(a.id.in_(select(tr.act_id).where(tr.assignment_id == wanted.assignment)))
    if wanted.unit:
        units = select(u.id).where(or_(u.id == wanted.unit, u.name.contains(wanted.unit, autoescape=True)))
        found.append(a.id.in_(_touching(t.assignment.c.unit_id.in_(units))))
    if wanted.indicator:
        periods = select(t.period.c.id).where(t.period.c.indicator == wanted.indicator)
        found.append(a.id.in_(_touching(t.assignment.c.period_id.in_(periods))))
    if wanted.since is not None:
        found.append(a.at >= wanted.since)
    if wanted.until is not None:
        found.append(a.at < wanted.until)
    return found


def _touching(condition: ColumnElement[bool]) -> Select[Any]:
    """Acts that moved assignments of a condition, or found them."""
    tr = t.transition.c
    return select(tr.act_id).join(t.assignment, t.assignment.c.id == tr.assignment_id).where(condition)


def one(connection: Connection, number: int) -> Row[Any] | None:
    """One act, as `page` gives it."""
    found = page(connection, Wanted(), before=number + 1, limit=1)
    return found[0] if found and found[0].id == number else None


def moved(connection: Connection, act: int, *, after: int, limit: int) -> list[Row[Any]]:
    """What an act did to assignments numbered after one of them: their facts with `from_stage` and `to_stage`."""
    tr = t.transition.c
    statement = (
        facts()
        .join(t.transition, tr.assignment_id == t.assignment.c.id)
        .add_columns(tr.from_stage, tr.to_stage)
        .where(tr.act_id == act, tr.assignment_id > after)
        .order_by(tr.assignment_id)
        .limit(limit)
    )
    return list(connection.execute(statement))


def of_key(connection: Connection, verb: Verb, *, limit: int) -> list[Row[Any]]:
    """The newest acts of a verb, newest first."""
    statement = select(t.act).where(t.act.c.verb == str(verb)).order_by(t.act.c.id.desc()).limit(limit)
    return list(connection.execute(statement))


def verifications(connection: Connection, *, limit: int) -> list[Row[Any]]:
    """Passes over the chain, newest first, with the name of who began them."""
    v, p = t.verification.c, t.person.c
    statement = (
        select(t.verification, p.name.label("person_name"))
        .select_from(t.verification.outerjoin(t.person, p.id == v.person))
        .order_by(v.id.desc())
        .limit(limit)
    )
    return list(connection.execute(statement))


def note_verification(connection: Connection, number: int | None, values: Mapping[str, object]) -> None:
    """Begin the record of a pass, or (with its number) write down how far it has come."""
    if number is None:
        connection.execute(insert(t.verification).values(**values))
    else:
        connection.execute(update(t.verification).where(t.verification.c.id == number).values(**values))
