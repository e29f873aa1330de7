"""Plan and apply: what a change of definitions would do to live work, and doing exactly that."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast

from typer import Argument, Exit, Option, Typer

from cli import exits
from cli.commands.plan_report import plan_as_dict, plan_report
from cli.declaring import declare
from cli.opening import Sitting, definitions_folder, sitting
from cli.options import As, AsJson, Folder, ServedYear
from cli.parsing import read_file
from cli.printing import print_error, print_json
from cli.saving import kept
from engine.errors import Invalid, Refused
from engine.wording import N_, say

if TYPE_CHECKING:
    from engine.catalog import Catalog
    from engine.services.programme.adopt import Adopted
    from engine.services.programme.planning import Plan, SavedPlan

Choice = Literal["keep", "carry", "restart"]
_CHOICES = ("keep", "carry", "restart")


def register(app: Typer) -> None:
    """Declare plan and apply."""
    declare(
        app, "plan", plan, N_("Show what a folder of definitions would change; exit 0 nothing, 2 changes, 1 error.")
    )
    declare(app, "apply", apply, N_("Apply a saved plan, or a folder of definitions."))


def plan(
    folder: Folder = None,
    year: ServedYear = None,
    out: Annotated[
        Path | None, Option("--out", metavar="FILE", help=N_("Save the plan; `apply` does exactly what it says."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Nothing is changed."""
    from engine.services.programme import planning

    place = definitions_folder(folder)
    catalog = usable(place, year, as_json)
    with sitting() as here:
        catalog = catalog if year else catalog.serving(served_year(here, catalog))
        made = planning.plan(here.desk, catalog, at=here.at)
    if out is not None:
        _save(out, place, catalog.year, made)
    if as_json:
        print_json(plan_as_dict(made))
    else:
        print(plan_report(made))
        if out is not None:
            print(say(N_("Saved to {file}; `luoshi apply {file}` does exactly this."), file=out))
    if made.exit_code:
        raise Exit(exits.CHANGES)


def apply(
    source: Annotated[
        Path | None,
        Argument(metavar="PLAN|FOLDER", help=N_("A plan saved with `plan --out`, or a folder of definitions.")),
    ] = None,
    year: ServedYear = None,
    choice: Annotated[
        str | None,
        Option(
            "--choice",
            metavar="keep|carry|restart",
            help=N_("For answered work a change does not fit: keep its version, carry it over, or start again."),
        ),
    ] = None,
    person: As = "",
    as_json: AsJson = False,
) -> None:
    """A saved plan that no longer fits what stands is refused."""
    place = definitions_folder(source)
    if place.is_dir() or not place.exists():
        saved, folder = None, place
    else:
        saved, folder, year = _saved(place)
    catalog = usable(folder, year, as_json)
    with sitting() as here:
        catalog = catalog if year else catalog.serving(served_year(here, catalog))
        adopted = _adopt(here, catalog, saved, _choice(choice), person)
    if as_json:
        print_json({"ok": True, "adopted": adopted})
    else:
        print(say(N_("Applied: {title}, {year}."), title=catalog.programme.title, year=catalog.year))
        print(
            say(
                N_("Changes: {changes}; assignments moved: {moved}, withdrawn: {withdrawn}, restarted: {restarted}."),
                changes=adopted.changes,
                moved=adopted.moved,
                withdrawn=adopted.withdrawn,
                restarted=adopted.restarted,
            )
        )


def served_year(here: Sitting, catalog: Catalog) -> int:
    """The year in force; before the first adoption the calendar year, in the programme's time zone."""
    from engine.domain.days import day_of

    try:
        return here.desk.office().year
    except Refused:
        return day_of(here.at, catalog.programme).year


def usable(folder: Path, year: int | None, as_json: bool) -> Catalog:
    """The catalog of a folder; its problems are shown and end the command with exit 1."""
    from engine.catalog import DefinitionProblems, load

    try:
        return load(folder, year)
    except DefinitionProblems as error:
        if as_json:
            print_json({"ok": False, "problems": [problem.as_dict() for problem in error.problems]})
        else:
            for problem in error.problems:
                print_error(problem.render())
            print_error(error.sentence)
        raise Exit(exits.FAULT) from None


def _adopt(here: Sitting, catalog: Catalog, saved: SavedPlan | None, choice: Choice | None, person: str) -> Adopted:
    from engine.domain.actor import SYSTEM
    from engine.services.programme import adopt

    # Nobody is known before the first adoption: the roster itself is what is being applied.
    actor = here.actor(person, SYSTEM)
    return adopt.adopt(here.desk, catalog, actor=actor, at=here.at, plan=saved, choice=choice)


def _save(file: Path, folder: Path, year: int | None, made: Plan) -> None:
    import json

    body = {"definitions": str(folder.resolve()), "year": year, "plan": json.loads(made.to_json())}
    kept(file, json.dumps(body, ensure_ascii=False, indent=2) + "\n")


def _saved(file: Path) -> tuple[SavedPlan, Path, int | None]:
    import json

    from engine.services.programme.planning import SavedPlan

    try:
        body = json.loads(read_file(file))
        return SavedPlan.parse(json.dumps(body["plan"], ensure_ascii=False)), Path(body["definitions"]), body["year"]
    except (ValueError, KeyError, TypeError):
        raise Invalid(
            "unreadable-plan",
            N_("“{file}” is not a saved plan."),
            hint=N_("Make one with `luoshi plan --out {file}`."),
            file=file,
        ) from None


def _choice(given: str | None) -> Choice | None:
    if given is None:
        return None
    if given not in _CHOICES:
        raise Invalid(
            "unknown-choice", N_("“{given}” is no choice here."), hint=N_("Choose keep, carry or restart."), given=given
        )
    return cast(Choice, given)
