"""`luoshi portal`: the portal without Prefect, in a process of its own as somebody would start it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
from sinks import free_port


def _answer(url: str, process: "subprocess.Popen[str]") -> httpx.Response:
    for _ in range(600):
        assert process.poll() is None, "it ended before it answered"
        try:
            return httpx.get(url, timeout=5)
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("it does not answer")


def test_it_says_where_it_is_answers_there_and_stops(tmp_path: Path) -> None:
    port = free_port()
    env = os.environ | {"LUOSHI_HOME": str(tmp_path), "LUOSHI_PORTAL_PORT": str(port), "LUOSHI_LANGUAGE": "en"}
    command = [sys.executable, "-m", "cli.main", "portal"]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == f"Portal: http://127.0.0.1:{port}\n"
            assert _answer(f"http://127.0.0.1:{port}/health", process).status_code == 200
        finally:
            process.terminate()  # as a service manager does; Ctrl-C may be ignored where tests run in the background
        assert process.wait(30) == -signal.SIGTERM
