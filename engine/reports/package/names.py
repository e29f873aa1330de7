"""Names of files that every system takes: no paths, no signs that mean something elsewhere, nothing invisible."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath
from typing import Final

_LONGEST: Final = 36
"""Signs of one name. Folders are kept shorter still: an unpacked path must fit the 260 signs of Windows."""
_ENDING: Final = 12
_FORBIDDEN: Final = frozenset('\\/:*?"<>|')
_RESERVED: Final = frozenset(
    ["CON", "PRN", "AUX", "NUL", *(f"COM{n}" for n in range(1, 10)), *(f"LPT{n}" for n in range(1, 10))]
)


def safe_name(text: str, longest: int = _LONGEST) -> str:
    """`text` as one name of a folder or file, at most so many signs; `_` when nothing is left of it."""
    normal = unicodedata.normalize("NFC", text)
    # Cc, Cf …: control signs, and those that turn the direction of writing to make exe.pdf of fdp.exe
    kept = "".join(
        " " if sign.isspace() else "_" if sign in _FORBIDDEN else sign
        for sign in normal
        if sign.isspace() or not unicodedata.category(sign).startswith("C")
    )
    name = " ".join(kept.split())[:longest].strip(" .")
    return f"_{name}" if name.partition(".")[0].upper() in _RESERVED else name or "_"


def folder_of(category: str, number: str, title: str, unit: str, period: str) -> str:
    """Where the files of one duty lie: folders sort as the table does, and their names leave room for a file's."""
    top = f"{number.partition('.')[0]} {safe_name(category, 12)}"
    return f"{top}/{number} {safe_name(title, 20)}/{safe_name(unit, 24)} {safe_name(period, 16)}"


def numbered(number: int, name: str) -> str:
    """A file's name behind its number, its ending kept: `003 会议纪要.pdf`. Numbers make names differ."""
    stem, dot, ending = name.rpartition(".")
    if not dot or not ending.isalnum() or len(ending) > _ENDING:
        stem, ending = name, ""
    return f"{number:03d} {safe_name(stem)}" + (f".{ending}" if ending.isascii() and ending else "")


def is_safe_path(path: str) -> bool:
    """Whether a path inside an archive stays inside wherever it is unpacked."""
    parts = path.split("/")
    return (
        bool(path)
        and "\\" not in path
        and ":" not in parts[0]
        and not PurePosixPath(path).is_absolute()
        and all(part not in ("", ".", "..") for part in parts)
    )
