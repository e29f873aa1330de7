"""The programme against its units, indicators and workflows; workflows against their file names."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo, available_timezones

from engine.catalog.checks.naming import unknown, unknown_unit, wrong_file_name
from engine.catalog.draft import PROGRAMME, Draft, stem_of
from engine.catalog.problems import At, Finding
from engine.catalog.salvage import readable
from engine.catalog.sentences import nearest
from engine.domain.definition import Programme
from engine.domain.vocabulary import StageKind
from engine.wording import N_


def check(draft: Draft) -> Iterator[Finding]:
    """Faults of programme.yaml and of the workflows."""
    yield from _workflows(draft)
    if draft.programme is None:
        return
    if readable(draft.programme.timezone):
        yield from _zone(draft.programme)
    yield from _references(draft, draft.programme)
    yield from _twice(draft.programme)
    free, year = draft.programme.free_verification, draft.programme.year
    if not free or not readable(free.countdown_from, free.deadline, year):
        return
    if free.countdown_from.on(year) > free.deadline.on(year):
        message = N_("the countdown starts after its deadline")
        yield Finding(PROGRAMME, ("free_verification", "countdown_from"), "order", message)


def _zone(programme: Programme) -> Iterator[Finding]:
    try:
        ZoneInfo(programme.timezone)
    except Exception:  # zoneinfo raises whatever the name makes the file system raise
        near = nearest(programme.timezone, available_timezones()) or "Asia/Shanghai"
        message = N_("there is no time zone `{word}`")
        params = {"word": programme.timezone, "near": near}
        yield Finding(PROGRAMME, ("timezone",), "unknown-zone", message, N_("did you mean `{near}`?"), params)


def _references(draft: Draft, programme: Programme) -> Iterator[Finding]:
    yield from _sides(draft, programme)
    workflow = programme.defaults.workflow
    if readable(workflow) and workflow not in draft.workflow_ids:
        message = N_("there is no workflow `{word}`")
        place: At = ("defaults", "workflow")
        yield unknown(PROGRAMME, place, "unknown-workflow", message, workflow, draft.workflow_ids)
    message = N_("there is no indicator `{word}`")
    free, meeting = programme.free_verification, programme.joint_meeting
    watched: list[tuple[At, str]] = [(("joint_meeting", "indicator"), meeting.indicator)] if meeting else []
    for number, name in enumerate(free.indicators if free else ()):
        watched.append((("free_verification", "indicators", number), name))
    for way, name in watched:
        if readable(name) and name not in draft.indicator_ids:
            yield unknown(PROGRAMME, way, "unknown-indicator", message, name, draft.indicator_ids)


def _sides(draft: Draft, programme: Programme) -> Iterator[Finding]:
    for side in ("office", "own_work", "leader"):
        name = getattr(programme.reviewers, side)
        if draft.unit_names_known and readable(name) and name not in draft.unit_names:
            message = N_("there is no unit `{word}`")
            yield unknown_unit(draft, PROGRAMME, ("reviewers", side), message, name, draft.unit_names)
    for at, name in enumerate(programme.recognition.among):
        if draft.names_known and readable(name) and name not in draft.names:
            message = N_("there is no unit or group `{word}`")
            yield unknown_unit(draft, PROGRAMME, ("recognition", "among", at), message, name, draft.names)


def _twice(programme: Programme) -> Iterator[Finding]:
    lists = (
        *[("categories", field, [getattr(each, field) for each in programme.categories]) for field in ("name", "slug")],
        ("channels", "", list(programme.channels)),
    )
    for key, field, values in lists:
        for at, value in enumerate(values):
            if readable(value) and value in values[:at]:
                way: At = (key, at, field) if field else (key, at)
                hint = N_("give each its own")
                yield Finding(PROGRAMME, way, "twice", N_("`{word}` stands here twice"), hint, {"word": value})


def _workflows(draft: Draft) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for file, workflow in draft.workflows.items():
        if readable(workflow.id) and workflow.id != stem_of(file):
            yield wrong_file_name(file, workflow.id, draft.workflows)
        elif (other := seen.setdefault(stem_of(file), file)) != file:
            params = {"id": workflow.id, "other": other}
            message = N_("the workflow `{id}` already stands in {other}")
            yield Finding(file, ("id",), "duplicate-id", message, N_("give it another id and file name"), params)
        for at, stage in enumerate(workflow.stages):
            if stage.kind == StageKind.REVIEW and stage.who in ("lead", "cooperating"):
                message = N_("nobody reviews their own work")
                hint = N_("write `who: office`, `industry` or `leader`")
                yield Finding(file, ("stages", at, "who"), "own-review", message, hint)
