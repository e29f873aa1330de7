"""Requests of a unit and their decisions (extension, transfer, not applicable), and the yearly recognition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option, Typer

from cli.declaring import declare, group
from cli.opening import sitting
from cli.options import MOST_NUMBER, As, AsJson, OneAssignment, Reason, Year
from cli.parsing import read_day
from cli.printing import print_json, table
from engine.domain.vocabulary import RequestKind
from engine.errors import Invalid
from engine.wording import N_, say

if TYPE_CHECKING:
    from engine.services.office.recognise import RecognitionDraft

RequestNumber = Annotated[int, Argument(metavar="REQUEST", max=MOST_NUMBER, help=N_("Number of the request."))]


def register(app: Typer) -> None:
    """Declare the commands for requests and for the yearly recognition."""
    extend = group(app, "extend", N_("Ask for more time, a transfer or an exemption, and decide such requests."))
    declare(extend, "ask", ask, N_("Ask the office for an extension, a transfer, or to be exempt."))
    declare(extend, "decide", decide, N_("Grant or refuse a request."))
    recognise = group(
        app, "recognise", N_("The yearly recognition: proposed by rule, approved by people, then published.")
    )
    declare(recognise, "propose", propose, N_("Rank the units of a year; vetoes and unresolved red are left out."))
    declare(recognise, "approve", approve_list, N_("Approve the proposed list; a second person does."))
    declare(recognise, "publish", publish, N_("Publish the approved list and tell everybody, once."))


def ask(
    assignment: OneAssignment,
    reason: Reason,
    person: As = "",
    to: Annotated[str | None, Option("--to", metavar="DAY", help=N_("The new due date asked for."))] = None,
    unit: Annotated[
        str | None, Option("--transfer-to", metavar="UNIT", help=N_("The unit that should have it instead."))
    ] = None,
    exempt: Annotated[bool, Option("--not-applicable", help=N_("It does not apply to the unit."))] = False,
    as_json: AsJson = False,
) -> None:
    """Exactly one of --to, --transfer-to and --not-applicable says what is asked."""
    from engine.services.work import extend as service

    kind = _kind(to, unit, exempt)
    with sitting() as here:
        order = service.Ask(assignment, here.actor(person), kind, reason, read_day(to) if to else None, unit)
        number = service.ask_for(here.desk, order, at=here.at)
    if as_json:
        print_json({"ok": True, "request": number})
    else:
        print(say(N_("Asked; the request has number {number}."), number=number))


def decide(
    request: RequestNumber,
    person: As = "",
    grant: Annotated[bool | None, Option("--grant/--refuse", help=N_("The decision."))] = None,
    reason: Reason = "",
    due: Annotated[
        str | None, Option("--due", metavar="DAY", help=N_("Another due date than the one asked for."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Decide one request."""
    from engine.services.work import extend as service

    if grant is None:
        raise Invalid("no-decision", N_("The decision is missing."), hint=N_("Add --grant or --refuse."))
    with sitting() as here:
        order = service.Decision(request, here.actor(person), grant, reason, read_day(due) if due else None)
        service.decide(here.desk, order, at=here.at)
    if as_json:
        print_json({"ok": True, "request": request, "granted": grant})
    else:
        print(say(N_("Request {number} granted.") if grant else N_("Request {number} refused."), number=request))


def propose(year: Year = None, person: As = "", as_json: AsJson = False) -> None:
    """Propose a list; the system itself acts unless somebody is named."""
    from engine.domain.actor import SYSTEM
    from engine.services.office import recognise as service

    with sitting() as here:
        actor = here.actor(person, SYSTEM)
        draft = service.propose(here.desk, at=here.at, year=year, actor=actor)
    _show_list(draft, as_json)


def approve_list(
    year: Annotated[int, Argument(metavar="YEAR", min=2000, max=2100, help=N_("The year of the list."))],
    person: As = "",
    as_json: AsJson = False,
) -> None:
    """Approve."""
    from engine.services.office import recognise as service

    with sitting() as here:
        service.approve_list(here.desk, year, here.actor(person), at=here.at)
    if as_json:
        print_json({"ok": True, "year": year})
    else:
        print(say(N_("The list of {year} is approved."), year=year))


def publish(
    year: Annotated[int, Argument(metavar="YEAR", min=2000, max=2100, help=N_("The year of the list."))],
    person: As = "",
    as_json: AsJson = False,
) -> None:
    """Publish; the system itself acts unless somebody is named."""
    from engine.domain.actor import SYSTEM
    from engine.services.office import recognise as service

    with sitting() as here:
        actor = here.actor(person, SYSTEM)
        bulletin = service.publish(here.desk, year, at=here.at, actor=actor)
    if as_json:
        print_json({"ok": True, "bulletin": bulletin})
    else:
        print(say(N_("The bulletin of {year} is published."), year=year))


def _kind(to: str | None, unit: str | None, exempt: bool) -> RequestKind:
    wanted = {RequestKind.EXTENSION: to, RequestKind.TRANSFER: unit, RequestKind.NOT_APPLICABLE: exempt}
    asked = [kind for kind, given in wanted.items() if given]
    if len(asked) != 1:
        raise Invalid(
            "what-is-asked",
            N_("It is not clear what is asked."),
            hint=N_("Give exactly one of --to, --transfer-to and --not-applicable."),
        )
    return asked[0]


def _show_list(draft: RecognitionDraft, as_json: bool) -> None:
    if as_json:
        print_json({"ok": True, "draft": draft})
        return
    heads = [say(N_("Rank")), say(N_("Unit")), say(N_("Points"))]
    print(table(heads, [(row.rank, row.unit_name, row.points) for row in draft.rows]))
    if draft.left_out:
        print("\n" + say(N_("Left out:")))
        print(
            table([say(N_("Unit")), say(N_("Why"))], [(row.unit_name, row.reason) for row in draft.left_out], widest=70)
        )
    if draft.sample_points:
        print("\n" + say(N_("Points are from a sample scale, not the province's own.")))
