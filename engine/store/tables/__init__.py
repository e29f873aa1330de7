"""The tables, each with the one question it answers. Rows are written only through engine/store."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, LargeBinary, Table, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from engine.domain.vocabulary import ItemState, PartState, StageKind
from engine.store.tables.access import Account, Visit, WrongName
from engine.store.tables.definitions import DefinitionText, Proposal, ReceivedTable
from engine.store.tables.links import CalendarFeed, PersonalLink, ReadLetter
from engine.store.tables.people import RosterDraft
from engine.store.tables.programs import AccessToken, Delivery, KeptAnswer, Webhook
from engine.store.tables.tallies import Tally, UnitTally
from engine.store.tables.unfinished import Draft, DraftFile
from engine.store.tables.verification import Verification
from engine.store.tables.word import Attempt, ChannelSlot, Outbox, Preference
from engine.store.types import Instant, Json


def _one_of(column: str, values: list[str]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


class Programme(SQLModel, table=True):
    """Which programme runs here, from which year, under which catalog.

    Periods already due before `since` are not opened: a programme applied in November asks nothing for March.
    `units_act`: the act that last changed units, so that readers know when to look again.
    """

    id: str = Field(primary_key=True)
    title: str
    year: int
    since: date
    swept_on: date | None = None
    catalog: str
    sample: bool = False
    units_act: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class CatalogVersion(SQLModel, table=True):
    """Every catalog ever applied, whole, by digest."""

    __tablename__ = "catalog_version"
    digest: str = Field(primary_key=True)
    programme: str
    body: str = Field(sa_column=Column(Text, nullable=False))
    act_id: int


class DefinitionVersion(SQLModel, table=True):
    """Every resolved definition ever in force, by digest; assignments point at theirs."""

    __tablename__ = "definition_version"
    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True)
    indicator: str = Field(index=True)
    body: str = Field(sa_column=Column(Text, nullable=False))


class Unit(SQLModel, table=True):
    """Who there is; a unit that left stays for the archive."""

    __table_args__ = (Index("ix_unit_kind", "kind"),)
    id: str = Field(primary_key=True)
    name: str = Field(unique=True)
    kind: str
    service: str = ""
    industry: str = ""
    sub_district: str = ""
    sample: bool = False
    left_on: date | None = None


class Member(SQLModel, table=True):
    """Who belongs to which group, from when to when; `due_on` is what was agreed with a member who joined late."""

    group: str = Field(primary_key=True)
    unit_id: str = Field(primary_key=True, foreign_key="unit.id")
    joined_on: date | None = None
    left_on: date | None = None
    due_on: date | None = None


class Person(SQLModel, table=True):
    """Who acts for which unit, and how word reaches them. `last_in`: when they last came in, by whatever door."""

    __table_args__ = (Index("ix_person_unit", "unit_id", "role"),)
    id: str = Field(primary_key=True)
    name: str
    unit_id: str = Field(foreign_key="unit.id")
    role: str
    email: str = ""
    phone: str = ""
    deputy: str = ""
    active: bool = True
    sample: bool = False
    last_in: datetime | None = Field(default=None, sa_type=Instant)


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


class Review(SQLModel, table=True):
    """One reviewer's verdict, bound to the evidence seen by its digest; `valid` ends when that evidence changes."""

    __table_args__ = (Index("ix_review_assignment", "assignment_id", "stage"),)
    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    stage: str
    reviewer: str
    verdict: str
    reason: str = ""
    evidence_digest: str
    valid: bool = True
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


class Judgement(SQLModel, table=True):
    """A reviewer's own input to a score: rubric points, bonus (hundredths) or an established veto."""

    assignment_id: int = Field(primary_key=True, foreign_key="assignment.id")
    kind: str = Field(primary_key=True)
    value: int = 0
    note: str = ""
    person: str
    act_id: int


class ActRow(SQLModel, table=True):
    """Who did what, when and why: the links of the hash chain, numbered without gaps."""

    __tablename__ = "act"
    __table_args__ = (
        Index("ix_act_actor", "actor", "id"),
        Index("ix_act_verb", "verb", "id"),
        Index("ix_act_at", "at", "id"),
    )
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    programme: str
    verb: str
    actor: str
    at: datetime = Field(sa_type=Instant)
    as_of: date
    reason: str = ""
    definition: str = ""
    detail: Any = Field(default=None, sa_type=Json, nullable=True)
    prev: str
    digest: str
    sealed: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))


class Transition(SQLModel, table=True):
    """What an act did to an assignment; append-only."""

    __table_args__ = (Index("ix_transition_assignment", "assignment_id"), {"sqlite_with_rowid": False})
    act_id: int = Field(primary_key=True, foreign_key="act.id")
    assignment_id: int = Field(primary_key=True, foreign_key="assignment.id")
    from_stage: str
    to_stage: str


class RecognitionList(SQLModel, table=True):
    """The annual recognition: proposed, approved by a second person, published once."""

    __tablename__ = "recognition_list"
    __table_args__ = (UniqueConstraint("programme", "year"),)
    id: int | None = Field(default=None, primary_key=True)
    programme: str
    year: int
    state: str
    rows: Any = Field(sa_type=Json)
    digest: str
    proposed_by: str
    approved_by: str = ""
    published_on: date | None = None
    act_id: int


def table_of(model: type[SQLModel]) -> Table:
    """The Core table behind a model."""
    return SQLModel.metadata.tables[str(model.__tablename__)]


programme = table_of(Programme)
catalog_version = table_of(CatalogVersion)
definition_version = table_of(DefinitionVersion)
unit = table_of(Unit)
member = table_of(Member)
person = table_of(Person)
period = table_of(Period)
assignment = table_of(Assignment)
part = table_of(Part)
blob = table_of(Blob)
evidence = table_of(Evidence)
figure = table_of(Figure)
review = table_of(Review)
request = table_of(Request)
judgement = table_of(Judgement)
act = table_of(ActRow)
transition = table_of(Transition)
outbox = table_of(Outbox)
attempt = table_of(Attempt)
channel_slot = table_of(ChannelSlot)
preference = table_of(Preference)
recognition_list = table_of(RecognitionList)
account = table_of(Account)
visit = table_of(Visit)
wrong_name = table_of(WrongName)
access_token = table_of(AccessToken)
kept_answer = table_of(KeptAnswer)
webhook = table_of(Webhook)
delivery = table_of(Delivery)
roster_draft = table_of(RosterDraft)
personal_link = table_of(PersonalLink)
calendar_feed = table_of(CalendarFeed)
read_letter = table_of(ReadLetter)
definition_text = table_of(DefinitionText)
proposal = table_of(Proposal)
received_table = table_of(ReceivedTable)
draft = table_of(Draft)
draft_file = table_of(DraftFile)
verification = table_of(Verification)
tally = table_of(Tally)
unit_tally = table_of(UnitTally)
