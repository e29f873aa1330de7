"""Flows: what ran, what will run, what failed and why in the office's words, and running one now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import Annotated, Any, Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from engine.domain.clockwork import PROGRAMME_FLOWS, Clockwork, Run, RunState, flow_name, stage_words, stages_of
from engine.errors import Invalid, LuoshiError
from engine.services.looking import board as boards
from engine.services.office import running
from engine.services.seeing import check_sees_all
from engine.wording import N_, say
from portal.failing import STATUS
from portal.rendering import page
from portal.visit import Here, clockwork_of, guarded, here

router = APIRouter(prefix="/flows", dependencies=[Depends(guarded)])
_PAGE: Final = 50
_FAILED: Final = 5
_COMING: Final = 40
STATES: Final = {
    RunState.PLANNED: N_("about to run"),
    RunState.LATE: N_("late: nobody takes it"),
    RunState.RUNNING: N_("running"),
    RunState.DONE: N_("done"),
    RunState.FAILED: N_("failed"),
    RunState.BROKEN_OFF: N_("broken off"),
    RunState.CANCELLED: N_("cancelled"),
}


@router.get("")
def flows(
    request: Request,
    name: str = "",
    failed: bool = False,
    rhythm: bool = False,
    before: Annotated[str, Query(max_length=40)] = "",
    asked: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """How the clockwork is, what failed, what will run, what ran; without Prefect, what still works."""
    who = here(request)
    check_sees_all(who.desk, who.actor)
    facts: dict[str, Any] = {"findings": (), "away": None, "ran": (), "bad": (), "days": (), "address": ""}
    until = _instant(before)
    try:
        clockwork = clockwork_of(request)
        facts |= {"address": clockwork.address, "findings": clockwork.findings(at=who.at)}
        facts |= _told(clockwork, who, name=name, failed=failed, rhythm=rhythm, before=until)
    except LuoshiError as refusal:
        facts["away"] = refusal
    return page(
        request,
        "flows.html",
        who,
        **facts,
        **_words(who),
        name=name,
        failed=failed,
        rhythm=rhythm,
        asked=asked,
        may_run=_may_run(who),
        first="/flows" if before else "",
    )


@router.get("/now")
def consider(request: Request, name: str = "", stage: str = "") -> Response:
    """What a run would do now; nothing changes."""
    return _considered(request, here(request), name, stage)


@router.post("/now")
def run_now(request: Request, name: Annotated[str, Form()], stage: Annotated[str, Form()] = "") -> Response:
    """Have it run."""
    who = here(request)
    try:
        running.check_runs(who.desk.office(), who.actor)
        run = running.run_now(who.desk, clockwork_of(request), name, stage, who.actor, at=who.at)
    except LuoshiError as refusal:
        return _considered(request, who, name, stage, refusal)
    return RedirectResponse(f"/flows?asked={run.id}", 303)


def _considered(request: Request, who: Here, name: str, stage: str, refusal: LuoshiError | None = None) -> Response:
    check_sees_all(who.desk, who.actor)
    status = 200 if refusal is None else STATUS[refusal.kind]
    seen = running.would_do(who.desk, name, stage, who.actor, at=who.at) if name else None
    return page(
        request,
        "flow_now.html",
        who,
        status=status,
        seen=seen,
        name=name,
        stages=[(each, stage_words(each)) for each in stages_of(name)] if name else (),
        **_words(who),
        may_run=_may_run(who),
        refusal=refusal,
    )


def _told(
    clockwork: Clockwork, who: Here, *, name: str, failed: bool, rhythm: bool, before: datetime | None
) -> dict[str, Any]:
    until = before or who.at
    found = clockwork.ran(before=until, limit=_PAGE + 1, name=name, failed=failed, rhythm=rhythm)
    bad = () if failed or before else clockwork.ran(before=who.at, limit=_FAILED, failed=True)
    zone = ZoneInfo(who.desk.catalog().programme.timezone)
    coming = () if before or failed else clockwork.coming(at=who.at, limit=_COMING)
    shown = found[:_PAGE]
    return {
        "ran": shown,
        "bad": bad,
        "days": _by_day((run for run in coming if name in ("", run.name)), zone),
        "following": _address(name, failed, rhythm, shown[-1].planned_at) if len(found) > _PAGE else "",
    }


def _by_day(runs: Iterable[Run], zone: ZoneInfo) -> list[tuple[str, list[Run]]]:
    days = groupby(runs, key=lambda run: run.planned_at.astimezone(zone).date().isoformat())
    return [(day, list(group)) for day, group in days]


def _address(name: str, failed: bool, rhythm: bool, before: datetime) -> str:
    said = {"name": name, "failed": "1" if failed else "", "rhythm": "1" if rhythm else ""}
    given = {key: value for key, value in said.items() if value}
    return f"/flows?{urlencode(given | {'before': before.isoformat()})}"


def _words(who: Here) -> dict[str, Any]:
    titles: Mapping[str, str] = dict(boards.choices(who.desk, at=who.at).indicators)
    return {
        "flow_name": lambda name: flow_name(name, titles),
        "stage_words": stage_words,
        "state_name": lambda state: say(STATES[RunState(state)]),
        "programme_flows": [(name, flow_name(name, titles)) for name in PROGRAMME_FLOWS],
        "indicators": titles.items(),
    }


def _may_run(who: Here) -> bool:
    try:
        running.check_runs(who.desk.office(), who.actor)
    except LuoshiError:
        return False
    return True


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        found = None
    if text and (found is None or found.tzinfo is None):
        raise Invalid("no-such-page", N_("There is no such page of this list."), hint=N_("Start at its first page."))
    return found
