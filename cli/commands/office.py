"""What the office and reviewers do: issue, review, decide requests, remind, score, close out, withdraw."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option, Typer

from cli.commands.handing_in import told
from cli.declaring import declare, group
from cli.opening import sitting
from cli.options import As, AsJson, Assignments, IndicatorId, Note, OneAssignment, Reason
from cli.parsing import read_points
from cli.printing import print_json
from engine.wording import N_, say


def register(app: Typer) -> None:
    """Declare the office's and the reviewers' commands."""
    from cli.commands import requests

    declare(
        app, "issue", issue, N_("Open every period whose day has come and issue its assignments; harmless to repeat.")
    )
    review = group(app, "review", N_("Approve or return what was handed in."))
    declare(review, "approve", approve, N_("Approve; the assignment moves on when enough reviewers have."))
    declare(review, "return", send_back, N_("Return the whole, or only the faulty pieces, with a reason."))
    requests.register(app)
    declare(app, "remind", remind, N_("Remind the unit of an assignment in your own words."))
    declare(
        app, "score", score, N_("Score everything approved, and what was never handed in once its year is settled.")
    )
    declare(app, "close-out", close_out, N_("Close scored assignments."))
    declare(app, "reopen", reopen, N_("Take a score back, so that the unit may hand in again."))
    declare(app, "terminate", terminate, N_("Withdraw an assignment; its evidence stays."))
    declare(app, "comment", comment, N_("Say something to an assignment; it stays where it is."))
    declare(app, "reset-password", reset_password, N_("A new password for somebody, told once; every sign-in ends."))
    declare(app, "leave", leave, N_("Somebody leaves: their work goes to the deputy, or the office is told."))


def issue(indicator: IndicatorId = None, person: As = "", as_json: AsJson = False) -> None:
    """Issue; the system itself acts unless somebody is named."""
    from engine.domain.actor import SYSTEM
    from engine.services.work import issue as service

    with sitting() as here:
        actor = here.actor(person, SYSTEM)
        issued = service.issue(here.desk, at=here.at, indicator=indicator, actor=actor)
    if as_json:
        print_json({"ok": True, "issued": issued})
        return
    print(
        say(
            N_("Periods opened: {periods}; assignments: {assignments}; parts asked: {parts}."),
            periods=issued.periods,
            assignments=issued.assignments,
            parts=issued.parts,
        )
    )
    for opened in issued.opened:
        print(f"  {opened}")


def approve(
    assignments: Assignments,
    person: As = "",
    points: Annotated[
        str | None,
        Option(
            "--points", metavar="POINTS", help=N_("The reviewer's points, where the rule leaves them to the reviewer.")
        ),
    ] = None,
    bonus: Annotated[
        str | None,
        Option("--bonus", metavar="POINTS", help=N_("Extra points, where the rule has them; say why in --note.")),
    ] = None,
    veto: Annotated[
        str | None, Option("--veto", metavar="VETO", help=N_("Id of a veto that is established: the score is zero."))
    ] = None,
    note: Note = "",
    as_json: AsJson = False,
) -> None:
    """Approve each assignment named, all or none."""
    from engine.services.reviewing import review as service

    with sitting() as here:
        actor = here.actor(person)
        orders = [
            service.Approval(number, actor, note, read_points(points), read_points(bonus), veto)
            for number in assignments
        ]
        results = service.approve(here.desk, orders, at=here.at)
    if as_json:
        rows = [
            {"assignment": r.assignment, "closed": r.closed, "approvals": r.approvals, "needed": r.needed}
            for r in results
        ]
        print_json({"ok": True, "reviewed": rows})
        return
    for result in results:
        done = (
            N_("{number}: approved.")
            if result.closed
            else N_("{number}: {approvals} of {needed} approvals; still open.")
        )
        print(say(done, number=result.assignment, approvals=result.approvals, needed=result.needed))


def send_back(
    assignment: OneAssignment,
    reason: Reason,
    person: As = "",
    item: Annotated[
        list[int] | None,
        Option(
            "--item", metavar="EVIDENCE", help=N_("Only this piece of evidence, by number; the others stay approved.")
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Return one assignment."""
    from engine.services.reviewing import review as service

    with sitting() as here:
        order = service.Return(assignment, here.actor(person), reason, tuple(item or ()))
        service.send_back(here.desk, [order], at=here.at)
    told(as_json, [assignment], say(N_("Returned: {number}."), number=assignment))


def remind(
    assignment: OneAssignment,
    words: Annotated[str, Option("--words", metavar="TEXT", help=N_("What to tell them."))] = "",
    person: As = "",
    as_json: AsJson = False,
) -> None:
    """One reminder, from a person."""
    from engine.services.office import chase as service

    with sitting() as here:
        service.remind(here.desk, assignment, here.actor(person), words, at=here.at)
    told(as_json, [assignment], say(N_("Reminded: {number}."), number=assignment))


def score(as_json: AsJson = False) -> None:
    """Score and settle what is due."""
    from engine.services.scoring import score as service

    with sitting() as here:
        scored = service.score_due(here.desk, at=here.at)
        settled = service.settle_due(here.desk, at=here.at)
    if as_json:
        print_json({"ok": True, "scored": scored, "settled": settled})
        return
    print(say(N_("Scored: {scored}; settled without evidence: {settled}."), scored=scored, settled=settled))


def close_out(assignments: Assignments, person: As = "", note: Note = "", as_json: AsJson = False) -> None:
    """销号."""
    from engine.services.work import close_out as service

    with sitting() as here:
        actor = here.actor(person)
        service.close_out(here.desk, [service.CloseOut(number, actor, note) for number in assignments], at=here.at)
    told(as_json, assignments, say(N_("Closed out: {numbers}."), numbers=", ".join(map(str, assignments))))


def reopen(assignment: OneAssignment, reason: Reason, person: As = "", as_json: AsJson = False) -> None:
    """Reopen one assignment."""
    from engine.services.work import close_out as service

    with sitting() as here:
        service.reopen(here.desk, assignment, here.actor(person), reason, at=here.at)
    told(as_json, [assignment], say(N_("Open again: {number}."), number=assignment))


def terminate(assignment: OneAssignment, reason: Reason, person: As = "", as_json: AsJson = False) -> None:
    """Withdraw one assignment."""
    from engine.services.work import close_out as service

    with sitting() as here:
        service.terminate(here.desk, assignment, here.actor(person), reason, at=here.at)
    told(as_json, [assignment], say(N_("Withdrawn: {number}."), number=assignment))


def comment(
    assignment: OneAssignment,
    words: Annotated[str, Argument(metavar="WORDS", help=N_("What to say, in quotes."))],
    person: As = "",
    as_json: AsJson = False,
) -> None:
    """Comment on one assignment."""
    from engine.services.work import close_out as service

    with sitting() as here:
        service.comment(here.desk, assignment, here.actor(person), words, at=here.at)
    told(as_json, [assignment], say(N_("Kept in the history of {number}."), number=assignment))


def reset_password(
    who: Annotated[str, Argument(metavar="WHO", help=N_("The id of the person who gets a new password."))],
    as_json: AsJson = False,
) -> None:
    """For whoever runs this machine: the portal's first administrator may have forgotten theirs."""
    from engine.services.doors.sign_in import reset

    with sitting() as here:
        password = reset(here.desk, who, at=here.at)
    if as_json:
        print_json({"ok": True, "person": who, "password": password})
        return
    print(say(N_("{who} signs in once with {password} and sets their own then."), who=who, password=password))


def leave(
    who: Annotated[str, Argument(metavar="WHO", help=N_("The id of the person who leaves."))],
    reason: Reason = "",
    person: As = "",
    as_json: AsJson = False,
) -> None:
    """Somebody leaves; nothing of their work is lost."""
    from engine.services.work.leave import leave as hand_on

    with sitting() as here:
        left = hand_on(here.desk, who, here.actor(person), at=here.at, reason=reason)
    if as_json:
        print_json({"ok": True, "left": left})
        return
    words = N_("Handed on: {handed_on} assignments; without anybody now: {unowned}.")
    print(say(words, handed_on=left.handed_on, unowned=left.unowned))
