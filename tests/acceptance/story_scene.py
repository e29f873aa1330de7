"""A story under way: the desk it plays at, how it names work and people, and what it keeps in mind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from story_book import Story

from engine.domain.definition import Milestone
from engine.domain.vocabulary import ItemState
from engine.evidence import EvidenceFiles
from engine.services.cases import cases
from engine.services.desk import Desk
from engine.services.looking import ask, remember
from engine.services.programme import planning


@dataclass
class Scene:
    """A story under way: the desk it plays at and what it remembers from step to step."""

    story: Story
    desk: Desk
    warnings: tuple[str, ...] = ()
    request: int = 0
    saved: str = ""
    plan: planning.Plan | None = None
    remembered: dict[str, Any] = field(default_factory=dict)

    def work(self, name: str) -> int:
        """The number of `indicator/period` or `indicator/period/unit`; without a unit there must be only one."""
        indicator, period, *unit = name.split("/")
        if unit:
            return ask.find(self.desk, indicator, period, unit[0])
        catalog = self.desk.catalog()
        definition = catalog.definitions[indicator]
        [one] = catalog.fan_out(definition.lead)
        return ask.find(self.desk, indicator, period, one.id)

    def milestone(self, number: int, at: datetime) -> Milestone:
        """What the assignment wants."""
        with self.desk.database.reading() as connection:
            return cases(self.desk, connection, [number], at)[number].milestone

    def evidence(self, number: int, at: datetime) -> Sequence[Mapping[str, Any]]:
        """Its evidence, replaced pieces too."""
        return ask.card(self.desk, number, at=at).evidence

    def piece(self, number: int, requirement: str, at: datetime) -> int:
        """The number of the standing piece of that requirement."""
        standing = [
            row["id"]
            for row in self.evidence(number, at)
            if row["requirement"] == requirement and row["state"] != ItemState.REPLACED
        ]
        assert len(standing) == 1, f"{len(standing)} standing pieces of {requirement}"
        return int(standing[0])


def standings(scene: Scene, at: datetime, indicator: str, besides: str) -> dict[str, object]:
    """How the assignments of an indicator stand and how much has happened to each."""
    return {
        row.unit_name: (
            row.id,
            row.stage,
            row.due_on,
            row.received_on,
            len(remember.history(scene.desk, assignment=row.id)),
        )
        for row in ask.assignments(scene.desk, at=at, indicator=indicator)
        if row.unit_name != besides
    }


def files(folder: Any) -> EvidenceFiles:
    """A place for the evidence of one story."""
    return EvidenceFiles(str(folder))


def asked(scene: Scene, at: datetime, work: str, *, waiting: bool = False) -> dict[str, str]:
    """Unit names and ids of those asked for `indicator/period`, or of those whose review waits."""
    indicator, period = work.split("/")
    found = {}
    for row in ask.assignments(scene.desk, at=at, indicator=indicator):
        if ask.find(scene.desk, indicator, period, row.unit) == row.id and (not waiting or row.stage == "review"):
            found[row.unit_name] = row.unit
    return found


def says(text: str, words: Sequence[str]) -> None:
    """All these words stand in the text."""
    missing = [one for one in words if one not in text]
    assert not missing, f"{missing} not in:\n{text}"
