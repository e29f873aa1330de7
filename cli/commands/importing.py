"""`import`: a responsibility table as received becomes draft definitions and a report of what to look at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from typer import Argument, Option, Typer

from cli.declaring import declare
from cli.options import AsJson
from cli.printing import print_json, table, wrapped
from engine.wording import N_, say

if TYPE_CHECKING:
    from engine.services.importing.bring_in import Imported

_SHOWN: Final = 40


def register(app: Typer) -> None:
    """Declare `import`."""
    declare(
        app,
        "import",
        import_table,
        N_("Make draft definitions of a responsibility table: .docx, .xlsx, .html or text."),
    )


def import_table(
    file: Annotated[Path, Argument(metavar="FILE", help=N_("The table as received, in Word, Excel, HTML or text."))],
    out: Annotated[Path, Option("--out", metavar="DIR", help=N_("A new folder for the drafts and the report."))],
    year: Annotated[
        int | None,
        Option("--year", metavar="YEAR", min=2000, max=2100, help=N_("The table's year; left out: the one it names.")),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Reads, writes the drafts, and says what is doubtful."""
    from engine.runtime import Clock
    from engine.services.importing.bring_in import bring_in
    from engine.services.importing.report import as_json as told

    made = bring_in(file, out, Clock().now(), year)
    if as_json:
        print_json({"ok": True, "folder": str(out), **told(file.name, made.drafted), "files": list(made.files)})
    else:
        _tell(made, out)


def _tell(made: Imported, out: Path) -> None:
    from engine.services.importing.report import MARKDOWN, counts

    drafted = made.drafted
    summary = N_("{title}, {year}: {rows} requirements in {groups} groups and {categories} categories.")
    print(say(summary, title=drafted.title, year=drafted.year, **counts(drafted)))
    ambiguous = [each for each in drafted.doubts if each.weight != "assumed"]
    assumed = len(drafted.doubts) - len(ambiguous)
    if ambiguous:
        heads = [say(N_("Draft")), say(N_("Cell")), say(N_("What is doubtful")), say(N_("Read as"))]
        rows = [[f"r{each.line:03}" if each.line else "", each.spot, each.sentence, each.reading] for each in ambiguous]
        print("\n" + say(N_("To be decided or looked at ({count}):"), count=len(ambiguous)))
        print(table(heads, rows[:_SHOWN], widest=48))
    if assumed:
        print("\n" + say(N_("Assumed where the table is silent: {count}."), count=assumed))
    where = N_("Drafts written to {folder}; everything doubtful is in {report}. Next: luoshi check {folder}")
    print("\n" + wrapped(say(where, folder=out, report=out / MARKDOWN), 100, ""))
