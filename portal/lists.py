"""Lists whose conditions stand in their address: any frozen value of conditions, read from there and written back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

from portal.filters import Chip

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Wanted = TypeVar("Wanted", bound=DataclassInstance)
else:
    Wanted = TypeVar("Wanted")

Readers = Mapping[str, Callable[[str], Any]]
"""How each condition is read from its text."""


def wanted_in(kind: type[Wanted], readers: Readers, said: Mapping[str, str]) -> Wanted:
    """The conditions an address says; an empty field says nothing. Raises Invalid for what no list can mean."""
    given = {name: read(said[name].strip()) for name, read in readers.items() if said.get(name, "").strip()}
    return kind(**given)


def said_by(wanted: DataclassInstance) -> dict[str, str]:
    """What is wanted, by name, as an address writes it."""
    given = ((each.name, getattr(wanted, each.name)) for each in fields(wanted))
    return {name: str(value) for name, value in given if value not in (None, "", False)}


def address(path: str, wanted: DataclassInstance, /, **more: object) -> str:
    """A path with the conditions and whatever else its page takes."""
    query = urlencode(said_by(wanted) | {name: str(value) for name, value in more.items() if value})
    return f"{path}?{query}" if query else path


def chips(path: str, wanted: DataclassInstance, words: Mapping[str, Callable[[Any], str]]) -> list[Chip]:
    """Every condition as a word that can be taken away."""
    defaults = {each.name: each.default for each in fields(wanted)}
    return [
        Chip(words[name](getattr(wanted, name)), address(path, replace(wanted, **{name: defaults[name]})))
        for name in said_by(wanted)
        if name in words
    ]
