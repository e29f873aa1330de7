"""Writing an official document: title, numbered headings, text, tables, charts, signature over the day, attachments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from engine.reports.charts import Chart
from engine.reports.harmless import printable
from engine.reports.official.blocks import Block, Grid, Heading, Official, Words, chinese_day, numbered
from engine.reports.official.drawings import write_chart
from engine.reports.official.looks import (
    BLACK,
    BODY_FONT,
    CENTRE,
    KAI,
    RIGHT,
    SIZE_2,
    SIZE_3,
    TITLE_FONT,
    lay_out,
    paragraph,
)
from engine.reports.official.tables import write_grid

_HEADING_FONTS = {1: BLACK, 2: KAI, 3: BODY_FONT, 4: BODY_FONT}
_TITLE_LINE = 36
_DAY_FROM_RIGHT = 4


def write_official(stream: IO[bytes], paper: Official) -> None:
    """Write it as .docx. Signs that XML cannot hold are left out."""
    made = Document()
    lay_out(made)
    _title(made, paper.title)
    if paper.number:
        paragraph(made, paper.number, BODY_FONT, SIZE_3, align=CENTRE)
    paragraph(made, "", BODY_FONT, SIZE_3)
    if paper.to:
        paragraph(made, f"{paper.to}：", BODY_FONT, SIZE_3)
    charts = _blocks(made, paper.blocks, 0)
    made.paragraphs[-1].paragraph_format.keep_with_next = True  # the signature never stands alone on a page
    _named(made, [each.title for each in paper.attachments])
    _signature(made, paper)
    for number, each in enumerate(paper.attachments, start=1):
        mark = paragraph(made, "附件" + (str(number) if len(paper.attachments) > 1 else ""), BLACK, SIZE_3)
        mark.paragraph_format.page_break_before = True
        paragraph(made, "", BODY_FONT, SIZE_3)
        _title(made, each.title)
        paragraph(made, "", BODY_FONT, SIZE_3)
        charts = _blocks(made, each.blocks, charts)
    made.core_properties.title = printable(paper.title).replace("\n", "")
    made.core_properties.author = printable(paper.signed)
    made.save(stream)


def _blocks(made: Any, blocks: Sequence[Block], charts: int) -> int:
    """Write them one after the other; `charts` were numbered before, and the new number is returned."""
    for block in numbered(blocks):
        match block:
            case Heading(text, level):
                _heading(made, text, level)
            case Words(text):
                paragraph(made, text, BODY_FONT, SIZE_3, indent=True)
            case Grid():
                write_grid(made, block)
            case Chart():
                charts += 1
                write_chart(made, block, charts)
    return charts


def _title(made: Any, text: str) -> None:
    paragraph(made, text, TITLE_FONT, SIZE_2, align=CENTRE, line=_TITLE_LINE)


def _heading(made: Any, text: str, level: int) -> None:
    line = paragraph(made, text, _HEADING_FONTS[level], SIZE_3, indent=True)
    line.paragraph_format.keep_with_next = True
    outline = OxmlElement("w:outlineLvl")  # shown in Word's navigation pane
    outline.set(qn("w:val"), str(level - 1))
    line._p.get_or_add_pPr().append(outline)


def _named(made: Any, titles: Sequence[str]) -> None:
    """附件： behind a blank line; several are numbered below each other."""
    for at, title in enumerate(titles):
        if at == 0:
            paragraph(made, "", BODY_FONT, SIZE_3).paragraph_format.keep_with_next = True
        number = f"{at + 1}." if len(titles) > 1 else ""
        line = paragraph(made, ("附件：" if at == 0 else "") + number + title, BODY_FONT, SIZE_3)
        line.paragraph_format.left_indent = Pt(SIZE_3 * 5)
        line.paragraph_format.first_line_indent = Pt(-SIZE_3 * 3 if at == 0 else 0)
        line.paragraph_format.keep_with_next = True


def _signature(made: Any, paper: Official) -> None:
    """The name in the middle above the day, room for the seal."""
    day = chinese_day(paper.day)
    half = (_signs(day) - _signs(paper.signed)) / 2
    from_right = _DAY_FROM_RIGHT + max(0.0, -half - _DAY_FROM_RIGHT)  # a long name moves the day, not itself, outwards
    for _ in range(2):
        paragraph(made, "", BODY_FONT, SIZE_3).paragraph_format.keep_with_next = True
    for text, signs in ((paper.signed, from_right + half), (day, from_right)):
        line = paragraph(made, text, BODY_FONT, SIZE_3, align=RIGHT)
        line.paragraph_format.right_indent = Pt(SIZE_3 * signs)
        line.paragraph_format.keep_with_next = text is paper.signed


def _signs(text: str) -> float:
    """How wide a text is, in signs: figures and Latin letters take half of one."""
    return sum(0.5 if sign.isascii() else 1 for sign in text)
