"""What was sent to whom, and whether it arrived: letters narrowed and in pages, and everything tried for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select

from engine.domain.vocabulary import NoticeState
from engine.store import tables as t

_O, _A = t.outbox.c, t.attempt.c
_FAULTY = (str(NoticeState.FAILED), str(NoticeState.GIVEN_UP))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which letters; an empty condition says nothing.

    `unit` and `person`: part of a name, or an id. `day`: the programme's day the letter speaks of. `unreached`: those
    that failed, were given up, or wait in a unit's inbox because nobody is there.
    """

    state: NoticeState | None = None
    unreached: bool = False
    notice: str = ""
    unit: str = ""
    person: str = ""
    assignment: int | None = None
    day_from: date | None = None
    day_to: date | None = None


def page(connection: Connection, wanted: Wanted, *, before: int | None, limit: int) -> list[Row[Any]]:
    """Letters, the newest first, numbered before one of them; with the names of who is concerned, and `read_at`."""
    where = [*_conditions(wanted), *([] if before is None else [_O.id < before])]
    return list(connection.execute(_letters().where(*where).order_by(_O.id.desc()).limit(limit)))


def one(connection: Connection, number: int) -> Row[Any] | None:
    """One letter, as `page` gives it."""
    return connection.execute(_letters().where(_O.id == number)).one_or_none()


def unreached(connection: Connection) -> int:
    """How many letters did not reach anybody."""
    return int(connection.execute(select(func.count()).where(_O.audience == "", _nobody())).scalar_one())


def attempts(connection: Connection, number: int) -> Sequence[Row[Any]]:
    """What was tried for a letter, in the order of its happening, with the name of each reader."""
    p = t.person.c
    joined = t.attempt.outerjoin(t.person, p.id == _A.person)
    named = select(t.attempt, p.name.label("person_name")).select_from(joined)
    return connection.execute(named.where(_A.letter_id == number).order_by(_A.id)).all()


def _letters() -> Select[Any]:
    p, u, r = t.person.c, t.unit.c, t.read_letter.c
    stand_in = t.person.alias("stand_in")
    joined = (
        t.outbox.outerjoin(t.person, p.id == _O.person)
        .outerjoin(stand_in, stand_in.c.id == _O.passed_to)
        .outerjoin(t.unit, u.id == _O.unit_id)
        .outerjoin(t.read_letter, and_(r.letter_id == _O.id, r.person_id == func.coalesce(_O.passed_to, _O.person)))
    )
    last = select(_A.channel).where(_A.letter_id == _O.id, _A.channel != "").order_by(_A.id.desc()).limit(1)
    named = (
        func.coalesce(last.correlate(t.outbox).scalar_subquery(), _O.channel).label("by_channel"),
        p.name.label("person_name"),
        stand_in.c.name.label("stand_in_name"),
        u.name.label("unit_name"),
        r.at.label("read_at"),
    )
    return select(t.outbox, *named).select_from(joined).where(_O.audience == "")


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    p, u = t.person.c, t.unit.c
    found: list[ColumnElement[bool]] = []
    if wanted.state is not None:
        found.append(_O.state == str(wanted.state))
    if wanted.unreached:
        found.append(_nobody())
    if wanted.notice:
        found.append(_O.notice == wanted.notice)
    if wanted.unit:
        named = select(u.id).where(or_(u.id == wanted.unit, u.name.contains(wanted.unit, autoescape=True)))
        found.append(_O.unit_id.in_(named))
    if wanted.person:
        known = select(p.id).where(or_(p.id == wanted.person, p.name.contains(wanted.person, autoescape=True)))
        found.append(or_(_O.person.in_(known), _O.passed_to.in_(known)))
    if wanted.assignment is not None:
        found.append(_O.assignment_id == wanted.assignment)
    if wanted.day_from is not None:
        found.append(_O.as_of >= wanted.day_from)
    if wanted.day_to is not None:
        found.append(_O.as_of <= wanted.day_to)
    return found


def _nobody() -> ColumnElement[bool]:
    return or_(_O.state.in_(_FAULTY), and_(_O.state == str(NoticeState.SENT), _O.person.is_(None)))
