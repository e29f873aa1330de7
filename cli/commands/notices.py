"""Word going out: the ledger of notices, one with everything tried, sending again, and a trial of a channel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Exit, Option, Typer

from cli import exits
from cli.declaring import declare, group
from cli.opening import sitting
from cli.options import MOST_NUMBER, As, AsJson, Limit, UnitName
from cli.parsing import read_day
from cli.printing import cell, print_json, table, wrapped
from engine.domain.notice_words import outcome_word, state_word
from engine.domain.vocabulary import NoticeState
from engine.errors import Invalid
from engine.wording import N_, Language, say

if TYPE_CHECKING:
    from engine.services.word.ledger import LetterLine, WholeLetter
    from engine.services.word.preview import Previewed

Notices = Annotated[
    list[int],
    Argument(metavar="NOTICE", max=MOST_NUMBER, help=N_("Numbers of notices, as `luoshi notices list` shows them.")),
]


def register(app: Typer) -> None:
    """Declare the commands about notices."""
    notices = group(app, "notices", N_("Whether word arrived: what was sent to whom, and what came of it."))
    declare(notices, "list", listed, N_("Notices, newest first; narrowed by state, unit, person and day."))
    declare(notices, "show", show, N_("One notice with its text and every attempt, in the provider's own words."))
    declare(notices, "preview", preview, N_("How notices would read with real facts; nothing is sent."))
    declare(notices, "retry", retry, N_("Send notices again that failed or were given up."))
    declare(notices, "test", test, N_("Try a channel now: one message to one person, and what the provider says."))


def listed(
    state: Annotated[
        NoticeState | None,
        Option(
            "--state", metavar="STATE", help=N_("Only queued, deferred, leased, sent, delivered, failed, given-up.")
        ),
    ] = None,
    unreached: Annotated[bool, Option("--unreached", help=N_("Only those that reached nobody."))] = False,
    unit: UnitName = None,
    to: Annotated[str, Option("--to", metavar="PERSON", help=N_("Only to this person, by id or name."))] = "",
    day: Annotated[
        str | None, Option("--day", metavar="DAY", help=N_("Only those of this day, as 2022-08-31."))
    ] = None,
    limit: Limit = 50,
    person: As = "",
    as_json: AsJson = False,
) -> None:
    """The ledger, for those who see every unit's work."""
    from engine.domain.actor import SYSTEM
    from engine.services.word import ledger

    on = read_day(day) if day else None
    with sitting() as here:
        actor = here.actor(person, SYSTEM)
        wanted = ledger.Wanted(state=state, unreached=unreached, unit=unit or "", person=to, day_from=on, day_to=on)
        lines = ledger.page(here.desk, actor, wanted, limit=limit)
        state_of_post = ledger.post_state(here.desk, actor)
    if as_json:
        print_json({"ok": True, "notices": lines, "counts": state_of_post.counts, "unreached": state_of_post.unreached})
        return
    print(_table(lines) if lines else say(N_("Nothing fits.")))


def show(
    notice: Annotated[
        int,
        Argument(metavar="NOTICE", max=MOST_NUMBER, help=N_("Number of a notice, as `luoshi notices list` shows it.")),
    ],
    person: As = "",
    as_json: AsJson = False,
) -> None:
    """One notice."""
    from engine.domain.actor import SYSTEM
    from engine.services.word import ledger

    with sitting() as here:
        whole = ledger.one(here.desk, here.actor(person, SYSTEM), notice)
    print_json({"ok": True, "notice": whole}) if as_json else print(_whole(whole))


def preview(
    notice: Annotated[str, Argument(metavar="NOTICE", help=N_("Id of a notice; left out: every one."))] = "",
    assignment: Annotated[
        int | None,
        Option("--assignment", metavar="N", help=N_("About this assignment; else one with a due date.")),
    ] = None,
    as_of: Annotated[
        str | None, Option("--as-of", metavar="DATE", help=N_("As it reads on this day, as 2022-08-31."))
    ] = None,
    unit: UnitName = None,
    lang: Annotated[str, Option("--lang", metavar="LANG", help=N_("zh or en; left out: the language in use."))] = "",
    person: As = "",
    as_json: AsJson = False,
) -> None:
    """Exit 1 when a template cannot be rendered."""
    from engine.domain.actor import SYSTEM
    from engine.services.word import preview as service

    day = read_day(as_of) if as_of else None
    if lang not in ("", "zh", "en"):
        raise Invalid("bad-language", N_("“{text}” is no language here."), hint=N_("Write zh or en."), text=lang)
    chosen: Language | None = "en" if lang == "en" else "zh" if lang else None
    with sitting() as here:
        actor = here.actor(person, SYSTEM)
        folder = here.runtime.settings.definitions
        about = {"assignment": assignment, "unit": unit or "", "as_of": day, "chosen": chosen, "folder": folder}
        found = service.preview(here.desk, actor, notice, at=here.at, **about)  # type: ignore[arg-type]
    faulty = any(each.fault for each in found)
    if as_json:
        print_json({"ok": not faulty, "notices": found})
    else:
        print("\n\n".join(_previewed(each) for each in found))
    if faulty:
        raise Exit(exits.FAULT)


def _previewed(each: Previewed) -> str:
    head = f"{each.notice} · {each.channel} · {each.pace}"
    return "\n".join([head, f"{each.file}: {each.fault}" if each.fault else each.subject, each.body]).rstrip()


def retry(notices: Notices, person: As = "", as_json: AsJson = False) -> None:
    """Put them back into the post, all or none."""
    from engine.services.word import ledger

    with sitting() as here:
        count = ledger.send_again(here.desk, notices, here.actor(person), at=here.at)
    if as_json:
        print_json({"ok": True, "number": count})
        return
    print(say(N_("Back in the post: {count}. They go out within a minute."), count=count))


def test(
    channel: Annotated[str, Argument(metavar="CHANNEL", help=N_("Name of a channel in LUOSHI_CHANNELS."))],
    to: Annotated[
        str, Option("--to", metavar="PERSON", help=N_("Who gets it: the id of a person; left out: who acts."))
    ] = "",
    person: As = "",
    as_json: AsJson = False,
) -> None:
    """Exit 1 when the provider did not take it."""
    from notifiers.trial import try_channel

    with sitting() as here:
        answer = try_channel(here.runtime, channel, to or here.actor(person).id, at=here.at)
    if as_json:
        print_json({"ok": answer.ok, "channel": channel, "outcome": answer.outcome, "words": answer.words})
    else:
        print(f"{channel}: {outcome_word(answer.outcome)} · {answer.words}")
    if not answer.ok:
        raise Exit(exits.FAULT)


def _table(lines: Sequence[LetterLine]) -> str:
    headers = [
        N_("No."),
        N_("Day"),
        N_("To whom"),
        N_("Unit"),
        N_("Channel"),
        N_("State"),
        N_("Attempts"),
        N_("Subject"),
    ]
    rows = [
        (
            line.id,
            line.as_of,
            line.stand_in or line.person_name or "—",
            line.unit_name,
            line.channel or "—",
            state_word(line.state),
            line.attempts,
            line.subject or line.title,
        )
        for line in lines
    ]
    return table([say(header) for header in headers], rows)


def _whole(whole: WholeLetter) -> str:
    line = whole.line
    facts = [
        (N_("To whom"), " → ".join(name for name in (line.person_name or "—", line.stand_in) if name)),
        (N_("Unit"), line.unit_name),
        (N_("Why"), line.rung or say(N_("Act {number}"), number=line.act)),
        (N_("State"), state_word(line.state)),
        (N_("Next try"), line.next_at),
        (N_("Sent"), line.sent_at),
        (N_("Opened"), line.read_at),
    ]
    head = [line.subject or line.title, *(f"{say(name)}: {cell(value)}" for name, value in facts if value)]
    tried = [
        (each.at, each.person_name or line.unit_name, each.channel or "—", outcome_word(each.outcome), each.words)
        for each in whole.attempts
    ]
    named = [
        say(name) for name in (N_("When"), N_("To whom"), N_("Channel"), N_("What came of it"), N_("In its words"))
    ]
    attempts = ["", table(named, tried, widest=80)] if tried else []
    return "\n".join([*head, "", *(wrapped(row, 100) for row in whole.body.splitlines()), *attempts])
