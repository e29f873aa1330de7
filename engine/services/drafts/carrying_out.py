"""A change of definitions carried out, or laid before a second person where answered work is affected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal

from engine.catalog.editing.texts import Placing, digest_of, placing
from engine.domain.actor import Actor, not_yours
from engine.domain.days import day_of
from engine.domain.vocabulary import Role, Verb
from engine.errors import Forbidden, NotFound, Refused
from engine.services.desk import Desk
from engine.services.drafts.changing import Prepared, check_may_go, digest_for, prepare_in
from engine.services.drafts.keeping import KEPT, check_drafts_here
from engine.services.programme.adopt import Adopted, adopt_in
from engine.services.programme.planning import Choice
from engine.store import moves
from engine.store.chain import Act
from engine.store.database import Connection
from engine.store.programme import definition_texts as store
from engine.wording import N_, say

_APPROVERS: Final = frozenset({Role.ADMINISTRATOR, Role.OFFICE})


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that was laid before a second person. `choice`: what becomes of answered work."""

    number: int
    digest: str
    files: tuple[str, ...]
    choice: Choice | None
    note: str
    state: Literal["proposed", "withdrawn", "applied"]
    by: str
    by_name: str
    at: datetime
    decided_by: str
    decided_at: datetime | None


def apply(
    desk: Desk,
    folder: Path,
    digest: str,
    files: Iterable[str],
    actor: Actor,
    *,
    at: datetime,
    choice: Choice | None = None,
    note: str = "",
) -> Adopted:
    """Put the drafts of these files into the folder and bring it into force, exactly as the change of `digest` said.

    Raises Forbidden, Refused `stale-change` when anything is otherwise than it was shown, `second-person-wanted` where
    answered work is affected, and as adoption does; Unavailable when the folder cannot be written. All or nothing.
    """
    check_drafts_here(actor)
    with placing(folder) as place, desk.database.transaction() as connection:
        prepared = _same(desk, connection, folder, files, digest, at)
        if prepared.approval_wanted:
            raise Refused(
                "second-person-wanted",
                N_("{count} answered assignments are affected: a second person has to approve this change."),
                hint=N_("Propose it; another administrator or somebody of the office then approves it."),
                count=prepared.approval_wanted,
            )
        done = _carry_out(desk, connection, place, prepared, actor, at, choice, note)
        _end_waiting(desk, connection, prepared, actor, at)
        return done


def propose(
    desk: Desk,
    folder: Path,
    digest: str,
    files: Iterable[str],
    actor: Actor,
    *,
    at: datetime,
    choice: Choice | None = None,
    note: str = "",
) -> Proposal:
    """Lay the change of `digest` before a second person; one that still waits gives way to it.

    Raises Forbidden, Refused `stale-change`, `choice-wanted` and `nothing-to-apply`.
    """
    check_drafts_here(actor)
    with desk.database.transaction() as connection:
        prepared = _same(desk, connection, folder, files, digest, at)
        assert prepared.plan is not None
        if prepared.plan.choice_wanted and choice is None:
            raise choice_wanted(prepared.plan.choice_wanted)
        programme = desk.book.office(connection).catalog.programme.id
        fields = {
            "programme": programme,
            "plan": digest,
            "catalog": prepared.plan.catalog,
            "choice": choice or "",
            "note": note.strip(),
            "texts": prepared.texts,
            "state": "proposed",
            "proposed_by": actor.id,
            "proposed_at": at,
            "approved_by": "",
        }
        store.propose(connection, fields)
        _record(desk, connection, Verb.LAY_CHANGE, actor, at, note, sorted(prepared.texts))
        found = store.open_proposal(connection, programme)
        return _told(found)


def waiting(desk: Desk) -> Proposal | None:
    """The change that waits for a second person, if any."""
    with desk.database.reading() as connection:
        row = store.open_proposal(connection, desk.book.office(connection).catalog.programme.id)
        return None if row is None else _told(row)


def proposals(desk: Desk) -> tuple[Proposal, ...]:
    """The latest changes that were laid before a second person, newest first."""
    with desk.database.reading() as connection:
        return tuple(map(_told, store.proposals(connection, desk.book.office(connection).catalog.programme.id)))


def may_approve(proposal: Proposal, actor: Actor) -> bool:
    """Whether `actor` is a second person for this change."""
    return proposal.state == "proposed" and actor.role in _APPROVERS and actor.id != proposal.by


def withdraw(desk: Desk, number: int, actor: Actor, *, at: datetime, note: str = "") -> None:
    """Take a proposed change back; its drafts stay. Whoever may propose or approve may also say no.

    Raises Forbidden, NotFound, and Refused when it waits no longer.
    """
    with desk.database.transaction() as connection:
        if actor.role not in _APPROVERS:
            raise _not_theirs(actor)
        row = _waiting(desk, connection, number)
        store.decide(connection, number, {"state": "withdrawn", "approved_by": actor.id, "decided_at": at})
        _record(desk, connection, Verb.DROP_CHANGE, actor, at, note, sorted(row.texts or ()))


def approve(desk: Desk, folder: Path, number: int, actor: Actor, *, at: datetime) -> Adopted:
    """Approve a proposed change as a second person, which applies it exactly as it was proposed.

    Raises Forbidden `own-change` for whoever proposed it, NotFound, and Refused `stale-change` when drafts, the folder
    or live work are otherwise than when it was proposed.
    """
    with placing(folder) as place, desk.database.transaction() as connection:
        if actor.role not in _APPROVERS:
            raise _not_theirs(actor)
        row = _waiting(desk, connection, number)
        if row.proposed_by == actor.id:
            raise Forbidden(
                "own-change",
                N_("{name} proposed this change and cannot approve it."),
                hint=N_("A second person must approve it: another administrator, or somebody of the office."),
                name=actor.name,
            )
        prepared = _same(desk, connection, folder, row.texts or (), row.plan, at)
        if prepared.texts != row.texts:
            raise stale_change()
        done = _carry_out(desk, connection, place, prepared, actor, at, _choice(row.choice), row.note)
        store.decide(connection, number, {"state": "applied", "approved_by": actor.id, "decided_at": at})
        return done


def stale_change() -> Refused:
    """The refusal of a change that is no longer what was shown."""
    return Refused(
        "stale-change",
        N_("This change is no longer what you were shown: drafts, the folder or live work have changed since."),
        hint=N_("Look at what it would do now, and decide again."),
    )


def choice_wanted(count: int) -> Refused:
    """The refusal of a change that leaves open what becomes of answered work."""
    return Refused(
        "choice-wanted",
        N_("{count} answered assignments are affected by an incompatible change."),
        hint=N_("Say what becomes of them: keep, carry over, or start again."),
        count=count,
    )


def _same(
    desk: Desk, connection: Connection, folder: Path, files: Iterable[str], digest: str, at: datetime
) -> Prepared:
    """The change as it is now, when it is still the one that was shown."""
    prepared = prepare_in(desk, connection, folder, files, at)
    if digest_for(prepared) != digest:
        raise stale_change()
    check_may_go(prepared)
    return prepared


def _carry_out(
    desk: Desk,
    connection: Connection,
    place: Placing,
    prepared: Prepared,
    actor: Actor,
    at: datetime,
    choice: Choice | None,
    note: str,
) -> Adopted:
    catalog, plan = check_may_go(prepared)
    if plan.choice_wanted and choice is None:
        raise choice_wanted(plan.choice_wanted)
    done = adopt_in(desk, connection, catalog, plan, actor=actor, at=at, choice=choice, reason=note.strip())
    fields = {"programme": catalog.programme.id, "state": "applied", "person": actor.id, "at": at}
    for file, draft in prepared.chosen.items():
        more = {"file": file, "body": draft.text, "base": digest_of(draft.text)}
        store.keep(connection, {**fields, **more}, KEPT)
    place.put({file: draft.text for file, draft in prepared.chosen.items()})
    return done


def _end_waiting(desk: Desk, connection: Connection, prepared: Prepared, actor: Actor, at: datetime) -> None:
    """A change that waits for texts which are applied now has nothing to wait for."""
    row = store.open_proposal(connection, desk.book.office(connection).catalog.programme.id)
    if row is not None and set(row.texts or ()) & set(prepared.texts):
        store.decide(connection, row.id, {"state": "withdrawn", "approved_by": actor.id, "decided_at": at})


def _waiting(desk: Desk, connection: Connection, number: int) -> Any:
    programme = desk.book.office(connection).catalog.programme.id
    row = next((each for each in store.proposals(connection, programme, 1000) if each.id == number), None)
    if row is None:
        raise NotFound("no-such-change", N_("There is no such proposed change."))
    if row.state != "proposed":
        raise Refused(
            "change-decided",
            N_("This change waits no longer: it was {state}."),
            hint=N_("Look at the list of definitions for what stands now."),
            state=say(N_("applied") if row.state == "applied" else N_("withdrawn")),
        )
    return row


def _record(
    desk: Desk, connection: Connection, verb: Verb, actor: Actor, at: datetime, note: str, files: list[str]
) -> None:
    programme = desk.book.office(connection).catalog.programme
    act = Act(programme.id, verb, actor.id, at, day_of(at, programme), note.strip(), "", {"files": files})
    moves.record(connection, [(act, [])])


def _not_theirs(actor: Actor) -> Forbidden:
    return not_yours(actor, say(N_("another administrator, or somebody of the creation office")))


def _told(row: Any) -> Proposal:
    return Proposal(
        row.id,
        row.plan,
        tuple(sorted(row.texts or ())),
        _choice(row.choice),
        row.note,
        row.state,
        row.proposed_by,
        row.proposer_name or row.proposed_by,
        row.proposed_at,
        row.approver_name or row.approved_by,
        row.decided_at,
    )


def _choice(word: str) -> Choice | None:
    match word:
        case "keep" | "carry" | "restart":
            return word
    return None
