"""Specimen evidence and figures: real bytes of the types asked for, marked as rehearsal, and plausible numbers."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil

from engine.domain.admission import ACCEPTED
from engine.domain.definition import Milestone
from engine.domain.definition.wanted import EvidenceWanted, Measure
from engine.domain.vocabulary import EvidenceKind
from engine.services.rehearsal.specimen_files import specimen
from engine.services.rehearsal.temperament import Temperament
from engine.services.work.handed_in import FigureIn, Item

_PREFERRED = ("pdf", "jpg", "png", "csv", "xlsx", "docx")


def items(milestone: Milestone, effective: date, earliest: date, how: Temperament) -> tuple[Item, ...]:
    """One set of everything obligatory; a count's events lie on different days up to `effective`."""
    found: list[Item] = []
    for wanted in milestone.evidence:
        if wanted.kind is EvidenceKind.EVENT and milestone.events_wanted:
            found += _events(wanted, milestone.events_wanted, effective, earliest, how)
            continue
        found += [_item(wanted, effective, at) for at in range(wanted.min)]
    return tuple(found)


def figures(milestone: Milestone, how: Temperament) -> tuple[FigureIn, ...]:
    """What the unit reports for every measure and each of its parts."""
    return tuple(figure for measure in milestone.measures for figure in _figures(measure, how))


def replacement(wanted: EvidenceWanted, effective: date) -> Item:
    """A better piece in place of a returned one."""
    return _item(wanted, effective, 99)


def _events(wanted: EvidenceWanted, number: int, effective: date, earliest: date, how: Temperament) -> list[Item]:
    span = max((effective - earliest).days, number)
    held = number - (how.luck % 10 == 0)  # now and then one is missing
    return [_item(wanted, max(earliest, effective - timedelta(days=span * at // number)), at) for at in range(held)]


def _item(wanted: EvidenceWanted, effective: date, at: int) -> Item:
    match wanted.kind:
        case EvidenceKind.NUMBER:
            return Item(wanted.id, value=str(at + 1), effective_on=effective)
        case EvidenceKind.DATE:
            return Item(wanted.id, value=effective.isoformat(), effective_on=effective)
        case EvidenceKind.LINK:
            return Item(wanted.id, value=f"https://example.invalid/{wanted.id}/{at}", effective_on=effective)
        case EvidenceKind.TEXT:
            return Item(wanted.id, value=f"rehearsal {wanted.id} {at}", effective_on=effective)
        case _:
            accepted = wanted.accept or ACCEPTED[wanted.kind]
            extension = next((known for known in _PREFERRED if known in accepted), accepted[0])
            name = f"{wanted.title}.{extension}"
            return Item(wanted.id, specimen(extension, f"{wanted.id} {at}"), name, effective_on=effective)


def _figures(measure: Measure, how: Temperament) -> list[FigureIn]:
    if measure.kind == "yes-no":
        return [FigureIn(measure.id, 1)]
    if measure.kind == "count":
        wanted = int(measure.threshold or 1)
        return [
            FigureIn(measure.id, wanted if how.quality > 0.92 or measure.exactly is not None else max(wanted - 1, 0))
        ]
    whole = 10 + how.luck % 60
    found = [FigureIn(measure.id, _part(whole, how.quality), whole)]
    for at, part in enumerate(measure.of_which):
        own = whole if part.denominator == "all" else 2 + (how.luck // (7 + at)) % 12
        found.append(FigureIn(measure.id, _part(own, min(1.0, how.quality + 0.04)), own, part.id))
    return found


def _part(whole: int, quality: float) -> int:
    return min(whole, ceil(whole * quality))
