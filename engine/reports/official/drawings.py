"""Charts in a document: drawn by Word from figures in the file, which open in Excel to be changed."""

from __future__ import annotations

from typing import Any, Final
from xml.etree.ElementTree import tostring
from xml.sax.saxutils import quoteattr

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt
from lxml import etree

from engine.reports.charts import Chart, drawn, figures_book, own_place
from engine.reports.official.looks import BLACK, BODY_FONT, CENTRE, paragraph

_WIDTH: Final = Mm(150)
_COLUMNS: Final = Mm(62)
_AROUND: Final = Mm(14)
_BAR: Final = Mm(5.5)
_CAPTION: Final = 12
_CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_LETTERS: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_SPACES: Final = f'xmlns:c="{_CHART}" {nsdecls("a", "r")}'


def write_chart(made: Any, chart: Chart, number: int) -> None:
    """The chart in a line of its own, and below it its number and title."""
    line = paragraph(made, "", BODY_FONT, _CAPTION, align=CENTRE)
    form = line.paragraph_format
    form.line_spacing, form.keep_with_next, form.space_before = 1, True, Pt(6)
    line.runs[0]._r.append(_inline(chart, number, _part(made, chart, number)))
    caption = paragraph(made, f"图{number}  {chart.title}", BLACK, _CAPTION, align=CENTRE, line=20)
    caption.paragraph_format.space_after = Pt(6)


def _part(made: Any, chart: Chart, number: int) -> str:
    """The chart and its workbook as parts of the document; returns the name of the relation."""
    package = made.part.package
    book = Part(PackURI(f"/word/embeddings/figures{number}.xlsx"), CONTENT_TYPE.SML_SHEET, figures_book(chart), package)
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), CONTENT_TYPE.DML_CHART, b"", package)
    part._blob = _xml(chart, part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE))
    return str(made.part.relate_to(part, RELATIONSHIP_TYPE.CHART))


def _xml(chart: Chart, book: str) -> bytes:
    tree = etree.fromstring(tostring(drawn(chart, own_place(chart))._write()))
    for piece in (
        f'<c:txPr {_SPACES}><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1050"><a:ea typeface="{BODY_FONT}"/></a:defRPr>'
        '</a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>',
        f'<c:externalData {_SPACES} r:id="{book}"><c:autoUpdate val="0"/></c:externalData>',
    ):
        tree.append(etree.fromstring(piece))
    _mended(tree)
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))


def _mended(tree: Any) -> None:
    """What openpyxl cannot say: no title of Word's own making, labels on one line, no empty run in how they look."""
    names = {"c": _CHART, "a": _LETTERS}
    tree.find("c:chart", names).insert(0, etree.fromstring(f'<c:autoTitleDeleted {_SPACES} val="1"/>'))
    for look in tree.iterfind(".//c:dLbls/c:txPr", names):
        look.find("a:bodyPr", names).set("wrap", "none")
        for line in look.iterfind("a:p", names):
            for run in line.findall("a:r", names):
                line.remove(run)


def _inline(chart: Chart, number: int, relation: str) -> Any:
    height = _COLUMNS if chart.kind == "columns" else _AROUND + int(_BAR * len(chart.over) * _rows(chart))
    told = quoteattr(chart.alternative)
    return parse_xml(
        f'<w:drawing {nsdecls("w", "wp", "a", "r")}><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{_WIDTH}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number}" name="图{number}" descr={told}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_CHART}"><c:chart xmlns:c="{_CHART}" r:id="{relation}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def _rows(chart: Chart) -> float:
    return 1 + (len(chart.series) - 1) * 0.4 if chart.kind == "bars" else 1
