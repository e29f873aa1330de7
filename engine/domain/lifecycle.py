"""A workflow compiled to one table of moves, and the single decision that allows or refuses one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, assert_never

from engine.domain.actor import not_yours
from engine.domain.definition.workflow import Stage, Workflow
from engine.domain.needs import Facts, Need, Who, refusal_of
from engine.domain.vocabulary import Role, StageKind, Terminal, Verb
from engine.errors import Refused
from engine.wording import N_, say


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table: from these stages to that one, by these sides, if these needs are met.

    `target` '' means the assignment stays where it is.
    """

    verb: Verb
    sources: frozenset[str]
    target: str
    target_kind: StageKind | None
    who: frozenset[Who]
    needs: tuple[Need, ...] = ()


def moves_of(workflow: Workflow) -> Mapping[Verb, tuple[Move, ...]]:
    """The whole move table of a workflow by verb."""
    return {verb: tuple(move for move in _table(workflow) if move.verb is verb) for verb in Verb}


_TABLES: Final[dict[str, tuple[Move, ...]]] = {}
_AT: Final[dict[str, Mapping[tuple[Verb, str], Move]]] = {}


def _table(workflow: Workflow) -> tuple[Move, ...]:
    """The moves of a workflow, compiled once per digest: equal workflows share one table."""
    if workflow.digest not in _TABLES:
        _TABLES[workflow.digest] = _compiled(workflow)
    return _TABLES[workflow.digest]


def _compiled(workflow: Workflow) -> tuple[Move, ...]:
    """Every move there is. Adding a move is one line here."""
    assign, collect, score = (_stage(workflow, kind) for kind in (StageKind.ASSIGN, StageKind.COLLECT, StageKind.SCORE))
    reviews = [stage for stage in workflow.stages if stage.kind is StageKind.REVIEW]
    first = reviews[0] if reviews else score
    before = {assign.id, collect.id}
    in_review = {stage.id for stage in reviews}
    live = before | in_review | {score.id}
    lead, office, system = Who.LEAD, Who.OFFICE, Who.SYSTEM
    table = [
        _move(Verb.ACCEPT, {assign.id}, collect, {lead}),
        _move(Verb.DELEGATE, before, None, {lead, office}),
        _move(Verb.ATTACH, before, None, {lead}),
        _move(Verb.SUBMIT, before, first, {lead}, Need.ITEMS_IN, Need.PARTS_IN),
        _move(Verb.TAKE_BACK, in_review, collect, {lead}, Need.NOT_OPENED),
        _move(Verb.TAKE_BACK, {score.id}, collect, {lead}, Need.BEFORE_ASSESSMENT),
        _move(Verb.PART_IN, before, None, {Who.COOPERATING}),
        _move(Verb.PART_WAIVE, before, None, {lead, office}, Need.REASON),
        _move(Verb.REQUEST, before, None, {lead}, Need.REASON),
        _move(Verb.GRANT, live, None, {office}, Need.NOT_OWN_UNIT, Need.NOT_ASKER),
        _move(Verb.REFUSE, live, None, {office}, Need.NOT_OWN_UNIT, Need.NOT_ASKER, Need.REASON),
        _move(Verb.REMIND, before | in_review, None, {office, system}),
        _move(Verb.MISS, before, None, {system}),
        _move(Verb.SCORE, {score.id}, Terminal.SCORED, {office, system}),
        _move(Verb.SETTLE, before, Terminal.SCORED, {system}),
        _move(Verb.CLOSE_OUT, {Terminal.SCORED}, Terminal.CLOSED, {office}, Need.NOT_OWN_UNIT),
        _move(Verb.EXEMPT, live, Terminal.EXEMPT, {office}, Need.REASON),
        _move(Verb.TRANSFER, before, Terminal.WITHDRAWN, {office}, Need.REASON),
        _move(Verb.TERMINATE, live, Terminal.WITHDRAWN, {office, system}, Need.REASON),
        _move(Verb.REOPEN, {score.id, *map(str, Terminal)}, collect, {office}, Need.REASON),
        _move(Verb.CARRY_OVER, live, None, {office, system}),
        _move(Verb.COMMENT, live | set(map(str, Terminal)), None, set(Who) - {system}, Need.REASON),
    ]
    for stage in reviews:
        who = {Who(stage.who)}
        back = workflow.stage(stage.returns_to) if stage.returns_to else collect
        checks = (Need.NOT_OWN_UNIT, Need.NOT_SUBMITTER, Need.NOT_TWICE)
        table += [
            _move(Verb.OPEN_REVIEW, {stage.id}, None, who, Need.NOT_OWN_UNIT),
            _move(Verb.APPROVE, {stage.id}, workflow.after(stage.id), who, *checks),
            _move(Verb.RETURN, {stage.id}, back, who, Need.NOT_OWN_UNIT, Need.NOT_SUBMITTER, Need.REASON),
        ]
    return tuple(table)


def move_for(workflow: Workflow, verb: Verb, stage: str) -> Move | None:
    """The move that `verb` means in `stage`, or None when it means nothing there."""
    found = _AT.get(workflow.digest)
    if found is None:
        found = {(move.verb, source): move for move in _table(workflow) for source in move.sources}
        _AT[workflow.digest] = found
    return found.get((verb, stage))


def decide(workflow: Workflow, verb: Verb, facts: Facts) -> Move:
    """The move that `verb` makes, or the refusal as an error with a sentence that says what would be needed.

    Raises Refused when the stage or a need does not allow it, Forbidden when somebody else may.
    The same table feeds the set-based sweeps, so both agree (property test).
    """
    move = move_for(workflow, verb, facts.stage)
    # Who never may is told that, and not where somebody else's work stands.
    ever = move.who if move is not None else _ever(workflow, verb)
    if ever and not ever & facts.sides:
        raise not_yours(facts.actor, _named(ever, facts))
    if move is None:
        raise Refused(
            "wrong-stage",
            N_("This cannot be done now: the assignment stands at “{stage}”."),
            hint=N_("It can be done at: {stages}."),
            stage=stage_title(workflow, facts.stage),
            stages=_stages_for(workflow, verb),
        )
    for need in move.needs:
        if (refusal := refusal_of(need, facts)) is not None:
            raise refusal
    return move


def _ever(workflow: Workflow, verb: Verb) -> frozenset[Who]:
    """The sides that may do it at some stage."""
    return frozenset(who for move in _table(workflow) if move.verb is verb for who in move.who)


def _named(sides: frozenset[Who], facts: Facts) -> str:
    return "、".join(sorted(facts.who_can.get(who, say(_SIDES[who])) for who in sides))


def stage_title(workflow: Workflow, stage: str) -> str:
    """What people call a stage: the workflow's own title, or the end's name in the reader's language."""
    known = workflow.stage(stage)
    return known.title if known else say(_ENDS.get(stage, stage))


def kind_of(workflow: Workflow, stage: str) -> StageKind:
    """The kind of a stage; `done` for the ends."""
    known = workflow.stage(stage)
    return StageKind(known.kind) if known else StageKind.DONE


def _stage(workflow: Workflow, kind: StageKind) -> Stage:
    stage = workflow.first(kind)
    if stage is None:
        raise ValueError(f"workflow {workflow.id} has no {kind} stage")  # the definition value forbids it
    return stage


def _move(verb: Verb, sources: set[str], to: Stage | Terminal | None, who: set[Who], *needs: Need) -> Move:
    target, kind = _target(to)
    return Move(verb, frozenset(map(str, sources)), target, kind, frozenset(who), needs)


def _target(to: Stage | Terminal | None) -> tuple[str, StageKind | None]:
    match to:
        case Stage():
            return to.id, StageKind(to.kind)
        case Terminal():
            return str(to), StageKind.DONE
        case None:
            return "", None
        case _:
            assert_never(to)


def _stages_for(workflow: Workflow, verb: Verb) -> str:
    found = [stage for move in moves_of(workflow).get(verb, ()) for stage in move.sources]
    order = [stage.id for stage in workflow.stages] + [str(end) for end in Terminal]
    return "、".join(stage_title(workflow, stage) for stage in order if stage in found) or "-"


_SIDES: Final[Mapping[Who, str]] = {
    Who.LEAD: N_("the unit responsible"),
    Who.COOPERATING: N_("the cooperating unit"),
    Who.OFFICE: N_("the creation office"),
    Who.INDUSTRY: N_("the industry department"),
    Who.LEADER: N_("the leader in charge"),
    Who.SYSTEM: N_("the system"),
}

_ENDS: Final[Mapping[str, str]] = {
    Terminal.SCORED: N_("scored"),
    Terminal.CLOSED: N_("closed out"),
    Terminal.WITHDRAWN: N_("withdrawn"),
    Terminal.EXEMPT: N_("not applicable"),
}

ACTING_ROLES: Final = frozenset({Role.OFFICE, Role.REVIEWER, Role.HEAD, Role.CLERK, Role.LEADER, Role.ADMINISTRATOR})
"""Roles that may act at all; an auditor only reads."""
