"""责任分解表 as it is in force, written back in the layout it was received in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Literal

from engine.domain.actor import Actor
from engine.domain.definition import Indicator
from engine.reports.table import Line, write_table_docx, write_table_xlsx
from engine.services.desk import Desk
from engine.services.seeing import check_sees_all
from engine.wording import N_, say


def write_table(desk: Desk, actor: Actor, stream: IO[bytes], form: Literal["docx", "xlsx"]) -> int:
    """Write the table in force; returns its number of rows. Raises Forbidden for a limited view."""
    check_sees_all(desk, actor)
    catalog = desk.catalog()
    lines = lines_of(tuple(catalog.indicators.values()))
    title = say(N_("{programme}: responsibility table"), programme=catalog.programme.title)
    (write_table_docx if form == "docx" else write_table_xlsx)(stream, title, lines)
    return len(lines)


def lines_of(indicators: Sequence[Indicator]) -> list[Line]:
    """Indicators as rows; each requirement behind its number within the group."""
    return [
        Line(
            each.category,
            each.group,
            f"{each.number.rpartition('.')[2]}．{each.requirement}",
            each.time_text,
            "、".join(each.lead),
            "、".join(each.cooperating),
        )
        for each in indicators
    ]
