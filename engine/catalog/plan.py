"""What a change of definitions changes: each difference once, classed by what it would do to work already answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from engine.catalog.catalog import Catalog
from engine.catalog.classes import Effect, Verdict, of_definition, of_other, worst
from engine.domain.definition.value import Value
from engine.wording import N_, say

Subject = Literal["indicator", "workflow", "programme", "units", "people", "group", "chasing", "notice", "scale"]
Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True)
class Difference:
    """One field before and after, as plain values; None where it did not stand. `path` names entries by id."""

    path: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Change:
    """One thing added, removed or changed. `effect` says what it does to work already answered, `reason` why.

    A renamed id is a removal and an addition; `renamed` then names the other one.
    """

    subject: Subject
    id: str
    kind: Kind
    effect: Effect
    reason_id: str
    fields: tuple[Difference, ...] = ()
    params: Mapping[str, object] = field(default_factory=dict)
    renamed: str = ""

    @property
    def reason(self) -> str:
        """Why the change is classed so, in the reader's language."""
        return say(self.reason_id, **self.params)

    def as_dict(self) -> dict[str, object]:
        """The change as plain values, for a saved plan and for JSON output."""
        fields = [{"path": each.path, "before": each.before, "after": each.after} for each in self.fields]
        names = ("subject", "id", "kind", "effect", "reason", "renamed")
        return {**{name: getattr(self, name) for name in names}, "fields": fields}


def compare(old: Catalog | None, new: Catalog) -> tuple[Change, ...]:
    """Every difference between two catalogs, indicators first; empty when they say the same.

    A change of a workflow or the scale also shows at each indicator that it governs. Without `old` all is added.
    """
    return (
        *_indicators(old, new),
        *_each("workflow", old, new, lambda catalog: catalog.workflows),
        *_programme(old, new),
        *_each("units", old, new, lambda catalog: {unit.id: unit for unit in catalog.units}),
        *_each("group", old, new, lambda catalog: catalog.groups),
        *_each("people", old, new, lambda catalog: {person.id: person for person in catalog.people}),
        *_each("chasing", old, new, lambda catalog: {rung.id: rung for rung in catalog.chasing.ladder}),
        *_each("notice", old, new, lambda catalog: catalog.notices),
        *_each("scale", old, new, lambda catalog: {catalog.programme.id: catalog.scale}),
    )


def differences(before: Value | None, after: Value | None) -> tuple[Difference, ...]:
    """The fields in which two values differ, defaults aside."""
    old, new = (dict(_flat(value)) if value is not None else {} for value in (before, after))
    paths = sorted({*old, *new})
    return tuple(
        Difference(path, old.get(path), new.get(path)) for path in paths if old.get(path, ...) != new.get(path, ...)
    )


def _indicators(old: Catalog | None, new: Catalog) -> Iterator[Change]:
    before = old.definitions if old else {}
    gone = {each.row: each.id for each in before.values() if each.id not in new.definitions}
    come = {each.row: each.id for each in new.definitions.values() if each.id not in before}
    for definition in new.definitions.values():
        earlier = before.get(definition.id)
        if earlier is None:
            yield _added(definition.id, gone.get(definition.row, ""))
            continue
        written = differences(old.indicators[definition.id], new.indicators[definition.id]) if old else ()
        found = differences(earlier, definition)
        found += tuple(each for each in written if each.path in ("summary", "source.note"))
        if found:
            verdict = worst(of_definition(each.path, each.before, each.after, _welcome(found)) for each in found)
            yield Change("indicator", definition.id, "changed", verdict.effect, verdict.reason, found)
    for definition in before.values():
        if definition.id not in new.definitions:
            yield _removed(definition.id, come.get(definition.row, ""))


def _welcome(found: tuple[Difference, ...]) -> frozenset[str]:
    return frozenset(each.path.removesuffix(".min") for each in found if each.path.endswith(".min") and each.after == 0)


def _added(name: str, renamed: str) -> Change:
    reason = N_("new assignments are issued")
    if renamed:
        reason = N_("a new id is a new indicator: `{other}` is removed and its work does not move here by itself")
    return Change("indicator", name, "added", "compatible", reason, params={"other": renamed}, renamed=renamed)


def _removed(name: str, renamed: str) -> Change:
    reason = N_("its open work would be withdrawn; what was answered stays in the archive")
    if renamed:
        reason = N_("a new id is a new indicator: this one is removed and `{other}` is added")
    return Change("indicator", name, "removed", "incompatible", reason, params={"other": renamed}, renamed=renamed)


def _programme(old: Catalog | None, new: Catalog) -> Iterator[Change]:
    before = old.programme if old else None
    found = differences(before, new.programme)
    if old and old.year != new.year:
        found += (Difference("serves", old.year, new.year),)
    if before is None or before.id != new.programme.id:
        yield Change("programme", new.programme.id, "added", *_added_verdict("programme"))
    elif found:
        verdict = worst(of_other("programme", each.path) for each in found)
        yield Change("programme", new.programme.id, "changed", verdict.effect, verdict.reason, found)


def _each(
    subject: Subject, old: Catalog | None, new: Catalog, of: Callable[[Catalog], Mapping[str, Value]]
) -> Iterator[Change]:
    before = of(old) if old else {}
    after = of(new)
    for name, value in after.items():
        if name not in before:
            yield Change(subject, name, "added", *_added_verdict(subject))
        elif found := differences(before[name], value):
            verdict = worst(of_other(subject, each.path) for each in found)
            yield Change(subject, name, "changed", verdict.effect, verdict.reason, found)
    for name in before:
        if name not in after:
            yield Change(subject, name, "removed", *_removed_verdict(subject))


def _added_verdict(subject: Subject) -> Verdict:
    if subject in ("units", "group"):
        return Verdict("compatible", N_("new members get their own assignments"))
    return Verdict("none", N_("nothing that is under way is touched"))


def _removed_verdict(subject: Subject) -> Verdict:
    if subject in ("units", "group"):
        return Verdict("incompatible", N_("its open work would be withdrawn; what was answered stays in the archive"))
    if subject == "people":
        return Verdict("compatible", N_("what this person had open needs somebody else"))
    return Verdict("none", N_("nothing that is under way is touched"))


def _flat(value: Value) -> Iterator[tuple[str, Any]]:
    yield from _flatten("", value.model_dump(mode="json", exclude_defaults=True))


def _flatten(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _flatten(f"{path}.{key}" if path else str(key), each)
    elif isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        names = [str(each.get("id", at)) for at, each in enumerate(value)]
        if path.split(".")[-1] in ("stages", "tiers"):
            yield f"{path}[]", names if path.endswith("stages") else value
        for name, each in zip(names, value, strict=True):
            yield from _flatten(f"{path}[{name}]", each)
    else:
        yield path, value
