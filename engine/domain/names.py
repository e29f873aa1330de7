"""What people call the acts and the kinds of stage, in the reader's language (docs/glossary.md)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engine.domain.vocabulary import StageKind, Verb
from engine.wording import N_, say

_VERBS: Final[Mapping[Verb, str]] = {
    Verb.ISSUE: N_("issued"),
    Verb.ACCEPT: N_("accepted"),
    Verb.DELEGATE: N_("delegated"),
    Verb.ATTACH: N_("evidence kept"),
    Verb.SUBMIT: N_("handed in"),
    Verb.TAKE_BACK: N_("taken back"),
    Verb.OPEN_REVIEW: N_("review opened"),
    Verb.APPROVE: N_("approved"),
    Verb.RETURN: N_("returned"),
    Verb.REQUEST: N_("asked for"),
    Verb.GRANT: N_("granted"),
    Verb.REFUSE: N_("refused"),
    Verb.TRANSFER: N_("transferred"),
    Verb.EXEMPT: N_("found not applicable"),
    Verb.PART_IN: N_("part handed in"),
    Verb.PART_WAIVE: N_("part waived"),
    Verb.REMIND: N_("chased"),
    Verb.MISS: N_("missed the due date"),
    Verb.SCORE: N_("scored"),
    Verb.SETTLE: N_("settled with zero"),
    Verb.REOPEN: N_("reopened"),
    Verb.CLOSE_OUT: N_("closed out"),
    Verb.TERMINATE: N_("withdrawn"),
    Verb.CARRY_OVER: N_("moved to new definitions"),
    Verb.COMMENT: N_("commented"),
    Verb.ADOPT: N_("definitions applied"),
    Verb.LEAVE: N_("left"),
    Verb.REPORT: N_("reported"),
    Verb.PROPOSE: N_("list proposed"),
    Verb.ENDORSE: N_("list approved"),
    Verb.PUBLISH: N_("list published"),
    Verb.LINK: N_("personal links issued"),
    Verb.UNLINK: N_("personal links revoked"),
}

_STAGES: Final[Mapping[StageKind, str]] = {
    StageKind.ASSIGN: N_("to be accepted"),
    StageKind.COLLECT: N_("to be handed in"),
    StageKind.REVIEW: N_("in review"),
    StageKind.SCORE: N_("to be scored"),
    StageKind.DONE: N_("done"),
}


def verb_name(verb: str) -> str:
    """The act as the history calls it."""
    return say(_VERBS[Verb(verb)])


def stage_kind_name(kind: str) -> str:
    """The kind of stage as a board calls it."""
    return say(_STAGES[StageKind(kind)])
