"""A change of definitions carried out, or laid before a second person where answered work is affected."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal

from engine.catalog.editing.texts import Placing, digest_of, placing
from engine.domain.actor import Actor, not_yours
from engine.domain.days import day_of
from engine.domain.vocabulary import Verb
from engine.errors import Forbidden, NotFound, Refused
from engine.services.desk import Desk
from engine.services.drafts.changing import Prepared, check_may_go, digest_for, prepare_in
from engine.services.drafts.keeping import KEPT, check_drafts_here
from engine.services.drafts.proposed import Proposal, choice_of, told
from engine.services.drafts.telling import APPROVERS, tell_approvers, tell_proposer
from engine.services.programme.adopt import Adopted, adopt_in
from engine.services.programme.planning import Choice
from engine.store import moves
from engine.store.chain import Act
from engine.store.database import Connection
from engine.store.programme import definition_texts as store
from engine.wording import N_, say


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
    with placing(folder) as place, desk.book.unless_undone(), desk.database.transaction() as connection:
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
        act, act_id = _record(desk, connection, Verb.LAY_CHANGE, actor, at, note, sorted(prepared.texts))
        assert prepared.catalog is not None
        tell_approvers(connection, act, act_id, actor.name, prepared.texts, prepared.catalog)
        found = store.open_proposal(connection, programme)
        return told(found)


def withdraw(desk: Desk, number: int, actor: Actor, *, at: datetime, note: str = "") -> Literal["withdrawn", "refused"]:
    """Take one's own proposed change back, or refuse somebody else's with a reason; its drafts stay either way.

    Who proposed a change that is refused is told so, and why. Returns what became of it.
    Raises Forbidden, NotFound, Refused `reason-wanted` for a refusal without, and when the change waits no longer.
    """
    with desk.database.transaction() as connection:
        if actor.role not in APPROVERS:
            raise _not_theirs(actor)
        row, note = _waiting(desk, connection, number), note.strip()
        own = row.proposed_by == actor.id
        if not own and not note:
            raise Refused("reason-wanted", N_("This needs a reason."), hint=N_("Say why in a sentence."))
        state: Literal["withdrawn", "refused"] = "withdrawn" if own else "refused"
        verb = Verb.DROP_CHANGE if own else Verb.REFUSE_CHANGE
        store.decide(connection, number, {"state": state, "approved_by": actor.id, "decided_at": at, "answer": note})
        act, act_id = _record(desk, connection, verb, actor, at, note, sorted(row.texts or ()))
        known = desk.book.office(connection).catalog
        about = (row.proposed_by, actor.name, row.texts or (), known)
        tell_proposer(connection, act, act_id, *about, approved=False, reason=note)
        return state


def approve(desk: Desk, folder: Path, number: int, actor: Actor, *, at: datetime) -> Adopted:
    """Approve a proposed change as a second person, which applies it exactly as it was proposed.

    Raises Forbidden `own-change` for whoever proposed it, NotFound, and Refused `stale-change` when drafts, the folder
    or live work are otherwise than when it was proposed.
    """
    with placing(folder) as place, desk.book.unless_undone(), desk.database.transaction() as connection:
        if actor.role not in APPROVERS:
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
        done = _carry_out(desk, connection, place, prepared, actor, at, choice_of(row.choice), row.note)
        store.decide(connection, number, {"state": "applied", "approved_by": actor.id, "decided_at": at})
        act, act_id = _record(desk, connection, Verb.PASS_CHANGE, actor, at, "", sorted(row.texts))
        assert prepared.catalog is not None
        about = (row.proposed_by, actor.name, row.texts, prepared.catalog)
        tell_proposer(connection, act, act_id, *about, approved=True)
        return done


_ENDS: Final = {"applied": N_("applied"), "withdrawn": N_("withdrawn"), "refused": N_("refused")}


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
            state=say(_ENDS[row.state]),
        )
    return row


def _record(
    desk: Desk, connection: Connection, verb: Verb, actor: Actor, at: datetime, note: str, files: list[str]
) -> tuple[Act, int]:
    programme = desk.book.office(connection).catalog.programme
    act = Act(programme.id, verb, actor.id, at, day_of(at, programme), note.strip(), "", {"files": files})
    [act_id] = moves.record(connection, [(act, [])])
    return act, act_id


def _not_theirs(actor: Actor) -> Forbidden:
    return not_yours(actor, say(N_("another administrator, or somebody of the creation office")))
