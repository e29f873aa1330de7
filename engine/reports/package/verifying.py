"""Whether a package is what it was when it was made: read piece by piece, without a database, without the network."""

from __future__ import annotations

import errno
import hashlib
import lzma
import struct
import zipfile
import zlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from engine.errors import Invalid, Unavailable, cause_of
from engine.reports.package.manifest import MANIFEST, Filed, Manifest, digest_of, parse
from engine.wording import N_

_PIECE: Final = 1 << 20
_LARGEST_MANIFEST: Final = 64 << 20
_ROOM, _GROWTH = 1 << 30, 100
"""All files of a package together unpack to at most so many bytes, and so many times its size. What offices hand in
grows some tenfold; an archive whose entries lie over each other, thousands of times and more."""
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    ValueError,
    RuntimeError,  # it wants a password; NotImplementedError is one too
    OverflowError,
)
"""What reading a damaged archive may raise; and so does an OSError that no disk gave."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found. `digest` is the manifest's; `manifest` None when it is missing or unreadable.

    `renamed`: (was, is) of files with the content of one that is missing. `expected`: whether the manifest is the one
    whose digest was given; None when none was.
    """

    digest: str
    manifest: Manifest | None
    altered: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    expected: bool | None = None

    @property
    def sound(self) -> bool:
        """Nothing is altered, missing or added, and the manifest is the one that was asked for."""
        faults = self.altered or self.missing or self.added or self.renamed
        return self.manifest is not None and not faults and self.expected is not False


def check_package(file: Path | IO[bytes], digest: str = "", *, name: str = "") -> Checked:
    """Check a package: a file, or a stream that can be gone through twice, with its `name`.

    `digest`: the manifest's, as it was told at making. Raises Invalid for what is no zip, and for one that would fill
    a disk.
    """
    name = name or (file.name if isinstance(file, Path) else "")
    try:
        with zipfile.ZipFile(file) as archive:
            _check_bounded(archive, name)
            return _checked(archive, digest.strip().lower())
    except _BROKEN as error:
        raise _no_package(name) from error
    except OSError as error:
        if _of_damage(error):
            raise _no_package(name) from error
        raise Unavailable(
            "package-not-read",
            N_("“{file}” could not be read: {cause}."),
            hint=N_("Check the name and the folder."),
            file=name,
            cause=cause_of(error),
        ) from error


def _check_bounded(archive: zipfile.ZipFile, name: str) -> None:
    """By the list alone, before anything is unpacked: `zipfile` gives no more of a file than the list says."""
    total = sum(each.file_size for each in archive.infolist())
    if total > _ROOM + _GROWTH * archive.start_dir:  # what lies before the list: all that the files are packed in
        raise Invalid(
            "package-swells",
            N_("“{file}” would unpack to {total} GB, far more than a file of its size can hold: it was not examined."),
            hint=N_("Do not unpack it; ask whoever it came from for the package as it was made."),
            file=name,
            total=f"{total / 1e9:,.1f}",
        )


def _no_package(name: str) -> Invalid:
    return Invalid(
        "no-package",
        N_("“{file}” is no inspection package, or it is damaged."),
        hint=N_("Take the file as it was made; a broken download can be loaded again."),
        file=name,
    )


def _of_damage(error: OSError) -> bool:
    """Whether it comes from nonsense in the archive: a place before its beginning, a bzip2 stream that is none."""
    return error.errno in (None, errno.EINVAL)


def _checked(archive: zipfile.ZipFile, wanted: str) -> Checked:
    names = Counter(each.filename for each in archive.infolist())
    content = _manifest(archive, names)
    digest = digest_of(content)
    expected = digest == wanted if wanted else None
    manifest = parse(content)
    if manifest is None:
        return Checked(digest if content else "", None, expected=expected)
    listed = {each.path: each for each in manifest.files}
    twice = {name for name, number in names.items() if number > 1}  # what a reader shows of two is anybody's guess
    altered = [path for path, each in listed.items() if path in names and (path in twice or not _same(archive, each))]
    missing = [path for path in listed if path not in names]
    added = [name for name in names if name not in listed and (name != MANIFEST or name in twice)]
    renamed = _renamed(archive, [listed[path] for path in missing], added)
    was, now = {old for old, _ in renamed}, {new for _, new in renamed}
    return Checked(
        digest,
        manifest,
        tuple(altered),
        tuple(path for path in missing if path not in was),
        tuple(name for name in added if name not in now),
        tuple(renamed),
        expected,
    )


def _manifest(archive: zipfile.ZipFile, names: Counter[str]) -> bytes:
    """The bytes of the manifest; none when it is missing, too large to be one, or cannot be unpacked."""
    if MANIFEST not in names:
        return b""
    try:
        with archive.open(MANIFEST) as stream:
            content = stream.read(_LARGEST_MANIFEST + 1)
    except _BROKEN:
        return b""
    except OSError as error:
        if not _of_damage(error):
            raise
        return b""
    return content if len(content) <= _LARGEST_MANIFEST else b""


def _same(archive: zipfile.ZipFile, filed: Filed) -> bool:
    """Whether the file has the size and digest on the manifest."""
    return _digest(archive, filed.path, filed.size) == filed.sha256


def _digest(archive: zipfile.ZipFile, name: str, size: int) -> str:
    """The SHA-256 of a file of that size, '' when it has another or is damaged; no more is unpacked than that size."""
    seen, left = hashlib.sha256(), size
    try:
        with archive.open(name) as stream:
            while piece := stream.read(min(_PIECE, left + 1)):
                left -= len(piece)
                if left < 0:
                    return ""
                seen.update(piece)
    except _BROKEN:
        return ""
    except OSError as error:
        if not _of_damage(error):
            raise
        return ""
    return "" if left else seen.hexdigest()


def _renamed(archive: zipfile.ZipFile, missing: list[Filed], added: list[str]) -> list[tuple[str, str]]:
    """Each added file is read once, however many are missing: a stranger chooses both numbers."""
    sizes = {filed.size for filed in missing}
    free: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for name in added:
        size = archive.getinfo(name).file_size
        if size in sizes and name != MANIFEST and not name.endswith("/"):
            free[size, _digest(archive, name, size)].append(name)
    alike = ((filed.path, free.get((filed.size, filed.sha256))) for filed in missing)
    return [(path, names.pop(0)) for path, names in alike if names]
