"""A real Prefect server, a real runner and SQLite: a quarter of the joint meeting, with both killed in between."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from prefect.client.orchestration import SyncPrefectClient

from engine import catalog as catalogs
from engine.catalog import Catalog
from engine.domain.actor import SYSTEM, Actor
from engine.domain.vocabulary import ItemState, PartState, Terminal
from engine.errors import Forbidden
from engine.runtime import Runtime
from engine.services.desk import Desk
from engine.services.looking import ask, remember
from engine.services.programme import adopt
from engine.services.reviewing import review
from engine.services.work import close_out, submit
from engine.services.work.accept import Accept, accept
from engine.settings import Settings
from flows.apply import apply_deployments
from flows.instance import free_port
from flows.schedules import Years
from flows.supervisor import Supervisor
from flows.surroundings import prefect
from flows.trigger import scheduled, trigger

DEFINITIONS = Path(__file__).parents[2] / "definitions" / "chongchuan-2022"
SHANGHAI = ZoneInfo("Asia/Shanghai")
MEETING = "joint-meeting"
OFFICE = "qu-chuangjian-ban"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass
class Installation:
    """One running installation and what the test does to it."""

    runtime: Runtime
    supervisor: Supervisor
    restarted: list[str]
    runs: list[str] = field(default_factory=list)

    @property
    def desk(self) -> Desk:
        return self.runtime.desk

    @property
    def now(self) -> datetime:
        return self.runtime.clock.now()

    @contextmanager
    def client(self) -> Iterator[SyncPrefectClient]:
        with prefect(self.runtime.settings) as opened:
            yield opened

    def trigger(self, name: str, stage: str = "") -> str:
        self.runs.append(trigger(self.runtime.settings, name, stage).run)
        return self.runs[-1]

    def state(self, run: str) -> str:
        with self.client() as client:
            state = client.read_flow_run(run).state
            return state.type.value if state else ""

    def completed(self, run: str) -> bool:
        return until(lambda: self.state(run) not in ("SCHEDULED", "PENDING", "RUNNING")) and (
            self.state(run) == "COMPLETED"
        )

    def coming_year(self) -> Counter[tuple[str, str, datetime]]:
        """What the server has on its timetable for the coming year, the every-minute flows apart."""
        start, end = self.now + timedelta(minutes=10), self.now + timedelta(days=365)
        with self.client() as client:
            return Counter(
                (run.name, run.stage, run.at)
                for run in scheduled(client, after=start, limit=20_000)
                if run.flow == "run-indicator" and start < run.at < end
            )

    def meant(self) -> Counter[tuple[str, str, datetime]]:
        """What the definitions say for the coming year."""
        start, end = self.now + timedelta(minutes=10), self.now + timedelta(days=365)
        catalog = self.desk.catalog()
        years = Years.around(catalog, self.now)
        found = Counter(
            (definition.id, one.slug, instant.replace(tzinfo=SHANGHAI).astimezone(UTC))
            for definition in catalog.definitions.values()
            for one in years.of(definition)
            for instant in one.instants
        )
        return Counter({key: n for key, n in found.items() if start < key[2] < end})

    def kill(self, name: str) -> None:
        """kill -9, and wait until the supervisor has started it again."""
        child = getattr(self.supervisor, name)
        before, told = child.pid, len(self.restarted)
        os.kill(before, signal.SIGKILL)
        assert until(lambda: len(self.restarted) > told and child.pid not in (None, before)), f"{name} stays dead"


def until(true: Callable[[], bool], seconds: float = 120) -> bool:
    deadline = time.monotonic() + seconds
    while not (done := true()) and time.monotonic() < deadline:
        time.sleep(0.5)
    return done


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    monkeypatch.setenv("PREFECT_WORKER_QUERY_SECONDS", "1")
    settings = Settings(
        home=tmp_path / "var", prefect_port=free_port(), portal_port=free_port(), definitions=DEFINITIONS
    )
    monkeypatch.setenv("PREFECT_HOME", str(settings.prefect_home))
    restarted: list[str] = []
    supervisor = Supervisor(settings, restarted.append)
    stopping = threading.Event()
    with Runtime.open(settings) as runtime:
        adopt.adopt(runtime.desk, _few(), actor=SYSTEM, at=runtime.clock.now(), since=_quarter()[1])
        supervisor.start()
        tending = threading.Thread(target=supervisor.run, args=(stopping,))
        tending.start()
        try:
            yield Installation(runtime, supervisor, restarted)
        finally:
            stopping.set()
            tending.join()
    assert supervisor.server.pid is None and supervisor.runner.pid is None


@pytest.mark.e2e
def test_a_quarter_of_the_joint_meeting(installation: Installation) -> None:
    here, desk = installation, installation.desk
    with here.client() as client:
        apply_deployments(desk.catalog(), client, at=here.now)
    assert until(lambda: here.coming_year() == here.meant()), "the whole coming year stands on the server"
    assert len({run[0] for run in here.meant()}) == 3 and sum(here.meant().values()) > 30

    # The office triggers the meeting: its assignment is issued by the runner, through Prefect.
    assert here.completed(here.trigger(MEETING, "open"))
    number = ask.find(desk, MEETING, _quarter()[0], OFFICE)

    # People go on while the server is dead; its timetable survives.
    office, clerk = desk.person(f"{OFFICE}-office-1"), desk.person(f"{OFFICE}-clerk")
    here.supervisor.server.process.kill()  # type: ignore[union-attr]
    accept(desk, [Accept(number, clerk)], at=here.now)
    _gather_parts(desk, number, office, here.now)
    minutes = submit.Item("minutes", PDF, "纪要.pdf", effective_on=desk.today(here.now))
    attendance = submit.Item("attendance", "单位,签到\n区市监局,是\n".encode(), "签到.csv")
    figures = (submit.FigureIn("meetings", 1),)
    submit.submit(desk, [submit.Submission(number, clerk, (minutes, attendance), figures)], at=here.now)
    assert until(lambda: "server" in here.restarted and here.supervisor.answers())
    assert until(lambda: here.coming_year() == here.meant()), "nothing lost from the timetable, nothing twice"

    # Opened again, three times at once: still one assignment.
    again = [here.trigger(MEETING, "open") for _ in range(3)]
    assert all(here.completed(run) for run in again)
    assert len(ask.assignments(desk, at=here.now, indicator=MEETING)) == 1

    # One item is returned and comes back; the other stays as it was. The runner dies with a run in its hands.
    with pytest.raises(Forbidden):
        review.approve(desk, [review.Approval(number, office)], at=here.now)  # nobody reviews their own unit's work
    reviewer = desk.person("qu-zhengfu-ban-reviewer")
    faulty = next(one for one in ask.card(desk, number, at=here.now).evidence if one["requirement"] == "attendance")
    review.send_back(desk, [review.Return(number, reviewer, "签到表缺一页", (faulty["id"],))], at=here.now)
    cut_off = here.trigger("sweep")
    assert until(lambda: here.state(cut_off) != "SCHEDULED")
    here.kill("runner")
    assert until(lambda: here.state(cut_off) in ("COMPLETED", "CRASHED")), "no run is shown as running for ever"
    submit.submit(desk, [submit.Submission(number, clerk, (attendance,))], at=here.now)

    # Another person reviews; the flow scores; the office closes out.
    review.approve(desk, [review.Approval(number, desk.person("qu-zhengfu-ban-reviewer-2"))], at=here.now)
    assert here.completed(here.trigger(MEETING, "close"))
    row = ask.card(desk, number, at=here.now).row
    assert (row.stage, row.score) == (Terminal.SCORED, row.points)
    close_out.close_out(desk, [close_out.CloseOut(number, desk.person("qu-zhengfu-ban-reviewer"))], at=here.now)
    assert here.completed(here.trigger("sweep")), "a sweep after everything finds nothing broken"

    _nothing_lost_nothing_twice(here, number)
    _the_office_can_see_it(here)


def _nothing_lost_nothing_twice(here: Installation, number: int) -> None:
    verbs = Counter(line.verb for line in remember.history(here.desk, assignment=number))
    once = ("issue", "accept", "return", "approve", "score", "close-out")
    assert {verb: verbs[verb] for verb in once} == dict.fromkeys(once, 1)
    assert verbs["submit"] == 2
    states = Counter(one["state"] for one in ask.card(here.desk, number, at=here.now).evidence)
    assert states == {ItemState.APPROVED: 2, ItemState.REPLACED: 1}
    verified = remember.verify(here.desk)
    assert verified.sound, verified.fault
    assert ask.card(here.desk, number, at=here.now).row.stage == Terminal.CLOSED
    assert until(lambda: here.coming_year() == here.meant())


def _the_office_can_see_it(here: Installation) -> None:
    with here.client() as client:
        found = {(one.key, one.type): str(one.data) for one in client.read_latest_artifacts(limit=200)}
    assert "联席会议" in found[f"indicator-{MEETING}", "markdown"]
    rows = json.loads(found[f"table-{MEETING}", "table"])
    assert [row["责任单位"] for row in rows] == ["区创建办"]


def _gather_parts(desk: Desk, number: int, office: Actor, at: datetime) -> None:
    for part in ask.card(desk, number, at=at).parts:
        if part["state"] == PartState.ASKED:
            submit.waive_part(desk, submit.WaivePart(number, part["unit_id"], office, "会上口头汇报"), at=at)


def _few() -> Catalog:
    today = datetime.now(SHANGHAI).date()
    whole = catalogs.load(DEFINITIONS, year=today.year)
    kept = [one for one in whole.record.indicators if one.id in (MEETING, "publicity-days", "leading-group")]
    return Catalog.of(whole.record.model_copy(update={"indicators": tuple(kept)}))


def _quarter() -> tuple[str, date]:
    """The key of the present quarter and its first day."""
    today = datetime.now(SHANGHAI).date()
    number = (today.month + 2) // 3
    return f"{today.year}Q{number}", date(today.year, number * 3 - 2, 1)
