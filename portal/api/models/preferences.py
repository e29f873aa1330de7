"""How a person wants word."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field

from engine.services.word.preferences import Preferences, Wishes
from notifiers.sender import Answer
from portal.api.models.value import Answered, Given, Name


class HoursIn(Given):
    """Times of day, HH:MM, in the programme's zone."""

    begin: Name
    end: Name
    digest: Name


class PreferencesIn(Given):
    """What I want. `channels` in my order, `inbox` among them; `hours` null: the usual ones; `stand_in`: who reads for
    me from `away_from` to `away_until`."""

    channels: Annotated[tuple[Name, ...], Field(max_length=20)] = ()
    hours: HoursIn | None = None
    away_from: date | None = None
    away_until: date | None = None
    stand_in: str = ""

    def wishes(self) -> Wishes:
        """As the service takes it."""
        hours = (self.hours.begin, self.hours.end, self.hours.digest) if self.hours else None
        return Wishes(self.channels, hours, self.away_from, self.away_until, self.stand_in)


class HoursTold(Answered):
    """Times of day; `working_days`: on those only."""

    begin: str
    end: str
    digest: str
    working_days: bool


class PreferencesTold(Answered):
    """What holds for me. `ways`: channels that lead to me; `usual`: the programme's hours."""

    channels: tuple[str, ...]
    ways: tuple[str, ...]
    hours: HoursTold
    usual: HoursTold
    away_from: date | None
    away_until: date | None
    stand_in: str

    @classmethod
    def of(cls, found: Preferences, ways: tuple[str, ...]) -> Self:
        """From what holds."""
        wishes = found.wishes
        return cls(
            channels=wishes.channels,
            ways=ways,
            hours=HoursTold.model_validate(found.times),
            usual=HoursTold.model_validate(found.usual),
            away_from=wishes.away_from,
            away_until=wishes.away_until,
            stand_in=wishes.stand_in,
        )


class TestIn(Given):
    """The channel to try."""

    channel: Name


class Tested(Answered):
    """What the provider said; `ok`: it has taken the message."""

    ok: bool
    outcome: str
    words: str

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """From an answer."""
        return cls(ok=answer.ok, outcome=str(answer.outcome), words=answer.words)
