"""A plan in words: each change with its class and reason, and what it does to live work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli.printing import clipped, plain, table, wrapped
from engine.wording import N_, say

if TYPE_CHECKING:
    from engine.catalog import Change
    from engine.services.programme.planning import Plan

_FIELDS = 12
"""Fields of one change shown; the rest is in the JSON."""

_KINDS = {"added": N_("added"), "removed": N_("removed"), "changed": N_("changed")}
_EFFECTS = {
    "none": N_("no effect on live work"),
    "compatible": N_("compatible with live work"),
    "incompatible": N_("incompatible with answered work"),
}


def plan_as_dict(made: Plan) -> dict[str, Any]:
    """The plan for programs; `digest` is what a saved plan is held against."""
    return {
        "ok": True,
        "digest": made.digest,
        "changes": [change.as_dict() for change in made.changes],
        "impacts": plain(made.impacts),
        "moves": made.moves,
        "notices": made.notices,
        "choice_wanted": made.choice_wanted,
        "overlooked": list(made.overlooked),
    }


def plan_report(made: Plan) -> str:
    """The plan for people; a first adoption is told by numbers."""
    if not made.changes:
        return say(N_("Nothing would change."))
    if not made.before:
        return _first(made)
    parts = ["\n".join(_lines(change)) for change in made.changes]
    if made.impacts:
        heads = [
            say(N_("Indicator")),
            say(N_("Period")),
            say(N_("Due")),
            say(N_("Becomes")),
            say(N_("Move")),
            say(N_("Answered")),
            say(N_("Done")),
        ]
        rows = [
            (
                i.indicator,
                i.period,
                i.due_was,
                say(N_("withdrawn")) if i.withdrawn else i.due_becomes,
                i.moves,
                i.answered,
                i.done,
            )
            for i in made.impacts
        ]
        parts.append(table(heads, rows))
    parts += [wrapped(each, 100, "") for each in made.overlooked]
    summary = N_("{changes} changes; {moves} open assignments move; {notices} notices go out.")
    parts.append(say(summary, changes=len(made.changes), moves=made.moves, notices=made.notices))
    if made.choice_wanted:
        wanted = N_("{count} answered assignments are affected: apply wants --choice keep, carry or restart.")
        parts.append(say(wanted, count=made.choice_wanted))
    return "\n\n".join(parts)


def _first(made: Plan) -> str:
    indicators = sum(change.subject == "indicator" for change in made.changes)
    sentence = N_("Nothing is in force yet: {indicators} indicators and {others} other definitions would be added.")
    return say(sentence, indicators=indicators, others=len(made.changes) - indicators)


def _lines(change: Change) -> list[str]:
    head = f"{change.subject} {change.id}: {say(_KINDS[change.kind])} - {say(_EFFECTS[change.effect])}"
    lines = [head, f"    {change.reason}"]
    if change.renamed:
        lines.append(
            "    "
            + say(
                N_("It looks like a new name of {other}; a renamed id is a removal and an addition."),
                other=change.renamed,
            )
        )
    if change.kind == "changed":
        lines += [f"    {each.path}: {_shown(each.before)} → {_shown(each.after)}" for each in change.fields[:_FIELDS]]
        if len(change.fields) > _FIELDS:
            lines.append("    " + say(N_("and {count} more"), count=len(change.fields) - _FIELDS))
    return lines


def _shown(value: object) -> str:
    return "-" if value is None else clipped(str(value), 60)
