"""Writes what somebody named: a file whole or not at all, and over existing ones only when that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Annotated, TypeVar

from typer import Option

from engine.errors import Invalid, Refused, Unavailable, cause_of
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
    with writing_into(out):
        return _whole(out, write)


def kept(out: Path, text: str) -> None:
    """A text that the same command makes again, put there over an older one. Raises Unavailable."""
    with writing_into(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        if out.exists() and not out.is_file():
            out.write_text(text, encoding="utf-8")  # a pipe or a device is written to, never renamed over
        else:
            _whole(out, lambda stream: stream.write(text.encode()))


@contextmanager
def writing_into(out: Path) -> Iterator[None]:
    """Whatever the disk refuses inside is Unavailable, and says where and why."""
    try:
        yield
    except OSError as error:
        raise Unavailable(
            "file-not-written",
            N_("“{file}” could not be written: {cause}."),
            hint=N_("Check the name, that the folder may be written to and that it has space."),
            file=out,
            cause=cause_of(error),
        ) from error


def _whole(out: Path, write: Callable[[IO[bytes]], Told]) -> Told:
    """Beside and renamed: whoever looks sees the whole file or none."""
    beside: Path | None = None
    try:
        with NamedTemporaryFile(dir=out.parent, prefix=f".{out.stem[:20]}.", suffix=".partial", delete=False) as stream:
            beside = Path(stream.name)
            told = write(stream)
        beside.chmod(0o644)
        beside.replace(out)
        return told
    finally:
        if beside is not None:
            beside.unlink(missing_ok=True)
