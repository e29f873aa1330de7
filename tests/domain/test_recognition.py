"""The ranking: by score, equal scores share a rank, and whoever is left out knows why."""

from __future__ import annotations

from decimal import Decimal

from engine.domain.recognition import Candidate, rank
from engine.wording import use_language


def candidate(unit: str, score: str, **changes: tuple[str, ...]) -> Candidate:
    return Candidate(unit, unit.upper(), Decimal(score), **changes)


def test_equal_scores_share_a_rank_and_the_next_is_skipped() -> None:
    ranked, left_out = rank([candidate("a", "9"), candidate("c", "8"), candidate("b", "9.00")], places=10)
    assert [(one.rank, one.unit) for one in ranked] == [(1, "a"), (1, "b"), (3, "c")]
    assert left_out == ()


def test_a_veto_and_an_unresolved_red_are_left_out_with_every_reason() -> None:
    ranked, left_out = rank(
        [
            candidate("a", "9", vetoes=("弄虚作假",)),
            candidate("b", "8", reds=("免费检定覆盖率",)),
            candidate("c", "7"),
            candidate("d", "5", reds=("台账",)),
        ],
        places=10,
        minimum=Decimal(6),
    )
    assert [(one.rank, one.unit) for one in ranked] == [(1, "c")]
    with use_language("en"):
        assert {one.unit: one.sentences for one in left_out} == {
            "a": ("A veto stands: 弄虚作假.",),
            "b": ("A red light is not resolved: 免费检定覆盖率.",),
            "d": ("A red light is not resolved: 台账.", "The score 5 is below the minimum 6."),
        }
    assert left_out[0].sentences == ("一票否决：弄虚作假。",)


def test_whoever_shares_the_last_place_is_in() -> None:
    ranked, left_out = rank([candidate(unit, score) for unit, score in zip("abcd", "9887", strict=True)], places=2)
    assert [(one.rank, one.unit) for one in ranked] == [(1, "a"), (2, "b"), (2, "c")]
    with use_language("en"):
        assert [(one.unit, *one.sentences) for one in left_out] == [("d", "Rank 4; there are 2 places.")]
