"""What Luoshi makes of an indicator, in sentences: when, with what proof, for how many points, by which way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from engine.domain.definition import Definition, Milestone
from engine.domain.definition.scoring import Late, Tiers
from engine.domain.definition.wanted import Measure
from engine.domain.definition.when import By, Continuous, Count, Dates, DaysAfter, Repeating, When
from engine.domain.definition.workflow import Stage
from engine.domain.explanation import rule_line
from engine.domain.measures import percent
from engine.domain.names import EVIDENCE_KINDS
from engine.wording import N_, say

_EVERY = {
    "month": N_("each month"),
    "quarter": N_("each quarter"),
    "half-year": N_("each half-year"),
    "year": N_("each year"),
}
_DUE = {
    "period-end": N_("by its last day"),
    "last-working-day": N_("by its last working day"),
    "assessment": N_("by the programme's assessment day"),
    "recognition": N_("by the programme's recognition day"),
}
_WHO = {
    "lead": N_("the responsible unit"),
    "cooperating": N_("the cooperating units"),
    "office": N_("the creation office"),
    "industry": N_("the department in charge"),
    "leader": N_("the leader in charge"),
}


@dataclass(frozen=True, slots=True)
class PartInWords:
    """One milestone, or the whole of an indicator without milestones (`title` empty)."""

    title: str
    when: str
    evidence: tuple[str, ...]
    measures: tuple[str, ...]
    score: tuple[str, ...]


def parts_in_words(definition: Definition) -> tuple[PartInWords, ...]:
    """Every milestone of a definition."""
    return tuple(
        PartInWords(
            part.title if part.id else "",
            when_in_words(part.when),
            tuple(_evidence(part)),
            tuple(line for measure in part.measures for line in _measure(measure)),
            tuple(_score(part)),
        )
        for part in definition.milestones
    )


def way_in_words(definition: Definition) -> tuple[str, ...]:
    """The stages of its workflow."""
    return tuple(_stage(stage) for stage in definition.workflow.stages)


def when_in_words(when: When) -> str:
    """When something is wanted."""
    match when:
        case By():
            return say(N_("by {day}"), day=_day(when.by.text))
        case Repeating():
            if isinstance(when.due, DaysAfter):
                ends = say(N_("{days} days after its end"), days=when.due.days_after)
            else:
                ends = say(_DUE[when.due])
            return say(N_("{every}, {ends}"), every=say(_EVERY[when.every]), ends=ends)
        case Dates():
            return "、".join(f"{each.title} ({_occasion(each)})" for each in when.dates)
        case Count(count=count) if count.by is not None:
            return say(N_("at least {times} times, until {day}"), times=count.at_least, day=_day(count.by.text))
        case Count(count=count):
            return say(N_("at least {times} times a year"), times=count.at_least)
        case Continuous(continuous="unstated"):
            return say(N_("the table names no time: all year, never overdue"))
        case Continuous():
            return say(N_("all year, never overdue"))


def _occasion(each: object) -> str:
    by, month = getattr(each, "by", None), getattr(each, "month", None)
    return say(N_("by {day}"), day=_day(by.text)) if by is not None else say(N_("by the end of month {n}"), n=month)


def _day(text: str) -> str:
    """A day as people say it: 08-31, 08-end, 2022-08-31."""
    *year, month, day = text.split("-")
    said = say(N_("the end of month {month}") if day == "end" else N_("{month}/{day}"), month=int(month), day=day)
    return say(N_("{day}, {year}"), day=said, year=year[0]) if year else said


def _evidence(part: Milestone) -> Iterator[str]:
    kinds = dict(EVIDENCE_KINDS)
    for item in part.evidence:
        kind = say(kinds.get(item.kind, N_("document")))
        types = f", {'/'.join(item.accept)}" if item.accept else ""
        title = f"{item.title} ({kind}{types})"
        if item.min == 0:
            yield say(N_("{title}: welcome, not required"), title=title)
        else:
            yield title if item.min == 1 else say(N_("{title}: at least {count}"), title=title, count=item.min)


def _measure(measure: Measure) -> Iterator[str]:
    what = measure.title
    if measure.numerator:
        what = say(
            N_("{title}: {part} out of {whole}"),
            title=measure.title,
            part=measure.numerator,
            whole=measure.denominator,
        )
    yield f"{what}{_threshold(measure)}"
    for part in measure.of_which:
        yield say(N_("of which {title}: at least {value}"), title=part.title, value=_value(measure, part.at_least))


def _threshold(measure: Measure) -> str:
    if measure.at_least is not None:
        return say(N_("; at least {value}"), value=_value(measure, measure.at_least))
    if measure.exactly is not None:
        return say(N_("; exactly {value}"), value=_value(measure, measure.exactly))
    return ""


def _value(measure: Measure, value: Decimal) -> str:
    return percent(Fraction(value)) if measure.kind == "rate" else f"{value.normalize():f}{measure.unit}"


def _score(part: Milestone) -> Iterator[str]:
    yield rule_line(part, part.points).sentence
    if isinstance(part.score, Tiers):
        for tier in part.score.tiers:
            yield say(
                N_("From {value} on: {share} of the points."),
                value=percent(Fraction(tier.from_)),
                share=percent(Fraction(tier.share)),
            )
    if part.late is not None:
        yield _late(part.late)
    if part.score.bonus is not None:
        yield say(N_("Bonus of {points} points at most."), points=part.score.bonus.at_most)
    for veto in part.score.veto:
        yield say(N_("No points at all: {title}."), title=veto.title)


def _late(late: Late) -> str:
    if late.at_most is None:
        return say(N_("Each day late costs {points} points."), points=late.per_day)
    return say(N_("Each day late costs {points} points, {most} at most."), points=late.per_day, most=late.at_most)


def _stage(stage: Stage) -> str:
    told = say(N_("{title}: {who}"), title=stage.title, who=say(_WHO[stage.who]))
    if stage.needed > 1:
        told += say(N_(", {needed} of {reviewers} approvals"), needed=stage.needed, reviewers=stage.reviewers)
    return told + (say(N_(", within {days} working days"), days=stage.within) if stage.within else "")
