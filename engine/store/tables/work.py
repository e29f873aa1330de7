"""The work: periods, the duties of units in them, and what is handed in for them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from engine.domain.vocabulary import ItemState, PartState, StageKind
from engine.store.types import Instant


def _one_of(column: str, values: list[str]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def _of_few(name: str, columns: tuple[str, ...], given: str) -> Index:
    """An index of the few rows of which something is true: what reads them passes over all others."""
    return Index(name, *columns, sqlite_where=text(given), postgresql_where=text(given))


class Period(SQLModel, table=True):
    """One period of one indicator (or of a milestone of it), opened once: the plain facts its assignments share.

    `points` are hundredths of a point that one assignment of the period can earn.
    """

    __table_args__ = (
        UniqueConstraint("programme", "indicator", "key"),
        Index("ix_period_due", "due_on"),
    )
    id: int | None = Field(default=None, primary_key=True)
    programme: str
    indicator: str
    key: str
    milestone: str = ""
    year: int
    title: str
    definition_id: int = Field(foreign_key="definition_version.id")
    open_on: date
    due_on: date | None = None
    assess_on: date
    window_from: date
    window_to: date
    points: int


class Assignment(SQLModel, table=True):
    """A unit's duty for one period: where it stands. Overdue, whose turn and the light are derived (views.py).

    `act_id` is the last act that moved it, `prior_stage` the stage before. `received_on` is the day the work came in
    (reset by a whole return), `missed_on` the first day overdue and sticky, `score` hundredths of a point.
    `points` and the window are those of the period unless the assignment keeps earlier ones: what was answered under a
    definition is measured by it, whatever the period becomes for the others.
    """

    __table_args__ = (
        UniqueConstraint("period_id", "unit_id"),
        Index("ix_assignment_unit", "unit_id"),
        Index("ix_assignment_waiting", "stage_kind", "due_on", "id"),
        _of_few("ix_assignment_mending", ("stage_kind", "resubmit_by"), "resubmit_by IS NOT NULL"),
        _of_few("ix_assignment_closed", ("stage_since",), "stage = 'closed'"),
        _one_of("stage_kind", [str(kind) for kind in StageKind]),
    )
    id: int | None = Field(default=None, primary_key=True)
    period_id: int = Field(foreign_key="period.id")
    unit_id: str = Field(foreign_key="unit.id")
    definition_id: int
    stage: str
    stage_kind: str
    prior_stage: str | None = None
    stage_since: date
    due_on: date | None = None
    first_due_on: date | None = None
    received_on: date | None = None
    effective_on: date | None = None
    returned: bool = False
    returned_from: str | None = None
    resubmit_by: date | None = None
    missed_on: date | None = None
    opened_at: datetime | None = Field(default=None, sa_type=Instant)
    owner: str | None = None
    submitter: str | None = None
    self_score: int | None = None
    score: int | None = None
    vetoed: bool = False
    settled: bool = False
    points: int | None = None
    window_from: date | None = None
    window_to: date | None = None
    act_id: int


class Part(SQLModel, table=True):
    """A cooperating unit's part in an assignment; the lead submits when parts are in or waived with a reason."""

    __table_args__ = (_one_of("state", [str(state) for state in PartState]), Index("ix_part_unit", "unit_id", "state"))
    assignment_id: int = Field(primary_key=True, foreign_key="assignment.id")
    unit_id: str = Field(primary_key=True, foreign_key="unit.id")
    state: str = PartState.ASKED
    reason: str = ""
    act_id: int


class Request(SQLModel, table=True):
    """What a unit asked of the office, and what was decided."""

    __table_args__ = (Index("ix_request_assignment", "assignment_id"),)
    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    kind: str
    reason: str
    wanted_due: date | None = None
    wanted_unit: str | None = None
    asked_by: str
    asked_on: date
    decision: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    act_id: int


class Blob(SQLModel, table=True):
    """A stored file by content; several pieces of evidence may point at one."""

    sha256: str = Field(primary_key=True)
    size: int
    media_type: str
    first_received: datetime = Field(sa_type=Instant)


class Evidence(SQLModel, table=True):
    """One piece of evidence as handed in; a replaced piece stays."""

    __table_args__ = (
        Index("ix_evidence_assignment", "assignment_id", "requirement"),
        Index("ix_evidence_unit", "unit_id"),
        _one_of("state", [str(state) for state in ItemState]),
    )
    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    unit_id: str
    requirement: str
    kind: str
    name: str = ""
    sha256: str | None = Field(default=None, foreign_key="blob.sha256")
    value: str = ""
    effective_on: date
    received_on: date
    received_at: datetime = Field(sa_type=Instant)
    person: str
    state: str = ItemState.PENDING
    note: str = ""
    act_id: int


class Figure(SQLModel, table=True):
    """A reported figure of a measure: whole numbers, summed never averaged. `slice` is '' for the whole."""

    assignment_id: int = Field(primary_key=True, foreign_key="assignment.id")
    measure: str = Field(primary_key=True)
    slice: str = Field(primary_key=True, default="")
    numerator: int = Field(sa_type=BigInteger)
    denominator: int = Field(default=1, sa_type=BigInteger)
    act_id: int
