"""Looking: how the programme stands, what is due, one assignment, the history and whether it still holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Exit, Option, Typer

from cli import exits
from cli.declaring import declare
from cli.opening import sitting
from cli.options import MOST_NUMBER, AsJson, IndicatorId, Limit, UnitName
from cli.printing import print_json, table
from engine.domain.names import light_name, stage_kind_name
from engine.domain.vocabulary import Light
from engine.wording import N_, say

if TYPE_CHECKING:
    from engine.services.looking.ask import AssignmentRow, Card, Overview


def register(app: Typer) -> None:
    """Declare the commands that only look."""
    declare(app, "status", status, N_("How the programme stands, or one assignment with everything on it."))
    declare(app, "agenda", agenda, N_("What is due or overdue, by day and unit."))
    declare(app, "history", history, N_("Who did what, when and why; newest first."))
    declare(app, "verify", verify, N_("Check that nobody has altered the history."))


def status(
    assignment: Annotated[
        int | None, Argument(metavar="ASSIGNMENT", max=MOST_NUMBER, help=N_("Show this assignment."))
    ] = None,
    unit: UnitName = None,
    indicator: IndicatorId = None,
    light: Annotated[
        Light | None, Option("--light", metavar="LIGHT", help=N_("Only grey, green, blue, yellow or red."))
    ] = None,
    limit: Limit = 200,
    as_json: AsJson = False,
) -> None:
    """Without an assignment or a filter, the whole programme at a glance."""
    from engine.services.looking import ask

    with sitting() as here:
        if assignment is not None:
            card = ask.card(here.desk, assignment, at=here.at)
            print_json({"ok": True, "card": card}) if as_json else print(_card(card))
        elif unit is not None or indicator is not None or light:
            rows = ask.assignments(here.desk, at=here.at, unit=unit, indicator=indicator, light=light, limit=limit)
            print_json({"ok": True, "assignments": rows}) if as_json else print(_rows(rows))
        else:
            seen = ask.overview(here.desk, at=here.at)
            print_json({"ok": True, "overview": seen}) if as_json else print(_overview(seen))


def agenda(
    days: Annotated[
        int, Option("--days", metavar="N", min=0, max=400, help=N_("Look so many calendar days ahead."))
    ] = 14,
    unit: UnitName = None,
    as_json: AsJson = False,
) -> None:
    """What is overdue stands on top."""
    from engine.services.looking import ask

    with sitting() as here:
        rows = ask.agenda(here.desk, at=here.at, days=days, unit=unit)
    if as_json:
        print_json({"ok": True, "agenda": rows})
    else:
        print(_rows(rows))


def history(
    assignment: Annotated[
        int | None, Argument(metavar="ASSIGNMENT", max=MOST_NUMBER, help=N_("Only this assignment."))
    ] = None,
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """Acts, each with its number in the chain."""
    from engine.domain.actor import SYSTEM
    from engine.domain.names import verb_name
    from engine.services.looking import register

    with sitting() as here:
        acts = register.acts(here.desk, SYSTEM, at=here.at, assignment=assignment, limit=limit)
    if as_json:
        print_json({"ok": True, "acts": acts})
        return
    heads = [say(N_("Act")), say(N_("When")), say(N_("Who")), say(N_("What")), say(N_("Moved")), say(N_("Why"))]
    print(
        table(heads, [(act.id, act.at, act.actor, verb_name(act.verb), act.moved, act.reason or None) for act in acts])
    )


def verify(
    since: Annotated[
        str, Option("--head", metavar="NUMBER:HASH", help=N_("A head written down earlier; it must still be there."))
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Exit 1 when the chain does not hold."""
    from engine.services.looking import remember

    with sitting() as here:
        found = remember.verify(here.desk, since=since)
    if as_json:
        print_json({"ok": found.sound, "verified": found})
    elif found.sound:
        print(
            say(
                N_("The history holds: {acts} acts, {transitions} steps, head {head}."),
                acts=found.acts,
                transitions=found.transitions,
                head=found.head,
            )
        )
    else:
        print(say(N_("The history was altered; first at {fault}."), fault=found.fault))
    if not found.sound:
        raise Exit(exits.FAULT)


def _rows(rows: Sequence[AssignmentRow]) -> str:
    if not rows:
        return say(N_("Nothing."))
    heads = [
        say(N_("Assignment")),
        say(N_("Due")),
        say(N_("Light")),
        say(N_("Unit")),
        say(N_("Number")),
        say(N_("Indicator")),
        say(N_("Period")),
        say(N_("Stage")),
    ]
    body = [
        (row.id, row.due_on, light_name(row.light), row.unit_name, row.number, row.title, row.period, row.stage_title)
        for row in rows
    ]
    return table(heads, body, widest=28)


def _overview(seen: Overview) -> str:
    head = say(
        N_("{programme}, {year}; today {today}; {indicators} indicators."),
        programme=seen.programme,
        year=seen.year,
        today=seen.today,
        indicators=seen.indicators,
    )
    lights = [(light_name(light), count) for light, count in seen.lights.items()]
    parts = [head, table([say(N_("Light")), say(N_("Assignments"))], lights)]
    stages = [(stage_kind_name(kind), count) for kind, count in seen.stages.items()]
    parts.append(table([say(N_("Stage")), say(N_("Assignments"))], stages))
    if seen.sample_points:
        parts.append(say(N_("Points are from a sample scale, not the province's own.")))
    if seen.unowned:
        lines = [say(N_("  {unit}: {number}"), unit=name, number=number) for _, name, number in seen.unowned]
        parts.append("\n".join([say(N_("Nobody acts for these units, whose work is open:")), *lines]))
    return "\n\n".join(parts)


def _card(card: Card) -> str:
    row = card.row
    facts = [
        (say(N_("Indicator")), f"{row.number} {row.title} ({row.indicator})"),
        (say(N_("Requirement")), card.requirement),
        (say(N_("Time in the table")), card.time_text or None),
        (say(N_("Unit")), row.unit_name),
        (say(N_("Period")), row.period),
        (say(N_("Stage")), row.stage_title),
        (say(N_("Light")), light_name(row.light)),
        (say(N_("Due")), row.due_on),
        (say(N_("Received")), row.received_on),
        (say(N_("Missing")), card.missing or None),
        (say(N_("Owner")), card.owner),
    ]
    parts = [table([say(N_("Assignment")), str(row.id)], facts, widest=90)]
    if card.evidence:
        heads = [say(N_("Evidence")), say(N_("Requirement")), say(N_("Name")), say(N_("State"))]
        rows = [(e["id"], e["requirement"], e.get("name") or e.get("value"), e["state"]) for e in card.evidence]
        parts.append(table(heads, rows))
    if card.figures:
        heads = [say(N_("Measure")), say(N_("Part")), say(N_("Numerator")), say(N_("Denominator"))]
        parts.append(table(heads, [(f["measure"], f["slice"], f["numerator"], f["denominator"]) for f in card.figures]))
    return "\n\n".join(parts)
