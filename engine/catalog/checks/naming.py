"""Names that stand nowhere, each with the one that was most likely meant."""

from __future__ import annotations

from collections.abc import Iterable

from engine.catalog.draft import Draft, stem_of
from engine.catalog.problems import At, Finding
from engine.catalog.sentences import nearest, suggestion
from engine.wording import N_

_UNIT_BY_ID = N_("units are called by their names: write `{near}`")
_UNIT_NEAR = N_("did you mean `{near}`? A new unit goes into units.yaml or a roster")
_UNIT_NEW = N_("write its name as units.yaml or a roster has it, or add the unit there")


def unknown(file: str, at: At, code: str, message: str, word: str, known: tuple[str, ...] | list[str]) -> Finding:
    """A name that stands nowhere, with the nearest that does."""
    hint, more = suggestion(word, known)
    return Finding(file, at, code, message, hint, {"word": word, **more})


def unknown_unit(draft: Draft, file: str, at: At, message: str, word: str, known: Iterable[str]) -> Finding:
    """A unit (or group, where `known` holds them) that there is not."""
    hint, more = unit_hint(draft, word, known)
    return Finding(file, at, "unknown-unit", message, hint, {"word": word, **more})


def unit_hint(draft: Draft, word: str, known: Iterable[str]) -> tuple[str, dict[str, object]]:
    """A hint and its params: the unit of that id, else the nearest name, else where units are declared."""
    for unit in draft.unit_names.values():
        if unit.id == word:
            return _UNIT_BY_ID, {"near": unit.name}
    near = nearest(word, known)
    return (_UNIT_NEAR, {"near": near}) if near else (_UNIT_NEW, {})


def wrong_file_name(file: str, declared: str, files: Iterable[str]) -> Finding:
    """An id other than the name of its file; among `files` may be the one that has this id by right."""
    stem = stem_of(file)
    message = N_("the id `{id}` is not the file's name `{stem}`")
    hint = N_("rename the file {id}.yaml, or write `id: {stem}`")
    if declared in map(stem_of, files):
        hint = N_("write `id: {stem}`: there is another {id}.yaml")
    return Finding(file, ("id",), "file-name", message, hint, {"id": declared, "stem": stem})
