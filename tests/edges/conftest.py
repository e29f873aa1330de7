"""Fixtures of the edges: one real Prefect server a session, on a free port, with a home of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from engine.settings import Settings


@pytest.fixture(scope="session")
def harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A running Prefect server (no runner): flows are applied to it and looked at, not executed."""
    from flows.instance import free_port
    from flows.supervisor import Supervisor

    settings = Settings(home=tmp_path_factory.mktemp("prefect"), prefect_port=free_port(), portal_port=free_port())
    os.environ["PREFECT_HOME"] = str(settings.prefect_home)
    supervisor = Supervisor(settings)
    supervisor.boot()
    try:
        yield settings
    finally:
        supervisor.stop()
