"""联席会议材料: the packet of a quarter's meeting as an official document."""

from __future__ import annotations

from datetime import date, datetime

from engine.domain.actor import Actor
from engine.reports.official.blocks import Block, Grid, Heading, Official, Words, chinese_day
from engine.services.desk import Desk
from engine.services.office.packet import Asked, Sheet, compiled
from engine.services.reporting.papers.charts import rate_blocks, unit_by_unit
from engine.services.reporting.papers.facts import paper
from engine.services.seeing import check_sees_all
from engine.wording import N_, say


def packet(
    desk: Desk, actor: Actor, *, at: datetime, as_of: date | None = None, quarter: str | None = None
) -> Official:
    """The packet of a quarter's joint meeting (the next one's when None). Raises as `meet.packet`."""
    check_sees_all(desk, actor)
    with paper(desk, actor, at, as_of) as facts:
        sight = facts.sight
        sheet = compiled(desk, sight.connection, sight.lamp.office, facts.day, quarter)
        title = say(
            N_("{programme}:\npacket of the joint meeting, {period}"), programme=facts.programme, period=sheet.title
        )
        return facts.official(title, _packet(sheet), numbered=False)


def _packet(sheet: Sheet) -> list[Block]:
    told = N_("The meeting is to be held by {due}. This packet tells how it stands on {day}.")
    blocks: list[Block] = [
        Words(say(told, due=chinese_day(sheet.due_on), day=chinese_day(sheet.as_of))),
        Heading(say(N_("How units stand"))),
        Grid(
            [say(each) for each in (*_UNIT, N_("returned"), N_("in review"))],
            [tuple(map(str, (r.unit_name, r.assigned, r.done, r.overdue, r.returned, r.waiting))) for r in sheet.rows],
            (56, 20, 20, 20, 20, 20),
        ),
        *unit_by_unit(sheet.rows),
        Heading(say(N_("Rates"))),
        *rate_blocks(sheet.rates),
    ]
    blocks.append(Heading(say(N_("What is overdue"))))
    if sheet.reds:
        reds = [(r.number, r.title, r.unit_name, r.why, r.said) for r in sheet.reds]
        titles = (N_("No."), N_("Requirement"), N_("Unit"), N_("why"), N_("last words"))
        blocks.append(Grid(list(map(say, titles)), reds, (14, 36, 34, 46, 26)))
    else:
        blocks.append(Words(say(N_("Nothing is overdue."))))
    blocks += [Heading(say(N_("What the meeting has to decide"))), *_asked(sheet.unresolved)]
    if sheet.unowned:
        blocks += [
            Heading(say(N_("Units without anybody"))),
            Words("、".join(sheet.unowned)),
        ]
    return blocks


_UNIT = (N_("unit"), N_("assigned"), N_("done"), N_("overdue"))


def _asked(rows: tuple[Asked, ...]) -> list[Block]:
    if not rows:
        return [Words(say(N_("No request is open.")))]
    titles = (N_("Requirement"), N_("Unit"), N_("reason"), N_("asked for"))
    return [Grid(list(map(say, titles)), [(r.title, r.unit_name, r.reason, r.wanted) for r in rows], (44, 34, 50, 28))]
