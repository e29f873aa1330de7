"""Rosters and the portal: field by field, the roster's new word stands unless somebody changed it here."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.domain.upkeep import carried, differing

rows = st.fixed_dictionaries({"name": st.sampled_from("ab"), "phone": st.sampled_from("123")})


@given(before=rows, now=rows, here=rows)
def test_each_field_for_itself(before: dict[str, object], now: dict[str, object], here: dict[str, object]) -> None:
    after = carried(before, now, here)
    for name in now:
        untouched = here[name] == before[name]
        assert after[name] == (now[name] if untouched else here[name])


@given(roster=rows, here=rows)
def test_the_same_roster_again_changes_nothing(roster: dict[str, object], here: dict[str, object]) -> None:
    assert carried(roster, roster, here) == here
    assert set(differing(roster, here)) == {name for name in here if here[name] != roster[name]}


def test_new_rows() -> None:
    assert carried(None, {"name": "a"}, None) == {"name": "a"}
    assert carried(None, {"name": "a"}, {"name": "b", "more": 1}) == {"name": "b"}
    assert differing(None, {"name": "b"}) == {}
