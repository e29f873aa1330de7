"""`notices`: letters delivered to a fast provider, beside Apprise sending the same messages one by one."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import trustme
from apprise import Apprise, AppriseAsset
from apprise.plugins.wechat import NotifyWeChat
from pydantic import SecretStr

from bench.office import OPENING, catalog, installation
from bench.rounds import Rounds
from bench.row import Row
from bench.sizes import Size
from engine.catalog import Catalog
from engine.domain.vocabulary import Pace
from engine.runtime import Runtime
from engine.services.work.issue import issue
from engine.settings import Settings
from notifiers.apprise_sender import service_of
from notifiers.delivery import deliver_due
from notifiers.plugins.http import hang_up

_GOAL: Final = 3.0
_TITLE: Final = "新任务：9.9.1 计量器具检定率"
_BODY: Final = "请于5月31日前报送：按期送检在用计量器具。"


@dataclass(frozen=True)
class _Sink:
    """Where the provider listens, and the file of who vouches for it."""

    port: int
    ca: Path

    @property
    def base(self) -> str:
        return f"https://127.0.0.1:{self.port}"


def measure(size: Size, folder: Path) -> Row:
    """Letters a second: leased, rendered, sent to a WeCom application over TLS, its answer read, all of it recorded."""
    folder.mkdir(parents=True, exist_ok=True)
    rounds = Rounds()
    with _sink(folder) as sink:
        for number in range(size.rounds):
            ours = _ours(sink, folder / str(number), size.letters)
            theirs = _theirs(sink, size.letters)
            rounds.add(ours, theirs)
    note = f"{size.letters:,} letters, each recorded by itself; Apprise without its pause of 5.5 s and without a ledger"
    against = "Apprise one by one"
    return Row("notices", rounds.ours, "letters/s", rounds.limit, rounds.ratio, "at_least", _GOAL, against, (note,))


def _ours(sink: _Sink, folder: Path, letters: int) -> float:
    url = f"wechat://corp:secret@1000/@reader?api={sink.base}&ca={sink.ca}"
    service_of(url)  # Apprise reads its hundred plugins once
    with installation(folder, _at_any_hour(catalog(1, letters))) as desk:
        issue(desk, at=OPENING)
        settings = Settings(home=folder, channels={"inbox": SecretStr(url)}, _env_file=None)  # type: ignore[call-arg]
        start = time.perf_counter()
        done = deliver_due(Runtime(settings, desk), at=OPENING, owner="bench", limit=10 * letters)
        seconds = time.perf_counter() - start
    hang_up()
    if done.failed or done.sent < letters:
        raise AssertionError(f"{done}")
    return done.sent / seconds


def _at_any_hour(catalog: Catalog) -> Catalog:
    """The same catalog with no notice that waits for office hours or a digest: what is measured is the sending."""
    notices = tuple(notice.model_copy(update={"pace": Pace.AT_ONCE}) for notice in catalog.record.notices)
    return Catalog.of(catalog.record.model_copy(update={"notices": notices, "files": {}}))


def _theirs(sink: _Sink, letters: int) -> float:
    asset = AppriseAsset(async_mode=False)
    service = _unhurried(sink.base)(
        corpid="corp", corpsecret="secret", agentid="1000", targets=["@reader"], asset=asset
    )
    envelope = Apprise(asset=asset)
    envelope.add(service)
    before = os.environ.get("REQUESTS_CA_BUNDLE")
    os.environ["REQUESTS_CA_BUNDLE"] = str(sink.ca)
    start = time.perf_counter()
    try:
        if not all(envelope.notify(_BODY, _TITLE) for _ in range(letters)):
            raise AssertionError("Apprise says that it did not send")
    finally:
        os.environ.pop("REQUESTS_CA_BUNDLE")
        if before is not None:
            os.environ["REQUESTS_CA_BUNDLE"] = before
    return letters / (time.perf_counter() - start)


def _unhurried(base: str) -> type[NotifyWeChat]:
    """Apprise's own plugin for the same provider, at our address and without its pause between two messages."""
    named = {"token_url": f"{base}/cgi-bin/gettoken", "notify_url": f"{base}/cgi-bin/message/send"}
    return type("Plain", (NotifyWeChat,), {**named, "request_rate_per_sec": 0})


@contextmanager
def _sink(folder: Path) -> Iterator[_Sink]:
    authority = trustme.CA()
    certificate, ca = folder / "certificate.pem", folder / "ca.pem"
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(certificate))
    authority.cert_pem.write_to_path(str(ca))
    command = (sys.executable, "-m", "bench.sink", str(certificate))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1]) as process:
        try:
            assert process.stdout is not None
            yield _Sink(int(process.stdout.readline()), ca)
        finally:
            process.terminate()
            process.wait(10)
