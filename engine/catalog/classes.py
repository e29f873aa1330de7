"""How a changed field touches work that is under way or answered: none, compatible or incompatible, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final, Literal, NamedTuple

from engine.wording import N_

Effect = Literal["none", "compatible", "incompatible"]
_WEIGHT: Final[dict[Effect, int]] = {"none": 0, "compatible": 1, "incompatible": 2}


class Verdict(NamedTuple):
    """The class of a change and the reason, an English message id."""

    effect: Effect
    reason: str


_WORDS = Verdict("none", N_("only words change"))
_DATES = Verdict("compatible", N_("due dates move: open work moves with them, answered work keeps its own"))
_REMINDERS = Verdict("compatible", N_("open work is reminded differently"))
_POINTS = Verdict("compatible", N_("points change: what is scored keeps its score, the rest gets the new points"))
_HELPERS = Verdict("compatible", N_("cooperating units change: new parts are asked for, old ones stay"))
_EVIDENCE = Verdict("compatible", N_("less, or nothing more, is asked for as evidence"))
_PACE = Verdict("compatible", N_("the time a stage has changes from now on"))
_PROGRAMME = Verdict("compatible", N_("the programme's dates, people or defaults change from now on"))
_MEMBERS = Verdict("compatible", N_("members change: who joins gets assignments, who left keeps only what is archived"))
_MORE = Verdict("incompatible", N_("more evidence is required: answered work does not have it"))
_LESS = Verdict("incompatible", N_("evidence is no longer asked for: what was handed in loses its place"))
_RULE = Verdict("incompatible", N_("scores would be computed otherwise"))
_LEAD = Verdict("incompatible", N_("other units are responsible"))
_PERIODS = Verdict("incompatible", N_("the periods themselves change"))
_STAGES = Verdict("incompatible", N_("the stages of the workflow change under work that is in them"))
_PARTS = Verdict("incompatible", N_("milestones are added or removed"))

_TEXTS: Final = re.compile(
    r"(^|[.\]])(title|help|summary|requirement|time_text|number|category|group|row|sample_points|note)$|^doubts"
)
_DEFINITION: Final[tuple[tuple[re.Pattern[str], Verdict], ...]] = tuple(
    (re.compile(pattern), verdict)
    for pattern, verdict in (
        (r"^workflow\.stages\[[^\]]+\]\.within$", _PACE),
        (r"^workflow\.", _STAGES),
        (r"^lead$", _LEAD),
        (r"^cooperating(_part)?$", _HELPERS),
        (r"\.only\b", _LEAD),
        (r"\.remind$", _REMINDERS),
        (r"\.(points|late(\..*)?|bonus(\..*)?|floor)$", _POINTS),
        (r"\.(score|measures)\b", _RULE),
        (r"\.when\.(by|continuous|open|window|shift|yearly|due|due\.days_after|count\.by)$", _DATES),
        (r"\.when\.dates\[[^\]]+\]\.(by|month|open)$", _DATES),
        (r"\.when\b", _PERIODS),
    )
)
_OF_PART = re.compile(
    r"^milestones\[(?P<milestone>[^\]]*)\]\.(?P<key>[a-z_]+)(?:\[(?P<item>[^\]]*)\])?(?:\.(?P<rest>.*))?$"
)


def of_definition(path: str, before: Any, after: Any, welcome: frozenset[str] = frozenset()) -> Verdict:
    """The class of one changed field of a resolved definition; `path` as plan.differences writes it.

    `welcome` names evidence (`milestones[…].evidence[…]`) that is new and not required.
    """
    part = _OF_PART.match(path)
    if part and part["key"] == "evidence":
        return _of_evidence(part["rest"] or "", before, after, path.rpartition(".")[0] in welcome)
    if part and part["key"] == "when" and (before is None or after is None) and _shape(part["rest"] or path):
        return _PERIODS
    if _TEXTS.search(path):
        return _WORDS
    return next((verdict for pattern, verdict in _DEFINITION if pattern.search(path)), _PARTS)


def _shape(rest: str) -> bool:
    # A day, or no time at all, is one period a year under one key: only its due date comes, goes or moves.
    return rest in ("every", "count.at_least")


def _of_evidence(field: str, before: Any, after: Any, welcome: bool) -> Verdict:
    match field:
        case "title" | "help" if before is not None and after is not None:
            return _WORDS
        case "id":
            return _LESS if before is not None else _EVIDENCE if welcome else _MORE
        case "min":
            return _MORE if _least(after) > _least(before) else _EVIDENCE
        case "kind":
            return _MORE if before is not None and after is not None else _EVIDENCE
    return _EVIDENCE


def _least(value: Any) -> int:
    return 1 if value is None else int(value)


def of_other(subject: str, path: str) -> Verdict:
    """The class of one changed field of anything that is not an indicator."""
    match subject:
        case "workflow":
            return of_definition(f"workflow.{path}", None, None)
        case "notice":
            return _REMINDERS if path == "channel" else _WORDS
        case "chasing":
            return _WORDS if path == "title" else _REMINDERS
        case "scale":
            return _WORDS if path in ("title", "sample") else _POINTS
        case "group":
            return _WORDS if path == "assumed" else _MEMBERS
        case "units":
            return _WORDS if path in ("name", "sample") else _MEMBERS
        case "people":
            return _REMINDERS if path in ("email", "phone", "deputy", "unit", "role") else _WORDS
    return _WORDS if _PROGRAMME_TEXTS.match(path) else _PROGRAMME


_PROGRAMME_TEXTS = re.compile(r"^(title|assumptions|categories.*|channels)$")


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The gravest of several, the first of equals."""
    return max(verdicts, key=lambda verdict: _WEIGHT[verdict.effect])
