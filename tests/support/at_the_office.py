"""A small programme in force, its people by name, and one short way to do each thing: where tests of verbs start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from small_programme import SHAPES, at, catalog, desk_at

from engine.catalog import Catalog
from engine.domain.actor import Actor
from engine.domain.admission import ACCEPTED
from engine.domain.definition import Milestone
from engine.domain.vocabulary import PartState
from engine.services.cases import cases
from engine.services.desk import Desk
from engine.services.looking import ask, remember
from engine.services.rehearsal.specimen_files import specimen
from engine.services.reviewing import review
from engine.services.work import submit
from engine.services.work.issue import issue
from engine.store.database import Database

RUBRIC = "sufficient-funds"
COVERAGE = "free-verification-coverage/2022"
GROUP = "leading-group/2022"
MEETING = "joint-meeting/2022Q1"
LICENSING = "lawful-licensing/2022"
FUNDS = f"{RUBRIC}/2022"
_PREFERRED = ("pdf", "xlsx", "jpg")


def programme(units: int = 3) -> Catalog:
    """The small programme with a requirement that its reviewer scores."""
    return catalog((*SHAPES, RUBRIC), units)


@dataclass(frozen=True)
class Office:
    """Everything opened on a day of 2022 and ready to be worked on."""

    desk: Desk
    today: date

    @classmethod
    def open(cls, database: Database, today: date, *, of: Catalog | None = None) -> Office:
        """Adopt as of 1 January and open what is open on `today`."""
        office = cls(desk_at(database, of=of or programme()), today)
        issue(office.desk, at=office.now)
        return office

    def on(self, today: date) -> Office:
        """The same on another day."""
        return Office(self.desk, today)

    @property
    def now(self) -> datetime:
        return at(self.today)

    def person(self, name: str) -> Actor:
        """Somebody by id; `office-1` is short for the creation office's."""
        return self.desk.person(f"qu-chuangjian-ban-{name}" if name.startswith("office-") else name)

    def work(self, name: str) -> int:
        """`indicator/period` of its only unit, or `indicator/period/unit`."""
        indicator, period, *unit = name.split("/")
        if not unit:
            lead = self.desk.catalog().definitions[indicator].lead
            unit = [self.desk.catalog().fan_out(lead)[0].id]
        return ask.find(self.desk, indicator, period, unit[0])

    def row(self, name: str) -> Any:
        """The plain facts of an assignment."""
        return self.case(name).row

    def case(self, name: str) -> Any:
        """The assignment as a verb sees it."""
        number = self.work(name)
        with self.desk.database.reading() as connection:
            return cases(self.desk, connection, [number], self.now)[number]

    def evidence(self, name: str) -> list[tuple[str, str]]:
        """Requirement and state of every piece, in order."""
        found = ask.card(self.desk, self.work(name), at=self.now).evidence
        return [(row["requirement"], row["state"]) for row in found]

    def verbs(self, name: str) -> list[str]:
        """What has happened to it, oldest first."""
        return [line.verb for line in reversed(remember.history(self.desk, assignment=self.work(name)))]

    def item(self, name: str, requirement: str, words: str = "", **more: Any) -> submit.Item:
        """A good piece for a requirement."""
        wanted = self.case(name).milestone.wanted(requirement)
        extension = next(known for known in _PREFERRED if known in (wanted.accept or ACCEPTED[wanted.kind]))
        return submit.Item(requirement, specimen(extension, requirement + words), f"{wanted.title}.{extension}", **more)

    def everything(self, name: str) -> tuple[submit.Item, ...]:
        """All that is obligatory."""
        milestone: Milestone = self.case(name).milestone
        return tuple(self.item(name, wanted.id, str(n)) for wanted in milestone.evidence for n in range(wanted.min))

    def gather(self, name: str) -> None:
        """Every part that is asked for comes in."""
        number = self.work(name)
        for part in ask.card(self.desk, number, at=self.now).parts:
            if part["state"] == PartState.ASKED:
                actor = self.person(f"{part['unit_id']}-clerk")
                submit.part_in(self.desk, [submit.PartIn(number, actor)], at=self.now)

    def hand_in(self, name: str, by: str, *figures: submit.FigureIn, items: Any = None) -> submit.Submitted:
        """Hand in everything obligatory, or these items."""
        given = self.everything(name) if items is None else tuple(items)
        order = submit.Submission(self.work(name), self.person(by), given, figures)
        return submit.submit(self.desk, [order], at=self.now)[0]

    def approve(self, name: str, by: str, **more: Any) -> review.Reviewed:
        """Approve it."""
        order = review.Approval(self.work(name), self.person(by), **more)
        return review.approve(self.desk, [order], at=self.now)[0]

    def send_back(self, name: str, by: str, reason: str = "不全", *, items: tuple[int, ...] = ()) -> None:
        """Return it."""
        review.send_back(self.desk, [review.Return(self.work(name), self.person(by), reason, items)], at=self.now)

    def pieces(self, name: str) -> dict[str, int]:
        """Numbers of the newest piece of each requirement."""
        return {row["requirement"]: row["id"] for row in ask.card(self.desk, self.work(name), at=self.now).evidence}
