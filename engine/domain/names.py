"""What people call the acts and the kinds of stage, in the reader's language (docs/glossary.md)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engine.domain.actor import SYSTEM
from engine.domain.vocabulary import EvidenceKind, Light, RequestKind, Role, StageKind, UnitKind, Verb
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
    Verb.LAY_CHANGE: N_("change of definitions proposed"),
    Verb.DROP_CHANGE: N_("proposed change withdrawn"),
    Verb.PASS_CHANGE: N_("proposed change approved"),
    Verb.REFUSE_CHANGE: N_("proposed change refused"),
    Verb.LEAVE: N_("left"),
    Verb.REPORT: N_("reported"),
    Verb.PROPOSE: N_("list proposed"),
    Verb.ENDORSE: N_("list approved"),
    Verb.PUBLISH: N_("list published"),
    Verb.SEND_AGAIN: N_("notices sent again"),
    Verb.RUN: N_("flow run asked for"),
    Verb.LINK: N_("personal links issued"),
    Verb.UNLINK: N_("personal links revoked"),
    Verb.ENROL: N_("person added"),
    Verb.AMEND: N_("person changed"),
    Verb.COME_BACK: N_("came back"),
    Verb.WISHES: N_("notice preferences changed"),
    Verb.ACCOUNT: N_("account changed"),
    Verb.KEEP_UNIT: N_("unit changed"),
    Verb.MEMBERSHIP: N_("group membership changed"),
    Verb.ROSTER: N_("roster taken over"),
    Verb.PACK: N_("inspection package made"),
    Verb.MAKE_TOKEN: N_("token made"),
    Verb.REVOKE_TOKEN: N_("token revoked"),
    Verb.SUBSCRIBE: N_("webhook switched on"),
    Verb.UNSUBSCRIBE: N_("webhook ended"),
    Verb.NEW_SECRET: N_("webhook secret replaced"),
}

_STAGES: Final[Mapping[StageKind, str]] = {
    StageKind.ASSIGN: N_("to be accepted"),
    StageKind.COLLECT: N_("to be handed in"),
    StageKind.REVIEW: N_("in review"),
    StageKind.SCORE: N_("to be scored"),
    StageKind.DONE: N_("done"),
}

ROLES: Final[Mapping[Role, str]] = {
    Role.OFFICE: N_("office staff"),
    Role.REVIEWER: N_("reviewer"),
    Role.HEAD: N_("head of unit"),
    Role.CLERK: N_("clerk"),
    Role.LEADER: N_("leader in charge"),
    Role.ADMINISTRATOR: N_("administrator"),
    Role.AUDITOR: N_("auditor"),
    Role.SYSTEM: N_("the system"),
}

UNIT_KINDS: Final[Mapping[UnitKind, str]] = {
    UnitKind.OFFICE: N_("creation office"),
    UnitKind.DEPARTMENT: N_("department"),
    UnitKind.SUB_DISTRICT: N_("sub-district"),
    UnitKind.ASSOCIATION: N_("association"),
    UnitKind.INSTITUTE: N_("institute"),
    UnitKind.SERVICE_UNIT: N_("service unit"),
}

_REQUESTS: Final[Mapping[RequestKind, str]] = {
    RequestKind.EXTENSION: N_("extension"),
    RequestKind.TRANSFER: N_("transfer"),
    RequestKind.NOT_APPLICABLE: N_("not applicable"),
}

EVIDENCE_KINDS: Final[tuple[tuple[str, str], ...]] = (
    (EvidenceKind.TABLE, N_("table (spreadsheet)")),
    (EvidenceKind.PHOTO, N_("photo")),
    (EvidenceKind.EVENT, N_("record of a dated event")),
    (EvidenceKind.NUMBER, N_("number")),
    (EvidenceKind.DATE, N_("day")),
    (EvidenceKind.LINK, N_("address on the web")),
    (EvidenceKind.TEXT, N_("written words")),
)
"""Kinds of evidence other than a document, with what people call them."""

_LIGHTS: Final[Mapping[Light, str]] = {
    Light.GREY: N_("nothing to do"),
    Light.GREEN: N_("on track"),
    Light.BLUE: N_("due soon"),
    Light.YELLOW: N_("behind"),
    Light.RED: N_("overdue"),
}


def light_name(light: str) -> str:
    """What people call a light: what it means, never the colour alone. Programs get the colour as the code."""
    return say(_LIGHTS[Light(light)])


def verb_name(verb: str) -> str:
    """The act as the history calls it."""
    return say(_VERBS[Verb(verb)])


def stage_kind_name(kind: str) -> str:
    """The kind of stage as a board calls it."""
    return say(_STAGES[StageKind(kind)])


def role_name(role: str) -> str:
    """What people call a role."""
    return say(ROLES[Role(role)])


def unit_kind_name(kind: str) -> str:
    """What people call a kind of unit."""
    return say(UNIT_KINDS[UnitKind(kind)])


def request_name(kind: str) -> str:
    """What a unit asks of the office, in a word."""
    return say(_REQUESTS[RequestKind(kind)])


def doer_name(person: str, name: str | None) -> str:
    """Who did something: the person's name where they have one, the system by its own word, else the id."""
    return role_name(Role.SYSTEM) if person == SYSTEM.id else name or person
