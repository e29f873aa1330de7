"""`python -m bench.portal_process HOME PORT`: the portal over a home that was filled for measuring, at its one moment.

Beside each page stands the same page with static rows, `/bench/inbox` and `/bench/board`: the same process, middleware
and template, with what the page was last told, so that nothing is asked of the database.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from bench.year import NOW
from engine.evidence import EvidenceFiles
from engine.runtime import Clock, Runtime
from engine.services.desk import Desk
from engine.settings import Settings
from engine.store.database import Database
from portal import rendering
from portal.app import create_app
from portal.pages import board, inbox

_PAGES = {"inbox": inbox, "board": board}


class _Moment(Clock):
    def now(self) -> datetime:
        return NOW


def app_over(home: Path) -> FastAPI:
    """The portal over a home, with its static twins."""
    database = Database(f"sqlite:///{home / 'luoshi.db'}")
    desk = Desk(database, EvidenceFiles(str(home / "evidence")))
    app = create_app(Runtime(Settings(home=home, database=str(database.url)), desk, _Moment()))
    told: dict[str, tuple[Any, dict[str, Any]]] = {}

    def page(request: Request, name: str, who: Any = None, /, **facts: Any) -> HTMLResponse:
        told[name] = (who, facts)
        return rendering.page(request, name, who, **facts)

    for module in _PAGES.values():
        module.page = page  # type: ignore[attr-defined]

    @app.get("/bench/{name}")
    def static(request: Request, name: str) -> HTMLResponse:
        who, facts = told[f"{name}.html"]
        return rendering.page(request, f"{name}.html", who, **facts)

    return app


if __name__ == "__main__":
    folder, port = sys.argv[1:]
    uvicorn.run(app_over(Path(folder)), host="127.0.0.1", port=int(port), log_level="warning", access_log=False)
