"""Content-addressed files behind fsspec: a folder by default, s3:// and the like by URL; nothing is overwritten."""

from __future__ import annotations

import hashlib
import os
import uuid
from dataclasses import dataclass
from pathlib import Path

import fsspec  # type: ignore[import-untyped]
import puremagic

from engine.errors import NotFound, Unavailable, cause_of
from engine.wording import N_


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored file: its SHA-256 in hex, its size in bytes and what its first bytes say it is."""

    sha256: str
    size: int
    media_type: str


class EvidenceFiles:
    """One place for files, by fsspec URL or folder. The same content is kept once, whoever hands it in."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._fs, self._root = fsspec.core.url_to_fs(url)
        protocols = self._fs.protocol if isinstance(self._fs.protocol, tuple) else (self._fs.protocol,)
        self._local = "file" in protocols
        self._known: dict[str, tuple[str, str]] = {}
        self._stored: set[str] = set()

    def put(self, content: bytes, name: str = "") -> Stored:
        """Keep `content` and say what it is; what was lost or altered meanwhile is put right again.

        Raises Unavailable when the disk or the store refuses it.
        """
        digest = hashlib.sha256(content).hexdigest()
        if self._local or digest not in self._stored:
            try:
                self._write(self._path(digest), content)
            except OSError as error:
                raise Unavailable(
                    "evidence-not-stored",
                    N_("The file could not be stored: {cause}."),
                    hint=N_("Check the evidence folder and its free space, then hand it in again."),
                    cause=cause_of(error),
                ) from error
            self._stored.add(digest)
        return Stored(digest, len(content), self._told(digest, content, name)[0])

    def _told(self, digest: str, content: bytes, name: str) -> tuple[str, str]:
        if digest not in self._known:
            self._known[digest] = _magic(content, name)
        return self._known[digest]

    def extension(self, content: bytes, name: str = "") -> str:
        """The extension that the bytes themselves look like, without a dot; '' when they do not tell."""
        return self._told(hashlib.sha256(content).hexdigest(), content, name)[1]

    def get(self, sha256: str) -> bytes:
        """The content of that digest, checked.

        Raises NotFound when it is gone or altered, Unavailable when the disk or the store does not give it.
        """
        path = self._path(sha256)
        try:
            content: bytes | None = self._fs.cat_file(path) if self._fs.isfile(path) else None
        except OSError as error:
            raise _not_read(sha256, error) from error
        if content is None or hashlib.sha256(content).hexdigest() != sha256:
            raise NotFound(
                "evidence-gone",
                N_("The stored file {sha256} is missing or has been altered."),
                hint=N_("Restore it from a backup of the evidence folder."),
                sha256=sha256[:12],
            )
        return content

    def holds(self, sha256: str) -> bool:
        """Whether there is a file of that digest. Raises Unavailable when the disk or the store does not tell."""
        try:
            return bool(self._fs.isfile(self._path(sha256)))
        except OSError as error:
            raise _not_read(sha256, error) from error

    def _path(self, digest: str) -> str:
        return f"{self._root}/{digest[:2]}/{digest[2:]}"

    def _write(self, path: str, content: bytes) -> None:
        if self._fs.isfile(path) and self._fs.cat_file(path) == content:
            return
        if self._local:
            _write_whole(Path(path), content)
        else:
            self._fs.pipe_file(path, content)


def _not_read(sha256: str, error: OSError) -> Unavailable:
    return Unavailable(
        "evidence-not-read",
        N_("The stored file {sha256} could not be read: {cause}."),
        hint=N_("Check the evidence folder, then try again."),
        sha256=sha256[:12],
        cause=cause_of(error),
    )


def _write_whole(path: Path, content: bytes) -> None:
    """Write beside and rename: whoever looks sees the whole file or none, after a power cut too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(f"{path}.{uuid.uuid4().hex}.partial")
    try:
        with partial.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)  # on a full disk half a file takes the space that is wanted
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the name, not only the bytes
    finally:
        os.close(folder)


def _magic(content: bytes, name: str) -> tuple[str, str]:
    """Media type and extension by the file's own bytes; the extension is '' when they do not tell."""
    if not content:
        return "application/x-empty", ""
    try:
        found = puremagic.magic_string(content, name or None)
    except (puremagic.PureError, ValueError):
        found = []
    for match in found:
        if match.mime_type:
            return str(match.mime_type), str(match.extension).lstrip(".")
    try:
        content[:4096].decode()
    except UnicodeDecodeError:
        return "application/octet-stream", ""
    return "text/plain", ""
