"""The office's rooms under one roof: everything here is named once in the application."""

from __future__ import annotations

from fastapi import APIRouter

from portal.pages import bulk, flows, history, issuing, meetings, notices, previews, recognition

router = APIRouter()
for room in (
    bulk.router,
    flows.router,
    issuing.router,
    history.router,
    meetings.router,
    previews.router,
    notices.router,
    recognition.router,
):
    router.include_router(room)
