"""What is handed in, piece by piece: checked against what was wanted, stored, and told to the history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from engine.domain import evidence as rules
from engine.domain.actor import Actor
from engine.domain.definition.wanted import EvidenceWanted, Measure
from engine.domain.vocabulary import EvidenceKind, ItemState
from engine.errors import Invalid
from engine.evidence import EvidenceFiles, Stored
from engine.services.cases import Case
from engine.services.work import admitting
from engine.store.database import Connection
from engine.store.work import intake
from engine.wording import N_

_MOST = 10**12
"""The largest figure: with it points are worked out in whole numbers of 64 bits (engine/store/scoring/scores.py)."""


@dataclass(frozen=True, slots=True)
class Item:
    """One piece as handed in: a file (`content`, `name`) or a written `value` (number, date, link, text).

    `stored` instead of `content`: a file that came in before, looked at then.
    `effective_on`: the day it speaks of, today when not said. `replaces`: the number of an earlier piece, which stays
    in the archive; without it the new piece replaces returned ones of the same requirement.
    """

    requirement: str
    content: bytes | None = None
    name: str = ""
    value: str = ""
    effective_on: date | None = None
    replaces: int | None = None
    stored: Stored | None = None


@dataclass(frozen=True, slots=True)
class FigureIn:
    """A reported figure: whole numbers. `slice` is an of-which part or a kind the measure is also reported by."""

    measure: str
    numerator: int
    denominator: int = 1
    slice: str = ""

    @property
    def told(self) -> list[object]:
        """The figure as the history tells it."""
        return [self.measure, self.slice, self.numerator, self.denominator]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the pieces of one order."""

    standing: tuple[rules.Item, ...]
    told: list[list[object]]
    warnings: tuple[str, ...]
    latest_effective: date | None


@dataclass
class Intake:
    """Collects checked rows of many orders, written together once their acts have numbers."""

    files: EvidenceFiles
    at: datetime
    _evidence: list[dict[str, object]] = field(default_factory=list)
    _figures: list[dict[str, object]] = field(default_factory=list)
    _blobs: list[dict[str, object]] = field(default_factory=list)
    _replaced: list[int] = field(default_factory=list)
    _reopened: list[int] = field(default_factory=list)

    def items(
        self, case: Case, actor: Actor, items: Sequence[Item], before: Sequence[Any], *, any_requirement: bool = False
    ) -> Taken:
        """Check, store and note the pieces of one order. Raises Invalid or Refused naming the piece."""
        told: list[list[object]] = []
        warnings: list[str] = []
        gone = set(self._replacing(case, items, before))
        fresh: list[rules.Item] = []
        for item in items:
            wanted = admitting.wanted_of(case, item.requirement, any_requirement=any_requirement)
            effective = item.effective_on or case.today
            row = self._row(case, actor, item, wanted, effective)
            self._evidence.append(row)
            fresh.append(as_item(row))
            told.append([item.requirement, row["name"], row["sha256"] or row["value"], effective.isoformat()])
            if warning := admitting.outside_window(case, wanted, effective):
                warnings.append(warning)
        kept = tuple(as_item(row._asdict()) for row in before if row.id not in gone)
        latest = max((item.effective_on for item in (*kept, *fresh)), default=None)
        return Taken((*kept, *fresh), told, tuple(warnings), latest)

    def figures(self, case: Case, figures: Sequence[FigureIn]) -> None:
        """Note reported figures. Raises Invalid for an unknown measure or an impossible figure."""
        for figure in figures:
            measure = case.milestone.measure(figure.measure)
            if measure is None:
                known = "、".join(m.id for m in case.milestone.measures) or "-"
                raise Invalid(
                    "unknown-measure",
                    N_("This assignment has no measure “{measure}”."),
                    hint=N_("It has: {known}."),
                    measure=figure.measure,
                    known=known,
                )
            self._check_part(measure, figure)
            if (
                not 0 <= figure.numerator <= _MOST
                or not 0 <= figure.denominator <= _MOST
                or (measure.kind == "rate" and figure.numerator > figure.denominator)
            ):
                raise Invalid(
                    "impossible-figure",
                    N_("{numerator} of {denominator} is impossible for “{title}”."),
                    hint=N_("A part is never more than the whole, and no figure is below zero or above {most}."),
                    most=_MOST,
                    numerator=figure.numerator,
                    denominator=figure.denominator,
                    title=measure.title,
                )
            self._figures.append(
                {
                    "assignment_id": case.id,
                    "measure": figure.measure,
                    "slice": figure.slice,
                    "numerator": figure.numerator,
                    "denominator": figure.denominator,
                }
            )

    def _check_part(self, measure: Measure, figure: FigureIn) -> None:
        parts = ("", *(part.id for part in measure.of_which), *measure.by)
        if figure.slice not in parts:
            raise Invalid(
                "unknown-part",
                N_("“{title}” has no part “{part}”."),
                hint=N_("It has: {known}."),
                title=measure.title,
                part=figure.slice,
                known="、".join(parts[1:]) or "-",
            )

    def keep(self, connection: Connection, acts: Mapping[int, int]) -> None:
        """Write everything noted, under the acts' numbers by assignment."""
        intake.keep_blobs(connection, self._blobs)
        intake.mark_items(connection, self._replaced, ItemState.REPLACED)
        intake.end_reviews(connection, self._reopened)
        for rows in (self._evidence, self._figures):
            for row in rows:
                row["act_id"] = acts[int(str(row["assignment_id"]))]
        intake.add_evidence(connection, self._evidence)
        intake.set_figures(connection, self._figures)

    def _replacing(self, case: Case, items: Sequence[Item], before: Sequence[Any]) -> list[int]:
        """Pieces that the new ones replace: the one named, else the returned ones of the same requirement."""
        named = {item.replaces for item in items if item.replaces is not None}
        known = {row.id for row in before}
        if stray := named - known:
            raise Invalid(
                "no-such-evidence",
                N_("There is no piece of evidence {number} in this assignment."),
                hint=N_("Look at the assignment for the numbers."),
                number=sorted(stray)[0],
            )
        requirements = {item.requirement for item in items if item.replaces is None}
        gone = [
            row.id
            for row in before
            if row.id in named or (row.state == ItemState.RETURNED and row.requirement in requirements)
        ]
        self._replaced += gone
        if any(row.state == ItemState.APPROVED for row in before if row.id in named):
            self._reopened.append(case.id)  # what was approved is no longer what is there (story 10)
        return gone

    def _row(self, case: Case, actor: Actor, item: Item, wanted: EvidenceWanted, effective: date) -> dict[str, object]:
        admitting.check_day(case, wanted, effective)
        sha256: str | None = None
        stored = item.stored
        if item.content is not None:
            stored = admitting.take_in(self.files, wanted, item.content, item.name)
        if stored is not None:
            sha256 = stored.sha256
            self._blobs.append(
                {"sha256": sha256, "size": stored.size, "media_type": stored.media_type, "first_received": self.at}
            )
        elif (refusal := rules.check_item(wanted, item.name, 0, "", item.value)) is not None:
            raise refusal
        return {
            "assignment_id": case.id,
            "unit_id": actor.unit,
            "requirement": item.requirement,
            "kind": str(wanted.kind),
            "name": item.name,
            "sha256": sha256,
            "value": item.value,
            "effective_on": effective,
            "received_on": case.today,
            "received_at": self.at,
            "person": actor.id,
            "state": str(ItemState.PENDING),
            "note": "",
        }


def as_item(row: Mapping[Any, Any]) -> rules.Item:
    """A stored piece as the rules see it."""
    return rules.Item(
        row["requirement"],
        EvidenceKind(row["kind"]),
        ItemState(row["state"]),
        row["effective_on"],
        row["sha256"] or row["value"],
        row["name"],
    )


def still_missing(
    case: Case, standing: Sequence[rules.Item], new: Sequence[FigureIn], known: Sequence[Any]
) -> tuple[str, ...]:
    """What is still missing, in words: evidence item by item, then figures not reported.

    Of a count's dated events one is enough to hand in: fewer than wanted give fewer points (story 7).
    """
    events = case.milestone.event_requirement if case.milestone.events_wanted else None
    found = [
        gap.title if gap.wanted == 1 else f"{gap.title}（{gap.there}/{gap.wanted}）"
        for gap in rules.missing(case.milestone, standing)
        if not (gap.there and events and gap.requirement == events.id)
    ]
    reported = {(figure.measure, figure.slice) for figure in new} | {(row.measure, row.slice) for row in known}
    for measure in case.milestone.measures:
        if (measure.id, "") not in reported:
            found.append(measure.title)
        found += [part.title for part in measure.of_which if (measure.id, part.id) not in reported]
    return tuple(found)
