"""The routes of the API, one file per subject; each declares the scope that a token needs."""

from __future__ import annotations

from typing import Final

from portal.api.routes import (
    account,
    assignments,
    flows,
    handing_in,
    history,
    issuing,
    keeping,
    links,
    looking,
    many,
    meetings,
    notices,
    office,
    own,
    people,
    programme,
    recognition,
    requests,
    review,
    rosters,
    tokens,
    unfinished,
    units,
    webhooks,
)

ROUTERS: Final = (
    programme.router,
    looking.router,
    own.router,
    people.router,
    keeping.router,
    units.router,
    rosters.router,
    account.router,
    tokens.router,
    webhooks.router,
    links.router,
    assignments.router,
    handing_in.router,
    unfinished.router,
    requests.router,
    review.router,
    many.router,
    office.router,
    issuing.router,
    flows.router,
    meetings.router,
    history.router,
    notices.router,
    recognition.router,
)
