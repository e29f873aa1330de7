"""A text and its form kept together: what a form says put into the text, and the text drawn as a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.catalog import Problem
from engine.catalog.editing.form import Shown, added, drawn, removed, settings_of
from engine.catalog.editing.round_trip import NotEditable, Setting, with_settings
from engine.catalog.editing.texts import is_indicator
from engine.catalog.reading import read_yaml
from engine.services.desk import Desk
from engine.services.drafts.changing import check_text


@dataclass(frozen=True)
class Turned:
    """A text with what its form shows and what is wrong with it.

    `form` is empty where the text cannot be drawn as one: no indicator's file, or YAML that cannot be read.
    """

    text: str
    form: tuple[Shown, ...]
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> bool:
        """Whether it could be applied as far as this text goes."""
        return not any(each.severity == "error" for each in self.problems)


@dataclass(frozen=True, slots=True)
class Known:
    """What lists a form offers: names of units and groups, categories, groups of the table, workflows with titles."""

    names: tuple[str, ...]
    categories: tuple[str, ...]
    groups: tuple[str, ...]
    workflows: tuple[tuple[str, str], ...]


def known(desk: Desk) -> Known:
    """The lists of the catalog in force, with the units that the portal added."""
    office = desk.office()
    catalog = office.catalog
    departments = [unit.name for unit in office.units if not unit.service]
    return Known(
        tuple(dict.fromkeys([*catalog.groups, *departments])),
        tuple(each.name for each in catalog.programme.categories),
        tuple(dict.fromkeys(each.group for each in catalog.definitions.values())),
        tuple((each.id, each.title) for each in catalog.workflows.values()),
    )


def turn(
    desk: Desk,
    folder: Path,
    file: str,
    text: str,
    filled: Mapping[str, str] | None = None,
    act: str = "",
    *,
    shown: str | None = None,
) -> Turned:
    """The text with what was filled in, drawn again and checked where it would lie; nothing is kept.

    `filled`: fields by name, of a form drawn from `shown` (the text itself when None). `act`: `add:LIST` or
    `remove:ENTRY`, which name a list or an entry of the form.
    """
    if is_indicator(file) and (filled or act):
        text = filled_in(text, filled or {}, act, shown=shown)
    return Turned(text, form_of(file, text), check_text(desk, folder, file, text))


def filled_in(text: str, filled: Mapping[str, str], act: str = "", *, shown: str | None = None) -> str:
    """The text with what was filled in; as it was where it has no shape for that."""
    try:
        text = with_settings(text, settings_of(_value(text if shown is None else shown), filled))
        return with_settings(text, _acted(text, act))
    except NotEditable:
        return text


def form_of(file: str, text: str) -> tuple[Shown, ...]:
    """The form of an indicator's text; empty for other files, and for a text that cannot be read."""
    if not is_indicator(file):
        return ()
    read = read_yaml(file, text.encode("utf-8", "replace"))
    return drawn(read.value) if isinstance(read.value, dict) and not read.findings else ()


def _value(text: str) -> Mapping[str, object]:
    value = read_yaml("-", text.encode("utf-8", "replace")).value
    return value if isinstance(value, dict) else {}


def _acted(text: str, act: str) -> list[Setting]:
    what, _, name = act.partition(":")
    match what:
        case "add":
            return added(_value(text), name)
        case "remove":
            return removed(_value(text), name)
    return []
