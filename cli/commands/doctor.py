"""`doctor`: settings, database, Prefect, calendar, channels; what is wrong and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from typer import Exit, Typer

from cli import exits
from cli.declaring import declare
from cli.options import AsJson
from cli.printing import print_json
from engine.errors import LuoshiError
from engine.wording import N_, say

if TYPE_CHECKING:
    from engine.settings import Settings

Health = Literal["ok", "warn", "fault"]


@dataclass(frozen=True)
class Finding:
    """One line of the examination; `remedy` is empty when it is well."""

    what: str
    health: Health
    sentence: str
    remedy: str = ""


def register(app: Typer) -> None:
    """Declare `doctor`."""
    declare(app, "doctor", doctor, N_("Examine the installation: what is wrong and how to mend it."))
    declare(app, "recount", recount, N_("Count the kept sums of board and ranking anew from the assignments."))


def doctor(as_json: AsJson = False) -> None:
    """Exit 1 when a fault was found; warnings do not count."""
    findings = list(examine())
    faults = [finding for finding in findings if finding.health == "fault"]
    if as_json:
        print_json({"ok": not faults, "findings": findings})
    else:
        words = {"ok": say(N_("ok")), "warn": say(N_("warning")), "fault": say(N_("fault"))}
        for finding in findings:
            print(f"[{words[finding.health]}] {finding.what}  {finding.sentence}")
            if finding.remedy:
                print("    " + say(N_("remedy: {hint}"), hint=finding.remedy))
    if faults:
        raise Exit(exits.FAULT)


def recount(as_json: AsJson = False) -> None:
    """Nothing but sums is written; what they count stays as it is."""
    from cli.opening import sitting
    from engine.services.programme.sums import recount as count

    with sitting() as here:
        wrong = count(here.desk)
    if as_json:
        print_json({"wrong": wrong})
    elif wrong:
        print(say(N_("Counted anew: {wrong} sums were wrong and are mended."), wrong=wrong))
    else:
        print(say(N_("Every sum is what the assignments give.")))


def examine() -> Iterator[Finding]:
    """Every finding; an examination that fails is itself a finding, so that one fault never hides the others."""
    from engine.settings import read_settings

    try:
        settings = read_settings()
    except LuoshiError as error:
        yield Finding("settings", "fault", error.sentence, error.remedy)
        return
    yield Finding("settings", "ok", say(N_("Home is {home}."), home=settings.home.absolute()))
    yield from _guarded("definitions", lambda: _definitions(settings))
    yield from _guarded("database", lambda: _database(settings))
    yield from _guarded("calendar", lambda: _calendar())
    yield from _guarded("channels", lambda: _channels(settings))
    yield from _guarded("prefect", lambda: _prefect(settings))


def _guarded(what: str, examination: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from examination()
    except LuoshiError as error:
        yield Finding(what, "fault", error.sentence, error.remedy)
    except Exception as error:
        yield Finding(what, "fault", say(N_("The examination itself failed: {error}"), error=error))


def _definitions(settings: Settings) -> Iterator[Finding]:
    from engine.catalog import examine as look

    seen = look(settings.definitions)
    if seen.catalog is None:
        count = len(seen.errors)
        remedy = say(N_("`luoshi check {folder}` explains them."), folder=settings.definitions)
        yield Finding("definitions", "fault", say(N_("{count} faults in the definitions."), count=count), remedy)
    else:
        sentence = say(N_("{count} indicators can be used."), count=len(seen.catalog.definitions))
        yield Finding("definitions", "ok", sentence)


def _database(settings: Settings) -> Iterator[Finding]:
    from engine.store.condition import condition
    from engine.store.database import Database

    # Opened without migrating: to examine is not to change.
    database = Database(settings.database_url)
    try:
        found = condition(database)
    finally:
        database.close()
    yield Finding("database", "ok", say(N_("{kind} answers."), kind=found.kind))
    if found.current:
        yield Finding("database", "ok", say(N_("Its tables are of version {version}."), version=found.newest))
        yield _sums(found.wrong_sums)
    else:
        sentence = say(N_("Its tables are not of version {version} yet."), version=found.newest)
        yield Finding(
            "database", "warn", sentence, say(N_("The next command that works with it brings them up to date."))
        )
    if found.journal and found.journal != "wal":
        remedy = say(N_("Keep the database on a local disk, not on a network share."))
        sentence = say(N_("Write-ahead logging is off ({journal})."), journal=found.journal)
        yield Finding("database", "warn", sentence, remedy)


def _sums(wrong: Sequence[str]) -> Finding:
    if not wrong:
        return Finding("sums", "ok", say(N_("The sums of board and ranking are what a recount gives.")))
    sentence = say(N_("{count} sums are not what a recount gives, first: {first}."), count=len(wrong), first=wrong[0])
    return Finding("sums", "fault", sentence, say(N_("`luoshi recount` counts them anew.")))


def _calendar() -> Iterator[Finding]:
    from engine.domain.calendar import china
    from engine.runtime import Clock

    year = Clock().now().year
    for each in (year, year + 1):
        if china().published(each):
            yield Finding("calendar", "ok", say(N_("The public holidays of {year} are known."), year=each))
        else:
            sentence = say(
                N_("The public holidays of {year} are not published yet; weekends only are counted."), year=each
            )
            remedy = say(N_("Update the `holidays` package once the State Council has announced them."))
            yield Finding("calendar", "warn", sentence, remedy)


def _channels(settings: Settings) -> Iterator[Finding]:
    if not settings.channels:
        yield Finding(
            "channels", "ok", say(N_("No channel is set: notices go to the inbox and to a file in the home folder."))
        )
        return
    from notifiers.channels import probe

    for name, url in sorted(settings.channels.items()):
        found = probe(name, url)
        yield Finding("channels", "ok" if found.ok else "fault", f"{name} ({found.url}): {found.words}", found.remedy)


def _prefect(settings: Settings) -> Iterator[Finding]:
    from engine.runtime import Clock
    from flows.health import checks

    for check in checks(settings, at=Clock().now()):
        yield Finding(check.name, "ok" if check.well else "fault", check.sentence, check.remedy)
