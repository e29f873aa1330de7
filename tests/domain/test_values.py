"""A declared value's digest is that of its content, for a changed copy too."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.domain.definition import Workflow
from engine.domain.definition.scoring import Completion


@pytest.mark.parametrize("deep", [False, True])
def test_a_changed_copy_has_a_digest_of_its_own(deep: bool) -> None:
    before = Completion(rule="completion")
    assert before.digest and before.canonical
    changed = before.model_copy(update={"floor": Decimal(1)}, deep=deep)
    assert changed.digest != before.digest
    assert "floor" in changed.canonical and "floor" not in before.canonical
    assert before.model_copy(deep=deep).digest == before.digest


def test_equal_content_has_equal_digests() -> None:
    stages = [{"id": kind, "title": kind, "kind": kind} for kind in ("assign", "collect", "score")]
    one, other = (Workflow(id="w", title="流程", stages=stages) for _ in range(2))  # type: ignore[arg-type]
    assert (one, one.digest, hash(one)) == (other, other.digest, hash(other))
