"""Conditions of lists as SQL, from their shapes: every value in them is a bind parameter, to be given by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    String,
    and_,
    bindparam,
    case,
    false,
    literal,
    or_,
    select,
    union,
)

from engine.domain.narrowing import Reached, Show
from engine.domain.vocabulary import Light, PartState, StageKind, Terminal
from engine.store import tables as t
from engine.store.looking.shapes import Behind, InReview, Own, Shape, Stages, Way, Ways, Within
from engine.store.looking.told import GROUPS, ROWS, Told
from engine.store.types import one_of

Where = list[ColumnElement[bool]]
Lit = ColumnElement[str]
"""The light as SQL."""
FELL_AWAY: Final = (str(Terminal.WITHDRAWN), str(Terminal.EXEMPT))
WITH_UNIT: Final = (str(StageKind.ASSIGN), str(StageKind.COLLECT))
_DONE: Final = str(StageKind.DONE)
_A, _P, _U = t.assignment.c, t.period.c, t.unit.c


def text(name: str) -> BindParameter[str]:
    """A value that is a text."""
    return bindparam(name, type_=String())


def day(name: str) -> BindParameter[Any]:
    """A value that is a day."""
    return bindparam(name, type_=Date())


def whole(name: str) -> BindParameter[int]:
    """A value that is a whole number."""
    return bindparam(name, type_=Integer())


def light(behind: Behind, told: Told = ROWS) -> Lit:
    """The SQL twin of engine.domain.lights.light: the same rules in the same order (property-tested equal).

    Asked with the days of `shapes.Lit`.
    """
    today = day("today")
    # A duty without a date waits in its score stage for the assessment, and is not behind before it (story 8).
    waits = and_(told.stage_kind == str(StageKind.SCORE), told.undated)
    expected = case((waits, _P.assess_on), else_=told.stage_since)
    late = [
        and_(_at_stage(numbers, stage, told), told.stage_since <= day(f"since_{at}"), expected <= day(f"since_{at}"))
        for at, (numbers, stage) in enumerate(behind)
    ]
    finished = told.stage_kind == _DONE
    return case(
        (or_(one_of(told.stage, FELL_AWAY), _P.open_on > today), str(Light.GREY)),
        (and_(told.not_in, or_(told.settled, told.due_on < today)), str(Light.RED)),
        (and_(told.returned, told.resubmit_by < today), str(Light.RED)),
        (told.returned, str(Light.YELLOW)),
        (and_(~finished, or_(*late, false())), str(Light.YELLOW)),
        (or_(told.missed, told.in_late), str(Light.YELLOW)),
        (and_(told.not_in, ~finished, told.due_on <= day("near")), str(Light.BLUE)),
        else_=str(Light.GREEN),
    )


def _at_stage(numbers: tuple[int, ...] | None, stage: str, told: Told = ROWS) -> ColumnElement[bool]:
    here = told.stage == stage
    return here if numbers is None else and_(here, one_of(told.definition_id, numbers))


def told_of(shape: Shape) -> Told:
    """What a question is told of."""
    return GROUPS if shape.sums else ROWS


def lit_of(shape: Shape) -> Lit:
    """The light of what a question is told of."""
    return light(shape.behind, told_of(shape))


def where(shape: Shape) -> Where:
    """The conditions of a narrowed list, within what a person may see. Of groups only where `boards.sums_tell`."""
    told = told_of(shape)
    compared: Mapping[str, Callable[[], ColumnElement[bool]]] = {
        "year": lambda: _P.year == whole("year"),
        "light": lambda: lit_of(shape) == text("light"),
        "stage": lambda: told.stage_kind == text("stage"),
        "indicator": lambda: _P.indicator == text("indicator"),
        "period": lambda: _P.key == text("period"),
        "unit": lambda: or_(_U.id == text("unit"), _U.name == text("unit")),
        "kind": lambda: _U.kind == text("kind"),
        "sub_district": lambda: _U.sub_district == text("sub_district"),
        "industry": lambda: _U.industry == text("industry"),
        "due_from": lambda: and_(told.due_on >= day("due_from"), ~told.undated),
        "due_to": lambda: and_(told.due_on <= day("due_to"), ~told.undated),
        "did": partial(_did, shape),
    }
    found = [compared[name]() for name in shape.given if name in compared]
    if shape.show:
        found.append(shown(shape.show, told, shape.mine))
    if shape.reached:
        found.append(reached(shape.reached, told))
    if shape.category is not None:
        found.append(among(_P.indicator, "category", shape.category))
    found += [_speaks_of(place, named) for place, named in enumerate(shape.words)]
    return [*found, *seen_by(shape.within)]


def shown(show: Show, told: Told = ROWS, mine: Ways = ()) -> ColumnElement[bool]:
    """The condition behind a set's name; `mine`: the ways in which something waits for who asks."""
    today = day("today")
    done = told.stage_kind == _DONE
    open_still = and_(told.not_in, ~done)
    here = ~one_of(told.stage, FELL_AWAY)
    named: dict[Show, Callable[[], ColumnElement[bool]]] = {
        Show.DUE_THIS_WEEK: lambda: and_(open_still, told.due_on >= today, told.due_on <= day("sunday")),
        Show.RETURNED: lambda: told.returned,
        Show.MINE: lambda: any_of(mine),
        Show.COUNTED: lambda: and_(or_(and_(done, told.scored), and_(open_still, told.due_on < today)), here),
        Show.LIVE: lambda: here,
    }
    return named[show]()


def reached(step: Reached, told: Told = ROWS) -> ColumnElement[bool]:
    """What has come at least so far; withdrawn and exempt work has left the way."""
    done = told.stage_kind == _DONE
    way = {
        Reached.ISSUED: ~one_of(told.stage, FELL_AWAY),
        Reached.ACCEPTED: told.stage_kind != str(StageKind.ASSIGN),
        Reached.HANDED_IN: ~told.not_in,
        Reached.APPROVED: or_(told.stage_kind == str(StageKind.SCORE), done),
        Reached.SCORED: and_(done, told.scored),
        Reached.CLOSED: told.stage == str(Terminal.CLOSED),
    }
    steps = list(way)
    return and_(*(way[each] for each in steps[: steps.index(step) + 1]))


def seen_by(within: Within | None) -> Where:
    """The SQL twin of engine.domain.scope.Scope.holds: conditions for assignments joined with their unit."""
    if within is None:
        return []
    a, p, u = t.assignment.c, t.part.c, t.unit.c
    ways = [
        select(a.id).where(among(a.unit_id, "seen", within.units)),
        select(p.assignment_id).where(p.unit_id == text("seen_unit")),
    ]
    if within.industry:
        of_industry = select(a.id).join_from(t.assignment, t.unit, u.id == a.unit_id)
        ways.append(of_industry.where(u.industry == text("seen_industry")))
    # Each way has an index of its own; told as “or” they would be tried on every assignment there is.
    return [_A.id.in_(union(*ways))]


def any_of(ways: Ways) -> ColumnElement[bool]:
    """Whatever concerns somebody in one of these ways; nothing when there are none."""
    if len(ways) < 2:
        return _concerns(ways[0]) if ways else false()
    each = (select(_A.id).join_from(t.assignment, t.unit, _U.id == _A.unit_id).where(_concerns(way)) for way in ways)
    return _A.id.in_(union(*(some.correlate(None) for some in each)))  # as in `seen_by`


def _concerns(way: Way) -> ColumnElement[bool]:
    if isinstance(way, InReview):
        return _in_review(way)
    own, with_unit = _A.unit_id == text("own"), one_of(_A.stage_kind, WITH_UNIT)
    asked = select(t.part.c.assignment_id).where(
        t.part.c.unit_id == text("own"), t.part.c.state == str(PartState.ASKED)
    )
    named = {
        Own.WITH_IT: and_(own, with_unit),
        Own.ASKED_OF_IT: and_(_A.id.in_(asked), with_unit),
        Own.HANDED_IN: and_(own, _A.stage_kind == str(StageKind.REVIEW)),
    }
    return named[way]


def in_review(stages: Stages, told: Told = ROWS) -> ColumnElement[bool]:
    """What is in review at one of these stages."""
    here = or_(*(_at_stage(numbers, stage, told) for numbers, stage in stages), false())
    return and_(told.stage_kind == str(StageKind.REVIEW), here)


def _in_review(way: InReview) -> ColumnElement[bool]:
    whose = [_A.unit_id == text(way.of)] if way.of else []
    whose += [_A.unit_id != text(way.but_of)] if way.but_of else []
    whose += [_U.industry == text(way.industry)] if way.industry else []
    return and_(in_review(way.stages), *whose)


def _did(shape: Shape) -> ColumnElement[bool]:
    c, tr = t.act.c, t.transition.c
    days = [c.as_of >= day("did_from")] if "did_from" in shape.given else []
    days += [c.as_of <= day("did_to")] if "did_to" in shape.given else []
    done = (
        select(tr.assignment_id)
        .join_from(t.transition, t.act, c.id == tr.act_id)
        .where(tr.assignment_id == _A.id, c.verb == text("did"), *days)
    )
    return done.correlate(t.assignment).exists()


def _speaks_of(place: int, named: int) -> ColumnElement[bool]:
    """A word in the unit's name or the period's title, or of these indicators; its signs are taken as they are."""
    told = _U.name + literal(" ") + _P.title + literal(" ") + _P.key
    return or_(told.like(text(f"word_{place}"), escape="/"), among(_P.indicator, f"word_{place}", named))


def among(column: ColumnElement[str], name: str, number: int) -> ColumnElement[bool]:
    """Whether a column has one of so many values, named `name_0`, `name_1` …"""
    return one_of(column, (text(f"{name}_{at}") for at in range(number)))
