"""What a rehearsal found: the same figures as canonical JSON and as a readable page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from engine.domain.names import light_name, stage_kind_name
from engine.domain.vocabulary import Pace, UnitKind
from engine.services.desk import Desk
from engine.services.looking.ask import overview
from engine.services.looking.remember import verify
from engine.services.office import recognise
from engine.services.office.recognise import RecognitionDraft
from engine.store.looking import statistics
from engine.store.people import leaders
from engine.wording import N_, say


@dataclass(frozen=True)
class Rehearsal:
    """A played year. `notices["a_day"]` maps letters one reader got on one day to how often that happened;
    `messages_a_day` the messages they came in, `by_the_ladder_a_day` those of the chasing ladder alone."""

    programme: str
    year: int
    seed: int
    until: str
    sample: bool
    units: int
    assignments: int
    lights: dict[str, int]
    stages: dict[str, int]
    acts: dict[str, dict[str, int]]
    notices: dict[str, Any]
    leaders: list[dict[str, Any]]
    clashes: list[dict[str, Any]]
    without_contact: list[str]
    without_contact_number: int
    indicators: list[dict[str, Any]]
    ranking: list[dict[str, Any]]
    left_out: list[dict[str, Any]]
    history_head: str
    history_sound: bool

    def to_json(self) -> str:
        """Canonical: the same seed, definitions and version give the same bytes."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, indent=1)

    def report(self) -> str:
        """The same as a page to read."""
        lines = [
            say(N_("# Rehearsal of {programme}, {year}"), programme=self.programme, year=self.year),
            "",
            say(N_("Seed {seed}, played to {until}. People and points are samples."), seed=self.seed, until=self.until),
            "",
            say(
                N_("{units} units, {assignments} assignments, {acts} acts."),
                units=self.units,
                assignments=self.assignments,
                acts=sum(each["acts"] for each in self.acts.values()),
            ),
            _listed(N_("Lights"), {light_name(light): number for light, number in self.lights.items()}),
            _listed(N_("Stages"), {stage_kind_name(kind): number for kind, number in self.stages.items()}),
            say(N_("Letters: {number}; the most for one reader on one day: {most}."), **self._letters()),
            _listed(N_("Days of one reader by messages"), self._days()),
            say(N_("Units nobody can be reached in: {number}."), number=self.without_contact_number),
            say(N_("The history holds: {answer}."), answer=say(N_("yes") if self.history_sound else N_("no"))),
            "",
            say(N_("## Leaders in charge")),
            *self._leaders(),
            "",
            say(N_("## Due on the same day")),
            *[f"- {c['unit']} {c['due_on']}: {c['number']}" for c in self.clashes[:10]],
            "",
            say(N_("## Ranking (sample scale)")),
            *[f"{r['rank']}. {r['unit']} {r['points']}" for r in self.ranking],
            "",
            say(N_("## Left out")),
            *[f"- {r['unit']} {r['points']}: {r['reason']}" for r in self.left_out[:10]],
        ]
        return "\n".join(lines)

    def _leaders(self) -> Iterator[str]:
        for each in self.leaders:
            rest = N_("{name}: every unit that has no leader in charge of its own")
            yield "- " + say(N_("{name}: {units} units") if each["units"] else rest, **each)

    def _days(self) -> dict[str, int]:
        days: dict[str, int] = self.notices["messages_a_day"]
        return {f"{number}:": often for number, often in days.items()}

    def _letters(self) -> dict[str, object]:
        return {"number": self.notices["total"], "most": max(self.notices["a_day"], key=int, default="0")}


def report(desk: Desk, *, seed: int, at: datetime) -> Rehearsal:
    """Read a played year off the record. Whatever differs from run to run (times of day, paths) stays out."""
    view = overview(desk, at=at)
    office = desk.office()
    year = office.catalog.year
    with desk.database.reading() as connection:
        acts = {
            verb: {"acts": number, "assignments": moved}
            for verb, (number, moved) in statistics.acts_by_verb(connection).items()
        }
        kinds = statistics.notices_by_kind(connection)
        a_day = statistics.letters_a_day(connection)
        gathered = {notice.id for notice in office.catalog.notices.values() if notice.pace is Pace.DIGEST}
        messages = statistics.messages_a_day(connection, gathered)
        by_ladder = statistics.messages_a_day(connection, gathered, ladder=True)
        leading = [*leaders.numbers(connection), *leaders.in_general(connection, office.leader)]
        busiest = statistics.busiest_days(connection, 10)
        clashes = statistics.clashes(connection, year, 3, 50)
        scores = statistics.indicator_scores(connection, year)
    draft = _draft(desk, at)
    silent = office.catalog.without_contact
    verified = verify(desk)
    return Rehearsal(
        programme=view.programme,
        year=year,
        seed=seed,
        until=view.today.isoformat(),
        sample=True,
        units=view.totals["units"],
        assignments=view.totals["assignments"],
        lights=dict(view.lights),
        stages=dict(view.stages),
        acts=acts,
        notices={
            "total": sum(kinds.values()),
            "by_notice": kinds,
            "a_day": {str(letters): often for letters, often in a_day.items()},
            "messages_a_day": {str(number): often for number, often in messages.items()},
            "by_the_ladder_a_day": {str(number): often for number, often in by_ladder.items()},
            "busiest": [
                {"unit": row.name, "person": row.person or "", "day": row.as_of.isoformat(), "letters": row.letters}
                for row in busiest
            ],
        },
        leaders=[{"name": row.name, "units": getattr(row, "units", 0)} for row in leading],
        clashes=[{"unit": row.name, "due_on": row.due_on.isoformat(), "number": row.number} for row in clashes],
        without_contact=[unit.name for unit in silent if unit.kind is not UnitKind.SERVICE_UNIT]
        + [unit.name for unit in silent if unit.kind is UnitKind.SERVICE_UNIT][:20],
        without_contact_number=len(silent),
        indicators=[_scored(row) for row in scores],
        ranking=[{"rank": r.rank, "unit": r.unit_name, "points": r.points} for r in draft.rows] if draft else [],
        left_out=[{"unit": r.unit_name, "points": r.points, "reason": r.reason} for r in draft.left_out[:50]]
        if draft
        else [],
        history_head=verified.head,
        history_sound=verified.sound,
    )


def _draft(desk: Desk, at: datetime) -> RecognitionDraft | None:
    """The recognition list if its day has come."""
    programme = desk.catalog().programme
    today = desk.today(at)
    return (
        recognise.propose(desk, at=at, year=today.year) if today >= programme.recognition.day.on(today.year) else None
    )


def _scored(row: Any) -> dict[str, Any]:
    rate = Decimal(int(row.earned)) * 100 / Decimal(int(row.possible)) if row.possible else None
    return {
        "indicator": row.indicator,
        "assignments": int(row.number),
        "scored": int(row.scored),
        "rate": str(rate.quantize(Decimal("0.01"), ROUND_HALF_UP)) if rate is not None else "",
    }


def _listed(title: str, counts: dict[str, int]) -> str:
    return f"{say(title)}: " + ", ".join(f"{key} {number}" for key, number in counts.items() if number)
