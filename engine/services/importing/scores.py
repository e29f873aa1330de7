"""From what a row says of points and penalties to a rule of its score; what no rule can hold is told instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from engine.domain.definition.scoring import Bonus, Completion, Late, Proportional, Rubric, ScoreRule, Veto
from engine.domain.definition.wanted import Measure
from engine.reading.responsibility.doubts import Doubt
from engine.reading.responsibility.table import Row
from engine.reading.scoring import Scored, read_scoring
from engine.wording import N_, say

_LONGEST: Final = 120


@dataclass(frozen=True)
class Rule:
    """One rule of points with the cell it stands in."""

    spot: str
    scored: Scored

    def as_json(self) -> dict[str, object]:
        """Plain values."""
        return self.scored.as_json() | {"cell": self.spot}


def rules_of(row: Row) -> list[Rule]:
    """Everything a row says of points: its own columns for it, else its requirement."""
    if row.scoring:
        return [Rule(spot, each) for spot, text in row.scoring for each in read_scoring(text)]
    return [Rule(row.spots.get("requirement", ""), each) for each in read_scoring(row.cells.get("requirement", ""))]


def score_of(row: Row, rules: Sequence[Rule], measures: Sequence[Measure]) -> tuple[ScoreRule | None, list[Doubt]]:
    """The rule of a row's score, None where the table says nothing of it; and what is doubtful."""
    doubts: list[Doubt] = []
    late, bonus = _late(rules, row, doubts), _bonus(rules, row, doubts)
    vetoes = tuple(
        Veto(id=f"v{at}", title=_title(each))
        for at, each in enumerate((one for one in rules if one.scored.kind == "veto"), start=1)
    )
    more = {"late": late, "bonus": bonus, "veto": vetoes}
    shares = [each for each in rules if each.scored.kind == "proportional"]
    taken = [each for each in rules if each.scored.kind == "deduction"]
    if shares and not taken and len(measures) == 1:
        return Proportional(rule="proportional", measure=measures[0].id, **more), doubts
    if shares or taken:
        message, read = N_("“{text}” is for a person to judge."), N_("the reviewer gives the points by these words")
        doubts += [_doubt("deduction", message, read, each, row) for each in (*shares, *taken)]
        criteria = tuple(dict.fromkeys(_title(each) for each in (*shares, *taken)))
        return Rubric(rule="rubric", criteria=criteria, **more), doubts
    if late or bonus or vetoes:
        return Completion(rule="completion", **more), doubts
    return None, doubts


def extra_points(row: Row) -> bool:
    """Whether the row as a whole is extra points: 加分项."""
    return any("加分" in name and len(name) <= 8 for name in (row.category, row.group))


def _late(rules: Sequence[Rule], row: Row, doubts: list[Doubt]) -> Late | None:
    found = [each for each in rules if each.scored.kind == "late" and each.scored.points]
    if not found:
        return None
    first = found[0]
    if first.scored.working:
        message, taken = N_("“{text}” counts working days."), N_("every day late costs as much")
        doubts.append(_doubt("late-working-days", message, taken, first, row))
    return Late(per_day=first.scored.points or Decimal(0), at_most=first.scored.most)


def _bonus(rules: Sequence[Rule], row: Row, doubts: list[Doubt]) -> Bonus | None:
    found = [each for each in rules if each.scored.kind == "bonus"]
    if extra_points(row) and row.points:
        return Bonus(title=_title(found[0]) if found else row.requirement[:_LONGEST], at_most=row.points)
    for each in found:
        most = each.scored.most or each.scored.points
        if not most:
            message, taken = N_("“{text}” names no points."), N_("no bonus")
            doubts.append(_doubt("bonus-open", message, taken, each, row))
            continue
        if each.scored.most is None:
            message, taken = N_("“{text}” names no cap."), N_("{points} points at most")
            doubts.append(_doubt("bonus-open", message, taken, each, row, points=most))
        return Bonus(title=_title(each), at_most=most)
    return None


def _title(rule: Rule) -> str:
    return "".join(rule.scored.text.split())[:_LONGEST] or say(N_("Points of the table"))


def _doubt(code: str, message: str, taken: str, rule: Rule, row: Row, **params: object) -> Doubt:
    scored = rule.scored
    told: dict[str, object] = {"text": _title(rule), **params}
    return Doubt("assumed", code, message, taken, row.line, rule.spot, scored.text, scored.start, scored.end, told)
