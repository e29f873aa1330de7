"""Deployments on a real Prefect server: scheduled for the whole coming year, reconciled, left alone when right."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from prefect.client.orchestration import SyncPrefectClient

from engine import catalog as catalogs
from engine.catalog import Catalog
from engine.errors import Invalid, NotFound, Unavailable
from engine.settings import Settings
from flows.apply import apply_deployments, ours
from flows.health import checks
from flows.instance import free_port
from flows.schedules import Years
from flows.surroundings import prefect
from flows.trigger import Trigger, scheduled, trigger, upcoming

DEFINITIONS = Path(__file__).parents[2] / "definitions" / "chongchuan-2022"
KEPT = ("joint-meeting", "free-verification-coverage", "publicity-days")
NOW = datetime.now(UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def only(catalog: Catalog, *ids: str) -> Catalog:
    """The catalog with these indicators alone: the server takes a fifth of a second for each."""
    kept = tuple(one for one in catalog.record.indicators if one.id in ids)
    return Catalog.of(catalog.record.model_copy(update={"indicators": kept}))


@pytest.fixture(scope="module")
def whole() -> Catalog:
    return catalogs.load(DEFINITIONS, year=NOW.astimezone(SHANGHAI).year)


@pytest.fixture(scope="module")
def few(whole: Catalog) -> Catalog:
    return only(whole, *KEPT)


@pytest.fixture
def client(harness: Settings) -> Iterator[SyncPrefectClient]:
    with prefect(harness) as opened:
        yield opened
        for one in ours(opened):
            opened.delete_deployment(one.id)


def until(true: Callable[[], bool], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while not (done := true()) and time.monotonic() < deadline:
        time.sleep(0.5)
    return done


def on_server(client: SyncPrefectClient, name: str) -> list[Trigger]:
    return [run for run in scheduled(client, after=NOW, limit=10_000, deployment=name) if run.at > NOW]


def meant(catalog: Catalog, name: str) -> Counter[tuple[str, datetime]]:
    """What the definitions say for the coming year."""
    years = Years.around(catalog, NOW)
    found = Counter(
        (timetable.slug, instant.replace(tzinfo=SHANGHAI).astimezone(UTC))
        for timetable in years.of(catalog.definitions[name])
        for instant in timetable.instants
    )
    return Counter({key: n for key, n in found.items() if NOW < key[1] < NOW + timedelta(days=365)})


def stood(client: SyncPrefectClient, name: str) -> Counter[tuple[str, datetime]]:
    """What the server has for the coming year."""
    return Counter((run.stage, run.at) for run in on_server(client, name) if run.at < NOW + timedelta(days=365))


def test_the_whole_coming_year_is_scheduled_and_a_second_time_changes_nothing(
    client: SyncPrefectClient, few: Catalog
) -> None:
    first = apply_deployments(few, client, at=NOW)
    assert sorted(first.created) == sorted([*KEPT, *["chongchuan"] * 5])
    for name in KEPT:
        assert until(lambda name=name: stood(client, name) == meant(few, name)), name
    assert len([run for run in on_server(client, "joint-meeting") if run.stage == "due"]) >= 4
    second = apply_deployments(few, client, at=NOW)
    assert second.quiet and second.unchanged == 8
    deployment = next(one for one in ours(client) if one.name == "joint-meeting")
    assert deployment.version == few.definitions["joint-meeting"].digest[:12]
    assert "政府统一组织领导" in deployment.tags
    assert few.definitions["joint-meeting"].requirement in (deployment.description or "")


def test_a_moved_date_leaves_no_duplicate(client: SyncPrefectClient, few: Catalog) -> None:
    apply_deployments(few, client, at=NOW)
    name = "free-verification-coverage"
    assert until(lambda: stood(client, name) == meant(few, name))
    moved = _with_due(few, name, "08-25")
    assert meant(moved, name) != meant(few, name)
    changed = apply_deployments(moved, client, at=NOW)
    assert changed.changed == (name,) and not changed.created
    assert until(lambda: stood(client, name) == meant(moved, name)), stood(client, name)
    time.sleep(6)  # one more turn of the scheduler
    assert stood(client, name) == meant(moved, name)


def test_what_is_gone_from_the_definitions_goes_from_the_server(client: SyncPrefectClient, few: Catalog) -> None:
    apply_deployments(few, client, at=NOW)
    assert until(lambda: len(on_server(client, "publicity-days")) > 0)
    silent = _without_due(few, "publicity-days")
    told = apply_deployments(silent, client, at=NOW)
    assert set(told.schedules_removed) == {"publicity-days:due", "publicity-days:remind"}
    assert until(lambda: stood(client, "publicity-days") == meant(silent, "publicity-days"))
    gone = apply_deployments(only(few, "joint-meeting"), client, at=NOW)
    assert set(gone.removed) == set(KEPT) - {"joint-meeting"}
    assert on_server(client, "publicity-days") == []
    assert {one.name for one in ours(client)} == {"joint-meeting", "chongchuan"}


def test_a_change_seconds_before_an_instant_waits(client: SyncPrefectClient, few: Catalog) -> None:
    apply_deployments(few, client, at=NOW)
    name = "free-verification-coverage"
    moved = _with_due(few, name, "08-25")
    instant = next(one for one in Years.around(few, NOW).of(moved.definitions[name]) if one.slug == "due").instants[0]
    close = instant.replace(tzinfo=SHANGHAI) - timedelta(seconds=20)
    assert apply_deployments(moved, client, at=close).postponed == (name,)
    assert apply_deployments(moved, client, at=close - timedelta(minutes=5)).changed == (name,)


def test_triggering_and_reading_the_timetable(client: SyncPrefectClient, few: Catalog, harness: Settings) -> None:
    apply_deployments(few, client, at=NOW)
    run = trigger(harness, "joint-meeting", "remind")
    assert client.read_flow_run(run.run).parameters == {"indicator": "joint-meeting", "stage": "remind"}
    assert trigger(harness, "recognition", "publish").flow == "recognition"
    assert until(lambda: len(upcoming(harness, limit=5, at=datetime.now(UTC))) == 5)
    coming = upcoming(harness, limit=5, at=datetime.now(UTC))
    assert [one.at for one in coming] == sorted(one.at for one in coming)
    assert not {one.flow for one in coming} & {"sweep", "deliver"}
    with pytest.raises(NotFound):
        trigger(harness, "no-such-thing")
    with pytest.raises(Invalid):
        trigger(harness, "joint-meeting", "publish")


def test_a_server_that_is_still_being_told_is_waited_for(
    client: SyncPrefectClient, few: Catalog, harness: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.trigger._PATIENCE", 0.5)
    with pytest.raises(NotFound):
        trigger(harness, "sweep")
    monkeypatch.setattr("flows.trigger._PATIENCE", 60)
    asked: list[Trigger] = []
    waiting = threading.Thread(target=lambda: asked.append(trigger(harness, "sweep")))
    waiting.start()
    time.sleep(1)
    assert waiting.is_alive()
    apply_deployments(few, client, at=NOW)
    waiting.join(20)
    assert [one.flow for one in asked] == ["sweep"]
    began = time.monotonic()
    with pytest.raises(NotFound):
        trigger(harness, "no-such-thing")
    assert time.monotonic() - began < 20, "whoever knows everything is not waited for"


def test_the_doctor_sees_whether_prefect_schedules(client: SyncPrefectClient, few: Catalog, harness: Settings) -> None:
    def findings() -> dict[str, bool]:
        return {one.name: one.well for one in checks(harness, at=datetime.now(UTC))}

    assert findings()["prefect-server"] and not findings()["prefect-scheduler"]
    apply_deployments(few, client, at=NOW)
    assert until(lambda: findings()["prefect-scheduler"])
    assert not findings()["prefect-runner"], "the harness has no runner"
    [runner] = [one for one in checks(harness, at=datetime.now(UTC)) if one.name == "prefect-runner"]
    assert str(harness.home / "log" / "runner.log") in runner.remedy
    assert all(findings()[name] for name in ("version-sqlalchemy", "version-fastapi", "version-prefect"))


def test_without_a_server_a_sentence_and_a_remedy(harness: Settings) -> None:
    away = harness.model_copy(update={"prefect_port": free_port()})
    with pytest.raises(Unavailable) as caught:
        upcoming(away, at=NOW)
    assert caught.value.code == "server-away" and "luoshi up" in caught.value.remedy
    last = list(checks(away, at=NOW))[-1]
    assert (last.name, last.well) == ("prefect-server", False) and last.remedy


def _with_due(catalog: Catalog, indicator: str, day: str) -> Catalog:
    return _with_when(catalog, indicator, lambda when: when | {"by": day})


def _without_due(catalog: Catalog, indicator: str) -> Catalog:
    return _with_when(catalog, indicator, lambda _: {"continuous": "stated"})


def _with_when(catalog: Catalog, indicator: str, change: Callable[[dict[str, object]], dict[str, object]]) -> Catalog:
    written = []
    for one in catalog.record.indicators:
        if one.id == indicator:
            body = one.model_dump(mode="json", exclude_defaults=True)
            one = type(one).model_validate(body | {"when": change(body["when"])})
        written.append(one)
    return Catalog.of(catalog.record.model_copy(update={"indicators": tuple(written)}))
