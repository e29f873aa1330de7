"""Small declared values for tests of the rules: one programme, and milestones and definitions made to order."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from engine.domain.definition.indicator import Definition, Milestone
from engine.domain.definition.programme import Chasing, Programme
from engine.domain.definition.scoring import ScoreRule
from engine.domain.definition.when import When
from engine.domain.definition.workflow import Workflow

WORKFLOW = Workflow.model_validate(
    {
        "id": "standard",
        "title": "标准流程",
        "stages": [
            {"id": "assign", "title": "签收", "kind": "assign", "within": 3},
            {"id": "collect", "title": "收集", "kind": "collect"},
            {"id": "review", "title": "复核", "kind": "review", "who": "office", "within": 5},
            {"id": "score", "title": "评分", "kind": "score", "who": "office"},
        ],
    }
)


def programme(**changes: Any) -> Programme:
    """The programme of the tests: assessed on 10 November, settled on 15 January after it."""
    return Programme.model_validate(
        {
            "id": "sample",
            "title": "样例",
            "year": 2022,
            "assessment": "11-10",
            "settlement": "01-15",
            "categories": [{"name": "甲", "slug": "a"}],
            "reviewers": {"office": "区创建办", "own_work": "区市监局", "leader": "区政府办"},
            "recognition": {"day": "11-18"},
        }
        | changes
    )


def milestone(when: dict[str, Any], **changes: Any) -> Milestone:
    """A milestone due as `when` says; the score rule as a mapping."""
    rule: Any = TypeAdapter(ScoreRule).validate_python(changes.pop("score", {"rule": "completion"}))
    body = {"id": "", "title": "样例", "points": 3, "evidence": (), "when": TypeAdapter(When).validate_python(when)}
    return Milestone.model_validate(body | {"score": rule} | changes)


def definition(*milestones: Milestone) -> Definition:
    """An indicator of these milestones."""
    return Definition(
        id="sample",
        number="1.1.1",
        title="样例",
        category="甲",
        group="甲",
        requirement="样例",
        row=1,
        lead=("区市监局",),
        workflow=WORKFLOW,
        milestones=milestones,
    )


def chasing(*rungs: dict[str, Any]) -> Chasing:
    """A ladder of these rungs, to the clerk unless said otherwise."""
    return Chasing.model_validate(
        {"ladder": [{"title": "催办", "to": ["clerk"], "notice": "n"} | rung for rung in rungs]}
    )
