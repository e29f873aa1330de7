"""The requirements of a table that was sent in, laid among the drafts: nothing is overwritten unseen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from engine.catalog import Catalog
from engine.catalog.draft import PROGRAMME, SCALES
from engine.catalog.editing.patterns import free_number
from engine.catalog.editing.round_trip import Setting, with_settings
from engine.catalog.editing.texts import is_indicator, text_of
from engine.catalog.export import canonical_yaml
from engine.domain.actor import Actor
from engine.domain.definition import Indicator
from engine.errors import Invalid
from engine.services.desk import Desk
from engine.services.drafts.browsing import file_of
from engine.services.drafts.keeping import drafts, lay
from engine.services.importing.drafts import Drafted
from engine.services.importing.received import look
from engine.wording import N_

Clash = Literal["leave", "replace", "add"]
"""What becomes of a requirement that is there already: left out, put in its place, or beside it."""
_YEAR: Final = re.compile(r"20\d\d年?")


@dataclass(frozen=True, slots=True)
class Clashing:
    """A requirement of the table (`row` counts them) that is there already.

    Its id is that of an indicator or a draft, or an indicator asks the same in the same words, years apart. `there`:
    that indicator's id, '' for a draft; `other`: what it is called.
    """

    row: int
    id: str
    title: str
    there: str
    other: str

    @property
    def drafted(self) -> bool:
        """Whether it is a draft only."""
        return not self.there


@dataclass(frozen=True, slots=True)
class Fitting:
    """How a table fits the definitions: what is there already, units they do not know, categories that come along."""

    clashing: tuple[Clashing, ...]
    unknown: tuple[str, ...]
    categories: tuple[str, ...]
    fresh: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What is kept as drafts now, by file, and what was left out because it is there already."""

    files: tuple[str, ...]
    left: tuple[Clashing, ...]


def fitting(desk: Desk, folder: Path, drafted: Drafted) -> Fitting:
    """How a table that was read fits the definitions; nothing changes."""
    office, taken = desk.office(), _taken(desk, folder)
    clashing = tuple(_clashing(office.catalog, drafted, taken))
    known = {unit.name for unit in office.units} | set(office.catalog.groups)
    named = [name for each in drafted.drafts.indicators for name in (*each.lead, *each.cooperating)]
    there = {each.name for each in office.catalog.programme.categories}
    return Fitting(
        clashing,
        tuple(dict.fromkeys(name for name in named if name not in known)),
        tuple(each.name for each in drafted.drafts.programme.categories if each.name not in there),
        len(drafted.drafts.indicators) - len(clashing),
    )


def take_in(desk: Desk, folder: Path, number: str, actor: Actor, *, at: datetime, clash: Clash = "leave") -> Taken:
    """Lay the requirements of a table among the drafts, numbered after those that are there.

    Raises NotFound for a table that is gone, Forbidden, Invalid `nothing-to-take` where all is there and left,
    Refused `draft-waits` naming a draft that would be overwritten.
    """
    drafted = look(desk, number, actor).drafted
    catalog, taken = desk.catalog(), _taken(desk, folder)
    clashing = tuple(_clashing(catalog, drafted, taken))
    left = clashing if clash == "leave" else ()
    out = {each.id for each in left}
    coming = [each for each in drafted.drafts.indicators if each.id not in out]
    if not coming:
        raise Invalid(
            "nothing-to-take",
            N_("Every requirement of this table is there already: nothing would come in."),
            hint=N_("Choose to take them in beside what is there, or in its place."),
        )
    met = {each.id: each.there for each in clashing if each.there} if clash == "replace" else {}
    texts = dict(_Coming(desk, catalog, folder, drafted, met, taken).texts(coming))
    return Taken(lay(desk, folder, texts, actor, at=at), left)


@dataclass(frozen=True)
class _Coming:
    """Requirements on their way into the definitions: each with its id, number, row, category and points there.

    `met`: by the table's id, the indicator whose text one takes the place of.
    """

    desk: Desk
    catalog: Catalog
    folder: Path
    drafted: Drafted
    met: dict[str, str]
    taken: frozenset[str]

    def texts(self, coming: Sequence[Indicator]) -> Iterator[tuple[str, str]]:
        slugs = {each.name: each.slug for each in self.catalog.programme.categories}
        fresh = [name for name in dict.fromkeys(each.category for each in coming) if name not in slugs]
        if fresh:
            yield PROGRAMME, self._with_categories(fresh, slugs)
        numbers = [(each.category, each.group, each.number) for each in self.catalog.definitions.values()]
        ids, rows = set(self.taken), max((each.row for each in self.catalog.definitions.values()), default=0)
        names, points = [*slugs], dict[str, str]()
        for each in coming:
            there = self.catalog.indicators.get(self.met.get(each.id, ""))
            if there is not None:
                kept = {name: getattr(there, name) for name in ("id", "number", "category", "group", "source")}
                yield file_of(self.desk, there.id), canonical_yaml(each.model_copy(update=kept))
                continue
            name = (
                each.id
                if each.id not in ids
                else next(free for n in range(2, 10_000) if (free := f"{each.id}-{n}") not in ids)
            )
            number, rows = free_number(numbers, names, each.category, each.group), rows + 1
            ids.add(name)
            numbers.append((each.category, each.group, number))
            points[each.id] = name
            source = each.source.model_copy(update={"row": rows})
            made = each.model_copy(update={"id": name, "number": number, "source": source})
            yield f"indicators/{slugs[each.category]}/{name}.yaml", canonical_yaml(made)
        yield from self._scale(points)

    def _with_categories(self, fresh: Sequence[str], slugs: dict[str, str]) -> str:
        count, settings = len(slugs), []
        for name in fresh:
            slug = next(free for n in range(count + 1, 10_000) if (free := f"c{n}") not in slugs.values())
            settings.append(Setting(("categories", len(slugs)), {"name": name, "slug": slug}))
            slugs[name] = slug
        return with_settings(text_of(self.folder, PROGRAMME) or "", settings)

    def _scale(self, names: dict[str, str]) -> Iterator[tuple[str, str]]:
        """The table's own points, by the ids that its requirements have here; a stand-in scale does not come along."""
        given = self.drafted.drafts.scale
        file = next((each for each in SCALES if text_of(self.folder, each) is not None), None)
        if given.sample or file is None:
            return
        own = [(name.partition("/"), points) for name, points in given.points.items()]
        settings = [
            Setting(("points", f"{names[name]}{slash}{part}"), int(points) if points == int(points) else float(points))
            for (name, slash, part), points in own
            if name in names
        ]
        if settings:
            yield file, with_settings(text_of(self.folder, file) or "", settings)


def _taken(desk: Desk, folder: Path) -> frozenset[str]:
    waiting = (file for file in drafts(desk, folder) if is_indicator(file))
    return frozenset({*desk.catalog().definitions, *(_id_of(file) for file in waiting)})


def _clashing(catalog: Catalog, drafted: Drafted, taken: frozenset[str]) -> Iterator[Clashing]:
    asked: dict[str, list[str]] = {}
    ids = {each.id for each in drafted.drafts.indicators}
    for there in catalog.definitions.values():
        if there.id not in ids:
            asked.setdefault(_words(there.requirement), []).append(there.id)
    for read, each in zip(drafted.rows, drafted.drafts.indicators, strict=True):
        same = asked.get(_words(each.requirement), [])
        if each.id in taken or same:
            met = catalog.definitions.get(each.id if each.id in taken else same.pop(0))
            other = f"{met.number} {met.title}" if met else each.id
            yield Clashing(read.row.line, each.id, each.title, met.id if met else "", other)


def _words(requirement: str) -> str:
    """What is asked, so that another year, another width or another stop makes no difference."""
    return _YEAR.sub("", "".join(sign for sign in unicodedata.normalize("NFKC", requirement) if sign.isalnum()))


def _id_of(file: str) -> str:
    return file.rsplit("/", 1)[-1].removesuffix(".yaml")
