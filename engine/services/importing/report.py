"""The report of doubts: for people as Markdown, for programs as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from engine.reading.responsibility.doubts import Doubt, Weight
from engine.services.importing.drafts import Drafted
from engine.wording import N_, say

MARKDOWN: Final = "doubts.md"
JSON: Final = "doubts.json"
HEADS: Final[dict[Weight, str]] = {
    "ambiguous": N_("Can be read in more than one way: decide these"),
    "unread": N_("Not understood: look at these in the table"),
    "assumed": N_("Assumed, because the table does not say"),
}


def as_json(file: str, drafted: Drafted) -> dict[str, Any]:
    """Every row with its readings and their places, and every doubt."""
    return {
        "file": file,
        "title": drafted.title,
        "year": drafted.year,
        "counts": counts(drafted),
        "rows": [each.as_json() for each in drafted.rows],
        "doubts": [each.as_json() for each in drafted.doubts],
        "assumptions": list(drafted.drafts.programme.assumptions),
    }


def counts(drafted: Drafted) -> dict[str, int]:
    """How much was read, and how much is doubtful."""
    return {
        "rows": len(drafted.rows),
        "categories": len(drafted.drafts.programme.categories),
        "groups": len({(each.row.category, each.row.group) for each in drafted.rows}),
        "units": len(drafted.drafts.units.units),
        "no_time": sum(not each.sayings for each in drafted.rows),
        "ambiguous": sum(each.ambiguous for each in drafted.rows),
        "doubts": len(drafted.doubts),
    }


def as_text(file: str, drafted: Drafted) -> dict[str, str]:
    """The two files of the report by their names."""
    told = json.dumps(as_json(file, drafted), ensure_ascii=False, indent=1)
    return {MARKDOWN: "\n".join(_lines(file, drafted)) + "\n", JSON: told + "\n"}


def _lines(file: str, drafted: Drafted) -> Iterator[str]:
    yield f"# {say(N_('What to look at in “{title}”'), title=drafted.title)}"
    yield ""
    summary = N_(
        "Read from {file} for {year}: {rows} requirements in {groups} groups and {categories} categories; "
        "{no_time} without a time, {ambiguous} that can be read in more than one way."
    )
    yield say(summary, file=file, year=drafted.year, **counts(drafted))
    yield ""
    yield say(N_("The drafts can be used as they are. Correct what is wrong below in the files, then check and plan."))
    for weight, head in HEADS.items():
        found = [each for each in drafted.doubts if each.weight == weight]
        if found:
            yield from ("", f"## {say(head)} ({len(found)})", "")
            yield from _table(found)
    yield from ("", f"## {say(N_('Assumed for the whole programme'))}", "")
    yield from (f"- {each}" for each in drafted.drafts.programme.assumptions)
    if plain := [each for each in drafted.rows if not each.sayings]:
        yield from ("", f"## {say(N_('No time in the table'))} ({len(plain)})", "")
        yield from (f"- {each.id} {each.number} {_cell(each.row.requirement)[:60]}" for each in plain)


def _table(found: Iterable[Doubt]) -> Iterator[str]:
    heads = (N_("Draft"), N_("Cell"), N_("Characters"), N_("What is doubtful"), N_("Read as"))
    yield f"| {' | '.join(say(each) for each in heads)} |"
    yield "| --- | --- | --- | --- | --- |"
    for each in found:
        draft = f"r{each.line:03}" if each.line else ""
        place = f"{each.start + 1}–{each.end}" if each.end else ""
        yield f"| {draft} | {_cell(each.spot)} | {place} | {_cell(each.sentence)} | {_cell(each.reading)} |"


def _cell(text: str) -> str:
    """Words of a stranger's table inside a Markdown table: one line, no mark-up of theirs."""
    escaped = "".join(f"\\{sign}" if sign in "\\|`*_[]<>#" else sign for sign in " ".join(text.split()))
    return escaped[:400]
