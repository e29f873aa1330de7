"""A refused channel is left, a silent one tried again, then the next; waits grow and are spread."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.delivering import TRIES, TRIES_BY_THE_LAST, Tried, retry_at, way_for
from engine.domain.vocabulary import AttemptOutcome as O

AT = datetime(2022, 8, 1, 1, tzinfo=UTC)
WAYS = ("work", "mail", "text")


def tried(*steps: tuple[str, O]) -> list[Tried]:
    return [Tried(channel, "p", outcome) for channel, outcome in steps]


@pytest.mark.parametrize(
    ("steps", "next_way"),
    [
        ([], "work"),
        ([("work", O.REFUSED)], "mail"),
        ([("work", O.UNDELIVERED)], "mail"),
        ([("work", O.UNAVAILABLE)], "work"),
        ([("work", O.UNCLEAR)] * TRIES, "mail"),
        ([("work", O.BROKEN_OFF)] * TRIES, "mail"),
        ([("work", O.MISCONFIGURED)], "mail"),
        ([("work", O.MISCONFIGURED), ("mail", O.REFUSED), ("text", O.REFUSED)], "work"),
        ([("work", O.REFUSED), ("mail", O.REFUSED), ("text", O.UNAVAILABLE)], "text"),
        ([("work", O.REFUSED), ("mail", O.REFUSED), *[("text", O.UNAVAILABLE)] * (TRIES_BY_THE_LAST - 1)], "text"),
        ([("work", O.REFUSED), ("mail", O.REFUSED), *[("text", O.UNAVAILABLE)] * TRIES_BY_THE_LAST], None),
        ([("work", O.REFUSED), ("mail", O.REFUSED), ("text", O.REFUSED)], None),
    ],
)
def test_the_way_a_notice_goes_next(steps: list[tuple[str, O]], next_way: str | None) -> None:
    assert way_for(WAYS, tried(*steps)) == next_way


@given(st.lists(st.sampled_from([each for each in O if each not in (O.PASSED_ON, O.RESUMED)]), max_size=60))
def test_every_letter_ends_and_a_refusal_is_never_repeated(outcomes: list[O]) -> None:
    known: list[Tried] = []
    for outcome in [*outcomes, *[O.UNAVAILABLE] * 40]:
        way = way_for(WAYS, known)
        if way is None or outcome in (O.ACCEPTED, O.DELIVERED):
            break
        assert not any(each.channel == way and each.outcome in (O.REFUSED, O.UNDELIVERED) for each in known)
        known.append(Tried(way, "p", outcome))
    assert len(known) <= 2 * TRIES + TRIES_BY_THE_LAST + len(WAYS) * TRIES


@given(letter=st.integers(1, 2**40), count=st.integers(1, 30), wait=st.floats(0, 90_000))
def test_waits_grow_are_spread_and_are_the_same_again(letter: int, count: int, wait: float) -> None:
    first = retry_at(letter, count, AT)
    assert first == retry_at(letter, count, AT)
    plain = min(60 * 2 ** (count - 1), 6 * 3600)
    assert 0.75 * plain <= (first - AT).total_seconds() <= 1.25 * plain
    asked = (retry_at(letter, count, AT, wait) - AT).total_seconds()
    assert asked == pytest.approx(max(wait, (first - AT).total_seconds()), abs=1e-5)
