"""The manifest of a package: what is in it with its digest, and the head of the history it was made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from engine.reports.package.names import is_safe_path

MANIFEST: Final = "manifest.json"
FORMAT: Final = "luoshi-package/1"


@dataclass(frozen=True, slots=True)
class Filed:
    """A file in the package: where, how many bytes, and their SHA-256 in hex."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`head`: number and digest of the newest act when it was made; `made_at` in UTC, `as_of` the programme's day."""

    programme: str
    year: int
    as_of: str
    made_at: str
    head_act: int
    head_digest: str
    files: Sequence[Filed]

    def dump(self) -> bytes:
        """The bytes that stand in the package."""
        body = {"format": FORMAT, **asdict(self)}
        return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode()


def digest_of(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def parse(content: bytes) -> Manifest | None:
    """The manifest of these bytes; None when they are none."""
    try:
        body = json.loads(content)
        if body.pop("format") != FORMAT:
            return None
        files = [_filed(each) for each in body.pop("files")]
        found = Manifest(**body, files=files)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    sound = isinstance(found.head_act, int) and isinstance(found.head_digest, str) and isinstance(found.as_of, str)
    return found if sound and len({each.path for each in files}) == len(files) else None


def _filed(each: Mapping[str, Any]) -> Filed:
    filed = Filed(**each)
    if not (isinstance(filed.path, str) and isinstance(filed.size, int) and isinstance(filed.sha256, str)):
        raise TypeError
    if not is_safe_path(filed.path) or filed.path == MANIFEST:
        raise ValueError
    return filed
