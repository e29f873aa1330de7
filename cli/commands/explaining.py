"""Why: every line of a score, or why somebody may not do something."""

from __future__ import annotations

from typing import Annotated

from typer import Option, Typer

from cli.declaring import declare
from cli.opening import sitting
from cli.options import As, AsJson, OneAssignment
from cli.printing import print_json
from engine.domain.vocabulary import Verb
from engine.wording import N_, say


def register(app: Typer) -> None:
    """Declare `explain`."""
    declare(
        app, "explain", explain, N_("Explain the score of an assignment, or with --verb why somebody may not do it.")
    )


def explain(
    assignment: OneAssignment,
    verb: Annotated[
        Verb | None, Option("--verb", metavar="VERB", help=N_("What somebody would like to do: submit, approve …"))
    ] = None,
    person: As = "",
    as_json: AsJson = False,
) -> None:
    """A score, or a refusal."""
    if verb is not None:
        _refusal(assignment, verb, person, as_json)
    else:
        _score(assignment, as_json)


def _refusal(assignment: int, verb: Verb, person: str, as_json: bool) -> None:
    from engine.services import ask

    with sitting() as here:
        actor = here.actor(person)
        why = ask.explain_refusal(here.desk, verb, assignment, actor, at=here.at)
    if as_json:
        print_json({"ok": True, "assignment": assignment, "verb": verb, "allowed": why is None, "why": why})
    elif why is None:
        print(say(N_("{person} may do this now."), person=actor.name))
    else:
        print(why)


def _score(assignment: int, as_json: bool) -> None:
    from engine.services import score

    with sitting() as here:
        scored = score.explained(here.desk, assignment, at=here.at)
    if as_json:
        print_json(
            {
                "ok": True,
                "assignment": assignment,
                "scored": scored,
                "sentences": [line.sentence for line in scored.lines],
            }
        )
        return
    for line in scored.lines:
        amount = (
            "" if line.amount is None else f"{line.amount:+.2f}  " if line.what in _CHANGES else f"{line.amount:.2f}  "
        )
        whence = " ".join(part for part in (line.person, line.evidence) if part)
        print(f"{amount:>8}{line.sentence}" + (f"  [{whence}]" if whence else ""))


_CHANGES = ("deduction", "bonus")
