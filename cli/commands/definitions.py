"""Definitions: check them, and write their schema and their canonical form."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Exit, Option, Typer

from cli import exits
from cli.declaring import declare
from cli.opening import definitions_folder
from cli.options import AsJson, Folder, Year
from cli.printing import print_json, table, wrapped
from cli.saving import writing_into
from engine.wording import N_, say

if TYPE_CHECKING:
    from engine.catalog import Catalog
    from engine.errors import LuoshiError

Into = Annotated[Path | None, Option("--out", metavar="FOLDER", help=N_("Write files there instead of to the screen."))]


def register(app: Typer) -> None:
    """Declare the commands for definitions."""
    from cli.commands import planning

    declare(app, "check", check, N_("Explain every mistake in a folder of definitions at once."))
    declare(app, "schema", schema, N_("Write the JSON Schema of definition files, for editors."))
    declare(app, "export", export, N_("Write the definitions as canonical YAML."))
    planning.register(app)


def check(folder: Folder = None, year: Year = None, as_json: AsJson = False) -> None:
    """Exit 0 when the definitions can be used, 1 when not."""
    from engine.catalog import examine

    seen = examine(definitions_folder(folder), year)
    idle = _dry_run(seen.catalog)
    if as_json:
        print_json(_report(seen.catalog, seen.problems, idle))
    else:
        for problem in seen.problems:
            print(problem.render())
        for fault in idle:
            print(fault)
        if seen.problems or idle:
            print()
        print(_summary(seen.catalog) if seen.catalog else "")
        errors = len(seen.errors) + len(idle)
        print(say(N_("Errors: {errors}; warnings: {warnings}."), errors=errors, warnings=len(seen.warnings)))
    if seen.catalog is None or idle:
        raise Exit(exits.FAULT)


def schema(out: Into = None, as_json: AsJson = False) -> None:
    """All schemas as one object on the screen, or one file each."""
    import json

    from engine.catalog.schema import schemas, write_schemas

    if out is not None:
        with writing_into(out):
            count = len(write_schemas(out))
        _written(out, count, as_json)
    else:
        print_json({name: json.loads(text) for name, text in schemas().items()})


def export(folder: Folder = None, year: Year = None, out: Into = None, as_json: AsJson = False) -> None:
    """The catalog as it is understood: one file each, defaults left out, in one order."""
    from cli.commands.planning import usable
    from engine.catalog.drafting import check_empty
    from engine.catalog.export import export as write_files
    from engine.catalog.export import exported, home_of

    catalog = usable(definitions_folder(folder), year, as_json)
    files = exported(catalog)
    if out is not None:
        check_empty(out / home_of(catalog))
        with writing_into(out):
            home = write_files(catalog, out)
        _written(home, len(files), as_json)
    elif as_json:
        print_json({"ok": True, "files": files})
    else:
        for name, text in files.items():
            print(f"# {name}\n{text}---")


def _written(folder: Path, count: int, as_json: bool) -> None:
    if as_json:
        print_json({"ok": True, "folder": str(folder), "files": count})
    else:
        print(say(N_("{count} files written to {folder}."), count=count, folder=folder))


def _dry_run(catalog: Catalog | None) -> tuple[LuoshiError, ...]:
    """Schedules that would not run as meant: Prefect itself says nothing when a rule never matches."""
    from flows.dry_run import dry_run

    return dry_run(catalog) if catalog is not None else ()


def _report(catalog: Catalog | None, problems: Any, idle: Sequence[LuoshiError]) -> dict[str, Any]:
    told: dict[str, Any] = {"ok": catalog is not None and not idle}
    if catalog is not None:
        told |= {
            "programme": catalog.programme.id,
            "year": catalog.year,
            "digest": catalog.digest,
            "indicators": len(catalog.definitions),
            "groups": len(catalog.indicator_groups),
            "categories": dict(catalog.per_category),
            "no_time": [definition.id for definition in catalog.no_time],
            "doubts": _doubts(catalog),
            "samples": _samples(catalog),
            "without_contact": len(catalog.without_contact),
        }
    schedules = [{"code": fault.code, "message": fault.sentence, "hint": fault.remedy} for fault in idle]
    return {**told, "schedules": schedules, "problems": [problem.as_dict() for problem in problems]}


def _doubts(catalog: Catalog) -> list[dict[str, str]]:
    return [
        {"indicator": definition.id, "about": doubt.about, "taken": doubt.taken, "otherwise": doubt.otherwise}
        for definition in catalog.definitions.values()
        for doubt in definition.doubts
    ]


def _samples(catalog: Catalog) -> list[str]:
    declared = catalog.record.units
    found = [roster.file for roster in (*declared.rosters, *declared.people) if roster.sample]
    return ([catalog.scale.title] if catalog.scale.sample else []) + found


def _summary(catalog: Catalog) -> str:
    parts = [
        say(
            N_("{title}, {year}: {indicators} indicators in {groups} groups."),
            title=catalog.programme.title,
            year=catalog.year,
            indicators=len(catalog.definitions),
            groups=len(catalog.indicator_groups),
        ),
        table([say(N_("Category")), say(N_("Indicators"))], list(catalog.per_category.items())),
    ]
    if catalog.no_time:
        rows = [(each.number, each.id, each.title) for each in catalog.no_time]
        heads = [say(N_("Number")), say(N_("Indicator")), say(N_("Title"))]
        parts.append(say(N_("No time in the source ({count}):"), count=len(rows)) + "\n" + table(heads, rows))
    if doubts := _doubts(catalog):
        lines = [
            wrapped(
                say(
                    N_("{indicator}: {about}; taken as: {taken}; otherwise: {otherwise}"),
                    **doubt,
                ),
                100,
                "  ",
            )
            for doubt in doubts
        ]
        parts.append("\n".join([say(N_("Doubts about the source ({count}):"), count=len(doubts)), *lines]))
    if samples := _samples(catalog):
        lines = [f"  {name}" for name in samples]
        parts.append("\n".join([say(N_("Sample, to be replaced by the real one:")), *lines]))
    return "\n\n".join(parts) + "\n"
