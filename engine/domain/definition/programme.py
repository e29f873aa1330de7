"""The programme around the indicators: its dates, defaults, chasing ladder, notices and scale."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from engine.domain.definition.indicator import Lead
from engine.domain.definition.scoring import Late, ScoreRule
from engine.domain.definition.value import Fault, Ruled, Slug, Translated, Value, Words
from engine.domain.definition.wanted import Amount, Points
from engine.domain.definition.when import Day, YearDay
from engine.domain.office_hours import Times
from engine.domain.vocabulary import Pace, Role
from engine.wording import N_

ClockTime = Annotated[str, Field(pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")]
"""A time of day, HH:MM."""


class Lights(Value):
    """Blue from so many working days before the due date."""

    blue: Annotated[int, Field(ge=0)] = 7


class Defaults(Value):
    """What an indicator gets where its file is silent."""

    open: Day = YearDay("01-01")
    workflow: Slug = "standard"
    remind: tuple[Lead, ...] = ("7d", "1d")
    late: Late | None = None
    score: ScoreRule | None = None
    resubmit_within: Annotated[int, Field(ge=1)] = 5


class Reviewers(Value):
    """Who stands for the sides of a workflow. `own_work` reviews what the office itself handed in (story 10)."""

    office: Words
    own_work: Words
    leader: Words


class FreeVerification(Value):
    """The August free-verification deadline: watched indicators and the countdown (rows 18-20, story 4)."""

    indicators: Annotated[tuple[Slug, ...], Field(min_length=1)]
    countdown_from: Day
    deadline: Day


class JointMeeting(Value):
    """The quarterly joint meeting (row 3): the packet goes out so many working days before each quarter's due date."""

    indicator: Slug
    packet_before: Annotated[int, Field(ge=1)] = 10


class Recognition(Value):
    """The annual recognition (rows 10 and 38, story 15): ranked on this day; veto and unresolved red are left out."""

    day: Day
    places: Annotated[int, Field(ge=1)] = 10
    among: tuple[Words, ...] = ()
    minimum: Amount | None = None


class Scale(Value):
    """Points per indicator, or per `indicator/milestone`; `sample` until the province's own scale replaces it."""

    title: Words
    sample: bool = False
    default: Annotated[Points, Field(ge=0)]
    points: dict[str, Annotated[Points, Field(ge=0)]] = Field(default_factory=dict)


class Rung(Ruled):
    """One rung of the chasing ladder; it fires once per assignment and due date, never daily.

    Exactly one of: `before` (working days before due), `overdue` (working days after the due date's end; 0 is the
    first day overdue), `unanswered` (working days since the sheet of the rung `after` went out to the unit and nothing
    was handed in), `unaccepted` / `unreviewed` / `unfixed` (working days beyond what the stage allows), `closed`
    (working days after the day it was closed out; 0 is the day after).
    """

    id: Slug
    title: Words
    before: Annotated[int, Field(ge=0)] | Literal["remind"] | None = None
    overdue: Annotated[int, Field(ge=0)] | None = None
    unanswered: Annotated[int, Field(ge=0)] | None = None
    after: str = ""
    unaccepted: Annotated[int, Field(ge=0)] | None = None
    unreviewed: Annotated[int, Field(ge=0)] | None = None
    unfixed: Annotated[int, Field(ge=0)] | None = None
    closed: Annotated[int, Field(ge=0)] | None = None
    to: Annotated[tuple[Role, ...], Field(min_length=1)]
    notice: Slug
    urgent: bool = False

    def faults(self) -> Iterator[Fault]:
        """Not exactly one trigger."""
        given = [
            self.before,
            self.overdue,
            self.unanswered,
            self.unaccepted,
            self.unreviewed,
            self.unfixed,
            self.closed,
        ]
        if sum(value is not None for value in given) != 1:
            message = N_(
                "a rung has exactly one of `before`, `overdue`, `unanswered`, `unaccepted`, `unreviewed`, "
                "`unfixed`, `closed`"
            )
            yield Fault("rung", message)
        if (self.unanswered is None) != (not self.after):
            yield Fault("rung", N_("`unanswered` counts from a sheet: `after` names its rung, and stands with it only"))


class Hours(Ruled):
    """When word goes out unless a person wants it otherwise: times of day in the programme's zone.

    What is put off for the night or a day off goes at `begin`; what can wait is gathered into
    one message that goes at `gather`.
    """

    begin: ClockTime = "00:00"
    end: ClockTime = "24:00"
    gather: ClockTime = "09:00"
    working_days: bool = False

    def faults(self) -> Iterator[Fault]:
        """Hours that are empty, or a digest outside of them."""
        if self.times.faulty():
            yield Fault("order", N_("`gather` lies from `begin` on and before `end`"), "gather")

    @property
    def times(self) -> Times:
        """The same as a plain value."""
        return Times(self.begin, self.end, self.gather, self.working_days)


class Chasing(Value):
    """chasing.yaml: the ladder from reminder to escalation, and the hours in which word goes out."""

    ladder: tuple[Rung, ...]
    hours: Hours = Hours()


class Notice(Value):
    """A template of a notice: subject and body in Jinja, Chinese and English; `pace` says whether it can wait."""

    id: Slug
    subject: Translated
    body: Translated
    channel: Slug = "inbox"
    pace: Pace = Pace.OFFICE_HOURS


class Category(Value):
    """One of the table's categories, in its order."""

    name: Words
    slug: Slug


class Programme(Ruled):
    """programme.yaml: one responsibility table served year after year, from `year` on."""

    id: Slug
    title: Words
    year: Annotated[int, Field(ge=2000, le=2100)]
    timezone: str = "Asia/Shanghai"
    closing_time: Annotated[str, Field(pattern=r"^([01]\d|2[0-4]):[0-5]\d$")] = "24:00"
    continues: bool = True
    assessment: Day
    settlement: Day
    categories: Annotated[tuple[Category, ...], Field(min_length=1)]
    reviewers: Reviewers
    defaults: Defaults = Defaults()
    lights: Lights = Lights()
    free_verification: FreeVerification | None = None
    joint_meeting: JointMeeting | None = None
    recognition: Recognition
    channels: tuple[Slug, ...] = ("inbox",)
    assumptions: tuple[Words, ...] = ()

    def faults(self) -> Iterator[Fault]:
        """A settlement before the assessment."""
        if self.settles_on(self.year) < self.assessment.on(self.year):
            yield Fault("order", N_("the settlement comes before the assessment"), "settlement")

    def settles_on(self, year: int) -> date:
        """The settlement of `year`: the first such day on or after its assessment, so 01-15 lies in the next year."""
        same_year = self.settlement.on(year)
        return same_year if same_year >= self.assessment.on(year) else self.settlement.on(year + 1)
