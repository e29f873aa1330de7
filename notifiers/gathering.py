"""Several letters to one reader as one message: each keeps its own place in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from engine.services.word.letters import Letter
from engine.wording import N_, say
from notifiers.channels import Channels, Route

MOST: Final = 30
"""Letters in one message; what is more goes in the next one."""

WHOLE: Final = 1200
"""Up to so many characters a message has the letters' whole text, then their subjects only: robots take little more."""

_HEADING: Final = 80
"""So much of the first subject stands in the heading of a message of many."""

_FRAME: Final = 450
"""Bytes that the heading of a message and its last sentence may need."""
_NUMBERED: Final = 8
"""Bytes of a number before a subject and of the empty line after it."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Letters that go out together, by one route; mostly one alone. `route` None: every way is closed."""

    letters: tuple[Letter, ...]
    route: Route | None

    @property
    def ids(self) -> list[int]:
        """Their numbers."""
        return [letter.id for letter in self.letters]


def bundles(letters: Iterable[Letter], channels: Channels) -> list[Bundle]:
    """The letters in the order in which they go, those that were put off for one reader and channel together.

    A group's robot has one reader, the group. Nothing urgent goes into one message with what is not.
    """
    found: dict[tuple[object, ...], tuple[Route | None, list[Letter]]] = {}
    for letter in sorted(letters, key=lambda each: not each.urgent):
        route = channels.route(letter)
        alone = route is None or not letter.gathered or letter.wait is not None or not channels.disturbs(route)
        reader = letter.person or letter.unit
        whose = reader if route is not None and channels.is_personal(route) else ""
        key: tuple[object, ...] = (letter.id,) if alone or route is None else (route.channel, whose, letter.urgent)
        found.setdefault(key, (route, []))[1].append(letter)
    return [Bundle(some, route) for route, some_letters in found.values() for some in _portions(some_letters, route)]


def _portions(letters: Sequence[Letter], route: Route | None) -> Iterator[tuple[Letter, ...]]:
    """As many letters together as one message can name: none may be cut off from its end."""
    room = route.sender.room if route is not None else 0
    portion: list[Letter] = []
    told: set[tuple[str, str]] = set()
    left = room - _FRAME
    for each in letters:
        said = (each.subject, each.body)
        needed = 0 if said in told else _bytes(each.subject) + _NUMBERED
        if portion and (len(portion) >= MOST or (room and needed > left)):
            yield tuple(portion)
            portion, told, left = [], set(), room - _FRAME
            needed = _bytes(each.subject) + _NUMBERED
        portion.append(each)
        told.add(said)
        left -= needed
    if portion:
        yield tuple(portion)


def message(letters: Sequence[Letter], room: int = 0) -> Letter:
    """One letter that says what these say, the first one's in all but words; each is named within `room` bytes."""
    first = letters[0]
    different = list({(each.subject, each.body): each for each in letters}.values())
    if len(different) == 1:
        return first
    subject = say(N_("{count} notices: {first} and others"), count=len(different), first=_short(different[0].subject))
    named = [f"{number}. {each.subject}" for number, each in enumerate(different, 1)]
    words, left = WHOLE, room - _FRAME - sum(_bytes(each.subject) + _NUMBERED for each in different)
    listed = []
    for line, each in zip(named, different, strict=True):
        whole = f"{line}\n{each.body}".strip()
        words -= len(whole)
        left -= _bytes(whole) - _bytes(line)
        listed.append(whole if words >= 0 and (left >= 0 or not room) else line)
    closing = say(N_("Every notice is also in the portal, under Letters."))
    asked = {invitation.name: invitation for each in letters for invitation in each.invitations}
    return replace(first, subject=subject, body="\n\n".join([*listed, closing]), invitations=tuple(asked.values()))


def _short(subject: str) -> str:
    return subject if len(subject) <= _HEADING else subject[: _HEADING - 1] + "…"


def _bytes(text: str) -> int:
    return len(text.encode())
