"""What people call the states of a notice and what came of attempts, the same on pages and on the command line."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from engine.domain.vocabulary import AttemptOutcome, NoticeState, Pace
from engine.wording import N_, say

STATES: Final = MappingProxyType(
    {
        NoticeState.QUEUED: N_("waits to go out"),
        NoticeState.DEFERRED: N_("put off"),
        NoticeState.LEASED: N_("going out"),
        NoticeState.SENT: N_("went out"),
        NoticeState.DELIVERED: N_("arrived"),
        NoticeState.FAILED: N_("failed, is tried again"),
        NoticeState.GIVEN_UP: N_("was given up"),
    }
)
OUTCOMES: Final = MappingProxyType(
    {
        AttemptOutcome.ACCEPTED: N_("taken by the channel"),
        AttemptOutcome.REFUSED: N_("turned away"),
        AttemptOutcome.MISCONFIGURED: N_("the channel is not set up rightly"),
        AttemptOutcome.UNAVAILABLE: N_("not possible at the moment"),
        AttemptOutcome.UNCLEAR: N_("no clear answer: it may have arrived"),
        AttemptOutcome.BROKEN_OFF: N_("broke off: it may have arrived"),
        AttemptOutcome.DELIVERED: N_("arrived"),
        AttemptOutcome.UNDELIVERED: N_("did not arrive"),
        AttemptOutcome.PASSED_ON: N_("passed on"),
        AttemptOutcome.RESUMED: N_("sent again"),
    }
)
PACES: Final = MappingProxyType(
    {
        Pace.AT_ONCE: N_("at once, at any hour"),
        Pace.OFFICE_HOURS: N_("in office hours"),
        Pace.DIGEST: N_("with the day's others in one message"),
    }
)


def pace_word(pace: Pace | str) -> str:
    """What people call how urgent a notice is."""
    return say(PACES[Pace(pace)])


def state_word(state: NoticeState | str) -> str:
    """What people call a state."""
    return say(STATES[NoticeState(state)])


def outcome_word(outcome: AttemptOutcome | str) -> str:
    """What people call what came of an attempt."""
    return say(OUTCOMES[AttemptOutcome(outcome)])
