"""Bytes that somebody sent in: decoded as what Chinese offices write, and unpacked no further than told."""

from __future__ import annotations

import codecs
import io
import zipfile
from collections.abc import Mapping
from typing import Final

ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MOST_PARTS: Final = 2_000
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decoded(raw: bytes) -> str | None:
    """By its byte order mark, else UTF-8, else what Chinese Windows writes (GBK and its larger successor).

    None where it is none of them.
    """
    tried = [(raw[len(bom) :], name) for bom, name in _BOMS if raw.startswith(bom)]
    for found, name in tried or [(raw, "utf-8"), (raw, "gb18030")]:
        try:
            return found.decode(name)
        except UnicodeDecodeError:
            continue
    return None


def parts(raw: bytes) -> Mapping[str, int] | None:
    """What a zip holds and how large each part becomes (bytes), from its list alone; None where it is no sound zip."""
    try:
        return {part.filename: part.file_size for part in zipfile.ZipFile(io.BytesIO(raw)).infolist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, UnicodeDecodeError):
        return None


def within(found: Mapping[str, int], largest: int) -> bool:
    """Whether a zip stays small when it is unpacked: `zipfile` gives no more of a part than its list says."""
    return len(found) <= _MOST_PARTS and sum(found.values()) <= largest
