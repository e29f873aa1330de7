"""Several letters to one reader as one message: each keeps its own place in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from engine.services.word.letters import Letter
from engine.wording import N_, say
from notifiers.channels import Channels, Route

MOST: Final = 30
"""Letters in one message; what is more goes in the next one."""

WHOLE: Final = 1200
"""Up to so many characters a message has the letters' whole text, then their subjects only: robots take little more."""


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
    return [
        Bundle(tuple(some[at : at + MOST]), route) for route, some in found.values() for at in range(0, len(some), MOST)
    ]


def message(letters: Sequence[Letter]) -> Letter:
    """One letter that says what these say, the first one's in all but words."""
    first = letters[0]
    different = list({(each.subject, each.body): each for each in letters}.values())
    if len(different) == 1:
        return first
    subject = say(N_("{count} notices: {first} and others"), count=len(different), first=different[0].subject)
    listed, room = [], WHOLE
    for number, each in enumerate(different, 1):
        whole = f"{number}. {each.subject}\n{each.body}".strip()
        room -= len(whole)
        listed.append(whole if room >= 0 else f"{number}. {each.subject}")
    closing = say(N_("Every notice is also in the portal, under Letters."))
    asked = {invitation.name: invitation for each in letters for invitation in each.invitations}
    return replace(first, subject=subject, body="\n\n".join([*listed, closing]), invitations=tuple(asked.values()))
