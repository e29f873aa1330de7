"""Whom names of units and groups reach today: the units behind them and the people who act for these."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, and_, select

from engine.domain.definition.indicator import Only
from engine.domain.vocabulary import Role
from engine.store import tables as t
from engine.store.work.issuing import leads


def reached(connection: Connection, names: Sequence[str], only: Only | None, on: date) -> list[Row[Any]]:
    """Units by name with their clerks: a row for each clerk, one without a person for a unit that has none."""
    them = leads(names, only, on).subquery()
    acts = and_(t.person.c.unit_id == t.unit.c.id, t.person.c.active.is_(True), t.person.c.role == str(Role.CLERK))
    wanted = (
        select(t.unit.c.id, t.unit.c.name, t.person.c.name.label("person_name"))
        .select_from(t.unit.join(them, them.c.unit_id == t.unit.c.id).outerjoin(t.person, acts))
        .distinct()
        .order_by(t.unit.c.name, t.person.c.name)
    )
    return list(connection.execute(wanted))
