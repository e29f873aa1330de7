"""Figures over a whole year: what was done, what was sent to whom on which day, and what fell on the same day."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, String, case, cast, func, select, true

from engine.store import tables as t


def acts_by_verb(connection: Connection) -> dict[str, tuple[int, int]]:
    """Acts and assignments moved, by verb."""
    a, tr = t.act.c, t.transition.c
    acts = dict(connection.execute(select(a.verb, func.count()).group_by(a.verb)).tuples().all())
    moved = dict(
        connection.execute(
            select(a.verb, func.count()).join_from(t.act, t.transition, tr.act_id == a.id).group_by(a.verb)
        )
        .tuples()
        .all()
    )
    return {verb: (int(acts[verb]), int(moved.get(verb, 0))) for verb in sorted(acts)}


def notices_by_kind(connection: Connection) -> dict[str, int]:
    """Letters by notice, without the rows that stood for many."""
    o = t.outbox.c
    rows = connection.execute(select(o.notice, func.count()).where(o.audience == "").group_by(o.notice)).tuples()
    return {notice: int(number) for notice, number in sorted(rows)}


def letters_a_day(connection: Connection) -> dict[int, int]:
    """How many (reader, day) pairs got how many letters: {letters on one day: how often}."""
    o = t.outbox.c
    reader = func.coalesce(o.person, o.unit_id)
    per_day = select(func.count().label("letters")).where(o.audience == "").group_by(reader, o.as_of).subquery()
    rows = connection.execute(select(per_day.c.letters, func.count()).group_by(per_day.c.letters)).tuples()
    return {int(letters): int(often) for letters, often in sorted(rows)}


def messages_a_day(connection: Connection, gathered: Collection[str], *, ladder: bool = False) -> dict[int, int]:
    """How many (reader, day) pairs got how many messages: what is `gathered` (notices by id) is one, the urgent of it
    another. `ladder`: only what the chasing ladder wrote."""
    o = t.outbox.c
    reader = func.coalesce(o.person, o.unit_id)
    one = case(
        (o.notice.in_(list(gathered)), case((o.urgent == true(), "urgent"), else_="digest")), else_=cast(o.id, String)
    )
    which = [o.audience == "", *([o.dedupe_key.like("chase/%")] if ladder else [])]
    messages = func.count(one.distinct()).label("messages")
    per_day = select(messages).where(*which).group_by(reader, o.as_of).subquery()
    rows = connection.execute(select(per_day.c.messages, func.count()).group_by(per_day.c.messages)).tuples()
    return {int(number): int(often) for number, often in sorted(rows)}


def busiest_days(connection: Connection, limit: int) -> list[Row[Any]]:
    """The days on which one reader got most letters."""
    o, u = t.outbox.c, t.unit.c
    number = func.count().label("letters")
    statement = (
        select(o.unit_id, u.name, o.person, o.as_of, number)
        .join_from(t.outbox, t.unit, u.id == o.unit_id)
        .where(o.audience == "")
        .group_by(o.unit_id, u.name, o.person, o.as_of)
        .order_by(number.desc(), o.as_of, o.unit_id, o.person)
        .limit(limit)
    )
    return list(connection.execute(statement))


def clashes(connection: Connection, year: int, least: int, limit: int) -> list[Row[Any]]:
    """Units with at least so many assignments due on one day."""
    a, p, u = t.assignment.c, t.period.c, t.unit.c
    number = func.count().label("number")
    statement = (
        select(u.id, u.name, a.due_on, number)
        .select_from(t.assignment)
        .join(t.period, p.id == a.period_id)
        .join(t.unit, u.id == a.unit_id)
        .where(p.year == year, a.due_on.is_not(None))
        .group_by(u.id, u.name, a.due_on)
        .having(number >= least)
        .order_by(number.desc(), a.due_on, u.id)
        .limit(limit)
    )
    return list(connection.execute(statement))


def indicator_scores(connection: Connection, year: int) -> list[Row[Any]]:
    """Per indicator: assignments, how many are scored, points earned and points possible of the scored."""
    a, p = t.assignment.c, t.period.c
    statement = (
        select(
            p.indicator,
            func.count().label("number"),
            func.count(a.score).label("scored"),
            func.coalesce(func.sum(a.score), 0).label("earned"),
            func.coalesce(func.sum(func.coalesce(a.points, p.points)).filter(a.score.is_not(None)), 0).label(
                "possible"
            ),
        )
        .join_from(t.assignment, t.period, p.id == a.period_id)
        .where(p.year == year)
        .group_by(p.indicator)
        .order_by(p.indicator)
    )
    return list(connection.execute(statement))
