"""Who is told of a change that wants a second person: those who may approve it, then whoever proposed it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from engine.catalog import Catalog
from engine.catalog.editing.texts import is_indicator
from engine.domain.vocabulary import Role
from engine.store.chain import Act
from engine.store.database import Connection
from engine.store.people import who
from engine.store.word import outbox

APPROVERS: Final = frozenset({Role.ADMINISTRATOR, Role.OFFICE})
"""Who may approve a change of definitions, or refuse it; never their own."""
_NAMED: Final = 20
"""So many of a change's texts are named in a letter."""


def tell_approvers(
    connection: Connection, act: Act, act_id: int, by: str, files: Iterable[str], known: Catalog
) -> None:
    """A letter to everybody else who may approve what `by` (a name) proposed in the act."""
    rows = _rows(by, files, known)
    letters = [
        _letter("change-proposed", act, act_id, person, {"reason": act.reason, "rows": rows})
        for person in who.acting_as(connection, APPROVERS)
        if person.id != act.actor
    ]
    outbox.enqueue(connection, letters)


def tell_proposer(
    connection: Connection,
    act: Act,
    act_id: int,
    proposer: str,
    by: str,
    files: Iterable[str],
    known: Catalog,
    *,
    approved: bool,
    reason: str = "",
) -> None:
    """A letter to who proposed a change (an id): `by` (a name) has approved it, or refused it for a reason."""
    if proposer == act.actor:
        return
    person = who.by_ids(connection, [proposer]).get(proposer)
    if person is not None:
        rows = [{**row, "refused": not approved} for row in _rows(by, files, known)]
        params = {"decision": "granted" if approved else "refused", "reason": reason, "rows": rows}
        outbox.enqueue(connection, [_letter("change-decided", act, act_id, person, params)])


def _letter(notice: str, act: Act, act_id: int, person: Any, params: Mapping[str, Any]) -> dict[str, object]:
    more = {"person": person.id, "unit_id": person.unit_id, "params": params}
    return outbox.letter(notice, act_id, act.programme, act.as_of, act.at, more, key=f"{notice}/{act_id}/{person.id}")


def _rows(by: str, files: Iterable[str], known: Catalog) -> list[dict[str, str]]:
    """The texts of a change as a letter names them: indicators as the table does, the others by their file."""
    named = []
    for file in sorted(files)[:_NAMED]:
        name = file.rsplit("/", 1)[-1].removesuffix(".yaml") if is_indicator(file) else ""
        definition = known.definitions.get(name)
        named.append({"by": by, "title": f"{definition.number} {definition.title}" if definition else file})
    return named
