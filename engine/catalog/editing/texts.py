"""The texts of a programme's folder: which may be worked on, reading one, and putting several in place at once."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from engine.catalog.draft import CHASING, PROGRAMME, SCALES, UNITS
from engine.catalog.place import Place
from engine.errors import Unavailable, cause_of
from engine.wording import N_

_SLUG: Final = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_INDICATOR: Final = re.compile(rf"indicators/{_SLUG}/{_SLUG}\.yaml\Z")
_NOTICE: Final = re.compile(rf"notices/{_SLUG}\.yaml\Z")
_WORKFLOW: Final = re.compile(rf"(?:\.\./)?workflows/{_SLUG}\.yaml\Z")
_ALONE: Final = (PROGRAMME, UNITS, CHASING, *SCALES)
_PATTERNS: Final = ("indicators/*/*.yaml", *_ALONE, "../workflows/*.yaml", "workflows/*.yaml", "notices/*.yaml")


def is_indicator(file: str) -> bool:
    """Whether a file is where an indicator lies."""
    return len(file) < 200 and _INDICATOR.match(file) is not None


def is_workflow(file: str) -> bool:
    """Whether a file is where a workflow lies, the programme's own or one that programmes share."""
    return len(file) < 200 and _WORKFLOW.match(file) is not None


def may_be_edited(file: str) -> bool:
    """Whether a file is one of the texts that are worked on: every one but the rosters, which are tables.

    Workflows that programmes share lie beside the programme's folder, `../workflows/<id>.yaml`.
    """
    known = file in _ALONE or is_indicator(file) or is_workflow(file)
    return known or (len(file) < 200 and _NOTICE.match(file) is not None)


def editable(folder: Path) -> tuple[str, ...]:
    """The texts of a folder that may be worked on, in order."""
    place = Place(folder)
    return tuple(file for pattern in _PATTERNS for file in place.matching(pattern) if may_be_edited(file))


def text_of(folder: Path, file: str) -> str | None:
    """A text as it lies in the folder; None when it is not there. Raises Unavailable when it cannot be read."""
    try:
        return (folder / file).read_bytes().removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise unusable(folder, error) from error


def writable(folder: Path) -> bool:
    """Whether texts can be put into the folder by whoever runs this."""
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def digest_of(text: str | None) -> str:
    """What tells one text from another; empty for one that is not there."""
    return "" if text is None else hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Placing:
    """Texts put into a folder; `placing` takes them back when what belongs to them fails."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._before: dict[Path, bytes | None] = {}

    def put(self, texts: Mapping[str, str | None]) -> None:
        """Put all of them in place, None takes a file away. Raises Unavailable, and then nothing has changed."""
        try:
            fresh = [(self._folder / file, _beside(self._folder / file, text)) for file, text in texts.items()]
            for target, made in fresh:
                self._before[target] = target.read_bytes() if target.exists() else None
                if made is None:
                    target.unlink(missing_ok=True)
                else:
                    os.replace(made, target)  # noqa: PTH105 - said as plainly as what it promises
        except OSError as error:
            self.take_back()
            raise unusable(self._folder, error) from error

    def take_back(self) -> None:
        """Everything as it lay before."""
        for target, body in self._before.items():
            with suppress(OSError):
                if body is None:
                    target.unlink(missing_ok=True)
                else:
                    target.write_bytes(body)
        self._before = {}


@contextmanager
def placing(folder: Path) -> Iterator[Placing]:
    """A placing that is undone when the block fails, be it at its very end."""
    made = Placing(folder)
    try:
        yield made
    except BaseException:
        made.take_back()
        raise


def _beside(target: Path, text: str | None) -> Path | None:
    """The text in a file beside its place, whole and on the disk."""
    if text is None:
        return None
    target.parent.mkdir(parents=True, exist_ok=True)
    made = target.with_name(f".{target.name}.new")
    with made.open("wb") as stream:
        stream.write(text.encode())
        stream.flush()
        os.fsync(stream.fileno())
    return made


def unusable(folder: Path, error: OSError) -> Unavailable:
    """The refusal for a folder of definitions that is not there or may not be written to."""
    return Unavailable(
        "definitions-folder",
        N_("The folder of definitions {folder} cannot be used: {reason}."),
        hint=N_("It is named by LUOSHI_DEFINITIONS; the account that runs the portal must be able to write in it."),
        folder=folder,
        reason=cause_of(error),
    )
