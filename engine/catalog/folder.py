"""The files of a programme's folder: which are wanted, which may be there, and each read into the draft."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Final, TypeVar

from pydantic import BaseModel

from engine.catalog.draft import CHASING, PROGRAMME, SCALES, UNITS, Draft
from engine.catalog.problems import Finding
from engine.catalog.reading import read_yaml
from engine.catalog.rosters import read_roster
from engine.catalog.sentences import suggestion, validate
from engine.domain.definition import Chasing, Indicator, Notice, Person, Programme, Scale, Unit, Units, Workflow
from engine.wording import N_

M = TypeVar("M", bound=BaseModel)
R = TypeVar("R", Unit, Person)
_AT_HOME: Final = (PROGRAMME, UNITS, CHASING, *SCALES)
_OUTSIDE = N_("a roster lies inside the programme's folder")


class Folder:
    """Reads a folder into a draft. File names are paths below the folder with `/` between."""

    def __init__(self, home: Path, draft: Draft) -> None:
        self._home = home
        self._draft = draft
        self._found: list[Finding] = []

    def read(self) -> list[Finding]:
        """Read everything; what is wrong with single files."""
        draft = self._draft
        self._strays()
        draft.programme = self._yaml(PROGRAMME, Programme)
        draft.units = self._yaml(UNITS, Units)
        draft.chasing = self._yaml(CHASING, Chasing)
        draft.scale_file = next((name for name in SCALES if (self._home / name).exists()), SCALES[-1])
        draft.scale = self._yaml(draft.scale_file, Scale)
        for pattern in ("../workflows/*.yaml", "workflows/*.yaml"):
            self._each(pattern, Workflow, draft.workflows)
        self._each("notices/*.yaml", Notice, draft.notices)
        self._each("indicators/*/*.yaml", Indicator, draft.indicators)
        if draft.units is not None:
            for at, roster in enumerate(draft.units.rosters):
                draft.rosters[roster.file] = self._roster(("rosters", at), roster.file, Unit, roster.sample)
            for at, roster in enumerate(draft.units.people):
                draft.people[roster.file] = self._roster(("people", at), roster.file, Person, roster.sample)
        return self._found

    def _each(self, pattern: str, model: type[M], into: dict[str, M]) -> None:
        start = self._home.parent if pattern.startswith("../") else self._home
        for path in sorted(start.glob(pattern.removeprefix("../"))):
            below = path.relative_to(start).as_posix()
            file = f"../{below}" if start != self._home else below
            value = self._yaml(file, model)
            if value is not None:
                into[file] = value

    def _yaml(self, file: str, model: type[M]) -> M | None:
        raw = self._bytes(file)
        if raw is None:
            return None
        read = read_yaml(file, raw)
        self._draft.texts[file] = read.text
        value, found = (None, []) if read.findings else validate(model, file, read.value)
        self._found += read.findings or found
        if value is None:
            self._draft.broken.add(file)
        return value

    def _bytes(self, file: str) -> bytes | None:
        try:
            return (self._home / file).read_bytes()
        except FileNotFoundError:
            near = next(iter(self._home.glob(f"{PurePosixPath(file).stem}.*")), None)
            hint = N_("rename {near}") if near else N_("see `luoshi schema` for what belongs in it")
            params = {"near": near.name} if near else {}
            self._fault(file, "no-file", N_("this file is missing"), hint, **params)
        except IsADirectoryError:
            self._fault(file, "not-a-file", N_("this is a folder where a file is wanted"))
        except (OSError, ValueError) as error:
            self._fault(
                file, "unreadable", N_("this file cannot be read: {reason}"), reason=getattr(error, "strerror", error)
            )
        return None

    def _fault(self, file: str, code: str, message: str, hint: str = "", **params: object) -> None:
        self._draft.broken.add(file)
        self._found.append(Finding(file, (), code, message, hint, params, spot=(1, 1)))

    def _roster(self, at: tuple[str, int], file: str, model: type[R], sample: bool) -> tuple[R, ...]:
        path = PurePosixPath(file)
        way = (*at, "file")
        if path.is_absolute() or ".." in path.parts or "\\" in file or "\0" in file:
            self._refuse(way, file, "outside", _OUTSIDE, N_("for example `rosters/units.csv`"))
            return ()
        target = self._home / file
        if not target.is_file():
            near = sorted(each.relative_to(self._home).as_posix() for each in self._home.glob("rosters/*.csv"))
            hint, more = suggestion(file, near)
            self._refuse(way, file, "no-file", N_("there is no file `{word}`"), hint, **more)
            return ()
        raw = self._bytes(file)
        if raw is None:
            return ()
        rows, read, found = read_roster(file, raw, model, sample)
        self._draft.texts[file] = read.text
        self._found += found
        if found:
            self._draft.broken.add(file)
        return rows

    def _refuse(
        self, at: tuple[str | int, ...], file: str, code: str, message: str, hint: str, **params: object
    ) -> None:
        self._draft.broken.add(file)
        self._found.append(Finding(UNITS, at, code, message, hint, {"word": file, **params}))

    def _strays(self) -> None:
        """Files that would silently be left out: `.yml`, or an indicator outside a category's folder."""
        known = {
            *self._home.glob("indicators/*/*.yaml"),
            *self._home.glob("notices/*.yaml"),
            *self._home.glob("workflows/*.yaml"),
        }
        for pattern in ("indicators/**/*.y*ml", "notices/**/*.y*ml", "workflows/**/*.y*ml", "*.y*ml"):
            for path in sorted(self._home.glob(pattern)):
                file = path.relative_to(self._home).as_posix()
                if path in known or file in _AT_HOME:
                    continue
                hint, more = suggestion(file, _AT_HOME) if "/" not in file else (_PLACE, {})
                missing = more.get("near") and not (self._home / str(more["near"])).exists()
                if not missing:
                    self._fault(file, "stray", N_("nothing reads a file of this name here"), hint, **more)


_PLACE = N_("indicators lie in indicators/<category>/<id>.yaml, notices in notices/<id>.yaml")
