"""People who act at a small programme: who is right for a case, what they would hand in, and one act of each verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from random import Random

from engine.domain.actor import SYSTEM, Actor
from engine.domain.vocabulary import ItemState, PartState, RequestKind, Role, StageKind
from engine.services.cases import Case, cases
from engine.services.desk import Desk
from engine.services.rehearsal import specimens
from engine.services.rehearsal.people import People
from engine.services.rehearsal.temperament import temperament
from engine.services.reviewing import review
from engine.services.work import accept, close_out, extend, submit
from engine.store.work import standing

REASONS = ("", " ", "材料不清晰", "人手不足")


@dataclass
class Room:
    """One assignment before one person at one instant, and the die that decides what they try."""

    desk: Desk
    number: int
    actor: Actor
    at: datetime
    rng: Random

    @cached_property
    def case(self) -> Case:
        with self.desk.database.reading() as connection:
            return cases(self.desk, connection, [self.number], self.at)[self.number]

    def _rows(self, kind: Callable[..., dict[int, list[object]]]) -> list[object]:
        with self.desk.database.reading() as connection:
            return kind(connection, [self.number]).get(self.number, [])

    @property
    def reason(self) -> str:
        return self.rng.choice(REASONS)

    def accept(self) -> None:
        accept.accept(self.desk, [accept.Accept(self.number, self.actor)], at=self.at)

    def delegate(self) -> None:
        to = self.rng.choice((self.actor.id, "nobody", f"{self.case.row.unit_id}-clerk"))
        accept.delegate(self.desk, accept.Delegate(self.number, self.actor, to), at=self.at)

    def _submission(self) -> submit.Submission:
        case, how = self.case, temperament(self.rng.randint(0, 99), "i", "p", "u")
        row = case.row
        effective = max(min(case.today, row.window_to), min(row.window_from, case.today))
        items = specimens.items(case.milestone, effective, row.window_from, how)
        figures = specimens.figures(case.milestone, how)
        if self.rng.random() < 0.15:
            items, figures = items[1:], figures[1:]
        return submit.Submission(self.number, self.actor, items, figures, note=self.reason)

    def attach(self) -> None:
        submit.attach(self.desk, [self._submission()], at=self.at)

    def submit(self) -> None:
        submit.submit(self.desk, [self._submission()], at=self.at)

    def take_back(self) -> None:
        submit.take_back(self.desk, [submit.TakeBack(self.number, self.actor, self.reason)], at=self.at)

    def part_in(self) -> None:
        submit.part_in(self.desk, [submit.PartIn(self.number, self.actor, note="已配合")], at=self.at)

    def waive_part(self) -> None:
        asked = [part.unit_id for part in self._rows(standing.parts_of)]  # type: ignore[attr-defined]
        unit = self.rng.choice([*asked, "nobody"])
        order = submit.WaivePart(self.number, unit, self.actor, self.reason)
        submit.waive_part(self.desk, order, at=self.at)

    def gather(self) -> None:
        """The lead does without every part that is still out: what makes the meeting's papers complete."""
        for part in self._rows(standing.parts_of):
            if part.state == PartState.ASKED:  # type: ignore[attr-defined]
                order = submit.WaivePart(self.number, part.unit_id, self.actor, "先行办理")  # type: ignore[attr-defined]
                submit.waive_part(self.desk, order, at=self.at)

    def open_review(self) -> None:
        review.open_review(self.desk, self.number, self.actor, at=self.at)

    def approve(self) -> None:
        review.approve(self.desk, [review.Approval(self.number, self.actor, self.reason)], at=self.at)

    def send_back(self) -> None:
        rows = self._rows(standing.evidence_of)
        pending = [row.id for row in rows if row.state == ItemState.PENDING]  # type: ignore[attr-defined]
        items = tuple(self.rng.sample(pending, min(len(pending), self.rng.randint(0, 1))))
        review.send_back(self.desk, [review.Return(self.number, self.actor, self.reason, items)], at=self.at)

    def ask_for(self) -> None:
        kind = self.rng.choice(list(RequestKind))
        due = (self.case.row.due_on or date(2022, 8, 1)) + timedelta(days=self.rng.randint(-2, 20))
        unit = self.rng.choice(("区市监局", "su-00001", "nowhere"))
        extend.ask_for(self.desk, extend.Ask(self.number, self.actor, kind, self.reason, due, unit), at=self.at)

    def decide(self) -> None:
        asked = self._rows(standing.requests_of)
        known = [row.id for row in asked] or [12345]  # type: ignore[attr-defined]
        order = extend.Decision(self.rng.choice(known), self.actor, self.rng.random() < 0.7, self.reason)
        extend.decide(self.desk, order, at=self.at)

    def close_out(self) -> None:
        close_out.close_out(self.desk, [close_out.CloseOut(self.number, self.actor)], at=self.at)

    def terminate(self) -> None:
        close_out.terminate(self.desk, self.number, self.actor, self.reason, at=self.at)

    def reopen(self) -> None:
        close_out.reopen(self.desk, self.number, self.actor, self.reason, at=self.at)


VERBS = (
    *("accept", "delegate", "attach", "submit", "take_back", "part_in", "waive_part", "open_review"),
    *("approve", "send_back", "ask_for", "decide", "close_out", "terminate", "reopen"),
)
FORWARD = {
    StageKind.ASSIGN: ("accept", "accept", "ask_for"),
    StageKind.COLLECT: ("gather", "submit", "submit", "attach"),
    StageKind.REVIEW: ("approve", "approve", "approve", "send_back"),
    StageKind.SCORE: ("approve",),
    StageKind.DONE: ("close_out", "reopen"),
}


def everybody(desk: Desk) -> list[Actor]:
    """People of every kind who have something to do with the small programme, and the system itself."""
    found = People.read(desk).by_unit
    units = ("qu-zhengfu-ban", "qu-chuangjian-ban", "qu-shijian-ju", "qu-weijian-wei", "su-00001", "su-00002")
    return [*(actor for unit in units for actor in found.get(unit, [])), SYSTEM]


def the_right_one(people: People, case: Case, rng: Random) -> Actor | None:
    """Somebody who may take the next step of a case."""
    match StageKind(case.row.stage_kind):
        case StageKind.ASSIGN | StageKind.COLLECT:
            return people.clerk(case.row.unit_id)
        case StageKind.REVIEW:
            free = [actor for actor in people.reviewers(case) if actor.role not in (Role.AUDITOR, Role.ADMINISTRATOR)]
        case _:
            free = people.desk_of(case)
    return rng.choice(free) if free else None
