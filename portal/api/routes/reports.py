"""What the office hands up, as files: the ledger."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from engine.domain.token_scope import TokenScope
from engine.services.reporting.ledger import write_ledger
from portal import downloading
from portal.api.door import Who, scoped
from portal.api.models.looking import NarrowingIn

router = APIRouter(tags=["reports"])


@router.get("/reports/ledger", response_class=Response)
@scoped(TokenScope.READ)
def ledger(who: Who, asked: Annotated[NarrowingIn, Query()]) -> Response:
    """Every assignment I may see in the table's order, as .xlsx."""
    return downloading.written(
        lambda stream: write_ledger(who.desk, who.actor, asked.narrowing(), stream, at=who.at),
        "ledger.xlsx",
        downloading.XLSX,
    )
