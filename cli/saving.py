"""Writes a file that somebody named: whole or not at all, and over an existing one only when that is asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Annotated, TypeVar

from typer import Option

from engine.errors import Invalid, Refused, Unavailable
from engine.wording import N_

Told = TypeVar("Told")
Out = Annotated[Path, Option("--out", metavar="FILE", help=N_("The file to write."))]
Replace = Annotated[bool, Option("--replace", help=N_("Write over the file when there is one already."))]


def saved(out: Path, write: Callable[[IO[bytes]], Told], *, replace: bool, ends: tuple[str, ...]) -> Told:
    """What `write` gives back once the file is there; it is written beside and renamed.

    `ends`: the endings a file of this kind may have. Raises Invalid for another one, Refused when the file is there
    and is not to be replaced, Unavailable when the disk refuses it.
    """
    if out.suffix.lower() not in ends:
        raise Invalid(
            "wrong-ending",
            N_("This is written as {ends}, not as “{file}”."),
            hint=N_("Give the file an ending that fits."),
            ends=" / ".join(ends),
            file=out.name,
        )
    if out.exists() and not replace:
        raise Refused(
            "file-there",
            N_("There is a file “{file}” already."),
            hint=N_("Give another name, or add `--replace`."),
            file=out,
        )
    beside: Path | None = None
    try:
        with NamedTemporaryFile(dir=out.parent, prefix=f".{out.stem[:20]}.", suffix=".partial", delete=False) as stream:
            beside = Path(stream.name)
            told = write(stream)
        beside.chmod(0o644)
        beside.replace(out)
        return told
    except OSError as error:
        raise Unavailable(
            "file-not-written",
            N_("“{file}” could not be written: {cause}"),
            hint=N_("Check that the folder is there and has space."),
            file=out,
            cause=error.strerror or str(error),
        ) from error
    finally:
        if beside is not None:
            beside.unlink(missing_ok=True)
