"""`rehearse`: play a whole year with simulated people, in a throw-away database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Option, Typer

from cli.commands.planning import usable
from cli.declaring import declare
from cli.opening import definitions_folder
from cli.options import AsJson, Folder, Year
from cli.progress import progress
from cli.saving import kept
from engine.wording import N_, say


def register(app: Typer) -> None:
    """Declare `rehearse`."""
    declare(
        app,
        "rehearse",
        rehearse,
        N_("Play a whole year on a virtual clock with simulated people; nothing real is touched."),
    )


def rehearse(
    folder: Folder = None,
    year: Year = None,
    seed: Annotated[int, Option("--seed", metavar="N", help=N_("Same seed, same year, to the byte."))] = 7,
    units: Annotated[
        int | None,
        Option(
            "--units", metavar="N", min=1, max=100_000, help=N_("With so many service units instead of the roster's.")
        ),
    ] = None,
    out: Annotated[Path | None, Option("--out", metavar="FILE", help=N_("Save the JSON there as well."))] = None,
    as_json: AsJson = False,
) -> None:
    """Prints a report, or the whole of it as JSON."""
    from engine.services.rehearsal import rehearsal_in_memory

    catalog = usable(definitions_folder(folder), year, as_json)
    with progress(say(N_("Rehearsing")), quiet=as_json) as told:
        played = rehearsal_in_memory(catalog, seed=seed, units=units, progress=told)
    text = played.to_json()
    if out is not None:
        kept(out, text)
    print(text if as_json else played.report())
