"""A narrowing in an address and back: what a list is narrowed by stays there, and each part can be taken off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from engine.domain.names import light_name, stage_kind_name, unit_kind_name, verb_name
from engine.domain.narrowing import NONE, Narrowing, Reached, Show
from engine.domain.vocabulary import Light, StageKind, UnitKind, Verb
from engine.errors import Invalid
from engine.wording import N_, say
from portal.forms import optional_day

SHOWN: Final = {
    Show.DUE_THIS_WEEK: N_("due this week"),
    Show.RETURNED: N_("returned"),
    Show.MINE: N_("waiting for me"),
    Show.COUNTED: N_("counted in the ranking"),
    Show.LIVE: N_("without withdrawn and exempt work"),
}
REACHED: Final = {
    Reached.ISSUED: N_("issued"),
    Reached.ACCEPTED: N_("accepted"),
    Reached.HANDED_IN: N_("handed in"),
    Reached.APPROVED: N_("passed review"),
    Reached.SCORED: N_("scored"),
    Reached.CLOSED: N_("closed out"),
}


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition as a word that can be taken away: what it says, and the address without it."""

    words: str
    address: str


def narrowing_in(said: Mapping[str, str]) -> Narrowing:
    """The narrowing an address says. An empty field says nothing. Raises Invalid for what no list can mean."""
    given: dict[str, Any] = {
        name: read(said[name].strip()) for name, read in _READ.items() if said.get(name, "").strip()
    }
    return Narrowing(**given)


def address(path: str, narrowing: Narrowing, /, **more: str) -> str:
    """A path with a narrowing and whatever else its page takes."""
    query = urlencode(narrowing.said() | {name: value for name, value in more.items() if value})
    return f"{path}?{query}" if query else path


def chips(path: str, narrowing: Narrowing, titles: Mapping[str, str], /, **more: str) -> list[Chip]:
    """Everything a list is narrowed by; the days of an act belong to the act and go with it."""
    found = []
    for name in narrowing.said():
        if name in ("year", "did_from", "did_to"):
            continue
        without = narrowing.but(**{name: None, **({"did_from": None, "did_to": None} if name == "did" else {})})
        found.append(Chip(_words(name, narrowing, titles), address(path, without, **more)))
    return found


def reached_name(step: Reached) -> str:
    """What people call a step of the way."""
    return say(REACHED[step])


def _words(name: str, n: Narrowing, titles: Mapping[str, str]) -> str:
    value = str(getattr(n, name))
    spoken: dict[str, Callable[[], str]] = {
        "light": lambda: light_name(Light(value)),
        "stage": lambda: stage_kind_name(value),
        "show": lambda: say(SHOWN[Show(value)]),
        "reached": lambda: say(N_("at least {step}"), step=reached_name(Reached(value))),
        "indicator": lambda: titles.get(value, value),
        "kind": lambda: unit_kind_name(value),
        "sub_district": lambda: say(N_("no sub-district")) if value == NONE else value,
        "industry": lambda: say(N_("no industry department")) if value == NONE else value,
        "due_from": lambda: say(N_("due from {day}"), day=value),
        "due_to": lambda: say(N_("due until {day}"), day=value),
        "did": lambda: say(N_("{act} {start} to {end}"), act=verb_name(value), start=n.did_from, end=n.did_to),
        "words": lambda: f"“{value}”",
    }
    return spoken[name]() if name in spoken else value


def one_of(kind: Callable[[str], Any]) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        try:
            return kind(text)
        except ValueError:
            raise Invalid(
                "no-such-filter",
                N_("A list cannot be narrowed by “{text}”."),
                hint=N_("Choose from the lists above the table."),
                text=text,
            ) from None

    return read


def _four_digits(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == 4 and "0000" < text < "9999"):
        raise ValueError(text)
    return int(text)


_READ: Final[Mapping[str, Callable[[str], Any]]] = {
    "year": one_of(_four_digits),
    "light": one_of(Light),
    "stage": one_of(StageKind),
    "show": one_of(Show),
    "reached": one_of(Reached),
    "category": str,
    "indicator": str,
    "period": str,
    "unit": str,
    "kind": one_of(UnitKind),
    "sub_district": str,
    "industry": str,
    "due_from": optional_day,
    "due_to": optional_day,
    "did": one_of(Verb),
    "did_from": optional_day,
    "did_to": optional_day,
    "words": str,
}
