"""What rolling on proposes and leaves open: for people as Markdown, for programs as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from engine.services.rolling.roll import Rolled
from engine.wording import N_, say

MARKDOWN: Final = "roll.md"
JSON: Final = "roll.json"


def as_json(rolled: Rolled) -> dict[str, Any]:
    """Everything, as plain values."""
    return {
        "title": rolled.title,
        "before": rolled.before,
        "year": rolled.year,
        "indicators": rolled.indicators,
        "changed": sorted(rolled.texts),
        "look_at": [each.as_json() for each in rolled.looks],
        "problems": [each.as_dict() for each in rolled.problems],
    }


def as_text(rolled: Rolled) -> dict[str, str]:
    """Both reports by file name."""
    return {
        MARKDOWN: "\n".join(_lines(rolled)) + "\n",
        JSON: json.dumps(as_json(rolled), ensure_ascii=False, indent=2) + "\n",
    }


def summary(rolled: Rolled) -> str:
    """One sentence."""
    told = N_("{title}: {before} becomes {year}; {indicators} indicators keep their ids; {looks} things to look at.")
    return say(told, title=rolled.title, before=rolled.before, year=rolled.year, indicators=rolled.indicators,
               looks=len(rolled.looks))  # fmt: skip


def _lines(rolled: Rolled) -> Iterator[str]:
    yield f"# {summary(rolled)}"
    yield ""
    yield f"| {' | '.join(say(each) for each in (N_('Number'), N_('Indicator'), N_('To look at')))} |"
    yield "| --- | --- | --- |"
    for each in rolled.looks:
        yield f"| {each.number} | {_cell(each.title)} | {_cell(each.sentence)} |"


def _cell(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "\\|`*_[]<>#" else sign for sign in " ".join(text.split()))
