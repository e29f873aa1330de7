"""What a story may expect: a small closed vocabulary, each word one question put to the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import or_, select
from story_steps import Scene, standings

from engine.services import ask, letters, remember, score
from engine.services.indicator_score import indicator_score
from engine.store import tables as t


def light(scene: Scene, at: datetime, *, light: str, shows: str) -> None:
    """The light of an assignment, by the pure rule and by the SQL that boards use."""
    number = scene.work(light)
    assert ask.card(scene.desk, number, at=at).row.light == shows
    [row] = [row for row in ask.assignments(scene.desk, at=at, limit=10_000) if row.id == number]
    assert row.light == shows, "the board disagrees with the card"


def stage(scene: Scene, at: datetime, *, stage: str, at_stage: str) -> None:
    """Where an assignment stands."""
    assert ask.card(scene.desk, scene.work(stage), at=at).row.stage == at_stage


def received(scene: Scene, at: datetime, *, received: str, day: date | None, for_day: date | None = None) -> None:
    """The day it came in, and the day it speaks of."""
    card = ask.card(scene.desk, scene.work(received), at=at)
    assert card.row.received_on == day
    if for_day is not None:
        assert max(row["effective_on"] for row in card.evidence if row["requirement"] != "part") == for_day


def due(scene: Scene, at: datetime, *, due: str, day: date | None, first: date | None = None) -> None:
    """The due date, and the first one."""
    card = ask.card(scene.desk, scene.work(due), at=at)
    assert card.row.due_on == day
    if first is not None:
        assert card.first_due_on == first


def points(
    scene: Scene,
    at: datetime,
    *,
    score: str,
    final: str | None,
    base: str | None = None,
    deduction: str | None = None,
    says: Sequence[str] = (),
) -> None:
    """The score on record, and its explanation, which gives the very same figure."""
    number = scene.work(score)
    row = ask.card(scene.desk, number, at=at).row
    if final is None:
        assert row.score is None
        return
    assert row.score is not None and Decimal(row.score) / 100 == Decimal(final), f"{row.score} on record"
    explained = _explained(scene, number, at)
    assert explained.final == Decimal(final)
    assert base is None or explained.base == Decimal(base)
    assert deduction is None or explained.deduction == Decimal(deduction)
    _say("\n".join(line.sentence for line in explained.lines), says)


def _explained(scene: Scene, number: int, at: datetime) -> Any:
    return score.explained(scene.desk, number, at=at)


def indicator(
    scene: Scene,
    at: datetime,
    *,
    indicator: str,
    year: int,
    final: str | None = None,
    rate: str | None = None,
    says: Sequence[str] = (),
    never_says: Sequence[str] = (),
) -> None:
    """The score of a whole indicator over its units, milestones and periods, with its explanation."""
    total = indicator_score(scene.desk, indicator, year, at=at)
    assert final is None or total.final == Decimal(final), f"{total.final}"
    text = "\n".join(total.sentences)
    _say(text, [*says, *([rate] if rate else [])])
    assert not [words for words in never_says if words in text], text


def evidence(scene: Scene, at: datetime, *, evidence: str, states: Mapping[str, str | Sequence[str]]) -> None:
    """The states of the pieces of each requirement, in the order they came in; nothing else is there."""
    found: dict[str, list[str]] = {}
    for row in scene.evidence(scene.work(evidence), at):
        if row["requirement"] != "part":
            found.setdefault(row["requirement"], []).append(row["state"])
    assert found == {name: [value] if isinstance(value, str) else list(value) for name, value in states.items()}


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


def unchanged(scene: Scene, at: datetime, *, unchanged: str, besides: str = "") -> None:
    """An indicator's assignments stand as they were kept in mind, all but one unit's."""
    assert standings(scene, at, unchanged, besides) == scene.remembered[unchanged]


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
        _say(row.subject + row.body, says)


def unowned(scene: Scene, at: datetime, *, unowned: Sequence[str]) -> None:
    """The units with open work and nobody to do it."""
    assert [name for _, name, _ in ask.overview(scene.desk, at=at).unowned] == list(unowned)


def owner(scene: Scene, at: datetime, *, owner: str, person: str | None) -> None:
    """Who does the work."""
    assert ask.card(scene.desk, scene.work(owner), at=at).owner == person


def inbox(scene: Scene, at: datetime, *, inbox: str, includes: Sequence[str] = (), number: int | None = None) -> None:
    """What a person finds in their inbox, by kind of notice."""
    found = Counter(line.notice for line in letters.inbox(scene.desk, inbox, limit=1000))
    assert not Counter(includes) - found, found
    assert number is None or sum(found.values()) == number


def history(
    scene: Scene,
    at: datetime,
    *,
    history: str,
    verbs: Mapping[str, int] | None = None,
    last: str = "",
    of_day: Mapping[str, date] | None = None,
    says: Sequence[str] = (),
) -> None:
    """What has happened to an assignment: how often each verb, for which day, with which words."""
    lines = remember.history(scene.desk, assignment=scene.work(history), limit=1000)
    counted = Counter(line.verb for line in lines)
    assert {verb: counted[verb] for verb in verbs or {}} == dict(verbs or {})
    assert not last or lines[0].verb == last
    for verb, when in (of_day or {}).items():
        assert [line.as_of for line in lines if line.verb == verb] == [when]
    _say("\n".join(f"{line.as_of} {line.verb} {line.reason} {line.detail}" for line in lines), says)


def warned(scene: Scene, at: datetime, *, warned: Sequence[str]) -> None:
    """What the last hand-in warned of; an empty list means of nothing."""
    assert len(scene.warnings) == len(warned), scene.warnings
    for found, words in zip(scene.warnings, warned, strict=True):
        assert words in found


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
    _say("\n".join(change.reason for change in made.changes), expected.pop("says", ()))
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
    from engine.store import results

    with scene.desk.database.reading() as connection:
        rows = {row.name: row for row in results.unit_totals(connection, year, scene.desk.today(at))}
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


def _say(text: str, words: Sequence[str]) -> None:
    missing = [one for one in words if one not in text]
    assert not missing, f"{missing} not in:\n{text}"


EXPECTING: Mapping[str, Callable[..., None]] = {
    "light": light,
    "stage": stage,
    "received": received,
    "due": due,
    "score": points,
    "indicator": indicator,
    "evidence": evidence,
    "assignments": assignments,
    "unchanged": unchanged,
    "notices": notices,
    "unowned": unowned,
    "owner": owner,
    "inbox": inbox,
    "history": history,
    "warned": warned,
    "countdown": countdown,
    "plan": plan,
    "total": total,
    "ranking": ranking,
    "no_time": no_time,
    "letters_lost": letters_lost,
}
"""The whole vocabulary: the first key of an expectation says which it is."""
