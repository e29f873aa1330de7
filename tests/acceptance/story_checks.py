"""What a story may expect: a small closed vocabulary, each word one question put to the record."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import story_checks_office
import story_checks_work

EXPECTING: Mapping[str, Callable[..., None]] = {
    "light": story_checks_work.light,
    "stage": story_checks_work.stage,
    "received": story_checks_work.received,
    "due": story_checks_work.due,
    "score": story_checks_work.points,
    "indicator": story_checks_work.indicator,
    "evidence": story_checks_work.evidence,
    "assignments": story_checks_office.assignments,
    "unchanged": story_checks_work.unchanged,
    "notices": story_checks_office.notices,
    "unowned": story_checks_office.unowned,
    "owner": story_checks_work.owner,
    "inbox": story_checks_office.inbox,
    "history": story_checks_work.history,
    "warned": story_checks_work.warned,
    "countdown": story_checks_office.countdown,
    "plan": story_checks_office.plan,
    "total": story_checks_office.total,
    "ranking": story_checks_office.ranking,
    "no_time": story_checks_office.no_time,
    "letters_lost": story_checks_office.letters_lost,
}
"""The whole vocabulary: the first key of an expectation says which it is."""
