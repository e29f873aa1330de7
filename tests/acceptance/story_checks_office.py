"""What a story may expect of the office: letters, lists, plans, totals, the countdown, the ranking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import or_, select
from story_scene import Scene
from story_scene import says as told

from engine.services.looking import ask
from engine.services.word import letters
from engine.store import tables as t


def assignments(
    scene: Scene, at: datetime, *, assignments: str, number: int, live: int | None = None, due: Sequence[date] = ()
) -> None:
    """How many assignments a period has (`indicator/period`), how many still live, and when they are due."""
    name, period = assignments.split("/")
    with scene.desk.database.reading() as connection:
        a, p = t.assignment.c, t.period.c
        where = (p.indicator == name, p.key == period)
        periods = len(connection.execute(select(p.id).where(*where)).all())
        rows = connection.execute(select(a.stage, a.due_on).join(t.period, p.id == a.period_id).where(*where)).all()
    assert periods == (1 if number else 0), f"{periods} periods"
    assert len(rows) == number, f"{len(rows)} assignments"
    assert live is None or sum(row.stage not in ("withdrawn", "exempt") for row in rows) == live
    assert not due or {row.due_on for row in rows} == set(due)


def notices(
    scene: Scene,
    at: datetime,
    *,
    notices: str,
    number: int | None = None,
    to: Sequence[str] | None = None,
    about: str = "",
    day: date | None = None,
    says: Sequence[str] = (),
) -> None:
    """Letters of a kind ever written, each to one reader: how many, to exactly whom, about which assignment."""
    letters.expand(scene.desk, at=at)
    o = t.outbox.c
    where = [o.notice == notices, o.audience == ""]
    if about:
        where.append(o.assignment_id == scene.work(about))
    if day is not None:
        where.append(o.as_of == day)
    with scene.desk.database.reading() as connection:
        rows = connection.execute(select(t.outbox).where(*where).order_by(o.id)).all()
    readers = [row.person or f"unit:{row.unit_id}" for row in rows]
    if to is not None:
        assert Counter(readers) == Counter(to)
    assert number is None or len(rows) == number, f"{len(rows)} letters: {Counter(readers)}"
    for row in rows:
        told(row.subject + row.body, says)


def unowned(scene: Scene, at: datetime, *, unowned: Sequence[str]) -> None:
    """The units with open work and nobody to do it."""
    assert [name for _, name, _ in ask.overview(scene.desk, at=at).unowned] == list(unowned)


def inbox(scene: Scene, at: datetime, *, inbox: str, includes: Sequence[str] = (), number: int | None = None) -> None:
    """What a person finds in their inbox, by kind of notice."""
    found = Counter(line.notice for line in letters.inbox(scene.desk, inbox, limit=1000))
    assert not Counter(includes) - found, found
    assert number is None or sum(found.values()) == number


def countdown(
    scene: Scene, at: datetime, *, countdown: str, days_left: int, below: Mapping[str, str], sent: int | None = None
) -> None:
    """The last countdown: `below` gives what each indicator has reached."""
    last = scene.remembered["countdown"]
    assert last.days_left == days_left
    assert {row.indicator: f"{row.unit_name} {row.value}" for row in last.rows} == dict(below)
    assert sent is None or last.sent == sent


def plan(scene: Scene, at: datetime, *, plan: Mapping[str, Any]) -> None:
    """What the last plan says: changes of indicators (`id: kind effect`), numbers, and its words."""
    made = scene.plan
    assert made is not None
    expected = dict(plan)
    if "changes" in expected:
        found = {c.id: f"{c.kind} {c.effect}" for c in made.changes if c.subject == "indicator"}
        assert found == expected.pop("changes")
    told("\n".join(change.reason for change in made.changes), expected.pop("says", ()))
    numbers = {
        "moves": made.moves,
        "answered": sum(impact.answered for impact in made.impacts),
        "notices": made.notices,
        "exit_code": made.exit_code,
        "choice_wanted": made.choice_wanted,
    }
    assert {name: numbers[name] for name in expected} == expected


def total(scene: Scene, at: datetime, *, total: str, year: int, earned: str | None, possible: str | None) -> None:
    """A unit's points earned, of those that could be earned by what is scored or overdue; null: nothing counts."""
    from engine.store.scoring import ranking

    with scene.desk.database.reading() as connection:
        rows = {row.name: row for row in ranking.unit_totals(connection, year, scene.desk.today(at))}
    if earned is None:
        assert total not in rows
        return
    row = rows[total]
    assert (Decimal(int(row.earned)) / 100, Decimal(int(row.possible)) / 100) == (
        Decimal(earned),
        Decimal(str(possible)),
    )


def ranking(scene: Scene, at: datetime, *, ranking: Sequence[Sequence[Any]], left_out: Mapping[str, str]) -> None:
    """The recognition list: rank, unit and score rate of 100, and who is left out with which words in the reason."""
    draft = scene.remembered["list"]
    assert [[row.rank, row.unit_name, row.points] for row in draft.rows] == [list(row) for row in ranking]
    assert {row.unit_name for row in draft.left_out} == set(left_out)
    for row in draft.left_out:
        assert left_out[row.unit_name] in row.reason


def no_time(scene: Scene, at: datetime, *, no_time: str, number: int) -> None:
    """The list "no time in the source"."""
    listed = [definition.id for definition in scene.desk.catalog().no_time]
    assert no_time in listed and len(listed) == number


def letters_lost(scene: Scene, at: datetime, *, letters_lost: int) -> None:
    """Letters given up, or without anybody and any unit they wait for."""
    o = t.outbox.c
    nobody = o.person.is_(None) & o.unit_id.is_(None) & (o.audience == "")
    with scene.desk.database.reading() as connection:
        rows = connection.execute(select(o.id).where(or_(o.state.in_(["given-up", "failed"]), nobody))).all()
    assert len(rows) == letters_lost
