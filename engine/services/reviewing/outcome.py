"""What an act of the office would do to one assignment, in words, or why it cannot be done."""

from __future__ import annotations

from engine.domain.actor import Actor
from engine.domain.lifecycle import Move, stage_title
from engine.domain.vocabulary import StageKind, Verb
from engine.services.cases import Case
from engine.services.office.chase import Reminder, weigh_reminder
from engine.services.reviewing.judging import Approval
from engine.services.reviewing.verdicts import Return, Sheet
from engine.wording import N_, say


def outcome(sheet: Sheet, case: Case, verb: Verb, actor: Actor, reason: str) -> str:
    """What `verb` by `actor` would do to a case of the sheet, in words; raises what forbids it."""
    workflow = case.definition.workflow
    match verb:
        case Verb.APPROVE:
            move, result = sheet.weigh_approval(Approval(case.id, actor, reason))
            if not result.closed:
                return say(
                    N_("approved, {done} of {needed}; it waits for the others"),
                    done=result.approvals,
                    needed=result.needed,
                )
            if move.target_kind is StageKind.REVIEW:
                return say(N_("approved, and goes on to “{stage}”"), stage=stage_title(workflow, move.target))
            return say(N_("approved for good, and waits for its score"))
        case Verb.RETURN:
            move = sheet.weigh_return(Return(case.id, actor, reason))
            return _returned(case, move)
        case Verb.REMIND:
            weigh_reminder(case, Reminder(case.id, actor, reason))
            return say(N_("a letter to the clerks and the head of {unit}"), unit=case.row.unit_name)
        case Verb.TERMINATE:
            case.decide(verb, actor, reason=reason)
            return say(
                N_("withdrawn, and out of the total; its evidence stays, and {unit} is told"), unit=case.row.unit_name
            )
        case Verb.REOPEN:
            move = case.decide(verb, actor, reason=reason)
            return _reopened(case, move)
        case _:
            case.decide(Verb.CLOSE_OUT, actor)
            return say(N_("closed out with {score} of {points} points"), **_points(case))


def _returned(case: Case, move: Move) -> str:
    within = case.office.catalog.programme.defaults.resubmit_within
    stage = stage_title(case.definition.workflow, move.target)
    by = case.office.calendar.add(case.today, within)
    return say(N_("returned whole to “{stage}”, to be mended by {day}"), stage=stage, day=by)


def _reopened(case: Case, move: Move) -> str:
    stage = stage_title(case.definition.workflow, move.target)
    if case.row.score is None:
        return say(N_("back to “{stage}”"), stage=stage)
    return say(N_("back to “{stage}”; its {score} points are taken back"), stage=stage, score=_points(case)["score"])


def _points(case: Case) -> dict[str, str]:
    return {"score": f"{(case.row.score or 0) / 100:.2f}", "points": f"{case.row.points / 100:.2f}"}
