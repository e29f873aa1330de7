"""迎检: the inspection package made in one act, and checked by whoever holds it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Exit, Option, Typer

from cli import exits
from cli.declaring import declare, group
from cli.opening import sitting
from cli.options import As, AsJson, IndicatorId, ServedYear
from cli.printing import print_json
from cli.saving import Out, Replace, saved
from engine.wording import N_, say

if TYPE_CHECKING:
    from engine.reports.package.verifying import Checked


def register(app: Typer) -> None:
    """Declare `package make` and `package verify`."""
    package = group(
        app, "package", N_("The inspection package: everything handed in, in one file that can be checked.")
    )
    declare(package, "make", make, N_("Write the package: evidence in order, an index page, gaps, and a manifest."))
    declare(package, "verify", verify, N_("Name every altered, missing or added file of a package; needs no database."))


def make(
    out: Out,
    indicator: IndicatorId = None,
    year: ServedYear = None,
    replace: Replace = False,
    person: As = "",
    as_json: AsJson = False,
) -> None:
    """One act; the system itself looks unless somebody is named."""
    from engine.domain.actor import SYSTEM
    from engine.services.reporting.package import make_package

    with sitting() as here:
        actor = here.actor(person, SYSTEM)
        made = saved(
            out,
            lambda stream: make_package(
                here.desk, actor, stream, at=here.at, indicator=indicator or "", year=year or 0
            ),
            replace=replace,
            ends=(".zip",),
        )
    if as_json:
        print_json({"ok": True, "file": str(out), "package": made})
        return
    words = N_("{file}: {files} files for {indicators} indicators; gaps: {gaps}.")
    print(say(words, file=out, files=made.files, indicators=made.indicators, gaps=made.gaps))
    print(say(N_("Head of the history: act {act}, {digest}"), act=made.head_act, digest=made.head_digest))
    print(say(N_("Digest of the manifest, to be kept apart from the package: {digest}"), digest=made.digest))


def verify(
    file: Annotated[Path, Argument(metavar="FILE", help=N_("The package: a .zip that `luoshi package make` wrote."))],
    digest: Annotated[
        str, Option("--digest", metavar="HEX", help=N_("The manifest's digest, as it was told when it was made."))
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Nothing but the file is read."""
    from engine.reports.package.verifying import check_package

    checked = check_package(file, digest)
    if as_json:
        told = {name: getattr(checked, name) for name in ("altered", "missing", "added", "renamed", "expected")}
        print_json({"ok": checked.sound, "digest": checked.digest, "manifest": checked.manifest is not None, **told})
    else:
        print("\n".join(_told(checked)))
    if not checked.sound:
        raise Exit(exits.FAULT)


def _told(checked: Checked) -> list[str]:
    lines = [say(N_("altered: {path}"), path=path) for path in checked.altered]
    lines += [say(N_("missing: {path}"), path=path) for path in checked.missing]
    lines += [say(N_("added: {path}"), path=path) for path in checked.added]
    lines += [say(N_("renamed: {was} is now {path}"), was=was, path=path) for was, path in checked.renamed]
    manifest = checked.manifest
    if manifest is None:
        lines.append(say(N_("The manifest is missing or cannot be read.")))
    elif checked.sound:
        words = N_("Sound: {files} files as they were on {day}; head of the history: act {act}, {digest}.")
        lines.append(
            say(
                words,
                files=len(manifest.files),
                day=manifest.as_of,
                act=manifest.head_act,
                digest=manifest.head_digest,
            )
        )
    if checked.expected is False:
        lines.append(say(N_("The manifest itself was altered: its digest is {digest}."), digest=checked.digest))
    elif checked.expected is None and checked.digest:
        words = N_("Digest of the manifest: {digest}. Compare it with the one told at making, or give it by --digest.")
        lines.append(say(words, digest=checked.digest))
    return lines
