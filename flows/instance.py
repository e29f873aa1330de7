"""One running instance per home: a lock that dies with its holder, and a port that is free, ours or taken."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.errors import Refused, Unavailable
from engine.wording import N_
from flows.surroundings import HOST, ui_url

if TYPE_CHECKING:
    from engine.settings import Settings


def running(settings: Settings) -> dict[str, Any] | None:
    """What a running instance wrote about itself (`pid`, `url`); None when none runs on this home."""
    path = _path(settings)
    if not path.exists():
        return None
    with path.open("r+") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            with contextlib.suppress(json.JSONDecodeError):
                return dict(json.load(stream))
            return {}
    return None


@contextmanager
def only_instance(settings: Settings) -> Iterator[None]:
    """Hold this home while it runs. Raises Refused `already-running`, or Unavailable `port-taken`."""
    path = _path(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    with path.open("r+") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            known = running(settings) or {}
            raise Refused(
                "already-running",
                N_("It is already running here, as process {pid}: {url}"),
                hint=N_("Open that address, or stop it first with Ctrl-C where it was started."),
                pid=known.get("pid", "?"),
                url=known.get("url", ui_url(settings)),
            ) from None
        ensure_free(settings.portal_port, "LUOSHI_PORTAL_PORT")
        ensure_free(settings.prefect_port, "LUOSHI_PREFECT_PORT")
        stream.truncate()
        json.dump({"pid": os.getpid(), "url": ui_url(settings)}, stream)
        stream.flush()
        yield


def ensure_free(port: int, setting: str) -> None:
    """Raise Unavailable `port-taken`, naming the setting that chooses another, when something listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise Unavailable(
                "port-taken",
                N_("Port {port} is used by another program."),
                hint=N_("Stop that program, or choose another port: {setting}={other}."),
                port=port,
                setting=setting,
                other=free_port(),
            ) from None


def free_port() -> int:
    """A port that is free at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _path(settings: Settings) -> Path:
    return settings.home / "up.lock"
