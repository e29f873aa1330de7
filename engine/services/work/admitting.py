"""Whether one piece may come in: what it is for, what its bytes are, and the day it speaks of."""

from __future__ import annotations

from datetime import date

from engine.domain import evidence as rules
from engine.domain.definition.wanted import EvidenceWanted
from engine.domain.vocabulary import EvidenceKind
from engine.errors import Invalid
from engine.evidence import EvidenceFiles, Stored
from engine.services.cases import Case
from engine.wording import N_, say


def wanted_of(case: Case, requirement: str, *, any_requirement: bool = False) -> EvidenceWanted:
    """The item of that id; `any_requirement`: a helping unit gives what it has. Raises Invalid for an unknown id."""
    wanted = case.milestone.wanted(requirement)
    if wanted is not None:
        return wanted
    if any_requirement:
        return EvidenceWanted(id="part", title=case.row.unit_name, kind=EvidenceKind.DOCUMENT)
    raise Invalid(
        "unknown-requirement",
        N_("This assignment asks for no evidence “{requirement}”."),
        hint=N_("It asks for: {known}."),
        requirement=requirement,
        known="、".join(f"{one.id}（{one.title}）" for one in case.milestone.evidence) or "-",
    )


def take_in(files: EvidenceFiles, wanted: EvidenceWanted, content: bytes, name: str) -> Stored:
    """Look at a file and store it. Raises Invalid, Refused with the reason, Unavailable."""
    if not wanted.kind.is_file:
        raise Invalid(
            "no-file-wanted",
            N_("“{title}” wants a written value, not a file."),
            hint=N_("Give the number, date, link or text itself."),
            title=wanted.title,
        )
    extension = files.extension(content, name)
    if (refusal := rules.check_item(wanted, name, len(content), extension)) is not None:
        raise refusal
    return files.put(content, name)


def check_day(case: Case, wanted: EvidenceWanted, effective: date) -> None:
    """Raise Invalid for evidence of a day that is still to come."""
    if effective > case.today:
        raise Invalid(
            "date-to-come",
            N_("“{title}” is dated {day}, which is still to come."),
            hint=N_("Give the day the evidence speaks of."),
            title=wanted.title,
            day=effective,
        )


def outside_window(case: Case, wanted: EvidenceWanted, effective: date) -> str:
    """The sentence that says so when a piece speaks of a day outside the window; empty when it does not."""
    window = (case.row.window_from, case.row.window_to)
    if not rules.outside_window(window, effective):
        return ""
    return say(
        N_("“{title}” is dated {day}, outside the evidence window {start} to {end}."),
        title=wanted.title,
        day=effective,
        start=window[0],
        end=window[1],
    )
