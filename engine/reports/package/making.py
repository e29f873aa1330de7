"""Writing a package: files one after the other, then the index, the list of gaps and the manifest of all of it."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import IO, Any

from engine.reports.package.manifest import MANIFEST, Filed, Manifest, digest_of
from engine.reports.package.names import is_safe_path

_STORED = frozenset(
    {"jpg", "jpeg", "png", "gif", "webp", "pdf", "ofd", "docx", "xlsx", "pptx", "zip", "7z", "rar", "mp4"}
)
"""Endings of what is packed already: packing it again costs time and saves nothing."""


@dataclass
class PackageWriter:
    """A package being written into a stream. Every file's digest is noted; only paths and digests are held."""

    archive: zipfile.ZipFile
    window: _Window
    day: date
    files: list[Filed] = field(default_factory=list)
    _paths: set[str] = field(default_factory=set)

    def add(self, path: str, content: bytes) -> Filed:
        """Put a file in. Raises ValueError for a path that leaves the package or is taken, letters' size apart."""
        if not is_safe_path(path) or path == MANIFEST or path.casefold() in self._paths:
            raise ValueError(path)
        self._paths.add(path.casefold())
        self._write(path, content)
        filed = Filed(path, len(content), hashlib.sha256(content).hexdigest())
        self.files.append(filed)
        return filed

    def close(self, manifest: Manifest) -> str:
        """Put the manifest in; returns its digest."""
        content = manifest.dump()
        self._write(MANIFEST, content)
        return digest_of(content)

    def _write(self, path: str, content: bytes) -> None:
        info = zipfile.ZipInfo(path, (self.day.year, self.day.month, self.day.day, 0, 0, 0))
        info.compress_type = zipfile.ZIP_STORED if path.rpartition(".")[2].lower() in _STORED else zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        self.archive.writestr(info, content)
        self.window.hand_on()


class _Window(io.RawIOBase):
    """Lets an archive go back within the file it is writing, and hands on what is finished: `stream` need not be able
    to go back, and sizes still stand before each file, where every unpacking program looks for them."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._gone, self._held = stream, 0, io.BytesIO()

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._gone + self._held.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Only from the beginning, and only within what is held."""
        return self._gone + self._held.seek(offset - self._gone, whence)

    def write(self, content: Any) -> int:
        return self._held.write(content)

    def hand_on(self) -> None:
        """Nobody goes back behind here; what a broken stream refused is not offered again."""
        done, self._held = self._held.getvalue(), io.BytesIO()
        self._gone += len(done)
        self._stream.write(done)


@contextmanager
def package_into(stream: IO[bytes], day: date) -> Iterator[PackageWriter]:
    """A package written into `stream`; `day` is the date its files bear."""
    window = _Window(stream)
    with zipfile.ZipFile(window, "w", allowZip64=True) as archive:
        yield PackageWriter(archive, window, day)
    window.hand_on()
