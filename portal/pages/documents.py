"""文件: papers to look at and take out, the table, the ledger, the recognition list, and what certificates say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response

from engine.domain.narrowing import Narrowing
from engine.reports.charts import Chart
from engine.reports.official.blocks import Block, chinese_day, numbered
from engine.reports.sheets import Form
from engine.services.reporting.honours import certificates, write_recognition
from engine.services.reporting.ledger import write_ledger
from engine.services.reporting.papers.kinds import Kind, paper_of, write_paper
from engine.services.reporting.shelf import shelf
from engine.services.reporting.table import write_table
from engine.services.seeing import check_sees_all
from engine.wording import N_, say
from portal import downloading
from portal.rendering import page
from portal.visit import Here, guarded, here

router = APIRouter(prefix="/documents", dependencies=[Depends(guarded)])

_Year = Annotated[int | None, Query(ge=1, le=9998)]
_Of = Annotated[str, Query(max_length=20)]
KINDS = {
    Kind.BULLETIN: N_("Bulletin"),
    Kind.PACKET: N_("Packet of the joint meeting"),
    Kind.SELF_ASSESSMENT: N_("Self-assessment report"),
    Kind.YEAR_END: N_("Report of the year"),
}
"""What the papers are called."""
_FORMS = {"docx": downloading.DOCX, "xlsx": downloading.XLSX, "csv": "text/csv"}


@router.get("")
def all_documents(request: Request) -> Response:
    """Everything that can be taken out, each with what it may be of."""
    who = here(request)
    return page(request, "documents/shelf.html", who, it=shelf(who.desk, who.actor, at=who.at), kinds=_named())


@router.get("/table.{form}")
def table(request: Request, form: Literal["docx", "xlsx"]) -> Response:
    """责任分解表, as it is in force, in the layout it was received in."""
    who = here(request)
    name = f"{say(N_('Responsibility table'))}.{form}"
    return downloading.written(lambda stream: write_table(who.desk, who.actor, stream, form), name, _FORMS[form])


@router.get("/ledger.xlsx")
def ledger(request: Request, year: _Year = None) -> Response:
    """台账 of a year, every assignment."""
    who = here(request)
    check_sees_all(who.desk, who.actor)
    wanted = Narrowing(year=year or 0)
    return downloading.written(
        lambda stream: write_ledger(who.desk, who.actor, wanted, stream, at=who.at),
        f"{say(N_('Ledger'))}.xlsx",
        downloading.XLSX,
    )


@router.get("/recognition.xlsx")
def recognition(request: Request, year: _Year = None) -> Response:
    """表彰名单, who was left out and why, and the certificates of a published list."""
    who = here(request)
    return downloading.written(
        lambda stream: write_recognition(who.desk, who.actor, stream, at=who.at, year=year),
        f"{say(N_('Recognition list'))}.xlsx",
        downloading.XLSX,
    )


@router.get("/certificates.{form}")
def certificate_lines(request: Request, form: Form, year: _Year = None) -> Response:
    """证书信息 for the printing shop."""
    who = here(request)
    raw = certificates(who.desk, who.actor, at=who.at, form=form, year=year)
    return downloading.download(raw, f"{say(N_('Certificates'))}.{form}", _FORMS[form])


@router.get("/{kind}")
def preview(request: Request, kind: Annotated[Kind, Path()], of: _Of = "") -> Response:
    """A paper as it would be written now."""
    who = here(request)
    paper = paper_of(who.desk, who.actor, kind, at=who.at, of=of)
    charts = count(1)
    return page(
        request,
        "documents/paper.html",
        who,
        kind=kind,
        of=of,
        name=say(KINDS[kind]),
        paper=paper,
        day=chinese_day(paper.day),
        drawn=drawn,
        parts=_shown(paper.blocks, charts),
        attachments=[(each.title, _shown(each.blocks, charts)) for each in paper.attachments],
    )


@router.get("/{kind}/file")
def file(request: Request, kind: Annotated[Kind, Path()], of: _Of = "") -> Response:
    """The paper as .docx."""
    who = here(request)
    return downloading.written(
        lambda stream: write_paper(who.desk, who.actor, stream, kind, at=who.at, of=of),
        _name(who, kind, of),
        downloading.DOCX,
    )


def _name(who: Here, kind: Kind, of: str) -> str:
    return f"{say(KINDS[kind])} {of or who.desk.today(who.at)}.docx"


def _named() -> dict[str, str]:
    return {str(kind): say(words) for kind, words in KINDS.items()}


def _shown(blocks: Sequence[Block], charts: Iterator[int]) -> list[tuple[str, Any, int]]:
    """Blocks as a template takes them: what each is, itself, and a chart's number."""
    return [
        (type(block).__name__.lower(), block, next(charts) if isinstance(block, Chart) else 0)
        for block in numbered(blocks)
    ]


def drawn(chart: Chart) -> dict[str, Any]:
    """A chart of a paper as the browser draws it."""
    names, values = {"type": "category", "data": list(chart.over)}, {"type": "value", "min": 0}
    lying = chart.kind != "columns"
    series = [
        {
            "type": "bar",
            "name": name,
            "barMaxWidth": 18,
            "label": {"show": chart.kind == "bars", "position": "right"},
            "data": [float(value) for value in figures],
            **({"stack": "all"} if chart.kind == "stacked" else {}),
        }
        for name, figures in chart.series
    ]
    return {
        "tooltip": {},
        "legend": {"show": len(series) > 1, "top": 0},
        "grid": {"left": 10, "right": 50, "top": 30 if len(series) > 1 else 10, "bottom": 10, "containLabel": True},
        "xAxis": values if lying else names,
        "yAxis": names | {"inverse": True} if lying else values,
        "series": series,
    }
