"""Rosters as files, and the scan of standing faults."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Exit, Option, Typer

from cli import exits
from cli.declaring import declare, group
from cli.opening import Sitting, sitting
from cli.options import As, AsJson
from cli.parsing import read_file
from cli.printing import print_json, table
from cli.saving import Replace, saved
from engine.wording import N_, say

if TYPE_CHECKING:
    from engine.reports.sheets import Form
    from engine.services.people.columns import RosterFaults, Subject
    from engine.services.people.rosters import Preview

RosterFile = Annotated[Path, Argument(metavar="FILE", help=N_("The roster: .xlsx or .csv."))]
IsUnits = Annotated[bool, Option("--units", help=N_("It is a roster of units, not of people."))]
Whole = Annotated[bool, Option("--whole", help=N_("It is the whole roster: who is not in it leaves."))]


def register(app: Typer) -> None:
    """Declare the commands for rosters, and the scan."""
    roster = group(app, "roster", N_("Rosters of people and units as files: check, take over, write what stands."))
    declare(roster, "check", check, N_("Say every fault of a roster at its cell, or what it would change."))
    declare(roster, "import", take_in, N_("Take a roster over, after the same check."))
    declare(roster, "export", export, N_("Write what stands, as a roster that can be taken over again."))
    declare(app, "scan", scan, N_("Standing faults: units without people, people without contact, and the like."))


def check(
    file: RosterFile, units: IsUnits = False, whole: Whole = False, person: As = "", as_json: AsJson = False
) -> None:
    """Nothing is changed."""
    from engine.services.people import rosters

    with sitting() as here:
        found = _checked(here, file, units, whole, person, as_json)
        rosters.drop(here.desk, found.draft, here.actor(person))
    _show(found, as_json, done=False)


def take_in(
    file: RosterFile, units: IsUnits = False, whole: Whole = False, person: As = "", as_json: AsJson = False
) -> None:
    """All of it, or nothing."""
    from engine.services.people import taking_in

    with sitting() as here:
        found = _checked(here, file, units, whole, person, as_json)
        taking_in.confirm(here.desk, found.draft, found.digest, here.actor(person), at=here.at)
    _show(found, as_json, done=True)


def export(
    file: Annotated[Path, Argument(metavar="FILE", help=N_("Where to write it: .xlsx or .csv."))],
    units: IsUnits = False,
    replace: Replace = False,
    person: As = "",
    as_json: AsJson = False,
) -> None:
    """The ending says which form. What is being edited is not written over unasked."""
    from engine.services.people import rosters

    form: Form = "csv" if file.suffix.lower() == ".csv" else "xlsx"
    with sitting() as here:
        actor = here.actor(person)
        saved(
            file,
            lambda stream: stream.write(rosters.export(here.desk, _subject(units), form, actor)),
            replace=replace,
            ends=(".xlsx", ".csv"),
        )
    if as_json:
        print_json({"ok": True, "file": str(file)})
    else:
        print(say(N_("Written: {file}."), file=file))


def scan(as_json: AsJson = False) -> None:
    """Exit 1 when anything is wrong."""
    from engine.services.people.scan import scan as look
    from notifiers.trial import wanted_here

    with sitting() as here:
        faults = look(here.desk, at=here.at, channels=wanted_here(here.runtime, at=here.at))
    if as_json:
        rows = [{"kind": each.kind, "count": each.count, "message": each.sentence, "remedy": each.remedy,
                 "places": each.places} for each in faults]  # fmt: skip
        print_json({"ok": not faults, "faults": rows})
    elif not faults:
        print(say(N_("Nothing is wrong.")))
    for each in () if as_json else faults:
        print(each.sentence)
        print(f"  {each.remedy}")
        print("  " + "、".join(place.name for place in each.places) + (" …" if each.count > len(each.places) else ""))
    if faults:
        raise Exit(exits.FAULT)


def _checked(here: Sitting, file: Path, units: bool, whole: bool, person: str, as_json: bool) -> Preview:
    from engine.services.people import rosters
    from engine.services.people.columns import RosterFaults

    raw = read_file(file)
    try:
        return rosters.check(here.desk, _subject(units), file.name, raw, here.actor(person), at=here.at, whole=whole)
    except RosterFaults as refusal:
        _show_faults(refusal, as_json)
        raise Exit(exits.FAULT) from None


def _subject(units: bool) -> Subject:
    return "units" if units else "people"


def _show_faults(refusal: RosterFaults, as_json: bool) -> None:
    if as_json:
        told = [{"cell": each.cell, "text": each.text, "code": each.wrong.code, "message": each.wrong.sentence,
                 "remedy": each.wrong.remedy} for each in refusal.faults]  # fmt: skip
        print_json({"ok": False, "rows": refusal.rows, "faults": told})
        return
    for each in refusal.faults:
        print(f"{each.cell}  {each.text}  {each.wrong.sentence} {each.wrong.remedy}".rstrip())
    print(refusal.sentence)


def _show(found: Preview, as_json: bool, *, done: bool) -> None:
    if as_json:
        told = {"added": found.added, "changed": found.changed, "leaving": found.leaving, "unchanged": found.unchanged}
        print_json({"ok": True, "done": done, **told})
        return
    kinds = ((N_("Added"), found.added), (N_("Changed"), found.changed), (N_("Leaving"), found.leaving))
    rows = [(say(words), each.id, each.name) for words, some in kinds for each in some]
    if rows:
        print(table([say(N_("What happens")), say(N_("Id")), say(N_("Name"))], rows))
    print(say(N_("Added: {added}, changed: {changed}, leaving: {leaving}, unchanged: {unchanged}."),
              added=len(found.added), changed=len(found.changed), leaving=len(found.leaving),
              unchanged=found.unchanged))  # fmt: skip
    print(say(N_("Done.") if done else N_("Nothing was changed: this was only a check.")))
