"""A score rule against what it is computed from: measures, dated events, evidence."""

from __future__ import annotations

from collections.abc import Iterator

from engine.catalog.checks.indicators import parts_of
from engine.catalog.problems import At, Finding
from engine.catalog.salvage import all_readable, readable
from engine.catalog.sentences import suggestion
from engine.domain.definition import Indicator
from engine.domain.definition.indicator import Wanted
from engine.domain.definition.scoring import Checklist, Counted, Proportional, ScoreRule, Threshold, Tiers
from engine.domain.definition.wanted import Measure
from engine.domain.definition.when import Count
from engine.domain.vocabulary import EvidenceKind
from engine.wording import N_


def check(file: str, indicator: Indicator) -> Iterator[Finding]:
    """Faults of the rules an indicator names itself, each reported where it is written."""
    parts = parts_of(indicator)
    for way, part in parts[1:] or parts[:1]:
        rule = part.score or indicator.score
        at: At = (*way, "score") if part.score else ("score",)
        if rule is not None:
            yield from _rule(file, at, rule, part, indicator)
        if not (part.evidence or indicator.evidence or isinstance(rule, Checklist)):
            message = N_("no evidence is asked for: there will be nothing to review")
            hint = N_("add `evidence:` with at least one entry")
            yield Finding(file, way or ("id",), "nothing-wanted", message, hint, severity="warning", on_key=not way)
        elif isinstance(part.when, Count) and not _collects_events(part, indicator):
            message = N_("a count collects dated events, but no evidence has `kind: event`")
            hint = N_("write `kind: event` at the evidence that counts")
            yield Finding(file, (*way, "when", "count"), "count-events", message, hint)


def _rule(file: str, at: At, rule: ScoreRule, part: Wanted, indicator: Indicator) -> Iterator[Finding]:
    measures = part.measures or indicator.measures
    counts = part.when is None or not readable(part.when) or isinstance(part.when, Count)
    match rule:
        case Proportional() | Tiers() if readable(rule.measure) and all_readable(measures, "id"):
            yield from _measured(file, at, rule, measures)
        case Threshold() if not measures:
            message, hint = N_("a threshold needs a measure"), N_("add `measures:`, or choose another rule")
            yield Finding(file, (*at, "rule"), "no-measure", message, hint)
        case Counted() if not counts:
            message = N_("the rule `count` needs `when: {count: …}`")
            hint = N_("write `when: {count: {at_least: 4}}`, or choose another rule")
            yield Finding(file, (*at, "rule"), "no-count", message, hint)
        case Checklist() if not (part.evidence or indicator.evidence):
            message, hint = N_("a checklist needs evidence"), N_("add `evidence:`, or choose another rule")
            yield Finding(file, (*at, "rule"), "no-evidence", message, hint)


def _measured(file: str, at: At, rule: Proportional | Tiers, measures: tuple[Measure, ...]) -> Iterator[Finding]:
    found = next((each for each in measures if each.id == rule.measure), None)
    if found is None:
        hint, more = suggestion(rule.measure, [each.id for each in measures])
        message = N_("there is no measure `{word}` here")
        hint = hint or N_("add it under `measures:`")
        yield Finding(file, (*at, "measure"), "unknown-measure", message, hint, {"word": rule.measure, **more})
    elif isinstance(rule, Proportional) and not found.threshold:
        message = N_("the measure `{word}` has no threshold to be a proportion of")
        params = {"word": rule.measure}
        yield Finding(file, (*at, "measure"), "no-threshold", message, N_("give the measure `at_least`"), params)


def _collects_events(part: Wanted, indicator: Indicator) -> bool:
    wanted = part.evidence or indicator.evidence
    return not all_readable(wanted, "kind") or any(each.kind is EvidenceKind.EVENT for each in wanted)
