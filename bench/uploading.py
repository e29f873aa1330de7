"""`upload`: clients who all send their files at once to a real portal over HTTP, and whether anything is lost."""

from __future__ import annotations

import hashlib
import http.client
import itertools
import json
import os
import random
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench.office import OPENING, catalog, installation
from bench.row import Row
from bench.sizes import Size
from engine.catalog import Catalog
from engine.domain.definition.wanted import EvidenceWanted
from engine.domain.vocabulary import EvidenceKind
from engine.errors import LuoshiError, NotFound
from engine.runtime import Clock
from engine.services.desk import Desk
from engine.services.doors import sign_in
from engine.services.looking import ask
from engine.services.work.issue import issue
from engine.services.work.unfinished import unfinished_of
from portal.visit import COOKIE, CSRF_HEADER, csrf_of

_FILES: Final = 3
_BYTES: Final = 150_000
_TRIES: Final = 8


@dataclass
class Client:
    """Somebody in front of a browser: their visit, their assignment, and what became of their files."""

    person: str
    token: str
    assignment: int
    files: tuple[bytes, ...]
    accepted: list[str] = field(default_factory=list)
    again: int = 0
    failed: int = 0


def measure(size: Size, folder: Path) -> Row:
    """Files a second with every client starting at one moment; the ratio is files found again, by digest, over sent."""
    with installation(folder, _asking_for_files(catalog(1, 2 * size.clients))) as desk:
        issue(desk, at=OPENING)
        sign_in.open_to_samples(desk, "only for measuring", at=Clock().now())
        clients = list(itertools.islice(_clients(desk), size.clients))
        with _portal(folder) as port:
            seconds = _all_at_once(clients, port)
        found = sum(_found(desk, client) for client in clients)
    sent = sum(len(client.files) for client in clients)
    raw = _raw(folder / "raw", clients)
    failed, again = sum(client.failed for client in clients), sum(client.again for client in clients)
    return Row(
        "upload",
        sent / seconds,
        "files/s",
        sent / raw,
        found / sent,
        "at_least",
        1.0,
        "the same bytes written and synced one by one; the ratio is found / sent",
        (
            f"{size.clients} clients at once, {_FILES} files of {_BYTES // 1000} KB each, {seconds:.1f} s in all",
            f"{sent} sent, {found} found by digest and in the draft, {failed} failed, {again} sent again",
        ),
    )


def _asking_for_files(programme: Catalog) -> Catalog:
    wanted = EvidenceWanted(id="photo", title="照片", kind=EvidenceKind.PHOTO)
    record = programme.record
    asking = tuple(one.model_copy(update={"evidence": (wanted,)}) for one in record.indicators)
    return Catalog.of(record.model_copy(update={"indicators": asking}))


def _clients(desk: Desk) -> Iterator[Client]:
    """One for each service unit that has a clerk; some of the sample have none."""
    for number in itertools.count(1):
        with suppress(NotFound):
            yield _client(desk, number)


def _client(desk: Desk, number: int) -> Client:
    unit = f"su-{number:05}"
    entered = sign_in.enter(desk, f"{unit}-clerk", via=sign_in.BY_PASSWORD, at=Clock().now())
    dice = random.Random(number)
    files = tuple(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + dice.randbytes(_BYTES) for _ in range(_FILES))
    return Client(f"{unit}-clerk", entered.token, ask.find(desk, "measured-1", "2022", unit), files)


@contextmanager
def _portal(home: Path) -> Iterator[int]:
    """The portal as `luoshi up` starts it, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    around = os.environ | {"LUOSHI_HOME": str(home), "LUOSHI_PORTAL_PORT": str(port), "LUOSHI_DATABASE": ""}
    serving = subprocess.Popen([sys.executable, "-m", "cli.main", "portal"], env=around, cwd=Path(__file__).parents[1])
    try:
        until = time.monotonic() + 60
        while not _answers(port):
            if time.monotonic() > until or serving.poll() is not None:
                raise RuntimeError("the portal did not start")
            time.sleep(0.1)
        yield port
    finally:
        serving.terminate()
        serving.wait(30)


def _answers(port: int) -> bool:
    try:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        line.request("GET", "/health")
        return line.getresponse().status == 200
    except OSError:
        return False


def _all_at_once(clients: list[Client], port: int) -> float:
    gate = threading.Barrier(len(clients) + 1)
    threads = [threading.Thread(target=_upload, args=(client, port, gate)) for client in clients]
    for thread in threads:
        thread.start()
    gate.wait()
    start = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - start


def _upload(client: Client, port: int, gate: threading.Barrier) -> None:
    """Each file by itself, tried again like the page does: with growing pauses, when there is no answer or a 5xx."""
    gate.wait()
    for number, content in enumerate(client.files):
        for tries in range(_TRIES):
            status = _post(client, port, f"{number}.jpg", content)
            if status == 201:
                client.accepted.append(hashlib.sha256(content).hexdigest())
                break
            if 400 <= status < 500:
                client.failed += 1
                break
            client.again += 1
            time.sleep(min(0.25 * 2**tries, 8) * (0.5 + random.random() / 2))
        else:
            client.failed += 1


def _post(client: Client, port: int, name: str, content: bytes) -> int:
    border = uuid.uuid4().hex
    head = (
        f'--{border}\r\nContent-Disposition: form-data; name="requirement"\r\n\r\nphoto\r\n'
        f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    body = head.encode() + content + f"\r\n--{border}--\r\n".encode()
    headers = {
        "Content-Type": f"multipart/form-data; boundary={border}",
        "Cookie": f"{COOKIE}={client.token}",
        CSRF_HEADER: csrf_of(client.token),
    }
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        line.request("POST", f"/api/v1/assignments/{client.assignment}/draft/files", body, headers)
        answer = line.getresponse()
        told = answer.read()
        return answer.status if answer.status != 201 or json.loads(told)["sha256"] in _digests(client) else 400
    except OSError:
        return 0
    finally:
        line.close()


def _digests(client: Client) -> set[str]:
    return {hashlib.sha256(content).hexdigest() for content in client.files}


def _found(desk: Desk, client: Client) -> int:
    """How many of the accepted files are in the unit's draft, and in the store with their very bytes."""
    draft = unfinished_of(desk, client.assignment, desk.person(client.person), at=Clock().now())
    listed = {one.sha256 for one in draft.files}
    return sum(digest in listed and _stored(desk, digest) for digest in client.accepted)


def _stored(desk: Desk, digest: str) -> bool:
    try:
        return bool(desk.files.get(digest))
    except LuoshiError:
        return False


def _raw(folder: Path, clients: list[Client]) -> float:
    folder.mkdir()
    start = time.perf_counter()
    for client in clients:
        for number, content in enumerate(client.files):
            with (folder / f"{client.assignment}-{number}").open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
    return time.perf_counter() - start
