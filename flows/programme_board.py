"""What the programme's own flows show the office: packet, countdown, proposed list and bulletin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.services.office import meet, recognise
from engine.wording import say
from flows.board import page, table


async def show_packet(packet: meet.Packet) -> None:
    """The meeting's packet as a page, and the units as a table."""
    title = say("Packet for the joint meeting")
    await page("quarterly-meeting", title, [packet.markdown()])
    rows = [
        {
            say("responsible unit"): row.unit_name,
            say("given"): row.assigned,
            say("finished"): row.done,
            say("past due"): row.overdue,
            say("sent back"): row.returned,
            say("under review"): row.waiting,
        }
        for row in packet.rows
    ]
    await table("table-quarterly-meeting", title, rows)


async def show_countdown(countdown: meet.Countdown) -> None:
    """The countdown as a page, and the units below as a table."""
    title = say("Countdown to the free-verification deadline")
    await page("free-verification", title, [countdown.markdown()])
    rows = [
        {
            say("responsible unit"): row.unit_name,
            say("figure measured"): row.title,
            say("figure reached"): str(row.value),
            say("figure wanted"): str(row.target),
        }
        for row in countdown.rows
    ]
    await table("table-free-verification", title, rows)


async def show_draft(draft: recognise.RecognitionDraft) -> None:
    """The list as it stands: units in their places, then those left out with the reason."""
    title = say("Recognition: proposed list")
    state = say("Waits for approval by a second person.") if draft.state == "proposed" else ""
    sample = say("Points are a sample until the province's scale replaces them.") if draft.sample_points else ""
    lines = [f"# {title} · {draft.year}", "", state, "", sample, "", *_places(draft.rows), ""]
    left_out = [f"- {line.unit_name}：{line.reason}" for line in draft.left_out]
    await page("recognition", title, [*lines, f"## {say('left out of the list')}", "", *(left_out or [say("no unit")])])
    await table("table-recognition", title, [_line(line) for line in (*draft.rows, *draft.left_out)])


async def show_bulletin(bulletin: recognise.Bulletin) -> None:
    """The bulletin as published."""
    title = say("Recognition: bulletin")
    head = [f"# {title} · {bulletin.year}", "", bulletin.published_on.isoformat(), ""]
    await page("recognition", title, [*head, *_places(bulletin.rows)])
    await table("table-recognition", title, [_line(line) for line in bulletin.rows])


def _places(lines: Iterable[recognise.Line]) -> list[str]:
    return [f"{line.rank}. {line.unit_name} {line.points}" for line in lines]


def _line(line: recognise.Line) -> dict[str, Any]:
    return {
        say("place in the list"): line.rank or "",
        say("responsible unit"): line.unit_name,
        say("points earned"): line.points,
        say("reason for leaving out"): line.reason,
    }
