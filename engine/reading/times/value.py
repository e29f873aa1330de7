"""What a phrase about time can mean: a closed set of readings, each with its words and their place in the phrase."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, ClassVar, Literal

from engine.reading.times.notes import Note

Op = Literal["=", ">=", "<="]
Day = date


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Common to all: the words and where they stand (offsets in characters), and whether another reading is possible.

    Dates are days of the document's own calendar, without a time zone.
    """

    kind: ClassVar[str]
    text: str = ""
    start: int = 0
    end: int = 0
    ambiguous: bool = False
    note: Note = ""

    def as_json(self) -> dict[str, Any]:
        """Plain values, the kind first; what is not said is left out."""
        common = {"text", "start", "end", "ambiguous", "note"}
        own = {each.name: getattr(self, each.name) for each in fields(self) if each.name not in common}
        place = {"text": self.text, "place": [self.start, self.end]}
        marks = {"ambiguous": True} if self.ambiguous else {}
        return {"kind": self.kind} | _told(own) | place | marks | _told({"note": self.note})

    def same_as(self, other: Reading) -> bool:
        """Whether both say the same of the calendar, wherever they stand."""
        return self._bare() == other._bare()

    def _bare(self) -> Reading:
        return replace(self, text="", start=0, end=0, ambiguous=False, note="")


def _told(values: dict[str, Any]) -> dict[str, Any]:
    return {_NAMES.get(name, name): _plain(value) for name, value in values.items() if value not in (None, "", ())}


_NAMES = {"first": "start", "last": "end", "from_day": "start"}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True, kw_only=True)
class ByDate(Reading):
    """By a day, that day included. `window`: the span that was named (the 旬, the quarter), where one was."""

    kind: ClassVar[str] = "by-date"
    date: Day
    window: tuple[Day, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Window(Reading):
    """From a day to a day, both included; `first` is None where it is the day the document takes effect."""

    kind: ClassVar[str] = "window"
    first: date | None
    last: date


@dataclass(frozen=True, kw_only=True)
class Dates(Reading):
    """Certain days (YYYY-MM-DD) or months (YYYY-MM); `yearly`: they come back every year."""

    kind: ClassVar[str] = "dates"
    dates: tuple[str, ...]
    yearly: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Recurring(Reading):
    """Again and again. `due`: the days in the year asked about; `count` and `op`: how often in each."""

    due: tuple[date, ...] = ()
    count: int | None = None
    op: Op | None = None


@dataclass(frozen=True, kw_only=True)
class Daily(Recurring):
    """Every day."""

    kind: ClassVar[str] = "daily"


@dataclass(frozen=True, kw_only=True)
class Weekly(Recurring):
    """Every week; `weekday`: 1 is Monday."""

    kind: ClassVar[str] = "weekly"
    weekday: int | None = None


@dataclass(frozen=True, kw_only=True)
class Monthly(Recurring):
    """Every month; `day` of it, or of the month after it (`next_month`)."""

    kind: ClassVar[str] = "monthly"
    day: int | None = None
    next_month: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Quarterly(Recurring):
    """Every quarter."""

    kind: ClassVar[str] = "quarterly"


@dataclass(frozen=True, kw_only=True)
class HalfYearly(Recurring):
    """Every half year."""

    kind: ClassVar[str] = "half-yearly"


@dataclass(frozen=True, kw_only=True)
class Yearly(Recurring):
    """Every year; `year` is the one asked about."""

    kind: ClassVar[str] = "yearly"
    year: int


@dataclass(frozen=True, kw_only=True)
class CountPerYear(Reading):
    """So many times a year; `most` where a range is given."""

    kind: ClassVar[str] = "count-per-year"
    op: Op
    count: int
    most: int | None = None


@dataclass(frozen=True, kw_only=True)
class Every(Reading):
    """Every n units: every two years, every ten days."""

    kind: ClassVar[str] = "every"
    n: int
    unit: str
    count: int | None = None
    op: Op | None = None


@dataclass(frozen=True, kw_only=True)
class From(Reading):
    """From a day on, or from an event."""

    kind: ClassVar[str] = "from"
    from_day: date | None = None
    event: str = ""


@dataclass(frozen=True, kw_only=True)
class Relative(Reading):
    """A duration: within n units of an event, `before` it where that is said. It is no date."""

    kind: ClassVar[str] = "relative"
    n: int
    unit: str
    event: str = ""
    before: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Continuous(Reading):
    """All the time, as need arises: no date."""

    kind: ClassVar[str] = "continuous"


@dataclass(frozen=True, kw_only=True)
class Unset(Reading):
    """A time by name whose day somebody sets each year: no certain time, and always doubtful."""

    kind: ClassVar[str] = "none"


@dataclass(frozen=True)
class Times:
    """A phrase with everything it says of time, in order of the words."""

    phrase: str
    readings: tuple[Reading, ...]

    @property
    def ambiguous(self) -> bool:
        """Whether somebody has to look at it."""
        return any(reading.ambiguous for reading in self.readings)

    def as_json(self) -> dict[str, Any]:
        """`{"phrase", "readings", "ambiguous"}`; a phrase that names no time has one reading of kind `none`."""
        found = [reading.as_json() for reading in self.readings] or [{"kind": "none"}]
        return {"phrase": self.phrase, "readings": found, "ambiguous": self.ambiguous}
