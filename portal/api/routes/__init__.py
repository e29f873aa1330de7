"""The routes of the API, one file per subject; each declares the scope that a token needs."""

from __future__ import annotations

from typing import Final

from portal.api.routes import assignments, handing_in, history, office, people, programme, requests, review, tokens

ROUTERS: Final = (
    programme.router,
    people.router,
    tokens.router,
    assignments.router,
    handing_in.router,
    requests.router,
    review.router,
    office.router,
    history.router,
)
