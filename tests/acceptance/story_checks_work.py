"""What a story may expect of a piece of work: where it stands, its light, its points, its history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from story_scene import Scene, standings
from story_scene import says as told

from engine.services.looking import ask, remember
from engine.services.scoring import score
from engine.services.scoring.indicator_score import indicator_score


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
    told("\n".join(line.sentence for line in explained.lines), says)


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
    told(text, [*says, *([rate] if rate else [])])
    assert not [words for words in never_says if words in text], text


def evidence(scene: Scene, at: datetime, *, evidence: str, states: Mapping[str, str | Sequence[str]]) -> None:
    """The states of the pieces of each requirement, in the order they came in; nothing else is there."""
    found: dict[str, list[str]] = {}
    for row in scene.evidence(scene.work(evidence), at):
        if row["requirement"] != "part":
            found.setdefault(row["requirement"], []).append(row["state"])
    assert found == {name: [value] if isinstance(value, str) else list(value) for name, value in states.items()}


def unchanged(scene: Scene, at: datetime, *, unchanged: str, besides: str = "") -> None:
    """An indicator's assignments stand as they were kept in mind, all but one unit's."""
    assert standings(scene, at, unchanged, besides) == scene.remembered[unchanged]


def owner(scene: Scene, at: datetime, *, owner: str, person: str | None) -> None:
    """Who does the work."""
    assert ask.card(scene.desk, scene.work(owner), at=at).owner == person


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
    told("\n".join(f"{line.as_of} {line.verb} {line.reason} {line.detail}" for line in lines), says)


def warned(scene: Scene, at: datetime, *, warned: Sequence[str]) -> None:
    """What the last hand-in warned of; an empty list means of nothing."""
    assert len(scene.warnings) == len(warned), scene.warnings
    for found, words in zip(scene.warnings, warned, strict=True):
        assert words in found
