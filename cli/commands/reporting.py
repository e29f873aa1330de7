"""Reports as files: the ledger."""

from __future__ import annotations

from typing import Annotated

from typer import Option, Typer

from cli.declaring import declare, group
from cli.opening import sitting
from cli.options import As, AsJson, IndicatorId, ServedYear
from cli.printing import print_json
from cli.saving import Out, Replace, saved
from engine.wording import N_, say

WORKBOOK = (".xlsx",)
UnitId = Annotated[str, Option("--unit", metavar="UNIT", help=N_("Only this unit, by id."))]


def register(app: Typer) -> None:
    """Declare the commands that write reports."""
    report = group(app, "report", N_("Reports as files for Word and Excel."))
    declare(report, "ledger", ledger, N_("Every assignment in the table's order, as .xlsx."))


def ledger(
    out: Out,
    indicator: IndicatorId = None,
    unit: UnitId = "",
    year: ServedYear = None,
    replace: Replace = False,
    person: As = "",
    as_json: AsJson = False,
) -> None:
    """台账; the system itself looks unless somebody is named."""
    from engine.domain.actor import SYSTEM
    from engine.domain.narrowing import Narrowing
    from engine.services.reporting.ledger import write_ledger

    with sitting() as here:
        actor = here.actor(person, SYSTEM)
        wanted = Narrowing(year=year or 0, indicator=indicator or "", unit=unit)
        rows = saved(
            out,
            lambda stream: write_ledger(here.desk, actor, wanted, stream, at=here.at),
            replace=replace,
            ends=WORKBOOK,
        )
    if as_json:
        print_json({"ok": True, "file": str(out), "assignments": rows})
        return
    print(say(N_("{file}: {rows} assignments."), file=out, rows=rows))
