"""The API as an application of its own below /api/v1: its routes, its failures as JSON, its OpenAPI document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from fastapi import Depends, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts

from portal.api import examples, failing, reference
from portal.api.door import scope_of
from portal.api.routes import ROUTERS
from portal.bounds import plain

if TYPE_CHECKING:
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
