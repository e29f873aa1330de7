"""What is doubtful in a table: where, what, and which way was taken. Sentences are English message ids."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from engine.wording import say

Weight = Literal["ambiguous", "assumed", "unread"]
"""`ambiguous`: it can be read in more than one way. `assumed`: the table is silent. `unread`: not understood."""


@dataclass(frozen=True)
class Doubt:
    """One thing somebody should look at.

    `line`: the requirement (from 1) it belongs to, 0 for the table as a whole. `spot`: the cell, as people look for
    it. `start` and `end`: characters of the cell. `message` and `taken` are message ids filled from `params`.
    """

    weight: Weight
    code: str
    message: str
    taken: str = ""
    line: int = 0
    spot: str = ""
    text: str = ""
    start: int = 0
    end: int = 0
    params: dict[str, object] = field(default_factory=dict, hash=False)

    @property
    def sentence(self) -> str:
        """What is doubtful, in the reader's language."""
        return say(self.message, **self.params)

    @property
    def reading(self) -> str:
        """How it was read, in the reader's language."""
        return say(self.taken, **self.params) if self.taken else ""

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        told = {"kind": self.weight, "code": self.code, "row": self.line or None, "cell": self.spot, "text": self.text}
        place = {"place": [self.start, self.end]} if self.end else {}
        return told | place | {"message": self.sentence, "taken": self.reading}
