"""Standing faults: what is wrong with who and what there is, each kind with its sentence and what mends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from engine.domain.definition import Definition
from engine.wording import N_, say


class FaultKind(StrEnum):
    """Every kind that the scan looks for, what hurts first on top."""

    UNOWNED_WORK = "unowned-work"
    UNKNOWN_UNIT = "unknown-unit"
    GROUP_EMPTY = "group-empty"
    UNIT_WITHOUT_PEOPLE = "unit-without-people"
    UNIT_WITHOUT_HEAD = "unit-without-head"
    NOBODY_REACHED = "nobody-reached"
    LEADER_NOT_REACHED = "leader-not-reached"
    PERSON_WITHOUT_CONTACT = "person-without-contact"
    DEPUTY_GONE = "deputy-gone"
    DEPUTY_MISSING = "deputy-missing"
    NO_WAY_IN = "no-way-in"
    NO_EVIDENCE_RULE = "no-evidence-rule"
    IMPOSSIBLE_DATE = "impossible-date"
    ROSTER_DIFFERS = "roster-differs"
    SAMPLE_IN_USE = "sample-in-use"


WORDS: Final[Mapping[FaultKind, tuple[str, str]]] = {
    FaultKind.UNOWNED_WORK: (
        N_("{count} pieces of work have nobody: everybody who could do them has left."),
        N_("Hand them on to somebody of the unit, or add a person there."),
    ),
    FaultKind.UNKNOWN_UNIT: (
        N_("{count} names in the definitions stand for no unit that is here."),
        N_("Correct the name in the definitions, or add the unit."),
    ),
    FaultKind.GROUP_EMPTY: (
        N_("{count} groups have no members: what they lead is asked of nobody."),
        N_("Let units join, or correct the attributes in the definitions."),
    ),
    FaultKind.UNIT_WITHOUT_PEOPLE: (
        N_("{count} units have nobody who acts for them."),
        N_("Add a clerk, or send in a roster."),
    ),
    FaultKind.UNIT_WITHOUT_HEAD: (
        N_("{count} units have no head: escalations reach nobody there."),
        N_("Add a head, or make somebody of the unit its head."),
    ),
    FaultKind.NOBODY_REACHED: (
        N_("{count} units are reached by nothing: no channel here leads to any of their people."),
        N_("Enter a mail address or a telephone number that a channel here uses, or give somebody there a way in."),
    ),
    FaultKind.LEADER_NOT_REACHED: (
        N_("{count} units have a leader in charge who has left, is none any more, or whom no channel here leads to."),
        N_("Name another leader on the unit's page, or enter an address or a number for this one."),
    ),
    FaultKind.PERSON_WITHOUT_CONTACT: (
        N_("{count} people have neither e-mail nor telephone: notices wait in the product only."),
        N_("Enter an address or a number."),
    ),
    FaultKind.DEPUTY_GONE: (
        N_("{count} deputies have left, or sit in another unit."),
        N_("Choose another deputy."),
    ),
    FaultKind.DEPUTY_MISSING: (
        N_("{count} clerks are their unit's only one and have no deputy."),
        N_("Choose a deputy, so that their work never stands still."),
    ),
    FaultKind.NO_WAY_IN: (
        N_("{count} service units can come in by nothing: no account, and no personal link that still opens."),
        N_("Issue personal links."),
    ),
    FaultKind.NO_EVIDENCE_RULE: (
        N_("{count} requirements ask for no evidence: nothing shows that they are done."),
        N_("Say in the definitions what is to be handed in."),
    ),
    FaultKind.IMPOSSIBLE_DATE: (
        N_("{count} dates cannot be: due before the start, or left before joined."),
        N_("Correct the date."),
    ),
    FaultKind.ROSTER_DIFFERS: (
        N_("{count} people or units stand otherwise than the roster of the definitions says."),
        N_("Take the roster's word over, or correct the roster."),
    ),
    FaultKind.SAMPLE_IN_USE: (
        N_("{count} sample units, people or scales are still in use."),
        N_("Put the real ones in their place before the year begins."),
    ),
}
"""What each kind says, and what mends it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fault stands: `subject` says what `id` is of (unit, person, group …), `name` is what people call it."""

    subject: str
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class StandingFault:
    """A kind of fault: how many there are, and the first places."""

    kind: FaultKind
    count: int
    places: tuple[Place, ...]

    @property
    def sentence(self) -> str:
        """What is wrong."""
        return say(WORDS[self.kind][0], count=self.count)

    @property
    def remedy(self) -> str:
        """What mends it."""
        return say(WORDS[self.kind][1], count=self.count)


def without_evidence(definitions: Mapping[str, Definition]) -> list[Place]:
    """The indicators a milestone of which asks for neither evidence nor figures."""
    return [
        Place("indicator", each.id, f"{each.number} {each.title}")
        for each in definitions.values()
        if any(not milestone.evidence and not milestone.measures for milestone in each.milestones)
    ]


def names_of_nobody(definitions: Mapping[str, Definition], known: frozenset[str]) -> list[Place]:
    """Names of leads and cooperating units that are none of the `known` units and groups, with their indicator."""
    return [
        Place("indicator", each.id, f"{each.number} {name}")
        for each in definitions.values()
        for name in dict.fromkeys((*each.lead, *each.cooperating))
        if name not in known
    ]
