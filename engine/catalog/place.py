"""A programme's folder as its reader meets it: the files that lie there, with others laid over them, or taken away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath


@dataclass(frozen=True)
class Place:
    """A folder and what is laid over it: text by file, None for a file that is taken away.

    Files are paths below the folder with `/` between, workflows shared by programmes `../workflows/<id>.yaml`.
    """

    home: Path
    over: Mapping[str, str | None] = field(default_factory=dict)

    def raw(self, file: str) -> bytes:
        """The bytes of a file. Raises OSError as reading does."""
        if file in self.over:
            text = self.over[file]
            if text is None:
                raise FileNotFoundError(file)
            return text.encode("utf-8", "surrogatepass")
        return (self.home / file).read_bytes()

    def has(self, file: str) -> bool:
        """Whether a file is there."""
        return self.over[file] is not None if file in self.over else (self.home / file).is_file()

    def exists(self, file: str) -> bool:
        """Whether anything of that name is there."""
        return self.over[file] is not None if file in self.over else (self.home / file).exists()

    def matching(self, pattern: str) -> list[str]:
        """Files whose path fits, in order; `*` stands for one name or a part of it."""
        up = pattern.startswith("../")
        start = self.home.parent if up else self.home
        there = {path.relative_to(start).as_posix() for path in start.glob(pattern.removeprefix("../"))}
        found = {f"../{below}" if up else below for below in there}
        laid = {file for file in self.over if _fits(file, pattern)}
        return sorted({file for file in found | laid if self.over.get(file, "") is not None})


def _fits(file: str, pattern: str) -> bool:
    path, wanted = PurePosixPath(file), PurePosixPath(pattern)
    return len(path.parts) == len(wanted.parts) and path.match(pattern)
