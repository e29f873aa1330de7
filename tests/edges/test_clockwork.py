"""Prefect as the portal sees it, against a real server: what ran and will run, why it failed, asking for a run."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from prefect.states import Completed, Crashed, exception_to_failed_state
from small_programme import catalog

from engine.domain.actor import SYSTEM
from engine.domain.clockwork import RunState
from engine.errors import Invalid, NotFound, Refused, Unavailable
from engine.runtime import Runtime
from engine.services.doors import sign_in
from engine.services.looking import remember
from engine.services.programme import adopt
from engine.settings import Settings
from flows.apply import apply_deployments
from flows.clockwork import PrefectClockwork
from flows.instance import free_port
from flows.surroundings import prefect
from portal.app import create_app
from portal.visit import COOKIE, csrf_of

OFFICER = "qu-chuangjian-ban-office-1"
NOW = datetime.now(UTC)
MEETING = "joint-meeting"


@pytest.fixture
def clockwork(harness: Settings) -> PrefectClockwork:
    """A server that knows the deployments of a small programme of this year."""
    with prefect(harness) as client:
        apply_deployments(catalog((MEETING, "leading-group")), client, at=NOW)
    return PrefectClockwork(harness)


def ended(settings: Settings, run: str, state: object) -> None:
    with prefect(settings) as client:
        client.set_flow_run_state(run, state, force=True)  # type: ignore[arg-type]


def failed_by(error: Exception) -> object:
    """The state that Prefect's engine makes of an exception."""
    return asyncio.run(exception_to_failed_state(error, message="Flow run encountered an exception:"))


def refused() -> object:
    try:
        raise Refused("no-meeting", "本方案未设联席会议。")
    except Refused as error:
        return failed_by(error)


def test_asking_and_what_became_of_it(harness: Settings, clockwork: PrefectClockwork) -> None:
    done, failed, broken, odd = (clockwork.ask(MEETING, stage) for stage in ("open", "remind", "due", "close"))
    assert done.state is RunState.PLANNED and done.id in done.address
    ended(harness, done.id, Completed(message="下达任务：1"))
    ended(harness, failed.id, refused())
    ended(harness, broken.id, Crashed(message="Flow run process exited with non-zero status code -9."))
    try:
        raise KeyError("surprise")
    except KeyError as error:
        ended(harness, odd.id, failed_by(error))
    later = datetime.now(UTC) + timedelta(minutes=1)
    told = {run.id: run for run in clockwork.ran(before=later, limit=50, name=MEETING)}
    assert (told[done.id].state, told[done.id].told) == (RunState.DONE, "下达任务：1")
    assert (told[failed.id].state, told[failed.id].told) == (RunState.FAILED, "本方案未设联席会议。")
    assert told[broken.id].state is RunState.BROKEN_OFF and "下次巡检补办" in told[broken.id].told
    assert "详情见Prefect" in told[odd.id].told
    assert {run.stage for run in told.values()} >= {"open", "remind", "due", "close"}
    bad = clockwork.ran(before=later, limit=50, failed=True)
    assert {failed.id, broken.id, odd.id} <= {run.id for run in bad} and done.id not in {run.id for run in bad}
    assert len(clockwork.ran(before=later, limit=1)) == 1
    instants = [run.planned_at for run in clockwork.ran(before=later, limit=50)]
    assert instants == sorted(instants, reverse=True)
    with pytest.raises(Invalid):
        clockwork.ask(MEETING, "publish")
    with pytest.raises(NotFound):
        clockwork.ask("no-such-indicator", "open")


def test_without_a_runner_that_is_said(clockwork: PrefectClockwork) -> None:
    found = {each.name: each for each in clockwork.findings(at=datetime.now(UTC))}
    assert found["prefect-server"].well and not found["prefect-runner"].well and found["prefect-runner"].remedy


def test_without_a_server_that_is_said(tmp_path: Path) -> None:
    away = PrefectClockwork(Settings(home=tmp_path, prefect_port=free_port()))
    assert "prefect-server" in {each.name for each in away.findings(at=NOW) if not each.well}
    for ask in (
        lambda: away.ran(before=NOW, limit=5),
        lambda: away.coming(at=NOW, limit=5),
        lambda: away.ask("sweep", ""),
    ):
        with pytest.raises(Unavailable) as caught:
            ask()
        assert caught.value.code == "server-away"


@pytest.fixture
def runtime(tmp_path: Path) -> Iterator[Runtime]:
    with Runtime.open(Settings(home=tmp_path / "var")) as opened:
        adopt.adopt(opened.desk, catalog((MEETING, "leading-group")), actor=SYSTEM, at=NOW)
        sign_in.open_to_samples(opened.desk, "a long sample password", at=NOW)
        yield opened


def visitor(runtime: Runtime, clockwork: PrefectClockwork) -> tuple[TestClient, str]:
    token = sign_in.enter(runtime.desk, OFFICER, via=sign_in.BY_PASSWORD, at=runtime.clock.now()).token
    client = TestClient(create_app(runtime, clockwork), follow_redirects=False)
    client.cookies.set(COOKIE, token)
    return client, csrf_of(token)


def test_the_page_runs_one_and_shows_it(runtime: Runtime, harness: Settings, clockwork: PrefectClockwork) -> None:
    client, csrf = visitor(runtime, clockwork)
    text = client.get("/flows/now", params={"name": "leading-group", "stage": "close"}).text
    assert "现在运行" in text
    answer = client.post("/flows/now", data={"csrf": csrf, "name": "leading-group", "stage": "close"})
    asked = answer.headers["location"].removeprefix("/flows?asked=")
    assert answer.status_code == 303 and remember.history(runtime.desk, limit=1)[0].detail["run"] == asked
    ended(harness, asked, refused())
    text = client.get("/flows?name=leading-group").text
    assert "本方案未设联席会议。" in text and f"/runs/flow-run/{asked}" in text
    assert "没有在线的" in text or "执行器" in text
    assert "最近失败" in text and client.get("/flows?failed=1").status_code == 200
    assert client.get("/flows?before=yesterday").status_code == 422


def test_the_page_says_what_still_works_when_prefect_is_away(runtime: Runtime, tmp_path: Path) -> None:
    client, csrf = visitor(runtime, PrefectClockwork(Settings(home=tmp_path, prefect_port=free_port())))
    answer = client.get("/flows")
    assert answer.status_code == 200 and "签收、报送、复核照常办理" in answer.text
    assert 'data-code="server-away"' in answer.text
    answer = client.post("/flows/now", data={"csrf": csrf, "name": "sweep"})
    assert answer.status_code == 503 and "先看会办什么" in answer.text
    assert remember.history(runtime.desk, limit=1)[0].verb != "run"
