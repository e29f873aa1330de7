"""`up`, `portal` and `trigger`: start everything or the portal alone and stay, or run one flow now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option, Typer

from cli.declaring import declare
from cli.opening import sitting
from cli.options import AsJson
from cli.printing import print_error, print_json, table
from cli.progress import progress
from engine.wording import N_, say

if TYPE_CHECKING:
    from flows.up import Running


def register(app: Typer) -> None:
    """Declare the commands that need Prefect."""
    declare(app, "up", up, N_("Start everything: database, programme, Prefect server and runner; Ctrl-C stops it all."))
    declare(app, "portal", portal, N_("Serve the portal alone; `up` does so beside Prefect."))
    declare(app, "trigger", trigger, N_("Run an indicator's flow, or one of the programme's flows, now."))


def up(
    empty: Annotated[bool, Option("--empty", help=N_("Start clean: no rehearsed sample before today."))] = False,
    as_json: AsJson = False,
) -> None:
    """Stays until stopped."""
    from flows.up import up as run

    # With --json standard output holds one object, what is running; the steps go to standard error.
    told = print_error if as_json else _at_once
    with sitting() as here, progress(say(N_("Rehearsing")), quiet=as_json) as bar:
        run(here.runtime, empty=empty, told=told, shown=lambda running: _show(running, as_json), progress=bar)


def portal() -> None:
    """Stays until stopped. Flows are asked for, and told of, while a Prefect server of this installation answers."""
    from flows.clockwork import PrefectClockwork
    from portal.serve import serve

    with sitting() as here:
        _at_once(say(N_("Portal: {url}"), url=here.runtime.settings.portal_address))
        _at_once(say(N_("Ctrl-C stops everything; what was done stays.")))
        serve(here.runtime, PrefectClockwork(here.runtime.settings))


def trigger(
    name: Annotated[
        str, Argument(metavar="FLOW", help=N_("An indicator's id, or sweep, deliver, quarterly-meeting …"))
    ],
    stage: Annotated[
        str, Option("--stage", metavar="STAGE", help=N_("open, remind, due or close; propose or publish."))
    ] = "",
    as_json: AsJson = False,
) -> None:
    """The run starts within seconds on the server that `up` keeps."""
    from engine.settings import read_settings
    from flows.trigger import trigger as ask

    asked = ask(read_settings(), name, stage)
    if as_json:
        print_json({"ok": True, "run": asked})
    else:
        print(say(N_("Asked for: {name} {stage}, run {run}."), name=asked.name, stage=asked.stage, run=asked.run))


def _at_once(sentence: str) -> None:
    print(sentence, flush=True)


def _show(running: Running, as_json: bool) -> None:
    if as_json:
        print_json({"ok": True, "running": running})
        return
    _at_once(say(N_("Portal: {url}"), url=running.portal))
    if running.administrator is not None:
        name, password = running.administrator
        _at_once(
            say(N_("Sign in as {name} with {password}; told once, to be changed then."), name=name, password=password)
        )
    if running.unused:
        words = N_("Nobody has signed in as {name} yet; a lost password is replaced by `luoshi reset-password {name}`.")
        _at_once(say(words, name=running.unused))
    if running.sample_password:
        _at_once(
            say(
                N_("Sample people (qu-chuangjian-ban-office-1, shop-06-clerk …) sign in with {password}."),
                password=running.sample_password,
            )
        )
    _at_once(
        say(
            N_("Running: {indicators} indicators, {assignments} assignments. Prefect: {url}"),
            indicators=running.indicators,
            assignments=running.assignments,
            url=running.url,
        )
    )
    if running.sample:
        _at_once(
            say(N_("The days before today are rehearsed: a sample, not real work. `make up EMPTY=1` starts clean."))
        )
    rows = [(one.at, one.name, one.stage or None) for one in running.triggers]
    if rows:
        _at_once(say(N_("Next triggers:")))
        _at_once(table([say(N_("When")), say(N_("Flow")), say(N_("Stage"))], rows))
    _at_once(say(N_("Ctrl-C stops everything; what was done stays.")))
