"""The passwords that `up` tells once are made when they can be told, and one that was lost is not a closed door."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command_line import home_of, luoshi

from cli.commands import running as command
from engine.errors import Unavailable
from engine.runtime import Runtime
from engine.services.doors import sign_in
from engine.services.looking import remember
from flows import up


@pytest.fixture
def runtime(tmp_path: Path) -> Iterator[Runtime]:
    with home_of(tmp_path / "home", datetime(2022, 4, 1, 2, tzinfo=UTC)) as patch:
        patch.setattr(up, "only_instance", lambda _: nullcontext())  # its ports may be in use here
        with Runtime.open() as opened:
            yield opened


def shown(portal: str = "http://127.0.0.1:8080") -> up.Running:
    return up.Running(portal, "", 55, 0, (), (), fresh=True, sample=False)  # type: ignore[arg-type]


def test_a_start_that_fails_makes_no_password(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_: object) -> None:
        raise Unavailable("server-silent", "The Prefect server does not come up.")

    monkeypatch.setattr("flows.supervisor.Supervisor.start", silent)
    with pytest.raises(Unavailable):
        up.up(runtime, empty=True, told=lambda _: None, shown=lambda _: None, stopping=threading.Event())
    assert remember.history(runtime.desk, limit=1), "the programme is applied"
    assert sign_in.first_administrator(runtime.desk, at=runtime.clock.now()) is not None


def test_it_is_told_once_and_afterwards_how_to_replace_it(runtime: Runtime, capsys: pytest.CaptureFixture[str]) -> None:
    assert luoshi("apply").code == 0
    first = up._with_doors_opened(runtime, shown())
    assert first.administrator and not first.unused
    again = up._with_doors_opened(runtime, shown())
    assert (again.administrator, again.unused) == (None, sign_in.ADMINISTRATOR)
    command._show(again, as_json=False)
    assert "luoshi reset-password admin" in capsys.readouterr().out
    assert luoshi("reset-password", "admin").code == 0
