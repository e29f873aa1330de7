"""How official documents look: page, grid of 22 lines by 28 signs, fonts and their sizes, page numbers."""

from __future__ import annotations

from typing import Any, Final

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from engine.reports.harmless import printable

TITLE_FONT: Final = "方正小标宋简体"
BODY_FONT: Final = "仿宋_GB2312"
KAI: Final = "楷体_GB2312"
BLACK: Final = "黑体"
_STAND_INS: Final = {TITLE_FONT: "华文中宋", BODY_FONT: "仿宋", KAI: "楷体"}
"""Fonts that newer systems have in place of what the standard names; Word takes them by itself."""
SIZE_2: Final = 22
"""2号 in points."""
SIZE_3: Final = 16
"""3号 in points."""
SIZE_4: Final = 14
"""4号 in points."""
LINE: Final = 28.95
"""Height of a line in points: 22 lines fill the 225 millimetres between the margins."""
_CLOSER: Final = -5
"""Signs of the body stand closer by so many twentieths of a point: 28 of them fill 156 millimetres."""
CENTRE: Final = WD_ALIGN_PARAGRAPH.CENTER
RIGHT: Final = WD_ALIGN_PARAGRAPH.RIGHT
_LEFT: Final = WD_ALIGN_PARAGRAPH.LEFT


def lay_out(made: Any) -> None:
    """A4 upright with the standard's margins, 22 lines of 28 signs, page numbers outside."""
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    _grid(section)
    dress(made)
    made.settings.odd_and_even_pages_header_footer = True
    numbered_pages(section.footer, RIGHT)
    numbered_pages(section.even_page_footer, _LEFT)


def dress(made: Any) -> None:
    """Body font and size, the language, and which fonts may stand in for those a computer has not."""
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = BODY_FONT, Pt(SIZE_3)
    properties = normal.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), BODY_FONT)
    properties.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-CN"/>'))
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in _STAND_INS.items()
    )
    table = made.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    table._blob = f'<?xml version="1.0" encoding="UTF-8"?><w:fonts {nsdecls("w")}>{fonts}</w:fonts>'.encode()


def numbered_pages(footer: Any, align: Any) -> None:
    """— 1 — at one side, a sign away from the margin; in the middle with CENTRE."""
    line = footer.paragraphs[0]
    line.alignment = align
    if align is RIGHT:
        line.paragraph_format.right_indent = Pt(SIZE_4)
    elif align is _LEFT:
        line.paragraph_format.left_indent = Pt(SIZE_4)
    write(line, "— ", "宋体", SIZE_4)
    for kind in ("begin", "", "end"):
        run = write(line, "", "宋体", SIZE_4)
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark.text = "PAGE"
        run._r.append(mark)
    write(line, " —", "宋体", SIZE_4)


def paragraph(
    made: Any, text: str, font: str, size: float, *, align: Any = None, indent: bool = False, line: float = LINE
) -> Any:
    """A paragraph of one font; `indent` by two signs, `line` its height in points."""
    added = made.add_paragraph()
    form = added.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
    added.alignment = align
    if line != LINE:
        off_the_grid(added)
    if indent:
        form.first_line_indent = Pt(size * 2)
    write(added, text, font, size)
    return added


def write(line: Any, text: str, font: str, size: float, *, bold: bool = False) -> Any:
    """A run of text. Quotation marks and dashes, which are in both kinds of fonts, are the Chinese font's."""
    run = line.add_run(printable(text))
    run.font.name, run.font.size, run.font.bold = font, Pt(size), bold or None
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:hint"), "eastAsia")
    if size == SIZE_3:
        closer = OxmlElement("w:spacing")
        closer.set(qn("w:val"), str(_CLOSER))
        run._r.rPr.insert_element_before(closer, "w:w", "w:kern", "w:position", "w:sz", "w:szCs")
    return run


def off_the_grid(line: Any) -> None:
    """A line as high as it says, or as its words are, and not as high as lines of the page."""
    mark = OxmlElement("w:snapToGrid")
    mark.set(qn("w:val"), "0")
    line._p.get_or_add_pPr().insert_element_before(mark, "w:spacing", "w:ind", "w:jc")


def _grid(section: Any) -> None:
    """Lines in their places. Signs are not put on a grid: programs do not agree how wide its cells are."""
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    pitch = round(LINE * 20)
    properties.append(parse_xml(f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{pitch}"/>'))
