"""The programme in force and its indicators, as declared and as they score."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query

from engine.domain.definition import Definition
from engine.domain.token_scope import TokenScope
from engine.errors import NotFound
from engine.services import seeing
from engine.services.scoring.indicator_score import indicator_score
from engine.wording import N_
from portal.api.door import Who, scoped
from portal.api.models.value import Answered, Name

router = APIRouter(tags=["programme"])


class Programme(Answered):
    """What is in force. `sample_points`: the points are a labelled sample."""

    id: str
    title: str
    year: int
    timezone: str
    today: date
    catalog: str
    indicators: int
    sample_points: bool


class Indicator(Answered):
    """One requirement of the table. `definition` is its digest: it pins what governs an assignment."""

    id: str
    number: str
    title: str
    category: str
    group: str
    requirement: str
    time_text: str
    lead: tuple[str, ...]
    cooperating: tuple[str, ...]
    workflow: str
    digest: str

    @classmethod
    def of(cls, it: Definition) -> Indicator:
        """From a definition in force."""
        rest = {name: getattr(it, name) for name in cls.model_fields if name != "workflow"}
        return cls(workflow=it.workflow.id, **rest)


class Indicators(Answered):
    """Every indicator in the table's order."""

    items: tuple[Indicator, ...]


class IndicatorPage(Answered):
    """An indicator, and the whole of its definition as it is in force."""

    indicator: Indicator
    definition: dict[str, Any]


class IndicatorPart(Answered):
    """One period of an indicator's score."""

    period: str
    title: str
    points: str
    final: str | None
    sentences: tuple[str, ...]


class IndicatorScore(Answered):
    """An indicator's score over its units as it stands; `final` is null when nobody is left."""

    indicator: str
    year: int
    points: str
    final: str | None
    parts: tuple[IndicatorPart, ...]


@router.get("/programme")
@scoped(TokenScope.READ)
def programme(who: Who) -> Programme:
    """What is in force today."""
    office = who.desk.office()
    catalog = office.catalog
    return Programme(
        id=catalog.programme.id,
        title=catalog.programme.title,
        year=office.year,
        timezone=catalog.programme.timezone,
        today=who.desk.today(who.at),
        catalog=catalog.digest,
        indicators=len(catalog.definitions),
        sample_points=catalog.scale.sample,
    )


@router.get("/indicators")
@scoped(TokenScope.READ)
def indicators(who: Who, category: Name = "") -> Indicators:
    """Every indicator in force, or those of a category."""
    found = who.desk.catalog().definitions.values()
    return Indicators(items=tuple(Indicator.of(each) for each in found if category in ("", each.category)))


@router.get("/indicators/{indicator}")
@scoped(TokenScope.READ)
def indicator(who: Who, indicator: Name) -> IndicatorPage:
    """One of them, whole."""
    found = who.desk.catalog().definitions.get(indicator)
    if found is None:
        raise NotFound("no-such-indicator", N_("There is no indicator “{indicator}”."), indicator=indicator[:100])
    return IndicatorPage(indicator=Indicator.of(found), definition=found.model_dump(mode="json"))


@router.get("/indicators/{indicator}/score")
@scoped(TokenScope.READ)
def score(who: Who, indicator: Name, year: Annotated[int, Query(ge=1, le=9999)]) -> IndicatorScore:
    """Its score in a year over all its units; for those who see every unit's work."""
    seeing.check_sees_all(who.desk, who.actor)
    told = indicator_score(who.desk, indicator, year, at=who.at)
    return IndicatorScore(
        indicator=told.indicator,
        year=told.year,
        points=f"{told.points:.2f}",
        final=None if told.final is None else f"{told.final:.2f}",
        parts=tuple(
            IndicatorPart(
                period=part.period,
                title=part.title,
                points=f"{part.total.points:.2f}",
                final=None if part.total.final is None else f"{part.total.final:.2f}",
                sentences=tuple(line.sentence for line in part.lines),
            )
            for part in told.parts
        ),
    )
