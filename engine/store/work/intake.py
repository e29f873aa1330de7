"""Writing what units hand in: evidence, figures, parts and requests; nothing handed in is ever deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, update

from engine.domain.vocabulary import ItemState
from engine.store import tables as t
from engine.store.prepared import Prepared
from engine.store.rows import Rows, add, upsert
from engine.store.work.standing import LARGEST


def keep_blobs(connection: Connection, rows: Rows) -> None:
    """Note stored files; one known already keeps its first day."""
    distinct = {str(row["sha256"]): dict(row) for row in rows}
    if distinct:
        known = connection.execute(
            t.blob.select().with_only_columns(t.blob.c.sha256).where(t.blob.c.sha256.in_(distinct))
        ).scalars()
        fresh = [distinct[key] for key in set(distinct) - set(known)]
        if fresh:
            connection.execute(insert(t.blob), sorted(fresh, key=lambda row: str(row["sha256"])))


def add_evidence(connection: Connection, rows: Rows) -> None:
    """Add pieces of evidence."""
    add(connection, t.evidence, rows)


def mark_items(connection: Connection, ids: Sequence[int], state: ItemState, note: str = "") -> None:
    """Give pieces of evidence a state, and the reason when they are returned."""
    _MARK.many(connection, [{"item": number, "state": str(state), "note": note} for number in ids])


_MARK = Prepared(
    update(t.evidence)
    .where(t.evidence.c.id == bindparam("item"))
    .values(state=bindparam("state"), note=bindparam("note"))
)


def set_figures(connection: Connection, rows: Rows) -> None:
    """Set reported figures; a later report of the same figure replaces the earlier, which the acts remember."""
    upsert(connection, t.figure, rows, ("assignment_id", "measure", "slice"))


def set_part(connection: Connection, assignment: int, unit: str, state: str, reason: str, act_id: int) -> None:
    """A cooperating part is in, or waived."""
    connection.execute(
        update(t.part)
        .where(t.part.c.assignment_id == assignment, t.part.c.unit_id == unit)
        .values(state=state, reason=reason, act_id=act_id)
    )


def add_request(connection: Connection, row: Mapping[str, object]) -> int:
    """Note what a unit asks for; returns the request's number."""
    return int(connection.execute(insert(t.request).values(**row).returning(t.request.c.id)).scalar_one())


def close_request(connection: Connection, number: int, decision: str, person: str, on: date) -> None:
    """Note what was decided."""
    connection.execute(
        update(t.request).where(t.request.c.id == number).values(decision=decision, decided_by=person, decided_on=on)
    )


def add_reviews(connection: Connection, rows: Rows) -> None:
    """Add verdicts."""
    add(connection, t.review, rows)


def end_reviews(connection: Connection, assignments: Sequence[int]) -> None:
    """Verdicts so far no longer count for these assignments; they stay in the history."""
    _END.many(connection, [{"ended": number} for number in assignments])


_END = Prepared(
    update(t.review)
    .where(t.review.c.assignment_id == bindparam("ended"), t.review.c.valid.is_(True))
    .values(valid=False)
)


def judge(connection: Connection, rows: Rows) -> None:
    """Set a reviewer's own inputs to a score."""
    upsert(connection, t.judgement, rows, ("assignment_id", "kind"))


def unjudge(connection: Connection, assignment: int) -> None:
    """Reopened work is judged anew; the acts remember what was judged before."""
    connection.execute(delete(t.judgement).where(t.judgement.c.assignment_id == assignment))


def request_row(connection: Connection, number: int) -> Any:
    """A request, or None."""
    if number > LARGEST:
        return None
    return connection.execute(t.request.select().where(t.request.c.id == number)).one_or_none()
