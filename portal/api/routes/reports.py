"""What the office hands up, as files: papers, the table, the ledger, the recognition list, certificates."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response

from engine.domain.token_scope import TokenScope
from engine.reports.sheets import Form
from engine.services.reporting.honours import certificates, write_recognition
from engine.services.reporting.ledger import write_ledger
from engine.services.reporting.papers.kinds import Kind, write_paper
from engine.services.reporting.shelf import shelf
from engine.services.reporting.table import write_table
from portal import downloading
from portal.api.door import Who, scoped
from portal.api.models.documents import Shelf
from portal.api.models.looking import NarrowingIn

router = APIRouter(tags=["reports"])
Year = Annotated[int | None, Query(ge=1, le=9998)]


@router.get("/reports")
@scoped(TokenScope.READ)
def documents(who: Who) -> Shelf:
    """What can be taken out as files, and what each can be of; for those who see every unit's work."""
    return Shelf.model_validate(shelf(who.desk, who.actor, at=who.at))


@router.get("/reports/ledger", response_class=Response)
@scoped(TokenScope.READ)
def ledger(who: Who, asked: Annotated[NarrowingIn, Query()]) -> Response:
    """Every assignment I may see in the table's order, as .xlsx."""
    return downloading.written(
        lambda stream: write_ledger(who.desk, who.actor, asked.narrowing(), stream, at=who.at),
        "ledger.xlsx",
        downloading.XLSX,
    )


@router.get("/reports/table", response_class=Response)
@scoped(TokenScope.READ)
def table(who: Who, form: Literal["docx", "xlsx"] = "docx") -> Response:
    """The responsibility table in force, in the layout it was received in."""
    media = downloading.DOCX if form == "docx" else downloading.XLSX
    return downloading.written(
        lambda stream: write_table(who.desk, who.actor, stream, form), f"responsibility-table.{form}", media
    )


@router.get("/reports/recognition", response_class=Response)
@scoped(TokenScope.READ)
def recognition(who: Who, year: Year = None) -> Response:
    """The recognition list of a year with who was left out and why, as .xlsx."""
    return downloading.written(
        lambda stream: write_recognition(who.desk, who.actor, stream, at=who.at, year=year),
        "recognition.xlsx",
        downloading.XLSX,
    )


@router.get("/reports/certificates", response_class=Response)
@scoped(TokenScope.READ)
def certificate_lines(who: Who, form: Form = "csv", year: Year = None) -> Response:
    """A line for each certificate of a published list; headings in the first row."""
    raw = certificates(who.desk, who.actor, at=who.at, form=form, year=year)
    return downloading.download(raw, f"certificates.{form}", "text/csv" if form == "csv" else downloading.XLSX)


@router.get("/reports/{kind}", response_class=Response)
@scoped(TokenScope.READ)
def paper(who: Who, kind: Kind, of: Annotated[str, Query(max_length=20)] = "", as_of: date | None = None) -> Response:
    """A paper as .docx: of a month (`2022-06`), a quarter (`2022Q2`) or a year, as it stands on a day."""
    return downloading.written(
        lambda stream: write_paper(who.desk, who.actor, stream, kind, at=who.at, of=of, as_of=as_of),
        f"{kind}.docx",
        downloading.DOCX,
    )
