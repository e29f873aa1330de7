"""The API as an application of its own below /api/v1: its routes, its failures as JSON, its OpenAPI document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from fastapi import Depends, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts

from engine.wording import Language, set_language
from portal.api import examples, failing, reference
from portal.api.door import scope_of
from portal.api.routes import ROUTERS
from portal.bounds import plain

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from engine.domain.clockwork import Clockwork
    from engine.runtime import Runtime

PREFIX: Final = "/api/v1"


def create_api(runtime: Runtime, clockwork: Clockwork | None = None) -> FastAPI:
    """The API of one opened installation, to be mounted at `PREFIX`."""
    api = FastAPI(
        title="Luoshi 落实",
        version="1",
        summary="Whatever a page can do, as JSON.",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        dependencies=[Depends(plain)],
        responses=failing.RESPONSES,
        separate_input_output_schemas=False,
    )
    api.state.runtime, api.state.clockwork = runtime, clockwork
    for router in ROUTERS:
        api.include_router(router)
    api.include_router(reference.router)
    failing.declare(api)
    api.openapi = lambda: _document(api)  # type: ignore[method-assign]
    api.add_middleware(Spoken)
    return api


def _document(api: FastAPI) -> dict[str, Any]:
    """OpenAPI 3.1, each operation with the scope that a token needs."""
    if api.openapi_schema is None:
        told = get_openapi(
            title=api.title,
            version=api.version,
            openapi_version="3.1.0",
            summary=api.summary,
            routes=api.routes,
            servers=[{"url": PREFIX}],
        )
        told.setdefault("components", {})["securitySchemes"] = {
            "token": {"type": "http", "scheme": "bearer", "description": "A token made at /api/v1/tokens."},
            "visit": {"type": "apiKey", "in": "cookie", "name": "visit", "description": "With X-CSRF-Token."},
        }
        for route in iter_route_contexts(api.routes):
            scope = scope_of(route.endpoint)
            for method in route.methods or ():
                operation = told["paths"].get(route.path, {}).get(method.lower())
                if operation is not None and scope is not None:
                    operation["security"] = [{"token": [str(scope)]}, {"visit": []}]
                    operation["x-scope"] = str(scope)
        examples.describe(told)
        api.openapi_schema = told
    return api.openapi_schema


class Spoken:
    """ASGI middleware: a program says in Accept-Language what it wants to read; without, it is as for pages."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Choose the language of this request."""
        for name, value in scope.get("headers", ()):
            if name == b"accept-language" and (wanted := wanted_language(value.decode("latin-1"))):
                set_language(wanted)
        await self.app(scope, receive, send)


def wanted_language(header: str) -> Language | None:
    """The first of our languages by the header's weights; None when it names neither."""
    weighed = []
    for place, part in enumerate(header.split(",")):
        name, _, weight = part.strip().partition(";q=")
        try:
            weighed.append((-float(weight or 1), place, name.strip().lower()[:2]))
        except ValueError:
            continue
    for minus, _, name in sorted(weighed):
        if minus < 0 and name in ("zh", "en"):
            return "en" if name == "en" else "zh"
    return None
