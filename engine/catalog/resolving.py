"""An indicator as written, resolved with its workflow, the programme's defaults and the scale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.domain.definition import Definition, Indicator, Milestone, Programme, Scale, Workflow
from engine.domain.definition.indicator import Wanted
from engine.domain.definition.scoring import Completion, ScoreRule
from engine.domain.periods import split

_COMPLETION = Completion(rule="completion")


def resolve_all(
    indicators: Iterable[Indicator], programme: Programme, workflows: Mapping[str, Workflow], scale: Scale
) -> dict[str, Definition]:
    """Definitions by id in the table's order. Every workflow named must be in `workflows` (KeyError otherwise)."""
    ordered = sorted(indicators, key=lambda each: (number_of(each), each.id))
    return {each.id: resolve(each, programme, workflows, scale) for each in ordered}


def number_of(indicator: Indicator | Definition) -> tuple[int, ...]:
    """category.group.item as integers, so that 1.10.1 comes after 1.9.1."""
    return tuple(int(part) for part in indicator.number.split("."))


def resolve(indicator: Indicator, programme: Programme, workflows: Mapping[str, Workflow], scale: Scale) -> Definition:
    """One definition. Points: the rule's own, else the scale's for the milestone, else an even part of the whole."""
    parts: tuple[Wanted, ...] = indicator.milestones or (indicator,)
    rules = [_rule(part, indicator, programme) for part in parts]
    return Definition.model_construct(
        id=indicator.id,
        number=indicator.number,
        title=indicator.title,
        category=indicator.category,
        group=indicator.group,
        requirement=indicator.requirement,
        time_text=indicator.time_text,
        row=indicator.source.row,
        lead=indicator.lead,
        cooperating=indicator.cooperating,
        cooperating_part=indicator.cooperating_part,
        workflow=workflows[workflow_of(indicator, programme)],
        milestones=_milestones(indicator, parts, rules, programme, scale),
        doubts=indicator.doubts,
        sample_points=scale.sample and any(rule.points is None for rule in rules),
    )


def workflow_of(indicator: Indicator, programme: Programme) -> str:
    """The indicator's workflow, the programme's default where its file names none."""
    return indicator.workflow or programme.defaults.workflow


def _milestones(
    indicator: Indicator, parts: tuple[Wanted, ...], rules: list[ScoreRule], programme: Programme, scale: Scale
) -> tuple[Milestone, ...]:
    whole = scale.points.get(indicator.id, scale.default)
    shares = split(whole, len(parts))
    found = []
    for part, rule, share in zip(parts, rules, shares, strict=True):
        name = getattr(part, "id", "") if indicator.milestones else ""
        points = rule.points if rule.points is not None else scale.points.get(f"{indicator.id}/{name}", share)
        if part.when is None:
            raise ValueError("an indicator that was not validated")
        found.append(
            Milestone.model_construct(
                id=name,
                title=getattr(part, "title", indicator.title),
                when=part.when,
                points=points,
                evidence=part.evidence or indicator.evidence,
                measures=part.measures or indicator.measures,
                score=rule,
                late=rule.late if rule.late is not None else programme.defaults.late,
                remind=_first(part.remind, indicator.remind, programme.defaults.remind),
                only=part.only or indicator.only,
            )
        )
    return tuple(found)


def _rule(part: Wanted, indicator: Indicator, programme: Programme) -> ScoreRule:
    return part.score or indicator.score or programme.defaults.score or _COMPLETION


def _first(*values: tuple[str, ...] | None) -> tuple[str, ...]:
    return next((value for value in values if value is not None), ())
