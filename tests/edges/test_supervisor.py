"""The supervisor: what dies is started again, what is stopped is stopped whole, and nothing is orphaned."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from engine.domain.vocabulary import Light
from engine.errors import Refused, Unavailable
from engine.runtime import Clock, Runtime
from engine.services.looking import ask, remember
from engine.services.sweep import sweep
from engine.settings import Settings
from flows.child import Child
from flows.filling import adopt_first, is_sample
from flows.heads import note_head
from flows.instance import ensure_free, free_port, only_instance, running
from flows.surroundings import carried, environment, runner_name

DEFINITIONS = Path(__file__).parents[2] / "definitions" / "chongchuan-2022"
PATIENT = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
SLEEPER = "import time; time.sleep(60)"


def until(true: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not (done := true()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return done


def alive(pid: int) -> bool:
    """Whether the process runs (one that is dead and not yet collected does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] != "Z"
    except OSError:
        return False


def child(tmp_path: Path, code: str) -> Child:
    return Child("sleeper", [sys.executable, "-c", code], dict(os.environ), tmp_path / "log" / "sleeper.log")


def test_what_dies_is_started_again_and_said_so(tmp_path: Path) -> None:
    told: list[str] = []
    one = child(tmp_path, SLEEPER)
    one.start()
    try:
        for _ in range(2):
            before = one.pid
            assert before is not None
            os.kill(before, signal.SIGKILL)
            assert until(lambda: one.tend(told.append) or one.pid not in (None, before))  # noqa: B023
        assert told == ["sleeper", "sleeper"] and one.restarts == 2
    finally:
        one.stop(time.monotonic())


def test_what_dies_at_once_is_started_ever_more_slowly(tmp_path: Path) -> None:
    one = child(tmp_path, "raise SystemExit(1)")
    one.start()
    end = time.monotonic() + 5
    while time.monotonic() < end:
        one.tend(lambda _: None)
        time.sleep(0.02)
    one.stop(time.monotonic())
    assert 1 <= one.restarts <= 3


def test_who_does_not_listen_is_killed_with_its_children(tmp_path: Path) -> None:
    note = tmp_path / "grandchild"
    code = f"import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', {PATIENT!r}]); "
    code += f"open({str(note)!r}, 'w').write(str(p.pid)); " + PATIENT
    one = child(tmp_path, code)
    one.start()
    assert until(lambda: note.exists() and note.read_text() != "")
    pid, grandchild = one.pid, int(note.read_text())
    assert pid and alive(pid) and alive(grandchild)
    one.ask_to_stop()
    one.stop(time.monotonic() + 1)
    assert until(lambda: not alive(pid) and not alive(grandchild))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells a child that its parent died")
def test_nothing_outlives_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    note = tmp_path / "child"
    code = textwrap.dedent(
        f"""
        import os, sys, time
        from pathlib import Path
        from flows.child import Child
        one = Child("sleeper", [sys.executable, "-c", {SLEEPER!r}], dict(os.environ), Path({str(tmp_path)!r}) / "log")
        one.start()
        time.sleep(2)
        Path({str(note)!r}).write_text(str(one.pid))
        time.sleep(60)
        """
    )
    with subprocess.Popen([sys.executable, "-c", code]) as supervisor:
        assert until(lambda: note.exists() and note.read_text() != "")
        pid = int(note.read_text())
        assert alive(pid)
        supervisor.kill()
    assert until(lambda: not alive(pid))


INTERRUPTED = """
import signal, threading
from flows.supervisor import stop_signals
stopping = threading.Event()
with stop_signals(stopping):
    with stopping._cond:  # where `wait` and `set` are for a moment
        signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGINT)
    print(stopping.wait(10))
print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)
"""


def test_signals_that_come_two_at_once_or_in_the_middle_of_waiting_are_heard() -> None:
    command = [sys.executable, "-c", INTERRUPTED]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.split() == ["True", "True"], done.stderr


def test_a_taken_port_is_named_with_a_remedy() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Unavailable) as caught:
            ensure_free(port, "LUOSHI_PREFECT_PORT")
    assert caught.value.code == "port-taken"
    assert str(port) in caught.value.sentence and "LUOSHI_PREFECT_PORT=" in caught.value.remedy


def test_a_second_instance_is_told_where_the_first_one_is(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "var", prefect_port=free_port(), portal_port=free_port())
    assert running(settings) is None
    with only_instance(settings):
        with pytest.raises(Refused) as caught, only_instance(settings):
            raise AssertionError("two at once")
        assert caught.value.code == "already-running"
        assert str(os.getpid()) in caught.value.sentence and str(settings.prefect_port) in caught.value.sentence
        assert running(settings) == {"pid": os.getpid(), "url": f"http://127.0.0.1:{settings.prefect_port}"}
    assert running(settings) is None, "the lock dies with its holder"
    with only_instance(settings):
        pass


def test_the_head_is_noted_once_a_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2022, 8, 15, 2, tzinfo=UTC)
    monkeypatch.setattr(Clock, "now", lambda _self: now)
    with Runtime.open(Settings(home=tmp_path / "var", definitions=DEFINITIONS)) as runtime:
        adopt_first(runtime, empty=True, told=lambda _: None, progress=None, stopping=threading.Event())
        note_head(runtime)
        first = remember.verify(runtime.desk).head
        sweep(runtime.desk, at=now)
        note_head(runtime)
        now += timedelta(days=1)
        note_head(runtime)
        second = remember.verify(runtime.desk).head
        assert remember.verify(runtime.desk, since=first).sound
    lines = (tmp_path / "var" / "log" / "heads.log").read_text(encoding="utf-8").splitlines()
    assert lines == [f"2022-08-15 {first}", f"2022-08-16 {second}"] and first != second


def test_two_homes_have_two_runners_and_each_keeps_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    here, there = Settings(home=Path("var")), Settings(home=Path("other"))
    assert runner_name(here) != runner_name(there)
    assert runner_name(here) == runner_name(Settings(home=tmp_path / "var"))


def test_settings_travel_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(home=tmp_path / "var", channels={"mail": "mailto://a:b@example.invalid"}, prefect_auth="u:p")
    for name, value in carried(settings).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir("/")  # a flow run starts somewhere else
    read = Settings()
    for name in ("home", "database_url", "evidence_url", "prefect_home", "channels", "prefect_auth", "prefect_port"):
        assert getattr(read, name) == getattr(settings, name), name
    assert read.definitions.is_absolute()


def test_the_horizon_is_a_year_and_an_operators_own_settings_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD", "86400")
    monkeypatch.setenv("PREFECT_API_URL", "https://elsewhere.invalid/api")
    env = environment(Settings(home=tmp_path / "var"))
    assert env["PREFECT_SERVER_SERVICES_SCHEDULER_MAX_SCHEDULED_TIME"] == "P400D"
    assert env["PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD"] == "86400"
    assert env["PREFECT_API_URL"] == "http://127.0.0.1:4200/api", "the address is ours"
    assert env["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert "127.0.0.1" in env["NO_PROXY"]


def test_an_empty_start_in_mid_year_asks_for_nothing_that_has_passed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = date(2022, 8, 15)
    monkeypatch.setattr(Clock, "now", lambda _self: datetime(2022, 8, 15, 2, tzinfo=UTC))
    told: list[str] = []
    with Runtime.open(Settings(home=tmp_path / "var", definitions=DEFINITIONS)) as runtime:
        adopt_first(runtime, empty=True, told=told.append, progress=None, stopping=threading.Event())
        sweep(runtime.desk, at=runtime.clock.now())
        rows = ask.assignments(runtime.desk, at=runtime.clock.now(), limit=10_000)
    assert "2022-08-15" in told[-1]
    assert min(row.due_on for row in rows if row.due_on) >= today
    assert len(rows) > 50 and not {row.light for row in rows} & {Light.RED, Light.YELLOW}


def test_the_first_start_adopts_once(tmp_path: Path) -> None:
    told: list[str] = []
    with Runtime.open(Settings(home=tmp_path / "var", definitions=DEFINITIONS)) as runtime:

        def first() -> bool:
            return adopt_first(runtime, empty=True, told=told.append, progress=None, stopping=threading.Event())

        assert first() and len(told) == 2
        assert runtime.desk.catalog().year == runtime.desk.today(runtime.clock.now()).year
        assert not first() and len(told) == 2, "a second start finds everything as it was left"
        assert not is_sample(runtime)
