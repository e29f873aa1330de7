"""What a notice would say and whom it would reach, before it is written: the words of its template with real facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any, Final

from engine.domain.notices import render
from engine.services.desk import Desk
from engine.services.word.letter_facts import Correspondence
from engine.store.database import Connection
from engine.store.types import canonical_json, parsed_json
from engine.store.word import audiences
from engine.wording import language

_NOBODY: Final = "…"


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A letter as it would read, how many there would be, and how many of these find nobody in their unit.

    The reader's own name and unit, which differ from letter to letter, are dots.
    """

    subject: str
    body: str
    letters: int
    without_reader: int


def foreseen(
    desk: Desk, connection: Connection, notice: str, params: Mapping[str, Any], audience: str, today: date
) -> Foreseen:
    """What enqueuing this notice for this audience would send. Raises NotFound for a notice the definitions lack."""
    told = parsed_json(canonical_json(params))  # as delivery will read it back
    row: Any = SimpleNamespace(
        notice=notice,
        person=None,
        passed_to=None,
        unit_id=None,
        assignment_id=None,
        as_of=today,
        params=told,
        audience=audience,
    )
    post = Correspondence.read(desk, connection, [row])
    facts = post.facts(row, None, language())
    facts["unit"], facts["person"] = {"id": "", "name": _NOBODY}, {"id": "", "name": _NOBODY}
    words = render(post.notice(notice), facts, language())
    return Foreseen(words.subject, words.body, *audiences.addressed(connection, audience))
