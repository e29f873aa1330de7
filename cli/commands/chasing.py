"""The ladder by hand: what it would send on a day, and climbing it now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from typer import Option, Typer

from cli.declaring import declare
from cli.opening import sitting
from cli.options import As, AsJson
from cli.parsing import read_day
from cli.printing import print_json, table
from engine.errors import Invalid
from engine.wording import N_, say

if TYPE_CHECKING:
    from engine.services.office.foretelling import Foretold


def register(app: Typer) -> None:
    """Declare the command of the ladder."""
    declare(app, "chase", chase, N_("Climb the chasing ladder now, or say what it would send on a day."))


def chase(
    dry_run: Annotated[bool, Option("--dry-run", help=N_("Only say what would go to whom; nothing is kept."))] = False,
    as_of: Annotated[
        str | None, Option("--as-of", metavar="DATE", help=N_("With --dry-run: as if it were this day, 2022-08-31."))
    ] = None,
    person: As = "",
    as_json: AsJson = False,
) -> None:
    """The sweep does so every day by itself; each rung fires once, so that doing it again is harmless."""
    from engine.domain.actor import SYSTEM
    from engine.services.office import chase as service
    from engine.services.office.foretelling import foretell

    day = read_day(as_of, since=2000, until=2100) if as_of else None
    if day is not None and not dry_run:
        raise Invalid(
            "day-without-dry-run",
            N_("The ladder is climbed today only."),
            hint=N_("Add --dry-run to see what it would send on another day."),
        )
    with sitting() as here:
        actor = here.actor(person, SYSTEM)
        if dry_run:
            found = foretell(here.desk, actor, day=day, at=here.at)
            print_json({"ok": True, "letters": found}) if as_json else print(_told(found))
            return
        chased = service.chase(here.desk, at=here.at)
    if as_json:
        print_json({"ok": True, "rungs": dict(chased.rungs), "number": chased.total})
        return
    print(say(N_("Letters written by the ladder: {number}."), number=chased.total))


def _told(found: Sequence[Foretold]) -> str:
    if not found:
        return say(N_("Nothing would be sent."))
    headers = [say(words) for words in (N_("Rung"), N_("Unit"), N_("To whom"), N_("Assignment"), N_("Subject"))]
    urgent = say(N_("urgent"))
    rows = [
        (
            f"{each.rung} ({urgent})" if each.urgent else each.rung,
            each.unit_name,
            each.person_name or "-",
            str(each.assignment),
            each.fault or each.subject,
        )
        for each in found
    ]
    counted = Counter(each.rung for each in found)
    summary = ", ".join(f"{rung} {number}" for rung, number in counted.items())
    return table(headers, rows) + "\n" + say(N_("Would be sent: {number} ({rungs})."), number=len(found), rungs=summary)
