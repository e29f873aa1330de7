"""An indicator's text as a form and back: what each field shows, and which settings what was filled in amounts to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from engine.catalog.editing.fields import FORM, SHAPE, Field, Group, Part, Several
from engine.catalog.editing.round_trip import GONE, Setting
from engine.catalog.problems import At
from engine.domain.definition.when import SHAPES
from engine.wording import N_, say

_APART: Final = {"words": re.compile(r"[、，,;；\n]+"), "terms": re.compile(r"[、，,;；\s]+")}
_FIRST: Final[Mapping[str, Any]] = {
    "by": "12-31",
    "every": "quarter",
    "dates": [{"id": "day-1", "title": "", "month": 6}],
    "count": {"at_least": 2},
    "continuous": "unstated",
}
"""What a kind of time begins with when it is chosen."""
_TIERS: Final = [{"from": "100%", "share": "100%"}, {"from": "80%", "share": "80%"}]
_OF_RULE: Final = {"measure": ("proportional", "tiers"), "tiers": ("tiers",), "criteria": ("rubric",)}
_CALLED: Final = {"evidence": "item", "measures": "figure", "of_which": "part", "milestones": "part", "dates": "day"}
_CHANGED_SHAPE, _DUE_AFTER = "days-after", "days_after"


@dataclass(frozen=True, slots=True)
class Filled:
    """One field with what stands in it. `readable` is false where the text holds something that no field can show."""

    name: str
    field: Field
    at: At
    value: str
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list: its name, and its parts."""

    name: str
    parts: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """A group or a list with what stands in it; `name` is where an entry is added."""

    name: str
    part: Group | Several
    parts: tuple[Shown, ...] = ()
    entries: tuple[Entry, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it."""
        return not self.entries and all(
            each.empty if isinstance(each, Gathered) else not each.value for each in self.parts
        )


Shown = Filled | Gathered


def drawn(value: Mapping[str, Any]) -> tuple[Shown, ...]:
    """The form of an indicator's plain value."""
    return tuple(_drawn(FORM, value, (), value))


def filled_in(parts: Sequence[Shown]) -> Iterator[Filled]:
    """Every field of a form."""
    for part in parts:
        if isinstance(part, Filled):
            yield part
        else:
            yield from filled_in(part.parts)
            for entry in part.entries:
                yield from filled_in(entry.parts)


def settings_of(value: Mapping[str, Any], posted: Mapping[str, str]) -> list[Setting]:
    """What has to be set in the text for it to say what was filled in; fields left as they were set nothing."""
    found: list[Setting] = []
    for shown in filled_in(drawn(value)):
        given = posted.get(shown.name)
        if given is None or not shown.readable or _tidy(given) == _tidy(shown.value):
            continue
        found += _set(value, shown, _tidy(given))
    return found


def added(value: Mapping[str, Any], name: str) -> list[Setting]:
    """A fresh entry at the end of the list of that name; nothing for a list that the form does not have."""
    at = _at(name)
    if at is None or not _is_list(at):
        return []
    there = _get(value, at)
    entries = there if isinstance(there, list) else []
    fresh = _fresh(str(at[-1]), [each for each in entries if isinstance(each, dict)])
    if at[-1] == "milestones":
        when = value.get("when")
        moved = [Setting(("when",), GONE)] if when is not None else []
        return [*moved, Setting((*at, len(entries)), {**fresh, "when": when or {"by": _FIRST["by"]}})]
    return [*_rule_wanted(value, at), Setting((*at, len(entries)), fresh)]


def removed(value: Mapping[str, Any], name: str) -> list[Setting]:
    """The entry of that name taken away."""
    at = _at(name)
    if at is None or not isinstance(at[-1], int) or _get(value, at) is None:
        return []
    return [Setting(at, GONE)]


def _drawn(parts: Sequence[Part], value: Any, at: At, around: Mapping[str, Any]) -> Iterator[Shown]:
    for part in parts:
        match part:
            case Field():
                yield _filled(part, value, at)
            case Group():
                way = (*at, part.name) if part.name else at
                inner = _get(value, (part.name,)) if part.name else value
                inner = inner if isinstance(inner, Mapping) else {}
                decided = _decided(part, inner)
                mine = [each for each in part.parts if not each.shapes or decided in each.shapes]
                yield Gathered(_name(way), part, tuple(_drawn(mine, inner, way, around)))
            case Several():
                way = (*at, part.name)
                there = _get(value, (part.name,))
                entries = [
                    Entry(_name((*way, number)), tuple(_drawn(part.parts, each, (*way, number), around)))
                    for number, each in enumerate(there if isinstance(there, list) else [])
                    if isinstance(each, Mapping)
                ]
                yield Gathered(_name(way), part, entries=tuple(entries))


def _decided(group: Group, inner: Mapping[str, Any]) -> str:
    if group.deciding == SHAPE:
        return next((name for name in SHAPES if name in inner), "")
    return str(inner.get(group.deciding, "")) if group.deciding else ""


def _filled(field: Field, value: Any, at: At) -> Filled:
    way = (*at, *field.name.split("."))
    name = _name((*at, field.name))
    if field.name == SHAPE:
        inner = value if isinstance(value, Mapping) else {}
        return Filled(name, field, way, next((each for each in SHAPES if each in inner), ""))
    found = _get(value, tuple(field.name.split(".")))
    if field.name == "due" and isinstance(found, Mapping):
        return Filled(name, field, way, _CHANGED_SHAPE)
    text = _text(field, found)
    return Filled(name, field, way, text or "", readable=text is not None)


def _text(field: Field, value: Any) -> str | None:
    """What a field shows of a value; None for a value that is nothing for such a field."""
    if value is None:
        return ""
    if field.kind in ("words", "terms"):
        if isinstance(value, list) and all(isinstance(each, str | int | float) for each in value):
            return "、".join(str(each) for each in value)
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | float) else None


def _set(value: Mapping[str, Any], shown: Filled, given: str) -> list[Setting]:
    group = shown.at[:-1]
    if shown.field.name == SHAPE:
        return _reshaped(value, group, given)
    if shown.field.name == "rule":
        return _ruled(value, group, given)
    if shown.field.name == "due" and given == _CHANGED_SHAPE:
        return [Setting(shown.at, {_DUE_AFTER: 5})]
    found = [Setting(shown.at, _value(shown.field, given))]
    return [*_rule_wanted(value, shown.at), *found] if given else found


def _rule_wanted(value: Mapping[str, Any], at: At) -> list[Setting]:
    """The rule that whatever stands in a score cannot do without."""
    score = next((at[: place + 1] for place, step in enumerate(at) if step == "score"), None)
    if score is None or _get(value, (*score, "rule")):
        return []
    return [Setting((*score, "rule"), "completion")]


def _reshaped(value: Mapping[str, Any], group: At, shape: str) -> list[Setting]:
    """Another kind of time: what only the old one says goes, the new one begins with something to be changed."""
    there = _get(value, group)
    if not shape:
        return [Setting(group, GONE)]
    if not isinstance(there, Mapping):
        return [Setting(group, {shape: _FIRST[shape]})]
    old = [name for name in (*SHAPES, "due") if name in there]
    return [Setting((*group, shape), _FIRST[shape]), *(Setting((*group, name), GONE) for name in old if name != shape)]


def _ruled(value: Mapping[str, Any], group: At, rule: str) -> list[Setting]:
    """Another score rule: what only the old one says goes, and what the new one cannot do without comes."""
    there = _get(value, group)
    score = there if isinstance(there, Mapping) else {}
    if not rule:
        return [Setting(group, GONE)]
    gone = [name for name, rules in _OF_RULE.items() if name in score and rule not in rules]
    found = [Setting((*group, "rule"), rule), *(Setting((*group, name), GONE) for name in gone)]
    if rule in _OF_RULE["measure"] and "measure" not in score:
        measures = _get(value, (*group[:-1], "measures")) or value.get("measures")
        first = measures[0] if isinstance(measures, list) and measures else {}
        found.append(Setting((*group, "measure"), str(first.get("id", "") if isinstance(first, Mapping) else "")))
    if rule == "tiers" and "tiers" not in score:
        found.append(Setting((*group, "tiers"), _TIERS))
    return found


def _value(field: Field, given: str) -> Any:
    """What a field says, as it stands in the text; GONE for nothing."""
    if not given:
        return GONE
    if field.kind in _APART:
        return [each for each in (part.strip() for part in _APART[field.kind].split(given)) if each] or GONE
    if field.kind == "mark":
        return True
    if field.kind in ("number", "amount"):
        for read in (int, float):
            try:
                if str(read(given)) == given:
                    return read(given)
            except ValueError:
                continue
    return given


def _fresh(kind: str, entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    if kind == "tiers":
        return {"from": "0%", "share": "0%"}
    if kind == "doubts":
        return {"about": "", "taken": "", "otherwise": ""}
    named, taken = _CALLED.get(kind, kind), {str(each.get("id")) for each in entries}
    ident = next(name for n in range(len(entries) + 1, 1000) if (name := f"{named}-{n}") not in taken)
    fresh: dict[str, Any] = {"id": ident, "title": say(N_("name me"))}
    if kind == "measures":
        fresh |= {"numerator": say(N_("name me")), "denominator": say(N_("name me")), "at_least": "100%"}
    if kind == "of_which":
        fresh |= {"at_least": "100%"}
    if kind == "dates":
        fresh |= {"month": 12}
    return fresh


def _is_list(at: At) -> bool:
    """Whether the form has a list at that way."""
    parts: Sequence[Part] = FORM
    steps = [step for step in at if isinstance(step, str)]
    for number, step in enumerate(steps):
        flat = [
            inner for each in parts for inner in (each.parts if isinstance(each, Group) and not each.name else (each,))
        ]
        found = next((each for each in flat if not isinstance(each, Field) and each.name == step), None)
        if found is None:
            return False
        if number == len(steps) - 1:
            return isinstance(found, Several) and isinstance(at[-1], str)
        parts = found.parts
    return False


def _get(value: Any, at: At) -> Any:
    for step in at:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and step < len(value) else None
        else:
            value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _name(at: At) -> str:
    return ".".join(str(step) for step in at)


def _at(name: str) -> At | None:
    steps = name.split(".")
    if not name or len(steps) > 8:
        return None
    return tuple(int(step) if step.isascii() and step.isdigit() and len(step) < 4 else step for step in steps)


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
