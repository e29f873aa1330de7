"""How a year goes on: what was done in which span by the history, and how far things have come. Nothing here writes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, and_, case, func, select

from engine.domain.vocabulary import Verb
from engine.store import tables as t
from engine.store.looking import conditions
from engine.store.looking.shapes import Question


def done_in(
    connection: Connection, spans: Sequence[tuple[date, date]], verbs: Sequence[Verb], question: Question
) -> list[Row[Any]]:
    """How many of the assignments asked for were changed by an act of each verb in each span of days.

    `span` (its place), `verb`, `number`; twice in one span counts once.
    """
    c, tr, a = t.act.c, t.transition.c, t.assignment.c
    if not spans:
        return []
    span = case(*((and_(c.as_of >= start, c.as_of <= end), place) for place, (start, end) in enumerate(spans)))
    statement = (
        select(span.label("span"), c.verb, func.count(tr.assignment_id.distinct()).label("number"))
        .select_from(t.act)
        .join(t.transition, tr.act_id == c.id)
        .join(t.assignment, a.id == tr.assignment_id)
        .join(t.period, t.period.c.id == a.period_id)
        .join(t.unit, t.unit.c.id == a.unit_id)
        .where(
            c.verb.in_([str(verb) for verb in verbs]),
            c.as_of.between(spans[0][0], spans[-1][1]),
            *conditions.where(question.shape),
        )
        .group_by("span", c.verb)
        .order_by("span", c.verb)
    )
    return list(connection.execute(statement, question.values))
