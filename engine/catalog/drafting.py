"""Draft definitions written into a new folder, with the ladder, letters and lifecycle that all begin with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.catalog.draft import CHASING, PROGRAMME, SCALES, UNITS
from engine.catalog.export import canonical_yaml
from engine.domain.definition import Indicator, Programme, Scale, Units
from engine.errors import Refused, Unavailable, cause_of
from engine.wording import N_

_STARTERS: Final = (
    Path(__file__).parent / "starter",  # in the wheel
    Path(__file__).parents[2] / "definitions" / "chongchuan-2022",  # in a checkout
)
_WORKFLOW: Final = "workflows/standard.yaml"


@dataclass(frozen=True)
class Drafts:
    """What a table becomes: the parts that are its own."""

    programme: Programme
    units: Units
    scale: Scale
    indicators: tuple[Indicator, ...]

    def files(self) -> dict[str, str]:
        """The text of every file of its own, by its path below the folder."""
        slugs = {each.name: each.slug for each in self.programme.categories}
        scale = SCALES[-1] if self.scale.sample else SCALES[0]
        texts = {PROGRAMME: self.programme, UNITS: self.units, scale: self.scale}
        return {name: canonical_yaml(value) for name, value in texts.items()} | {
            f"indicators/{slugs[each.category]}/{each.id}.yaml": canonical_yaml(each) for each in self.indicators
        }


def write_drafts(drafts: Drafts, folder: Path, beside: dict[str, str]) -> Sequence[str]:
    """Write drafts and the files `beside` them into an empty or new folder; the names of the files written.

    Raises Refused `folder-not-empty`, Unavailable `drafts-not-written`.
    """
    check_empty(folder)
    shared = (folder.absolute().parent / _WORKFLOW).is_file()
    texts = {name: text for name, text in all_texts(drafts, beside).items() if not (shared and name == _WORKFLOW)}
    try:
        for name, text in texts.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise Unavailable(
            "drafts-not-written",
            N_("“{folder}” cannot be written to: {reason}."),
            hint=N_("Choose another folder with --out."),
            folder=folder,
            reason=cause_of(error),
        ) from error
    return tuple(texts)


def all_texts(drafts: Drafts, beside: dict[str, str]) -> dict[str, str]:
    """Every file of a programme that can be used as it is, by its path below the folder, and the files `beside`."""
    return {**_starter(), **drafts.files(), **beside}


def check_empty(folder: Path) -> None:
    """Refuse a folder that holds something: drafts that somebody has worked on are not written over."""
    try:
        filled = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError:
        filled = False
    if filled:
        raise Refused(
            "folder-not-empty",
            N_("“{folder}” is there already, and it is not empty."),
            hint=N_("Choose a new folder with --out; what is there stays as it is."),
            folder=folder,
        )


def _starter() -> dict[str, str]:
    """The chasing ladder, the letters and the standard lifecycle."""
    home = next((each for each in _STARTERS if (each / CHASING).is_file()), None)
    if home is None:
        raise Unavailable(
            "no-starter",
            N_("The ladder and the letters that every programme begins with are missing from this installation."),
            hint=N_("Install it again."),
        )
    texts = {CHASING: (home / CHASING).read_text(encoding="utf-8")}
    for path in sorted((home / "notices").glob("*.yaml")):
        texts[f"notices/{path.name}"] = path.read_text(encoding="utf-8")
    workflow = next(each for each in (home / _WORKFLOW, home.parent / _WORKFLOW) if each.is_file())
    texts[_WORKFLOW] = workflow.read_text(encoding="utf-8")
    return texts
