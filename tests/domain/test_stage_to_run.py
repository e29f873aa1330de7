"""Which stage of a flow is run: the one that is named, the first otherwise, and none where there are none."""

from __future__ import annotations

import pytest

from engine.domain.clockwork import stage_to_run
from engine.errors import Invalid


def test_the_first_stage_is_run_when_none_is_named() -> None:
    assert [stage_to_run(*each) for each in (("recognition", ""), ("recognition", "publish"), ("sweep", ""))] == [
        "propose",
        "publish",
        "",
    ]


@pytest.mark.parametrize(("flow", "remedy"), [("sweep", "不分环节"), ("recognition", "propose, publish")])
def test_an_unknown_stage_is_refused_with_what_there_is(flow: str, remedy: str) -> None:
    with pytest.raises(Invalid) as refusal:
        stage_to_run(flow, "due")
    assert remedy in refusal.value.remedy
