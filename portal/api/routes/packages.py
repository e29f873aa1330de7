"""Inspection packages: taken out, told of, and checked."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, Query, UploadFile
from fastapi.responses import Response

from engine.domain.token_scope import TokenScope
from engine.services.reporting import made_packages as packages
from engine.services.reporting.package import make_package
from portal import downloading
from portal.api.door import Who, scoped
from portal.api.models.documents import MadePackage, Renamed, Verified
from portal.streaming import streamed

router = APIRouter(tags=["packages"])


@router.get("/packages")
@scoped(TokenScope.READ)
def made(who: Who) -> tuple[MadePackage, ...]:
    """The newest packages, the newest first, with the digests of their manifests."""
    return tuple(map(MadePackage.model_validate, packages.made_packages(who.desk, who.actor)))


@router.post("/packages", response_class=Response)
@scoped(TokenScope.READ)
def make(
    who: Who,
    year: Annotated[int, Query(ge=0, le=9998)] = 0,
    indicator: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """The package of a year (0: the one served) or of one indicator, sent while it is made; the history notes it."""
    return streamed(
        lambda stream: make_package(who.desk, who.actor, stream, at=who.at, year=year, indicator=indicator),
        "package.zip",
        downloading.ZIP,
    )


@router.post("/packages/verify")
@scoped(TokenScope.READ)
def verify(
    who: Who,
    file: Annotated[UploadFile, File(description="The package.")],
    digest: Annotated[str, Form(max_length=128, description="The manifest's, where it was kept.")] = "",
) -> Verified:
    """Every altered, missing or added file of a package; the file is not kept."""
    found = packages.verify_package(who.desk, who.actor, file.file, file.filename or "", digest=digest)
    checked = found.checked
    return Verified(
        sound=checked.sound,
        readable=checked.manifest is not None,
        digest=checked.digest,
        files=len(checked.manifest.files) if checked.manifest else 0,
        altered=checked.altered,
        missing=checked.missing,
        added=checked.added,
        renamed=tuple(Renamed(was=was, now=now) for was, now in checked.renamed),
        expected=checked.expected,
        made=MadePackage.model_validate(found.made) if found.made else None,
    )
