"""What the office sees in the Prefect UI: a table and a page per indicator, sweep, packet, countdown and list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact

from engine.domain.days import day_of
from engine.domain.vocabulary import Light
from engine.services.looking import ask
from engine.wording import N_, say
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
_STAGES: Final[dict[str, str]] = {
    "open": N_("opening"),
    "remind": N_("reminding"),
    "due": N_("due today"),
    "close": N_("closing"),
}
_COUNTS: Final[dict[str, str]] = {
    "periods": N_("periods opened"),
    "assignments": N_("assignments issued"),
    "parts": N_("cooperating parts asked"),
    "missed": N_("found overdue"),
    "chased": N_("letters of the chasing ladder"),
    "scored": N_("assignments scored"),
    "settled": N_("settled with zero points"),
    "office": N_("packets, countdowns and lists of the office"),
    "days": N_("days caught up with"),
    "deployments": N_("deployments brought up to date"),
    "sent": N_("notices sent"),
    "failed": N_("notices that failed"),
    "waiting": N_("notices waiting"),
    "told": N_("messages taken by webhooks"),
    "not_told": N_("messages that webhooks did not take"),
}


async def show_indicator(indicator: str, stage: str, done: Done, at: datetime) -> None:
    """The indicator's page (what this run did) and table (where everybody stands, the worst on top)."""
    definition = desk().catalog().definitions[indicator]
    title = f"{definition.number} {definition.title}"
    head = [f"# {title}", "", f"> {definition.requirement}", "", f"**{say(_STAGES[stage])}** · {_day(at)}", ""]
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
    """The light as people see it."""
    return _LIGHTS[light]


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


def _counts(done: Done) -> list[str]:
    told = [f"- {_name(name)}：{count}" for name, count in done.items() if count]
    return told or [say("Nothing was waiting to be done.")]


def _name(name: str) -> str:
    if name.startswith("rung:"):
        key = name.removeprefix("rung:")
        ladder = desk().catalog().chasing.ladder
        return next((rung.title for rung in ladder if key == rung.id or key.startswith(f"{rung.id}-")), key)
    return say(_COUNTS[name])


def _day(at: datetime) -> str:
    return day_of(at, desk().catalog().programme).isoformat()
