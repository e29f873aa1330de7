"""The indicators as one table: ids, numbers and rows only once, groups numbered alike, and nothing left out."""

from __future__ import annotations

from collections.abc import Iterator

from engine.catalog.draft import Draft, stem_of
from engine.catalog.problems import Finding
from engine.catalog.resolving import number_of
from engine.catalog.salvage import UNREADABLE, all_readable, readable
from engine.catalog.sentences import suggestion
from engine.domain.definition import Indicator, Scale
from engine.wording import N_

_TAKEN = {
    "id": ("duplicate-id", N_("the id `{word}` already belongs to {other}")),
    "number": ("duplicate-number", N_("the number {word} already belongs to {other}")),
    "row": ("duplicate-row", N_("row {word} of the table already belongs to {other}")),
}


def check(draft: Draft) -> Iterator[Finding]:
    """Faults between indicators, and between them and the scale."""
    yield from _duplicates(draft)
    yield from _groups(draft)
    unread = draft.stems("indicators") - {stem_of(file) for file in draft.indicators}
    if not unread:
        if all_readable(draft.indicators.values(), "number"):
            yield from _gaps(draft)
        if not draft.indicators:
            message, hint = N_("there are no indicators"), N_("put one file each into indicators/<category>/")
            yield Finding("programme.yaml", (), "no-indicators", message, hint, spot=(1, 1))
    if draft.scale is not None:
        yield from _scale(draft, draft.scale)


def _duplicates(draft: Draft) -> Iterator[Finding]:
    seen: dict[tuple[str, object], str] = {}
    # A copy that keeps the id of another file is at fault, not the file that was there; its id is told by its name.
    ordered = sorted(draft.indicators.items(), key=lambda each: stem_of(each[0]) != each[1].id)
    for file, indicator in ordered:
        for name, at, value in (
            ("id", ("id",), indicator.id if indicator.id == stem_of(file) else UNREADABLE),
            ("number", ("number",), number_of(indicator) if readable(indicator.number) else UNREADABLE),
            ("row", ("source", "row"), indicator.source.row),
        ):
            other = seen.setdefault((name, value), file) if readable(value) else file
            if other != file:
                shown = indicator.number if name == "number" else value
                params = {"word": shown, "other": other}
                code, message = _TAKEN[name]
                yield Finding(file, at, code, message, N_("correct one of the two"), params)


def _groups(draft: Draft) -> Iterator[Finding]:
    called: dict[tuple[int, ...], tuple[str, str]] = {}
    told = [(file, each) for file, each in draft.indicators.items() if readable(each.number, each.group)]
    for file, indicator in sorted(told, key=lambda each: number_of(each[1])):
        prefix = number_of(indicator)[:2]
        name, other = called.setdefault(prefix, (indicator.group, file))
        if name != indicator.group:
            message = N_("group {number} is called `{name}` in {other}")
            hint = N_("write the same name, or correct the number")
            params = {"number": ".".join(map(str, prefix)), "name": name, "other": other}
            yield Finding(file, ("group",), "group-name", message, hint, params)


def _gaps(draft: Draft) -> Iterator[Finding]:
    ordered = sorted(draft.indicators.items(), key=lambda each: number_of(each[1]))
    before: tuple[int, ...] = (1, 1, 0)
    for file, indicator in ordered:
        number = number_of(indicator)
        same = next((at for at in range(3) if number[at] != before[at]), 2)
        wanted = (*before[:same], before[same] + 1, *([1] * (2 - same)))
        if number not in (wanted, before) and (before[2] or number != (1, 1, 1)):
            message = N_("the number jumps from {before} to {after}")
            hint = N_("add what is missing, or renumber")
            params = {"before": _dotted(before), "after": indicator.number}
            yield Finding(file, ("number",), "gap", message, hint, params, "warning")
        before = number


def _dotted(number: tuple[int, ...]) -> str:
    return ".".join(str(part) for part in number)


def _scale(draft: Draft, scale: Scale) -> Iterator[Finding]:
    known = list(draft.indicator_ids)
    named = [(name, each) for file, each in draft.indicators.items() for name in (each.id, stem_of(file))]
    milestones = {f"{name}/{part.id}" for name, each in named for part in each.milestones}
    whole = {stem_of(file) for file, each in draft.indicators.items() if _distinct(each)}
    unread = draft.stems("indicators") - whole
    for key in scale.points:
        name = key.partition("/")[0]
        if (key in known and "/" not in key) or key in milestones or name in unread:
            continue
        near = sorted(each for each in milestones if each.startswith(f"{name}/"))
        hint, more = suggestion(key, near or [*known, *milestones])
        hint = hint if more.get("near") else N_("delete this line")
        message = N_("there is no indicator or milestone `{word}`")
        code = "unknown-milestone" if near else "unknown-indicator"
        yield Finding(draft.scale_file, ("points", key), code, message, hint, {"word": key, **more}, on_key=True)
    for file, indicator in draft.indicators.items():
        if stem_of(file) == indicator.id and readable(scale.points):
            yield from _unscaled(draft.scale_file, indicator, scale)


def _distinct(indicator: Indicator) -> bool:
    """Whether each milestone's id is known: of two with one id, one is meant otherwise."""
    milestones = indicator.milestones
    return all_readable(milestones, "id") and len({each.id for each in milestones}) == len(milestones)


def _unscaled(file: str, indicator: Indicator, scale: Scale) -> Iterator[Finding]:
    if not all_readable(indicator.milestones, "id", "score"):
        return
    if indicator.id in scale.points or (indicator.score and indicator.score.points is not None):
        return
    names = [
        f"{indicator.id}/{each.id}" for each in indicator.milestones if each.score is None or each.score.points is None
    ]
    for name in names if indicator.milestones else [indicator.id]:
        if name not in scale.points:
            message = N_("`{word}` has no points here, so it gets the default")
            hint = N_("add `{word}: …` under `points`")
            yield Finding(file, ("points",), "no-points", message, hint, {"word": name}, "warning", on_key=True)
