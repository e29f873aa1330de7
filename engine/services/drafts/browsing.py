"""Definitions as the table orders them: what is in force, what waits as a draft, searched and narrowed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal

from engine.catalog.editing.texts import editable, is_indicator, is_workflow
from engine.catalog.reading import read_yaml
from engine.domain.actor import Actor
from engine.domain.definition import Definition
from engine.services.desk import Desk, no_such_indicator
from engine.services.drafts.in_words import when_in_words
from engine.services.drafts.keeping import Draft, drafts
from engine.services.seeing import check_sees_all

Show = Literal["", "drafts", "doubts", "no-time", "sample"]


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator in the list; `draft` where one waits. `in_force` is false for one that is only drafted."""

    id: str
    file: str
    number: str
    title: str
    category: str
    group: str
    lead: tuple[str, ...]
    when: str
    points: Decimal | None
    doubts: int
    no_time: bool
    sample_points: bool
    in_force: bool
    draft: Draft | None


@dataclass(frozen=True, slots=True)
class Sought:
    """What a list is narrowed by: words anywhere in a row, a category, a lead, a mark."""

    words: str = ""
    category: str = ""
    lead: str = ""
    show: Show = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """A text beside the indicators: `kind` is programme, units, chasing, scale, workflow or notice.

    `title` names it where there are several of its kind.
    """

    file: str
    kind: str
    title: str
    draft: Draft | None


@dataclass(frozen=True)
class Browsed:
    """The list with what there is to narrow it by; `others`: the texts beside the indicators.

    `workflows`: id and title of those in force.
    """

    lines: tuple[Line, ...]
    total: int
    categories: tuple[str, ...]
    leads: tuple[str, ...]
    others: tuple[Beside, ...]
    workflows: tuple[tuple[str, str], ...]
    drafts: int
    assumptions: tuple[str, ...]


def browse(desk: Desk, folder: Path, actor: Actor, sought: Sought) -> Browsed:
    """The indicators that fit, by number. Raises Forbidden for whoever does not see every unit's work."""
    check_sees_all(desk, actor)
    waiting = drafts(desk, folder)
    lines = sorted(_lines(desk, waiting), key=lambda line: (_order(line.number), line.id))
    catalog = desk.catalog()
    return Browsed(
        tuple(line for line in lines if _fits(desk, line, sought)),
        len(lines),
        tuple(each.name for each in catalog.programme.categories),
        tuple(dict.fromkeys(name for line in lines for name in line.lead)),
        tuple(_beside(desk, folder, waiting)),
        tuple((each.id, each.title) for each in catalog.workflows.values()),
        len(waiting),
        catalog.programme.assumptions,
    )


def file_of(desk: Desk, indicator: str) -> str:
    """Where an indicator lies in the folder. Raises NotFound."""
    catalog = desk.catalog()
    if indicator not in catalog.definitions:
        raise no_such_indicator(indicator)
    slugs = {each.name: each.slug for each in catalog.programme.categories}
    category = catalog.definitions[indicator].category
    return catalog.files.get(indicator, f"indicators/{slugs[category]}/{indicator}.yaml")


def _lines(desk: Desk, waiting: dict[str, Draft]) -> Iterator[Line]:
    definitions = desk.catalog().definitions
    files = {name: file_of(desk, name) for name in definitions}
    for name, definition in definitions.items():
        yield _line(definition, files[name], waiting.get(files[name]))
    for file, draft in waiting.items():
        if is_indicator(file) and file not in files.values():
            yield _drafted(file, draft)


def _line(it: Definition, file: str, draft: Draft | None) -> Line:
    when = "；".join(when_in_words(part.when) for part in it.milestones)
    points = sum((part.points for part in it.milestones), Decimal(0))
    return Line(
        it.id, file, it.number, it.title, it.category, it.group, it.lead, when, points,
        len(it.doubts), it.no_time, it.sample_points, True, draft,
    )  # fmt: skip


def _drafted(file: str, draft: Draft) -> Line:
    """What a draft of a new indicator says of itself, as far as it can be read."""
    value = read_yaml(file, (draft.text or "").encode("utf-8", "replace")).value
    said = value if isinstance(value, dict) else {}
    names = said.get("lead")
    lead = tuple(str(each) for each in names) if isinstance(names, list) else ()
    name = file.rsplit("/", 1)[-1].removesuffix(".yaml")
    words = [str(said.get(key) or "") for key in ("number", "title", "category", "group")]
    return Line(
        name, file, words[0], words[1] or name, words[2], words[3], lead, str(said.get("time_text") or ""), None,
        0, False, False, False, draft,
    )  # fmt: skip


def _beside(desk: Desk, folder: Path, waiting: dict[str, Draft]) -> Iterator[Beside]:
    catalog = desk.catalog()
    fresh = [file for file in waiting if not is_indicator(file)]
    for file in dict.fromkeys([*editable(folder), *fresh]):
        name = file.rsplit("/", 1)[-1].removesuffix(".yaml")
        if is_workflow(file):
            known = catalog.workflows.get(name)
            yield Beside(file, "workflow", known.title if known else name, waiting.get(file))
        elif file.startswith("notices/"):
            told = catalog.notices.get(name)
            subject = told.subject.zh.partition("{{")[0].strip(" ：:") if told else ""
            yield Beside(file, "notice", subject or name, waiting.get(file))
        elif not is_indicator(file):
            yield Beside(file, name.split(".")[0], "", waiting.get(file))


def _fits(desk: Desk, line: Line, sought: Sought) -> bool:
    shown = {
        "": True,
        "drafts": line.draft is not None,
        "doubts": bool(line.doubts),
        "no-time": line.no_time,
        "sample": line.sample_points,
    }
    if not shown[sought.show] or sought.category not in ("", line.category):
        return False
    if sought.lead and sought.lead not in line.lead:
        return False
    definition = desk.catalog().definitions.get(line.id)
    said = f"{definition.requirement} {definition.time_text}" if definition else ""
    every = f"{line.id} {line.number} {line.title} {line.category} {line.group} {' '.join(line.lead)} {said}".lower()
    return all(word in every for word in sought.words.lower().split())


def _order(number: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdecimal() else 0 for part in number.split("."))
