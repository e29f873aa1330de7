"""Why: every line of a score, or why somebody may not do something."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option, Typer

from cli.declaring import declare
from cli.opening import sitting
from cli.options import MOST_NUMBER, As, AsJson
from cli.printing import print_json
from engine.domain.vocabulary import Verb
from engine.errors import Invalid
from engine.wording import N_, say


def register(app: Typer) -> None:
    """Declare `explain`."""
    declare(
        app,
        "explain",
        explain,
        N_("Explain the score of an assignment or indicator, or with --verb why somebody may not do it."),
    )


def explain(
    assignment: Annotated[
        int | None,
        Argument(
            metavar="ASSIGNMENT", max=MOST_NUMBER, help=N_("Number of an assignment, as `luoshi agenda` shows it.")
        ),
    ] = None,
    verb: Annotated[
        Verb | None, Option("--verb", metavar="VERB", help=N_("What somebody would like to do: submit, approve …"))
    ] = None,
    person: As = "",
    indicator: Annotated[
        str | None,
        Option("--indicator", metavar="INDICATOR", help=N_("The score of a whole indicator instead, by its id.")),
    ] = None,
    year: Annotated[
        int | None,
        Option(
            "--year", metavar="YEAR", min=2000, max=2100, help=N_("The year of the indicator; left out: this year.")
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """A score, or a refusal."""
    if (assignment is None) == (indicator is None) or (indicator is not None and verb is not None):
        raise Invalid(
            "what-to-explain",
            N_("It is not clear what to explain."),
            hint=N_("Give the number of an assignment, or --indicator with an id and no --verb."),
        )
    if indicator is not None:
        _indicator(indicator, year, as_json)
        return
    assert assignment is not None
    if verb is not None:
        _refusal(assignment, verb, person, as_json)
    else:
        _score(assignment, as_json)


def _refusal(assignment: int, verb: Verb, person: str, as_json: bool) -> None:
    from engine.services.looking import ask

    with sitting() as here:
        actor = here.actor(person)
        why = ask.explain_refusal(here.desk, verb, assignment, actor, at=here.at)
    if as_json:
        print_json({"ok": True, "assignment": assignment, "verb": verb, "allowed": why is None, "why": why})
    elif why is None:
        print(say(N_("{person} may do this now."), person=actor.name))
    else:
        print(why)


def _indicator(indicator: str, year: int | None, as_json: bool) -> None:
    from engine.services.scoring.indicator_score import indicator_score

    with sitting() as here:
        served = year or here.desk.today(here.at).year
        scored = indicator_score(here.desk, indicator, served, at=here.at)
    if as_json:
        print_json({"ok": True, "score": scored, "sentences": scored.sentences})
        return
    for sentence in scored.sentences:
        print(sentence)


def _score(assignment: int, as_json: bool) -> None:
    from engine.services.scoring import score

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
