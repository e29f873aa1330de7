"""What Prefect should know of a catalog: one deployment per indicator and per programme flow, as plain values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from engine.domain.definition import Definition
from engine.wording import say
from flows.programme_schedules import ProgrammeFlow, programme_flows
from flows.schedules import Timetable, Years

MARK: Final = "luoshi"
"""The tag by which we know our own deployments on a server that may hold others."""


@dataclass(frozen=True)
class Deployment:
    """One deployment as it should stand on the server; `flow` and `name` identify it."""

    flow: str
    name: str
    entrypoint: str
    version: str
    description: str
    tags: tuple[str, ...]
    parameters: dict[str, str] = field(default_factory=dict)
    timetables: tuple[Timetable, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What identifies it on the server."""
        return self.flow, self.name

    @property
    def likeness(self) -> str:
        """Everything but the schedules, as text: equal when nothing needs telling."""
        body = [self.entrypoint, self.version, self.description, sorted(self.tags), self.parameters]
        return json.dumps(body, ensure_ascii=False, sort_keys=True)

    @property
    def schedules(self) -> dict[str, str]:
        """Each schedule by slug, as text: equal when nothing needs telling."""
        return {
            one.slug: json.dumps([one.cron or one.rule, one.timezone, one.parameters], sort_keys=True)
            for one in self.timetables
            if one.cron or one.instants
        }


def deployments_of(years: Years) -> Iterator[Deployment]:
    """Every deployment of the catalog: its indicators in the table's order, then the programme's own flows."""
    for definition in years.catalog.definitions.values():
        yield of_indicator(definition, years)
    for flow in programme_flows(years):
        yield of_programme(flow, years)


def of_indicator(definition: Definition, years: Years) -> Deployment:
    """One indicator: named by its id, tagged by category, versioned by its digest."""
    lines = (f"{definition.number} {definition.title}", definition.requirement, definition.time_text)
    return Deployment(
        flow="run-indicator",
        name=definition.id,
        entrypoint="flows.run_indicator.run_indicator",
        version=definition.digest[:12],
        description="\n\n".join(line for line in lines if line),
        tags=(MARK, definition.category),
        parameters={"indicator": definition.id},
        timetables=years.of(definition),
    )


def of_programme(flow: ProgrammeFlow, years: Years) -> Deployment:
    """One of the programme's own flows: named by the programme's id."""
    return Deployment(
        flow=flow.name,
        name=years.programme.id,
        entrypoint=flow.entrypoint,
        version=years.programme.digest[:12],
        description=say(flow.description),
        tags=(MARK, years.programme.title),
        timetables=flow.timetables,
    )
