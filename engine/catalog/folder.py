"""The files of a programme's folder: which are wanted, which may be there, and each read into the draft."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final, TypeVar

from pydantic import BaseModel

from engine.catalog.draft import CHASING, PROGRAMME, SCALES, UNITS, Draft
from engine.catalog.place import Place
from engine.catalog.problems import Finding
from engine.catalog.reading import read_yaml
from engine.catalog.rosters import read_roster
from engine.catalog.salvage import overlooked, readable, salvage
from engine.catalog.sentences import suggestion, validate
from engine.catalog.syntax import Text
from engine.domain.definition import Chasing, Indicator, Notice, Person, Programme, Scale, Unit, Units, Workflow
from engine.domain.definition.whom import Roster
from engine.errors import cause_of
from engine.wording import N_

M = TypeVar("M", bound=BaseModel)
R = TypeVar("R", Unit, Person)
_AT_HOME: Final = (PROGRAMME, UNITS, CHASING, *SCALES)
_OUTSIDE = N_("a roster lies inside the programme's folder")


class Folder:
    """Reads a folder into a draft. File names are paths below the folder with `/` between."""

    def __init__(self, place: Place, draft: Draft) -> None:
        self._place = place
        self._home = place.home
        self._draft = draft
        self._found: list[Finding] = []

    def read(self) -> list[Finding]:
        """Read everything; what is wrong with single files."""
        draft = self._draft
        self._strays()
        draft.programme = self._yaml(PROGRAMME, Programme)
        draft.units = self._yaml(UNITS, Units)
        draft.chasing = self._yaml(CHASING, Chasing)
        draft.scale_file = next((name for name in SCALES if self._place.exists(name)), SCALES[-1])
        draft.scale = self._yaml(draft.scale_file, Scale)
        for pattern in ("../workflows/*.yaml", "workflows/*.yaml"):
            self._each(pattern, Workflow, draft.workflows)
        self._each("notices/*.yaml", Notice, draft.notices)
        self._each("indicators/*/*.yaml", Indicator, draft.indicators)
        if draft.units is not None:
            self._rosters("rosters", draft.units.rosters, Unit, draft.rosters)
            self._rosters("people", draft.units.people, Person, draft.people)
        return self._found

    def _rosters(self, key: str, named: Iterable[Roster], model: type[R], into: dict[str, tuple[R, ...]]) -> None:
        for at, roster in enumerate(named):
            if not readable(roster.file):
                continue
            rows = self._roster((key, at), roster.file, model, readable(roster.sample) and roster.sample)
            if rows is not None:
                into[roster.file] = rows

    def _each(self, pattern: str, model: type[M], into: dict[str, M]) -> None:
        for file in self._place.matching(pattern):
            value = self._yaml(file, model)
            if value is not None:
                into[file] = value

    def _yaml(self, file: str, model: type[M]) -> M | None:
        raw = self._bytes(file)
        if raw is None:
            return None
        read = read_yaml(file, raw)
        self._draft.texts[file] = read.text
        self._found += read.findings
        if read.findings and not _speaks_of(model, read.value):
            self._draft.broken.add(file)
            return None
        value, found = validate(model, file, read.value)
        if value is not None:
            return value
        self._draft.broken.add(file)
        return self._remainder(model, file, read, found)

    def _remainder(self, model: type[M], file: str, read: Text, found: list[Finding]) -> M | None:
        """What a refused file still says; beside the model's complaints, the rules it did not come to."""
        rest = salvage(model, read.value)
        told = {(each.at, each.code) for each in found}
        more = [replace(each, file=file) for each in overlooked(rest) if (each.at, each.code) not in told]
        self._found += [*found, *more]
        return rest

    def _bytes(self, file: str) -> bytes | None:
        try:
            return self._place.raw(file)
        except FileNotFoundError:
            near = next(iter(self._home.glob(f"{PurePosixPath(file).stem}.*")), None)
            hint = N_("rename {near}") if near else N_("see `luoshi schema` for what belongs in it")
            params = {"near": near.name} if near else {}
            self._fault(file, "no-file", N_("this file is missing"), hint, **params)
        except IsADirectoryError:
            self._fault(file, "not-a-file", N_("this is a folder where a file is wanted"))
        except (OSError, ValueError) as error:
            reason = cause_of(error) if isinstance(error, OSError) else error
            self._fault(file, "unreadable", N_("this file cannot be read: {reason}"), reason=reason)
        return None

    def _fault(self, file: str, code: str, message: str, hint: str = "", **params: object) -> None:
        self._draft.broken.add(file)
        self._found.append(Finding(file, (), code, message, hint, params, spot=(1, 1)))

    def _roster(self, at: tuple[str, int], file: str, model: type[R], sample: bool) -> tuple[R, ...] | None:
        path = PurePosixPath(file)
        way = (*at, "file")
        if path.is_absolute() or ".." in path.parts or "\\" in file or "\0" in file:
            self._refuse(way, file, "outside", _OUTSIDE, N_("for example `rosters/units.csv`"))
            return None
        if not self._place.has(file):
            near = sorted(each.relative_to(self._home).as_posix() for each in self._home.glob("rosters/*.csv"))
            hint, more = suggestion(file, near)
            self._refuse(way, file, "no-file", N_("there is no file `{word}`"), hint, **more)
            return None
        raw = self._bytes(file)
        if raw is None:
            return None
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


def _speaks_of(model: type[BaseModel], value: object) -> bool:
    """Whether a file whose form is at fault holds any field of its kind: else its form is all there is to tell."""
    return isinstance(value, dict) and any((info.alias or name) in value for name, info in model.model_fields.items())


_PLACE = N_("indicators lie in indicators/<category>/<id>.yaml, notices in notices/<id>.yaml")
