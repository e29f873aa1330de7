"""New indicators by pattern: a few answers of somebody who knows the requirement become a whole text to go on from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from engine.catalog.catalog import Catalog
from engine.catalog.export import written
from engine.wording import N_

Pattern = Literal["deadline", "quarterly", "milestones", "count", "continuous"]

PATTERNS: Final[tuple[tuple[Pattern, str, str], ...]] = (
    ("deadline", N_("One deadline"), N_("done once, by a day: a plan, a document, a meeting")),
    ("quarterly", N_("Each quarter"), N_("again each quarter: a meeting, a report")),
    ("milestones", N_("Two milestones"), N_("two steps, each with its own day and evidence")),
    ("count", N_("So many times a year"), N_("at least so many inspections, courses or the like")),
    ("continuous", N_("All year"), N_("a standing duty without a day, assessed once a year")),
)


@dataclass(frozen=True, slots=True)
class Answers:
    """What is asked of somebody who adds an indicator; texts as typed. `day`, `second_day`: as in `when`."""

    pattern: Pattern
    title: str
    requirement: str
    category: str
    group: str
    lead: tuple[str, ...]
    evidence: tuple[str, ...]
    cooperating: tuple[str, ...] = ()
    time_text: str = ""
    day: str = ""
    second_day: str = ""
    second_title: str = ""
    times: int = 2
    id: str = ""


@dataclass(frozen=True, slots=True)
class Begun:
    """A new text and where it will lie."""

    file: str
    text: str


def begun(catalog: Catalog, answers: Answers, taken: frozenset[str] = frozenset()) -> Begun:
    """The text of a new indicator; `taken`: ids that drafts have already. What is wrong in it the check will say."""
    number = next_number(catalog, answers.category, answers.group)
    name = answers.id.strip() or _free_id(number, taken | set(catalog.definitions))
    slugs = {each.name: each.slug for each in catalog.programme.categories}
    rows = [each.row for each in catalog.definitions.values()]
    body: dict[str, Any] = {
        "id": name,
        "number": number,
        "title": answers.title,
        "category": answers.category,
        "group": answers.group,
        "requirement": answers.requirement,
        "time_text": answers.time_text,
        "source": {"row": max(rows, default=0) + 1},
        "lead": list(answers.lead),
        "cooperating": list(answers.cooperating),
    }
    body |= _asked(answers)
    kept = {key: value for key, value in body.items() if value not in ("", [])}
    return Begun(f"indicators/{slugs.get(answers.category, 'new')}/{name}.yaml", written(kept))


def next_number(catalog: Catalog, category: str, group: str) -> str:
    """The number after the last one of the group; a new group comes after the category's last."""
    known = [(each.category, each.group, each.number) for each in catalog.definitions.values()]
    return free_number(known, [each.name for each in catalog.programme.categories], category, group)


def free_number(known: Sequence[tuple[str, str, str]], categories: Sequence[str], category: str, group: str) -> str:
    """The same among indicators known by category, group and number."""
    same = [_parts(number) for of, within, number in known if (of, within) == (category, group)]
    if same:
        first, second, third = max(same)
        return f"{first}.{second}.{third + 1}"
    inside = [_parts(number) for of, _, number in known if of == category]
    place = categories.index(category) + 1 if category in categories else len(categories) + 1
    first = max(inside)[0] if inside else place
    return f"{first}.{max((each[1] for each in inside), default=0) + 1}.1"


def _asked(answers: Answers) -> dict[str, Any]:
    pieces = [{"id": f"item-{n}", "title": title} for n, title in enumerate(answers.evidence, start=1)]
    match answers.pattern:
        case "deadline":
            return {"when": {"by": answers.day}, "evidence": pieces}
        case "quarterly":
            return {"when": {"every": "quarter"}, "evidence": pieces}
        case "count":
            count = {"at_least": answers.times} | ({"by": answers.day} if answers.day else {})
            event = [{**each, "kind": "event", "min": answers.times} for each in pieces[:1]]
            return {"when": {"count": count}, "evidence": [*event, *pieces[1:]], "score": {"rule": "count"}}
        case "continuous":
            stated = "stated" if answers.time_text else "unstated"
            return {"when": {"continuous": stated}, "evidence": pieces}
        case "milestones":
            second = [{"id": "item-1", "title": answers.second_title}]
            return {
                "milestones": [
                    {"id": "step-1", "title": answers.evidence[0] if answers.evidence else "",
                     "when": {"by": answers.day}, "evidence": pieces},
                    {"id": "step-2", "title": answers.second_title, "when": {"by": answers.second_day},
                     "evidence": second},
                ]
            }  # fmt: skip


def _free_id(number: str, taken: frozenset[str]) -> str:
    name = f"item-{number.replace('.', '-')}"
    return next(each for n in range(1, 10_000) if (each := name if n == 1 else f"{name}-{n}") not in taken)


def _parts(number: str) -> tuple[int, int, int]:
    found = re.match(r"(\d+)\.(\d+)\.(\d+)", number)
    return (int(found[1]), int(found[2]), int(found[3])) if found else (0, 0, 0)
