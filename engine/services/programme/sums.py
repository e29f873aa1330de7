"""The kept sums as a whole: compared with a recount, and counted anew. Every act keeps them; this is for faults."""

from __future__ import annotations

from engine.services.desk import Desk
from engine.store.tallies import keeping


def differences(desk: Desk) -> list[str]:
    """Which kept sums are not what their rows give, named by period and stage or by unit and year; empty: none."""
    with desk.database.reading() as connection:
        return keeping.differences(connection)


def recount(desk: Desk) -> int:
    """Count everything anew; returns how many sums were wrong."""
    with desk.database.transaction() as connection:
        wrong = len(keeping.differences(connection))
        if wrong:
            keeping.recount(connection)
    return wrong
