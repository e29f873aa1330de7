"""What the programme's own flows show the office: packet, countdown, proposed list and bulletin."""

from __future__ import annotations

from engine.services import meet, recognise
from engine.wording import say
from flows.board import page


async def show_packet(packet: meet.Packet) -> None:
    """The meeting's packet as a page."""
    await page("quarterly-meeting", say("Packet for the joint meeting"), [packet.markdown()])


async def show_countdown(countdown: meet.Countdown) -> None:
    """The countdown as a page."""
    await page("free-verification", say("Countdown to the free-verification deadline"), [countdown.markdown()])


async def show_draft(draft: recognise.RecognitionDraft) -> None:
    """The proposed list as a page: it waits for a second person's approval."""
    await page("recognition", say("Recognition: proposed list"), [draft.markdown()])


async def show_bulletin(bulletin: recognise.Bulletin) -> None:
    """The bulletin as published."""
    await page("recognition", say("Recognition: bulletin"), [bulletin.markdown()])
