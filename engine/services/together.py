"""One verb for many assignments, all or none: each is decided by itself, all are recorded, and their units are told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from engine.services.cases import Case
from engine.services.desk import Desk
from engine.services.seeing import Ordered, cases_for
from engine.store import moves
from engine.store.chain import Act
from engine.store.database import Connection
from engine.store.moves import Moved
from engine.store.word import outbox

Order = TypeVar("Order", bound=Ordered)
Deed = tuple[Act, Sequence[Moved]]


def do_for_all(
    desk: Desk,
    connection: Connection,
    orders: Sequence[Order],
    decide: Callable[[Case, Order], Deed],
    told: Callable[[Case, Order, int], Iterable[Mapping[str, object]]] = lambda _case, _order, _act: (),
    *,
    at: datetime,
) -> None:
    """Decide every order about its case, record the deeds one after the other, and write what `told` gives for each.

    `told` gets the number of the order's act. Raises what `decide` raises, before anything is recorded, and as
    `cases_for` for what an actor may not see.
    """
    found = cases_for(desk, connection, orders, at)
    done = moves.record(connection, [decide(found[order.assignment], order) for order in orders])
    letters = [
        letter for order, act in zip(orders, done, strict=True) for letter in told(found[order.assignment], order, act)
    ]
    outbox.enqueue(connection, letters)
