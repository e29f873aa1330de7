"""Answers kept until somebody acts: while the newest act is the same, no figure and no list has changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final, TypeVar

from engine.store.database import Connection
from engine.store.looking import boards
from engine.wording import language

_MOST: Final = 500
Answer = TypeVar("Answer")


@dataclass
class Answers:
    """What was last asked most recently, by question and newest act; answers must be values that nobody changes."""

    _kept: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def of(self, connection: Connection, question: Hashable, ask: Callable[[], Answer]) -> Answer:
        """The answer to a question as `connection` sees the record.

        The question names everything the answer rests on beside the record: who asks, what, and on which day.
        """
        key = (boards.head(connection), language(), question)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                found: Answer = self._kept[key]
                return found
        answer = ask()
        with self._lock:
            self._kept[key] = answer
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return answer
