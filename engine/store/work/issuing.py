"""Opening periods and issuing assignments, set-based: a constant number of statements however many units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    Connection,
    Date,
    Row,
    Select,
    case,
    cast,
    extract,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    true,
)

from engine.domain.definition import Only
from engine.domain.vocabulary import Terminal
from engine.store import tables as t
from engine.store.types import days_between


def opened(connection: Connection, keys: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """Which of these (indicator, period key) are open already."""
    wanted = {indicator for indicator, _ in keys}
    rows = connection.execute(select(t.period.c.indicator, t.period.c.key).where(t.period.c.indicator.in_(wanted)))
    return {(row.indicator, row.key) for row in rows} & set(keys)


def open_periods(connection: Connection, programme: str, indicator: str, on: date) -> list[Row[Any]]:
    """The periods of an indicator that are open on a day and not assessed before it, the latest first."""
    p = t.period.c
    statement = select(t.period).where(p.programme == programme, p.indicator == indicator, p.open_on <= on)
    return list(connection.execute(statement.where(p.assess_on >= on).order_by(p.open_on.desc(), p.id.desc())))


def open_period(connection: Connection, row: Mapping[str, object]) -> int:
    """Open a period and return its number."""
    return int(connection.execute(insert(t.period).values(**row).returning(t.period.c.id)).scalar_one())


def leads(names: Sequence[str], only: Only | None, on: date) -> Select[Any]:
    """Units that a period's lead names stand for on a day, with what was agreed with late joiners.

    Columns: unit_id, joined_on, agreed_due. A unit named itself and also through a group appears once.
    """
    m, u = t.member.c, t.unit.c
    here = [or_(u.left_on.is_(None), u.left_on > on), *_restricted(only)]
    of_groups = (
        select(m.unit_id, m.joined_on, m.due_on.label("agreed_due"))
        .join_from(t.member, t.unit, u.id == m.unit_id)
        .where(
            m.group.in_(names),
            or_(m.joined_on.is_(None), m.joined_on <= on),
            or_(m.left_on.is_(None), m.left_on > on),
            *here,
        )
    )
    no_date = literal(None, Date())
    themselves = select(u.id, no_date, no_date).where(u.name.in_(names), *here)
    every = of_groups.union_all(themselves).subquery()
    if len(names) == 1:  # one name is a group's or a unit's, so nobody can appear twice
        return select(every)
    from_the_start = func.count() > func.count(every.c.joined_on)
    return select(
        every.c.unit_id,
        case((from_the_start, no_date), else_=func.min(every.c.joined_on)).label("joined_on"),
        func.max(every.c.agreed_due).label("agreed_due"),
    ).group_by(every.c.unit_id)


def among(connection: Connection, names: Sequence[str], on: date) -> frozenset[str]:
    """The ids of the units that some names of units and groups stand for on a day."""
    return frozenset(connection.execute(select(leads(names, None, on).subquery().c.unit_id)).scalars())


def _restricted(only: Only | None) -> list[Any]:
    if only is None:
        return []
    wanted = (
        (t.unit.c.service, only.service),
        (t.unit.c.industry, only.industry),
        (t.unit.c.sub_district, only.sub_district),
    )
    return [column.in_(values) for column, values in wanted if values]


def fresh_assignments(
    period_id: int, due_on: date | None, definition_id: int, stage: str, kind: str, today: date, members: Select[Any]
) -> Select[Any]:
    """The rows to issue for a period: one per member, due as planned or as agreed at joining.

    A member who joined after the due date without an agreed date is asked nothing for that period.
    """
    who = members.subquery()
    due: Any = literal(due_on, Date())
    late = true() if due_on is None else or_(who.c.joined_on.is_(None), who.c.joined_on <= due_on)
    due_here = case((late, due), else_=who.c.agreed_due) if due_on is not None else due
    rows = select(
        literal(period_id).label("period_id"),
        who.c.unit_id.label("unit_id"),
        literal(definition_id).label("definition_id"),
        literal(stage).label("stage"),
        literal(kind).label("stage_kind"),
        literal(today, Date()).label("stage_since"),
        due_here.label("due_on"),
        due_here.label("first_due_on"),
        literal(False).label("returned"),
        literal(False).label("vetoed"),
        literal(False).label("settled"),
    )
    return rows if due_on is None else rows.where(or_(late, who.c.agreed_due.is_not(None)))


def ask_parts(connection: Connection, act_id: int, names: Sequence[str], on: date) -> int:
    """Ask the cooperating units for their parts in what the act has just issued; returns how many were asked."""
    helpers = leads(names, None, on).subquery()
    a = t.assignment.c
    rows = (
        select(a.id, helpers.c.unit_id, literal("asked"), literal(""), literal(act_id))
        .select_from(t.assignment.join(helpers, helpers.c.unit_id != a.unit_id))
        .where(a.id.in_(select(t.transition.c.assignment_id).where(t.transition.c.act_id == act_id)))
    )
    statement = insert(t.part).from_select(["assignment_id", "unit_id", "state", "reason", "act_id"], rows)
    return int(connection.execute(statement.execution_options(preserve_rowcount=True)).rowcount)


def joined_groups(connection: Connection, on: date) -> frozenset[str]:
    """The groups that somebody has joined after the start, by a day."""
    m = t.member.c
    statement = select(m.group).where(m.joined_on.is_not(None), m.joined_on <= on).distinct()
    return frozenset(connection.execute(statement).scalars())


def joined_late(connection: Connection, on: date) -> list[Row[Any]]:
    """Open periods of the last twelve months that a member joined after they opened, without an assignment yet."""
    m, p, a = t.member.c, t.period.c, t.assignment.c
    waiting = (
        select(m.unit_id)
        .where(m.joined_on.is_not(None), m.joined_on <= on, m.joined_on > p.open_on)
        .where(or_(p.assess_on >= m.joined_on, m.due_on.is_not(None)), days_between(p.open_on, m.joined_on) < 366)
        .where(~select(a.id).where(a.period_id == p.id, a.unit_id == m.unit_id).correlate(t.period, t.member).exists())
    )
    return list(connection.execute(select(t.period).where(p.open_on <= on, waiting.exists()).order_by(p.id)))


def one_assignment(
    period_id: int, unit: str, due_on: date | None, definition_id: int, stage: str, kind: str, today: date
) -> Select[Any]:
    """The row to issue to one named unit (a transfer)."""
    never = cast(null(), Date())  # PostgreSQL takes a bare NULL of a subquery for text
    members = select(t.unit.c.id.label("unit_id"), never.label("joined_on"), never.label("agreed_due")).where(
        t.unit.c.id == unit
    )
    return fresh_assignments(period_id, due_on, definition_id, stage, kind, today, members)


def leavers(connection: Connection, on: date) -> list[Row[Any]]:
    """Assignments of units that left a group, or the programme, by a day and that are not withdrawn yet.

    Work of years before the one in which they left stays as it is. Columns: id, stage,
    definition_id, unit_id, unit_name, group ('' when the unit left altogether) and left_on.
    """
    a, m, u = t.assignment.c, t.member.c, t.unit.c
    gone = (select(m.unit_id).where(m.left_on <= on), select(u.id).where(u.left_on <= on))
    if all(connection.execute(anybody.limit(1)).first() is None for anybody in gone):
        return []
    p = t.period.c
    standing = a.stage != str(Terminal.WITHDRAWN)
    of_groups = (
        select(a.id, a.stage, a.definition_id, u.id.label("unit_id"), u.name.label("unit_name"), m.group, m.left_on)
        .join_from(t.assignment, t.member, m.unit_id == a.unit_id)
        .join(t.unit, u.id == a.unit_id)
        .join(t.period, p.id == a.period_id)
        .where(m.left_on.is_not(None), m.left_on <= on, p.year >= extract("year", m.left_on), standing)
    )
    altogether = (
        select(
            a.id,
            a.stage,
            a.definition_id,
            u.id.label("unit_id"),
            u.name.label("unit_name"),
            literal("").label("group"),
            u.left_on,
        )
        .join_from(t.assignment, t.unit, u.id == a.unit_id)
        .join(t.period, p.id == a.period_id)
        .where(u.left_on.is_not(None), u.left_on <= on, p.year >= extract("year", u.left_on), standing)
    )
    both = of_groups.union_all(altogether).subquery()
    return list(connection.execute(select(both).order_by(both.c.id)))


def still_leads(connection: Connection, names: Sequence[str], unit: str, on: date) -> bool:
    """Whether a unit is asked under these lead names on a day all the same, through another of them."""
    who = leads(names, None, on).subquery()
    return connection.execute(select(who.c.unit_id).where(who.c.unit_id == unit)).first() is not None
