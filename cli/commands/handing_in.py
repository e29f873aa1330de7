"""What a unit does: accept, hand in, take back, do its part, see its inbox."""

from __future__ import annotations

from typing import Annotated

from typer import Option, Typer

from cli.declaring import declare, group
from cli.opening import sitting
from cli.options import As, AsJson, Assignments, Limit, Note, OneAssignment, Reason
from cli.parsing import HandedIn, read_points
from cli.printing import print_json, table
from engine.wording import N_, say

Files = Annotated[
    list[str] | None,
    Option("--file", metavar="REQUIREMENT=PATH[@DAY]", help=N_("A file for a requirement; @ the day it speaks of.")),
]
Numbers = Annotated[
    list[str] | None, Option("--number", metavar="MEASURE=NUM/DEN", help=N_("A figure: 1940/2000, or a plain number."))
]
Slices = Annotated[
    list[str] | None, Option("--slice", metavar="MEASURE/PART=NUM/DEN", help=N_("The figure of one of-which part."))
]
Links = Annotated[list[str] | None, Option("--link", metavar="REQUIREMENT=URL", help=N_("A link for a requirement."))]
Days = Annotated[list[str] | None, Option("--date", metavar="REQUIREMENT=DAY", help=N_("A day for a requirement."))]
Texts = Annotated[list[str] | None, Option("--text", metavar="REQUIREMENT=TEXT", help=N_("Words for a requirement."))]


def register(app: Typer) -> None:
    """Declare the unit's commands."""
    declare(app, "accept", accept, N_("Accept assignments for your unit."))
    declare(app, "submit", submit, N_("Hand in evidence and figures for an assignment."))
    declare(app, "take-back", take_back, N_("Take a submission back before its reviewer has opened it."))
    part = group(app, "part", N_("The part of a unit that cooperates."))
    declare(part, "in", part_in, N_("Hand in your unit's part."))
    declare(part, "waive", part_waive, N_("Do without a unit's part, with a reason."))
    declare(app, "inbox", inbox, N_("The notices a person has received."))


def accept(
    assignments: Assignments,
    person: As = "",
    to: Annotated[
        str, Option("--delegate-to", metavar="PERSON", help=N_("Hand the work to this person of the unit."))
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Accept, and delegate in the same breath when asked to."""
    from engine.services.work import accept as service

    with sitting() as here:
        actor = here.actor(person)
        service.accept(here.desk, [service.Accept(number, actor) for number in assignments], at=here.at)
        if to:
            for number in assignments:
                service.delegate(here.desk, service.Delegate(number, actor, to), at=here.at)
    told(as_json, assignments, say(N_("Accepted: {numbers}."), numbers=_list(assignments)))


def submit(
    assignment: OneAssignment,
    person: As = "",
    file: Files = None,
    number: Numbers = None,
    slice_: Slices = None,
    link: Links = None,
    day: Days = None,
    text: Texts = None,
    self_score: Annotated[
        str | None, Option("--self", metavar="POINTS", help=N_("The unit's own score for itself, in points."))
    ] = None,
    keep: Annotated[bool, Option("--keep", help=N_("Only keep it with the assignment; hand in later."))] = False,
    note: Note = "",
    as_json: AsJson = False,
) -> None:
    """Submit, or only attach with --keep."""
    from engine.services.work import submit as service

    given = _given(file, link, day, text, number, slice_)
    with sitting() as here:
        order = service.Submission(
            assignment, here.actor(person), given.items(), given.figures(), read_points(self_score), note
        )
        verb = service.attach if keep else service.submit
        results = verb(here.desk, [order], at=here.at)
    if as_json:
        print_json({"ok": True, "submitted": results, "kept_only": keep})
        return
    done = N_("Kept with assignment {number}; hand it in when it is complete.") if keep else N_("Handed in: {number}.")
    print(say(done, number=assignment))
    for warning in results[0].warnings:
        print(say(N_("Note: {warning}"), warning=warning))


def take_back(assignments: Assignments, person: As = "", reason: Reason = "", as_json: AsJson = False) -> None:
    """Take back whole submissions."""
    from engine.services.work import submit as service

    with sitting() as here:
        actor = here.actor(person)
        service.take_back(here.desk, [service.TakeBack(n, actor, reason) for n in assignments], at=here.at)
    told(as_json, assignments, say(N_("Taken back: {numbers}."), numbers=_list(assignments)))


def part_in(
    assignment: OneAssignment,
    person: As = "",
    file: Files = None,
    link: Links = None,
    day: Days = None,
    text: Texts = None,
    note: Note = "",
    as_json: AsJson = False,
) -> None:
    """Hand in the part of the person's own unit."""
    from engine.services.work import submit as service

    given = _given(file, link, day, text)
    with sitting() as here:
        order = service.PartIn(assignment, here.actor(person), given.items(), note)
        service.part_in(here.desk, [order], at=here.at)
    told(as_json, [assignment], say(N_("The part is in: {numbers}."), numbers=assignment))


def part_waive(
    assignment: OneAssignment,
    unit: Annotated[str, Option("--unit", metavar="UNIT", help=N_("The unit whose part is not waited for."))],
    reason: Reason,
    person: As = "",
    as_json: AsJson = False,
) -> None:
    """Waive one unit's part."""
    from engine.services.work import submit as service

    with sitting() as here:
        order = service.WaivePart(assignment, unit, here.actor(person), reason)
        service.waive_part(here.desk, order, at=here.at)
    told(as_json, [assignment], say(N_("The part of {unit} is no longer waited for."), unit=unit))


def inbox(
    person: As = "",
    limit: Limit = 20,
    as_json: AsJson = False,
) -> None:
    """The newest notices first."""
    from engine.services.word import letters

    with sitting() as here:
        found = list(letters.inbox(here.desk, here.actor(person).id, limit=limit))
    if as_json:
        print_json({"ok": True, "letters": found})
        return
    rows = [(letter.as_of, letter.subject, letter.body) for letter in found]
    print(
        table([say(N_("Day")), say(N_("Subject")), say(N_("Notice"))], rows, widest=60)
        if rows
        else say(N_("Nothing yet."))
    )


def told(as_json: bool, numbers: list[int], sentence: str) -> None:
    """One sentence for people, the numbers for programs."""
    if as_json:
        print_json({"ok": True, "assignments": numbers})
    else:
        print(sentence)


def _list(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers))


def _given(
    files: list[str] | None,
    links: list[str] | None,
    days: list[str] | None,
    texts: list[str] | None,
    numbers: list[str] | None = None,
    slices: list[str] | None = None,
) -> HandedIn:
    return HandedIn(*(tuple(given or ()) for given in (files, links, days, texts, numbers, slices)))
