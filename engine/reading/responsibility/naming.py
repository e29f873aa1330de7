"""Who leads and who helps: what the cells say themselves, before what their columns say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from engine.reading.responsibility.doubts import Doubt
from engine.reading.units import Mention, read_units
from engine.wording import N_


@dataclass
class Named:
    """The units of one row, each once, and what is doubtful about them."""

    lead: tuple[Mention, ...] = ()
    cooperating: tuple[Mention, ...] = ()
    doubts: list[Doubt] = field(default_factory=list)


def name_units(
    lead: str, cooperating: Sequence[str], line: int, spot: str, spots: Sequence[str], first_leads: bool = False
) -> Named:
    """Units of the lead cell and of the cooperating cells. 牵头 and 配合 inside a cell go before its column.

    `first_leads`: the table says that the first unit of a cell leads and the others help.
    """
    named = Named()
    mentions = read_units(lead)
    led = any(each.role == "lead" for each in mentions)
    leads = [each for each in mentions if each.role == "lead" or (not each.role and not led)]
    if first_leads and not led:
        leads, mentions = leads[:1], tuple(leads[:1] + [replace(each, role="cooperating") for each in leads[1:]])
    helps = [each for each in mentions if each not in leads]
    unsaid = [each for each in helps if not each.role]
    if unsaid:
        message = N_("The cell says who leads, and names others besides: {text}.")
        named.doubts.append(
            _doubt("assumed", "beside-the-lead", message, N_("they cooperate"), unsaid, line, spot, lead)
        )
    for cell, place in zip(cooperating, spots, strict=True):
        for each in read_units(cell):
            (leads if each.role == "lead" else helps).append(each)
            _open(named, each, line, place, cell)
    for each in mentions:
        _open(named, each, line, spot, lead)
    named.lead = _once(leads, set())
    named.cooperating = _once(helps, {each.name for each in named.lead})
    if not named.lead:
        message = (
            N_("No unit is named that leads.") if not lead.strip() else N_("This names no unit that leads: {text}")
        )
        taken = N_("a unit to be named stands in its place")
        named.doubts.append(
            Doubt("unread", "no-lead", message, taken, line, spot, lead, params={"text": lead.strip()[:80]})
        )
    return named


def _open(named: Named, each: Mention, line: int, spot: str, cell: str) -> None:
    if each.note == "open":
        message = N_("The list of units is open (等): it ends with “{text}”.")
        named.doubts.append(_doubt("assumed", "open-list", message, N_("only those named"), [each], line, spot, cell))


def _doubt(
    weight: str, code: str, message: str, taken: str, about: Sequence[Mention], line: int, spot: str, cell: str
) -> Doubt:
    start, end = about[0].start, about[-1].end
    names = "、".join(each.name for each in about)
    return Doubt(weight, code, message, taken, line, spot, cell[start:end], start, end, {"text": names})  # type: ignore[arg-type]


def _once(mentions: Sequence[Mention], taken: set[str]) -> tuple[Mention, ...]:
    kept: dict[str, Mention] = {}
    for each in mentions:
        if each.name not in taken:
            kept.setdefault(each.name, each)
    return tuple(kept.values())
