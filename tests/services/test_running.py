"""What a run would do is found by doing it and taking it back; who may have one run, and what the history keeps."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

import pytest
from at_the_office import MEETING, Office

from engine.domain.clockwork import Finding, Run, RunState
from engine.domain.vocabulary import Verb
from engine.errors import Forbidden, Invalid, NotFound
from engine.services.looking import ask, remember
from engine.services.office import running
from engine.services.office.chase import chase, miss_due
from engine.services.sweep import sweep
from engine.services.work.issue import issue
from engine.store.database import Database

JUNE = date(2022, 6, 15)


@dataclass
class Written:
    """A clockwork that writes down what it is asked; the real one is tested against a real server (tests/edges)."""

    asked: list[tuple[str, str]] = field(default_factory=list)
    address: str = "http://127.0.0.1:4200"

    def findings(self, *, at: datetime) -> tuple[Finding, ...]:
        return ()

    def ran(
        self, *, before: datetime | None, limit: int, name: str = "", failed: bool = False, rhythm: bool = False
    ) -> tuple[Run, ...]:
        return ()

    def coming(self, *, at: datetime, limit: int) -> tuple[Run, ...]:
        return ()

    def ask(self, name: str, stage: str) -> Run:
        self.asked.append((name, stage))
        at = datetime.fromisoformat("2022-06-15T01:00:00+00:00")
        return Run("run-1", "run-indicator", name, stage, RunState.PLANNED, at, None, None, "", "")


@pytest.fixture
def office(database: Database) -> Office:
    """Issued in January, and then nothing ran until June."""
    return Office.open(database, date(2022, 1, 5)).on(JUNE)


def would(office: Office, name: str, stage: str = "") -> running.WouldDo:
    return running.would_do(office.desk, name, stage, office.person("office-1"), at=office.now)


def state(office: Office) -> tuple[str, int]:
    return remember.head(office.desk), len(ask.assignments(office.desk, at=office.now, limit=9999))


def test_looking_changes_nothing_and_doing_does_just_that(office: Office) -> None:
    before = state(office)
    told = would(office, "joint-meeting", "open")
    assert any(line.startswith("下达任务：") for line in told.lines) and state(office) == before
    assert would(office, "joint-meeting") == told, "opening is the first stage"
    done = issue(office.desk, at=office.now, indicator="joint-meeting")
    assert f"下达任务：{done.assignments}" in told.lines and f"开启期数：{done.periods}" in told.lines
    assert would(office, "joint-meeting", "open").lines == ()


def test_closing_and_reminding_are_foreseen(office: Office) -> None:
    told = would(office, "leading-group", "close")
    missed = miss_due(office.desk, at=office.now)
    rungs = chase(office.desk, at=office.now).total
    assert f"新增逾期：{missed}" in told.lines and missed > 0
    assert sum(int(line.split("：")[1]) for line in told.lines[1:]) == rungs


def test_a_sweep_is_foreseen_day_by_day(office: Office) -> None:
    before, told = state(office), would(office, "sweep")
    assert state(office) == before
    done = sweep(office.desk, at=office.now)
    assert f"下达任务：{done.issued.assignments}" in told.lines and f"补办天数：{len(done.days) - 1}" in told.lines
    assert would(office, "sweep").lines == ()


def test_the_programmes_own_flows(office: Office) -> None:
    assert would(office, "quarterly-meeting").lines == ("会议材料：1",)
    assert would(office, "deliver").lines and would(office, "recognition", "propose").refusal == ""
    assert "还没有2022年的表彰名单" in would(office, "recognition", "publish").refusal
    assert would(office, "free-verification").refusal == ""
    assert office.work(MEETING)


def test_what_there_is_not(office: Office) -> None:
    with pytest.raises(NotFound):
        would(office, "no-such-flow")
    for name, stage in (("sweep", "open"), ("leading-group", "publish")):
        with pytest.raises(Invalid):
            would(office, name, stage)


def test_who_asked_is_kept(office: Office) -> None:
    clockwork, officer = Written(), office.person("office-1")
    running.run_now(office.desk, clockwork, "leading-group", "", officer, at=office.now)
    running.run_now(
        office.desk, clockwork, "sweep", "", office.person("qu-chuangjian-ban-administrator"), at=office.now
    )
    assert clockwork.asked == [("leading-group", "open"), ("sweep", "")]
    act = remember.history(office.desk, limit=2)[1]
    assert (act.verb, act.actor) == (Verb.RUN, officer.name)
    assert act.detail == {"flow": "leading-group", "stage": "open", "run": "run-1"}


@pytest.mark.parametrize(
    "name", ["qu-zhengfu-ban-leader", "qu-chuangjian-ban-auditor", "qu-zhengfu-ban-reviewer", "qu-caizheng-ju-clerk"]
)
def test_who_may_not(office: Office, name: str) -> None:
    clockwork = Written()
    with pytest.raises(Forbidden):
        running.run_now(office.desk, clockwork, "sweep", "", office.person(name), at=office.now)
    assert clockwork.asked == []


def test_units_do_not_look_either(office: Office) -> None:
    with pytest.raises(Forbidden):
        running.would_do(office.desk, "sweep", "", office.person("qu-caizheng-ju-clerk"), at=office.now)
