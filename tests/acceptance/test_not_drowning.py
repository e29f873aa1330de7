"""A whole year of the table's indicators: how many messages a person gets on a day, and nobody is drowned."""

from __future__ import annotations

from post_office import served

from engine.services.rehearsal import rehearsal_in_memory


def test_the_ladder_of_the_table_gives_nobody_more_than_three_messages_a_day_in_a_whole_year() -> None:
    """Escalations included. What is urgent, and what waits for the digest, is a message each."""
    played = rehearsal_in_memory(served(), seed=20220101, units=10)
    told = {name: {int(k): v for k, v in played.notices[name].items()} for name in ("a_day", "messages_a_day")}
    by_ladder = {int(number): often for number, often in played.notices["by_the_ladder_a_day"].items()}
    assert len(served().indicators) == 55 and played.notices["total"] > 1500
    assert max(by_ladder) <= 3, by_ladder
    assert sum(by_ladder.values()) > 200, "it does chase"
    # The notices behind them are many more: it is the gathering that keeps people from drowning.
    assert max(told["a_day"]) > 10
    assert max(told["messages_a_day"]) <= 3, told["messages_a_day"]
