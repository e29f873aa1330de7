"""A declared value's digest is that of its content, for a changed copy too."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError

from engine.domain.definition import Workflow
from engine.domain.definition.programme import Scale
from engine.domain.definition.scoring import Completion, ScoreRule
from engine.domain.definition.value import Fault


@pytest.mark.parametrize("deep", [False, True])
def test_a_changed_copy_has_a_digest_of_its_own(deep: bool) -> None:
    before = Completion(rule="completion")
    assert before.digest and before.canonical
    changed = before.model_copy(update={"floor": Decimal(1)}, deep=deep)
    assert changed.digest != before.digest
    assert "floor" in changed.canonical and "floor" not in before.canonical
    assert before.model_copy(deep=deep).digest == before.digest


@pytest.mark.parametrize(
    "body",
    [
        {"rule": "completion", "points": "1.005"},
        {"rule": "completion", "floor": 0.001},
        {"rule": "rubric", "bonus": {"title": "加分", "at_most": "0.125"}},
        {"rule": "completion", "late": {"per_day": "0.1", "at_most": "12.345"}},
    ],
)
def test_points_finer_than_hundredths_are_refused(body: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(ScoreRule).validate_python(body)
    [error] = caught.value.errors()
    assert isinstance(error["ctx"]["error"], Fault) and error["ctx"]["error"].code == "points"
    with pytest.raises(ValidationError):
        Scale(title="分值", default="2", points={"joint-meeting": "2.005"})  # type: ignore[arg-type, dict-item]
    assert Scale(title="分值", default="2.50").default == Decimal("2.5")  # type: ignore[arg-type]


def test_equal_content_has_equal_digests() -> None:
    stages = [{"id": kind, "title": kind, "kind": kind} for kind in ("assign", "collect", "score")]
    one, other = (Workflow(id="w", title="流程", stages=stages) for _ in range(2))  # type: ignore[arg-type]
    assert (one, one.digest, hash(one)) == (other, other.digest, hash(other))
