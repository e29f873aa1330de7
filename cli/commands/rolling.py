"""`roll`: next year from this one, with what must be looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Argument, Option, Typer

from cli.declaring import declare
from cli.options import AsJson
from cli.printing import print_json, table, wrapped
from engine.wording import N_, say


def register(app: Typer) -> None:
    """Declare `roll`."""
    declare(app, "roll", roll, N_("Make next year's definitions from this year's, and list what must be looked at."))


def roll(
    folder: Annotated[Path, Argument(metavar="FOLDER", help=N_("The programme's folder of this year."))],
    year: Annotated[
        int | None,
        Option("--year", metavar="YEAR", min=2001, max=2100, help=N_("The year to make; left out: the next.")),
    ] = None,
    out: Annotated[
        Path | None,
        Option("--out", metavar="DIR", help=N_("A new folder for it; left out: only the list, nothing is written.")),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Ids, order and comments stay; days are proposed by the same words."""
    from engine.services.rolling import report
    from engine.services.rolling.roll import roll as rolled_on
    from engine.services.rolling.roll import write_rolled

    made = rolled_on(folder, year)
    if out is not None:
        write_rolled(folder, out, made, report.as_text(made))
    if as_json:
        print_json({"ok": True, "folder": str(out) if out else None, **report.as_json(made)})
        return
    print(report.summary(made))
    if made.looks:
        heads = [say(N_("Number")), say(N_("Indicator")), say(N_("To look at"))]
        print("\n" + table(heads, [[each.number, each.title, each.sentence] for each in made.looks], widest=64))
    for problem in made.problems:
        print(problem.render())
    if out is not None:
        where = N_(
            "Written to {folder}; the list is in {report}. Next: luoshi check {folder}, then luoshi plan {folder}"
        )
        print("\n" + wrapped(say(where, folder=out, report=out / report.MARKDOWN), 100, ""))
    else:
        print("\n" + say(N_("Nothing is written; name a new folder with --out.")))
