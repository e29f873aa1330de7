"""Rosters and the portal write about the same people and units: which word stands, field by field."""

from __future__ import annotations

from collections.abc import Mapping

Row = Mapping[str, object]


def carried(before: Row | None, now: Row, here: Row | None) -> dict[str, object]:
    """What stands after a roster came into force: the roster's new word, except where somebody changed it here.

    `before`: what the replaced roster said (None: it did not name this row), `now`: what the new one says, `here`:
    what stands (None: nothing yet). A field is taken over while what stands is still the roster's own earlier word;
    what was written in the portal stays until it is given up there.
    """
    if here is None:
        return dict(now)
    if before is None:
        return {name: here[name] for name in now}
    return {name: value if here[name] == before[name] else here[name] for name, value in now.items()}


def differing(roster: Row | None, here: Row) -> dict[str, object]:
    """The fields in which what stands differs from the roster, with the roster's word; none for rows of the portal."""
    if roster is None:
        return {}
    return {name: value for name, value in roster.items() if here[name] != value}
