"""What the office sees in the Prefect UI: a table and a page per indicator, sweep, packet, countdown and list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed

from engine.domain.clockwork import deeds, stage_words
from engine.domain.days import day_of
from engine.domain.names import light_name as words_of
from engine.domain.vocabulary import Light
from engine.services.looking import ask
from engine.wording import say
from flows.moment import desk

Done = dict[str, int]
"""What a run did, as counts; also the flow's result."""

_ROWS: Final = 200
_LIGHTS: Final[dict[Light, str]] = {
    Light.GREY: "⚪",
    Light.GREEN: "🟢",
    Light.BLUE: "🔵",
    Light.YELLOW: "🟡",
    Light.RED: "🔴",
}


async def show_indicator(indicator: str, stage: str, done: Done, at: datetime) -> None:
    """The indicator's page (what this run did) and table (where everybody stands, the worst on top)."""
    definition = desk().catalog().definitions[indicator]
    title = f"{definition.number} {definition.title}"
    head = [f"# {title}", "", f"> {definition.requirement}", "", f"**{stage_words(stage)}** · {_day(at)}", ""]
    await page(f"indicator-{indicator}", title, [*head, *_counts(done)])
    rows = ask.assignments(desk(), at=at, indicator=indicator, limit=_ROWS)
    await table(f"table-{indicator}", title, [_standing(row) for row in rows])


async def show_sweep(done: Done, at: datetime) -> None:
    """What a sweep found to do; a sweep that found nothing leaves the last page in place."""
    if any(count for name, count in done.items() if name != "days"):
        title = say("Sweep")
        await page("sweep", title, [f"# {title}", "", f"{_day(at)}", "", *_counts(done)])


async def show_delivery(done: Done) -> None:
    """What was delivered; nothing when nothing was."""
    if any(count for name, count in done.items() if name != "waiting"):
        title = say("Delivery of notices")
        await page("deliver", title, [f"# {title}", "", *_counts(done)])


async def page(key: str, title: str, lines: Sequence[str]) -> None:
    """A markdown artifact; the last one of a key is the one on the board, earlier ones stay behind it."""
    await acreate_markdown_artifact("\n".join(lines), key=key, description=title)


async def table(key: str, title: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """A table artifact; Prefect shows an empty one as nothing, so it says that there is nothing."""
    shown = [dict(row) for row in rows] or [{title: say("nothing")}]
    await acreate_table_artifact(shown, key=key, description=title)


def light_name(light: Light) -> str:
    """The light as people see it: its colour, and what it means."""
    return f"{_LIGHTS[light]} {words_of(light)}"


def _standing(row: ask.AssignmentRow) -> dict[str, Any]:
    return {
        say("lamp"): light_name(row.light),
        say("responsible unit"): row.unit_name,
        say("period asked about"): row.period,
        say("stage reached"): row.stage_title,
        say("due by"): row.due_on.isoformat() if row.due_on else "",
        say("received on"): row.received_on.isoformat() if row.received_on else "",
        say("points earned"): "" if row.score is None else f"{row.score / 100:.2f}",
    }


def finished(done: Done) -> State[Any]:
    """The end of a run: its counts as the result, and in words as the message that portal and Prefect show."""
    told = {name: count for name, count in done.items() if (name, count) != ("days", 1)}  # today itself is no news
    return Completed(data=done, message="；".join(deeds(told, _rungs())) or say("Nothing was waiting to be done."))


def _counts(done: Done) -> list[str]:
    told = [f"- {line}" for line in deeds(done, _rungs())]
    return told or [say("Nothing was waiting to be done.")]


def _rungs() -> dict[str, str]:
    return {rung.id: rung.title for rung in desk().catalog().chasing.ladder}


def _day(at: datetime) -> str:
    return day_of(at, desk().catalog().programme).isoformat()
