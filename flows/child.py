"""One supervised process: a group of its own, logged, restarted with a growing pause, stopped whole."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

_PAUSES: Final = (0.5, 1, 2, 5, 10, 30)
_SETTLED: Final = 60.0
_LOG_BYTES: Final = 10_000_000


class Child:
    """A command kept alive. All times are seconds of the monotonic clock: this is about processes, not about dates."""

    def __init__(self, name: str, command: Sequence[str], env: Mapping[str, str], log: Path) -> None:
        self.name, self.command, self.env, self.log = name, tuple(command), dict(env), log
        self.process: subprocess.Popen[bytes] | None = None
        self.restarts = 0
        self._started = 0.0
        self._deaths = 0
        self._not_before = 0.0

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self.process.pid if self.process and self.process.poll() is None else None

    def start(self) -> None:
        """Start it in a session of its own, tied to our life."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > _LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        tied = [sys.executable, "-m", "flows.lifeline", str(os.getpid()), *self.command]
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                tied, env=self.env, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
            )
        self._started = time.monotonic()

    def tend(self, told: Callable[[str], None]) -> None:
        """Restart it when it has died and its pause is over. `told` gets the child's name on each restart."""
        if self.process is None or self.process.poll() is None:
            return
        now = time.monotonic()
        if not self._not_before:
            self._kill_group()  # what it left behind would hold its port and its files
            self._deaths = 0 if now - self._started > _SETTLED else self._deaths + 1
            self._not_before = now + _PAUSES[min(self._deaths, len(_PAUSES) - 1)]
        if now >= self._not_before:
            self._not_before = 0.0
            self.restarts += 1
            told(self.name)
            self.start()

    def ask_to_stop(self) -> None:
        """Send SIGTERM to the whole group."""
        self._signal_group(signal.SIGTERM)

    def stop(self, deadline: float) -> None:
        """Wait until `deadline` (monotonic), then kill what is left of the group."""
        if self.process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, deadline - time.monotonic()))
        self._kill_group()
        self.process.wait()
        self.process = None

    def _kill_group(self) -> None:
        self._signal_group(signal.SIGKILL)

    def _signal_group(self, number: signal.Signals) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)
