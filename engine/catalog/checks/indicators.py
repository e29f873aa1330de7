"""One indicator against the programme around it: its place, its units, its workflow, its evidence and measures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.catalog.checks.naming import unknown, unknown_unit, wrong_file_name
from engine.catalog.draft import Draft, stem_of
from engine.catalog.membership import group_members
from engine.catalog.problems import At, Finding
from engine.catalog.salvage import UNREADABLE, all_readable, readable
from engine.domain.definition import Indicator, Only, Unit
from engine.domain.definition.indicator import Wanted
from engine.wording import N_


def parts_of(indicator: Indicator) -> list[tuple[At, Wanted]]:
    """The indicator itself and its milestones, each with the way to it."""
    return [((), indicator), *((("milestones", at), each) for at, each in enumerate(indicator.milestones))]


def check(draft: Draft, file: str, indicator: Indicator) -> Iterator[Finding]:
    """Faults of one indicator file that need the other files."""
    if readable(indicator.id) and indicator.id != stem_of(file):
        yield wrong_file_name(file, indicator.id, draft.indicators)
    yield from _category(draft, file, indicator)
    yield from _names(draft, file, indicator)
    named = readable(indicator.workflow) and indicator.workflow is not None
    if indicator.workflow is not None and named and indicator.workflow not in draft.workflow_ids:
        message = N_("there is no workflow `{word}`")
        yield unknown(file, ("workflow",), "unknown-workflow", message, indicator.workflow, draft.workflow_ids)
    for way, part in parts_of(indicator):
        for key in ("evidence", "measures"):
            yield from _ids(file, (*way, key), getattr(part, key))


def _category(draft: Draft, file: str, indicator: Indicator) -> Iterator[Finding]:
    if draft.programme is None or not readable(indicator.category, draft.programme.categories):
        return
    names = [each.name for each in draft.programme.categories]
    if indicator.category not in names:
        if readable(*names):
            message = N_("there is no category `{word}`")
            yield unknown(file, ("category",), "unknown-category", message, indicator.category, names)
        return
    place = names.index(indicator.category)
    slug = draft.programme.categories[place].slug
    folder = file.split("/")[-2]
    if readable(slug) and folder != slug:
        message = N_("the category's folder is `{slug}`, but the file lies in `{folder}`")
        hint = N_("move the file to indicators/{slug}/, or correct the category")
        yield Finding(file, ("category",), "folder", message, hint, {"slug": slug, "folder": folder})
    if readable(indicator.number) and int(indicator.number.split(".")[0]) != place + 1:
        message = N_("the number begins with {first}, but the category is number {place}")
        params = {"first": indicator.number.split(".")[0], "place": place + 1}
        yield Finding(file, ("number",), "number-category", message, N_("begin the number with {place}."), params)


def _names(draft: Draft, file: str, indicator: Indicator) -> Iterator[Finding]:
    wrong = False
    for key in ("lead", "cooperating"):
        names: Sequence[str] = getattr(indicator, key)
        for at, name in enumerate(names):
            if not readable(name):
                wrong = True
            elif draft.names_known and name not in draft.names:
                wrong = True
                message = N_("there is no unit or group `{word}`")
                yield unknown_unit(draft, file, (key, at), message, name, draft.names)
            elif name in names[:at]:
                hint = N_("delete one of the two")
                yield Finding(file, (key, at), "twice", N_("`{word}` stands here twice"), hint, {"word": name})
    if wrong or not draft.members_known or not readable(indicator.lead):
        return
    for way, part in parts_of(indicator):
        only = part.only
        if only is not None and _legible(only) and not any(_fits(only, unit) for unit in _leads(draft, indicator)):
            message = N_("no unit of the lead fits `only`: nobody would be asked")
            hint = N_("correct `only`, or add such units to a roster")
            yield Finding(file, (*way, "only"), "only-nobody", message, hint)


def _leads(draft: Draft, indicator: Indicator) -> Iterator[Unit]:
    groups = {group.name: group for group in draft.units.groups} if draft.units else {}
    for name in indicator.lead:
        if name in draft.unit_names:
            yield draft.unit_names[name]
        else:
            yield from group_members(groups[name], draft.all_units, None)


def _legible(only: Only) -> bool:
    return all(all_readable(each) and readable(*each) for each in (only.service, only.industry, only.sub_district))


def _fits(only: Only, unit: Unit) -> bool:
    wanted = ((only.service, unit.service), (only.industry, unit.industry), (only.sub_district, unit.sub_district))
    return all(not allowed or value in allowed for allowed, value in wanted)


def _ids(file: str, way: At, entries: Sequence[object]) -> Iterator[Finding]:
    seen: set[str] = set()
    for at, entry in enumerate(entries):
        name = getattr(entry, "id", UNREADABLE)
        if readable(name) and name in seen:
            message, hint = N_("two entries share the id `{word}`"), N_("give each its own")
            yield Finding(file, (*way, at, "id"), "twice", message, hint, {"word": name})
        seen.add(name)
