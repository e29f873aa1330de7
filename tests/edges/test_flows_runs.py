"""Each flow run against a real server and a real database: what it does, how often, and what the office sees."""

from __future__ import annotations

import asyncio
import gc
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from prefect.settings import PREFECT_API_URL, PREFECT_LOGGING_LEVEL, temporary_settings
from receiver import receiver

from engine import catalog as catalogs
from engine.catalog import Catalog
from engine.domain.actor import SYSTEM
from engine.domain.reachable import Reach
from engine.errors import Refused
from engine.runtime import Clock, Runtime
from engine.services.doors import webhooks
from engine.services.looking import ask, remember
from engine.services.office import recognise
from engine.services.programme import adopt
from engine.services.word import letters
from engine.settings import Settings
from flows import deliver as delivering
from flows import free_verification as counting
from flows import meeting as meetings
from flows import moment, run_indicator, sweep
from flows import recognition as recognising
from flows.surroundings import prefect

DEFINITIONS = Path(__file__).parents[2] / "definitions" / "chongchuan-2022"
KEPT = ("joint-meeting", "free-verification-coverage", "free-verification-rate", "free-verification-satisfaction")
SHANGHAI = ZoneInfo("Asia/Shanghai")
Setter = Callable[[str], datetime]

# Prefect's background threads close their sockets after the loop that opened them; in a real run the process ends.
pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:unclosed transport:ResourceWarning"),
]


@pytest.fixture(autouse=True)
def _collected() -> Iterator[None]:
    """What Prefect left open is collected here, not in somebody else's test."""
    yield
    gc.collect()


@pytest.fixture
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harness: Settings) -> Iterator[Runtime]:
    whole = catalogs.load(DEFINITIONS, year=2022)
    few = tuple(one for one in whole.record.indicators if one.id in KEPT)
    settings = harness.model_copy(update={"home": tmp_path / "var"})
    with (
        Runtime.open(settings) as opened,
        temporary_settings({PREFECT_API_URL: settings.prefect_api, PREFECT_LOGGING_LEVEL: "CRITICAL"}),
    ):
        catalog = Catalog.of(whole.record.model_copy(update={"indicators": few}))
        adopt.adopt(opened.desk, catalog, actor=SYSTEM, at=datetime(2022, 1, 1, tzinfo=SHANGHAI))
        monkeypatch.setattr(moment, "runtime", lambda: opened)
        for module in (delivering, sweep):
            monkeypatch.setattr(module, "runtime", lambda: opened)
        yield opened


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Setter:
    """Set the planned time of the next runs, in Shanghai."""

    def plan(text: str) -> datetime:
        at = datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)
        for module in (run_indicator, sweep, meetings, counting, recognising):
            monkeypatch.setattr(module, "as_of", lambda: at)
        monkeypatch.setattr(Clock, "now", lambda _self: at + timedelta(seconds=2))
        return at

    return plan


def artifacts(settings: Settings) -> dict[tuple[str, str], str]:
    with prefect(settings) as client:
        return {(one.key or "", one.type or ""): str(one.data) for one in client.read_latest_artifacts(limit=200)}


def test_an_indicator_from_opening_to_closing(
    runtime: Runtime, on: Setter, harness: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    flow = run_indicator.run_indicator
    on("2022-01-01T06:00")
    assert asyncio.run(flow("joint-meeting", "open"))["assignments"] == 1
    assert asyncio.run(flow("joint-meeting", "open"))["assignments"] == 0, "again is nothing"
    planned = on("2022-03-28T09:00")
    monkeypatch.setattr(Clock, "now", lambda _self: planned + timedelta(days=1))
    assert not asyncio.run(flow("joint-meeting", "remind")).keys() & {
        "rung:remind-3d",
        "rung:remind-7d",
        "rung:blue-sheet",
    }
    on("2022-03-28T09:00")
    told = asyncio.run(flow("joint-meeting", "remind"))
    assert sum(told.values()) > 0
    assert sum(asyncio.run(flow("joint-meeting", "remind")).values()) == 0, "each rung once"
    at = on("2022-04-01T00:10")
    done = asyncio.run(flow("joint-meeting", "close"))
    assert done["missed"] == 1 and done["rung:red-sheet"] > 0
    [row] = ask.assignments(runtime.desk, at=at, indicator="joint-meeting")
    assert row.light == "red"
    shown = artifacts(harness)
    assert "新增逾期：1" in shown["indicator-joint-meeting", "markdown"]
    assert "红色督办单" in shown["indicator-joint-meeting", "markdown"]
    assert json.loads(shown["table-joint-meeting", "table"])[0]["亮灯"] == "🔴 逾期"
    assert remember.verify(runtime.desk).sound


def test_a_sweep_catches_up_over_days_off(
    runtime: Runtime, on: Setter, harness: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    applied: list[str] = []
    monkeypatch.setattr(
        sweep, "apply_deployments", lambda catalog, *_, **__: applied.append(catalog.digest) or _quiet()
    )
    on("2021-12-31T23:55")
    asyncio.run(sweep.sweep())
    on("2022-01-10T00:05")
    done = asyncio.run(sweep.sweep())
    assert done["days"] >= 9 and len(applied) == 2
    assert asyncio.run(sweep.sweep())["assignments"] == 0


def test_the_packet_before_the_meeting(runtime: Runtime, on: Setter, harness: Settings) -> None:
    on("2022-01-01T06:00")
    asyncio.run(run_indicator.run_indicator("joint-meeting", "open"))
    on("2022-03-17T08:30")
    assert asyncio.run(meetings.quarterly_meeting())["units"] > 0
    shown = artifacts(harness)
    assert "2022年第一季度" in shown["quarterly-meeting", "markdown"]
    assert "区创建办" in str(json.loads(shown["table-quarterly-meeting", "table"]))


def test_the_countdown_names_who_is_below(runtime: Runtime, on: Setter, harness: Settings) -> None:
    on("2022-03-01T06:00")
    for indicator in KEPT[1:]:
        asyncio.run(run_indicator.run_indicator(indicator, "open"))
    on("2022-08-01T08:30")
    done = asyncio.run(counting.free_verification())
    assert done["days_left"] == 22 and done["below"] > 0
    asyncio.run(counting.free_verification())
    told = [line for line in remember.history(runtime.desk) if line.verb == "report"]
    assert len(told) == 1, "once a day, however often it runs"
    assert "区市监局" in artifacts(harness)["free-verification", "markdown"]


def test_recognition_waits_for_a_second_person(runtime: Runtime, on: Setter, harness: Settings) -> None:
    at = on("2022-11-18T08:30")
    asyncio.run(recognising.recognition())
    with pytest.raises(Refused):
        asyncio.run(recognising.recognition("publish"))
    recognise.approve_list(runtime.desk, 2022, runtime.desk.person("qu-chuangjian-ban-office-1"), at=at)
    assert "published" in asyncio.run(recognising.recognition()), "run again, it publishes"
    asyncio.run(recognising.recognition("publish"))
    assert [line.verb for line in remember.history(runtime.desk)].count("publish") == 1
    assert "表彰通报" in artifacts(harness)["recognition", "markdown"]


def test_letters_are_delivered_once(runtime: Runtime, on: Setter, harness: Settings) -> None:
    on("2022-01-01T06:00")
    asyncio.run(run_indicator.run_indicator("joint-meeting", "open"))
    assert asyncio.run(delivering.deliver())["sent"] > 0
    assert asyncio.run(delivering.deliver())["sent"] == 0
    assert letters.inbox(runtime.desk, "qu-chuangjian-ban-clerk")
    assert "发出通知" in artifacts(harness)["deliver", "markdown"]


def test_webhooks_are_told_by_the_same_flow(runtime: Runtime, on: Setter, harness: Settings) -> None:
    on("2022-01-01T06:00")
    settings = runtime.settings.model_copy(update={"webhook_hosts": "127.0.0.1"})
    object.__setattr__(runtime, "settings", settings)
    officer = runtime.desk.person("qu-chuangjian-ban-office-1")
    with receiver() as there:
        reach = Reach.of(settings.webhook_hosts)
        made = webhooks.subscribe(runtime.desk, officer, there.address, (), at=runtime.clock.now(), reach=reach)
        there.secret = made.secret
        asyncio.run(run_indicator.run_indicator("joint-meeting", "open"))
        assert asyncio.run(delivering.deliver())["told"] == len(there.came) > 0
        assert asyncio.run(delivering.deliver())["told"] == 0
    assert {signature for _, signature, _ in there.came} == {"signed"}
    assert "issue" in [told["type"] for _, _, told in there.came]


def _quiet() -> object:
    from flows.apply import Applied

    return Applied()
