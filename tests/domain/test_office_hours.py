"""When word goes: hours and working days with 调休, the digest of the day, and what passes at any hour."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from engine.domain.calendar import china
from engine.domain.office_hours import Clockwork, Times
from engine.domain.vocabulary import Pace

SHANGHAI = ZoneInfo("Asia/Shanghai")
CLOCKWORK = Clockwork(SHANGHAI, china())
OFFICE = Times("08:30", "18:00", "09:00", True)
ANY_DAY = Times("07:00", "24:00", "12:00")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("pace", "times", "since", "at", "until"),
    [
        # In hours it goes; at night it waits for the morning, on Friday evening for Monday.
        (Pace.OFFICE_HOURS, OFFICE, "2022-03-01 17:59", "2022-03-01 17:59", None),
        (Pace.OFFICE_HOURS, OFFICE, "2022-03-01 18:00", "2022-03-01 18:00", "2022-03-02 08:30"),
        (Pace.OFFICE_HOURS, OFFICE, "2022-03-01 03:00", "2022-03-01 03:00", "2022-03-01 08:30"),
        (Pace.OFFICE_HOURS, OFFICE, "2022-03-04 20:00", "2022-03-04 20:00", "2022-03-07 08:30"),
        # 调休: Saturday 2022-01-29 is worked, and the holiday lasts to Sunday 02-06.
        (Pace.OFFICE_HOURS, OFFICE, "2022-01-28 19:00", "2022-01-28 19:00", "2022-01-29 08:30"),
        (Pace.OFFICE_HOURS, OFFICE, "2022-01-31 10:00", "2022-01-31 10:00", "2022-02-07 08:30"),
        # Urgent passes at any hour of any day.
        (Pace.AT_ONCE, OFFICE, "2022-02-01 03:00", "2022-02-01 03:00", None),
        # What can wait waits for the next digest, and goes once its hour has come, also when delivery is late.
        (Pace.DIGEST, OFFICE, "2022-03-01 08:00", "2022-03-01 08:00", "2022-03-01 09:00"),
        (Pace.DIGEST, OFFICE, "2022-03-01 09:01", "2022-03-01 09:01", "2022-03-02 09:00"),
        (Pace.DIGEST, OFFICE, "2022-03-01 09:00", "2022-03-01 09:00", None),
        (Pace.DIGEST, OFFICE, "2022-03-01 08:00", "2022-03-01 11:00", None),
        (Pace.DIGEST, OFFICE, "2022-03-01 08:00", "2022-03-01 19:00", "2022-03-02 08:30"),
        (Pace.DIGEST, OFFICE, "2022-03-04 10:00", "2022-03-04 10:00", "2022-03-07 09:00"),
        (Pace.DIGEST, ANY_DAY, "2022-03-04 13:00", "2022-03-04 13:00", "2022-03-05 12:00"),
        (Pace.OFFICE_HOURS, ANY_DAY, "2022-03-05 23:59", "2022-03-05 23:59", None),
    ],
)
def test_until_when_word_waits(pace: Pace, times: Times, since: str, at: str, until: str | None) -> None:
    told = CLOCKWORK.waits_until(pace, times, local(since).astimezone(UTC), local(at).astimezone(UTC))
    assert told == (local(until) if until else None)


def test_hours_are_not_empty_and_hold_the_digest() -> None:
    assert not OFFICE.faulty()
    assert not Times().faulty()
    assert Times("18:00", "08:30", "09:00").faulty()
    assert Times("08:30", "18:00", "18:00").faulty()
    assert Times("08:30", "18:00", "08:00").faulty()
