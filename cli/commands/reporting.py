"""Reports as files: the ledger, official documents, the table itself, the recognition list."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Annotated, Literal

from typer import Option, Typer

from cli.declaring import declare, group
from cli.opening import sitting
from cli.options import As, AsJson, IndicatorId, ServedYear
from cli.parsing import read_day
from cli.printing import print_json
from cli.saving import Out, Replace, saved
from engine.wording import N_, say

WORKBOOK = (".xlsx",)
DOCUMENT = (".docx",)
UnitId = Annotated[str, Option("--unit", metavar="UNIT", help=N_("Only this unit, by id."))]
AsOf = Annotated[
    str, Option("--as-of", metavar="DATE", help=N_("The day it tells of, if nothing happened since; left out: today."))
]


def register(app: Typer) -> None:
    """Declare the commands that write reports."""
    report = group(app, "report", N_("Reports as files for Word and Excel."))
    declare(report, "ledger", ledger, N_("Every assignment in the table's order, as .xlsx."))
    declare(report, "bulletin", bulletin, N_("The bulletin of a month as an official document, .docx."))
    declare(report, "packet", packet, N_("The packet of a joint meeting as an official document, .docx."))
    declare(report, "self-assessment", self_assessment, N_("The self-assessment report, row by row, .docx."))
    declare(report, "year-end", year_end, N_("The report of the year, .docx."))
    declare(report, "table", table, N_("The responsibility table in the layout it was received in, .docx or .xlsx."))
    declare(report, "recognition", recognition, N_("The recognition list and what certificates say, .xlsx."))


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


def bulletin(
    out: Out,
    month: Annotated[str, Option("--month", metavar="2022-06", help=N_("The month; left out: this one."))] = "",
    as_of: AsOf = "",
    replace: Replace = False,
    person: As = "",
    as_json: AsJson = False,
) -> None:
    """通报."""
    _document(out, "bulletin", month, as_of, replace, person, as_json)


def packet(
    out: Out,
    quarter: Annotated[
        str, Option("--quarter", metavar="2022Q2", help=N_("The quarter; left out: the next meeting's."))
    ] = "",
    as_of: AsOf = "",
    replace: Replace = False,
    person: As = "",
    as_json: AsJson = False,
) -> None:
    """联席会议材料."""
    _document(out, "packet", quarter, as_of, replace, person, as_json)


def self_assessment(
    out: Out,
    year: ServedYear = None,
    as_of: AsOf = "",
    replace: Replace = False,
    person: As = "",
    as_json: AsJson = False,
) -> None:
    """自评报告."""
    _document(out, "self-assessment", str(year or ""), as_of, replace, person, as_json)


def year_end(
    out: Out,
    year: ServedYear = None,
    as_of: AsOf = "",
    replace: Replace = False,
    person: As = "",
    as_json: AsJson = False,
) -> None:
    """年度总结."""
    _document(out, "year-end", str(year or ""), as_of, replace, person, as_json)


def table(out: Out, replace: Replace = False, person: As = "", as_json: AsJson = False) -> None:
    """责任分解表, as it is in force."""
    from engine.domain.actor import SYSTEM
    from engine.services.reporting.table import write_table

    form: Literal["docx", "xlsx"] = "xlsx" if out.suffix.lower() in WORKBOOK else "docx"
    with sitting() as here:
        actor = here.actor(person, SYSTEM)
        ends = (*DOCUMENT, *WORKBOOK)
        rows = saved(out, lambda stream: write_table(here.desk, actor, stream, form), replace=replace, ends=ends)
    if as_json:
        print_json({"ok": True, "file": str(out), "rows": rows})
        return
    print(say(N_("{file}: {rows} rows."), file=out, rows=rows))


def recognition(
    out: Out, year: ServedYear = None, replace: Replace = False, person: As = "", as_json: AsJson = False
) -> None:
    """表彰名单和证书信息."""
    from engine.domain.actor import SYSTEM
    from engine.services.reporting.honours import write_recognition

    with sitting() as here:
        actor = here.actor(person, SYSTEM)
        places = saved(
            out,
            lambda stream: write_recognition(here.desk, actor, stream, at=here.at, year=year),
            replace=replace,
            ends=WORKBOOK,
        )
    if as_json:
        print_json({"ok": True, "file": str(out), "places": places})
        return
    print(say(N_("{file}: {places} places."), file=out, places=places))


def _document(out: Path, kind: str, of: str, as_of: str, replace: bool, person: str, as_json: bool) -> None:
    from engine.domain.actor import SYSTEM
    from engine.services.reporting.papers.kinds import Kind, write_paper

    day = read_day(as_of) if as_of else None
    with sitting() as here:
        actor = here.actor(person, SYSTEM)

        def write(stream: IO[bytes]) -> None:
            write_paper(here.desk, actor, stream, Kind(kind), at=here.at, of=of, as_of=day)

        saved(out, write, replace=replace, ends=DOCUMENT)
    print_json({"ok": True, "file": str(out)}) if as_json else print(say(N_("{file} is written."), file=out))
