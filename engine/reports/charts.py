"""Charts that Word and Excel draw themselves: their figures are in the file, and can be changed there."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from openpyxl.chart import BarChart
from openpyxl.chart.data_source import AxDataSource, NumData, NumDataSource, NumRef, NumVal, StrData, StrRef, StrVal
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RichTextProperties
from openpyxl.utils import get_column_letter, quote_sheetname

from engine.reports.harmless import printable
from engine.reports.workbook import Column, Sheet, write_workbook

SHEET: Final = "图表数据"
"""The sheet of a chart's own workbook."""
_LIGHT: Final = "BFBFBF"
_SHADES: Final = ("1F4E79", "B8480A", _LIGHT)
"""Dark, middle, light: they differ on a black and white print too."""
_SIZE: Final = 1000
_SMALL: Final = 700
_CROWDED: Final = 27
"""With more figures than this they are written smaller; sizes are in hundredths of a point."""
_ROOM: Final = 112
"""Where the hidden axis of a percentage ends: what stands behind a whole bar has room."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures to be seen. `over`: what stands along the axis; `series`: a name and a figure for each of `over`.

    `kind`: bars lying under each other, columns side by side, or lying bars of parts put together. With `percent`
    figures are said with one place and a percent sign, up to a hundred.
    """

    title: str
    kind: Literal["bars", "columns", "stacked"]
    over: Sequence[str]
    series: Sequence[tuple[str, Sequence[int | Decimal]]]
    percent: bool = False

    @property
    def alternative(self) -> str:
        """The chart in words, for who does not see it."""
        told = [
            f"{name} " + "，".join(f"{series} {self.said(values[at])}" for series, values in self.series)
            for at, name in enumerate(self.over)
        ]
        return printable(f"{self.title}：{'；'.join(told)}")

    def said(self, value: int | Decimal) -> str:
        """A figure as the chart shows it."""
        return f"{value:.1f}%" if self.percent else f"{value}"


def figures_sheet(chart: Chart) -> Sheet:
    """The chart's figures as a sheet, its names in the first column."""
    form: Literal["points", "number"] = "points" if chart.percent else "number"
    columns = [Column("", 24), *(Column(name, 12, form) for name, _ in chart.series)]
    rows = [(name, *(values[at] for _, values in chart.series)) for at, name in enumerate(chart.over)]
    return Sheet(SHEET, columns, rows)


def figures_book(chart: Chart) -> bytes:
    """The chart's figures as a workbook of their own: what Word opens when somebody edits the chart."""
    stream = io.BytesIO()
    write_workbook(stream, [figures_sheet(chart)])
    return stream.getvalue()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a chart's figures stand: the sheet, the row of their headings, the columns of the names and each series."""

    sheet: str
    row: int
    names: int
    series: Sequence[int]

    def cells(self, column: int, number: int) -> str:
        """The address of a column's first `number` cells below its heading; of the heading for 0."""
        letter, first = get_column_letter(column), self.row + bool(number)
        last = f":${letter}${self.row + number}" if number else ""
        return f"{quote_sheetname(self.sheet)}!${letter}${first}{last}"


def own_place(chart: Chart) -> Place:
    """The figures' place in the chart's own workbook."""
    return Place(SHEET, 1, 1, range(2, len(chart.series) + 2))


def drawn(chart: Chart, place: Place) -> Any:
    """The chart as openpyxl has it, over the figures at `place`.

    The figures are kept in the chart as well: a reader that does not open the workbook draws them.
    """
    made: Any = BarChart(gapWidth=60)
    made.type = "col" if chart.kind == "columns" else "bar"
    if chart.kind == "stacked":
        made.grouping, made.overlap = "stacked", 100
    for at, shade in zip(range(len(chart.series)), _SHADES, strict=False):
        made.series.append(_series(chart, place, at, shade))
    if len(chart.series) > 1:
        made.legend.position = "b"
    else:
        made.legend = None
    made.graphical_properties = GraphicalProperties(ln=LineProperties(noFill=True))
    made.x_axis.delete = False
    made.y_axis.delete = chart.kind != "columns"  # the labels say it
    made.y_axis.majorGridlines = None
    made.y_axis.number_format = _code(chart)
    made.y_axis.scaling.min = 0
    if chart.percent:
        made.y_axis.scaling.max = 100 if chart.kind == "columns" else _ROOM
    if chart.kind != "columns":
        made.x_axis.scaling.orientation = "maxMin"  # the first of the table on top
    return made


def _series(chart: Chart, place: Place, at: int, shade: str) -> Any:
    (title, values), number = chart.series[at], len(chart.over)
    made: Any = Series()
    cache = NumData(_code(chart), len(values), [NumVal(n, v=float(v)) for n, v in enumerate(values)])
    made.val = NumDataSource(NumRef(place.cells(place.series[at], number), cache))
    made.cat = AxDataSource(strRef=StrRef(place.cells(place.names, number), _texts(chart.over)))
    made.tx = SeriesLabel(StrRef(place.cells(place.series[at], 0), _texts([title])))
    made.graphicalProperties = GraphicalProperties(solidFill=shade)
    made.invertIfNegative = False
    labels: Any = DataLabelList()
    labels.numFmt, labels.showVal = _code(chart), True
    labels.showSerName = labels.showCatName = labels.showLegendKey = labels.showPercent = False
    stacked, crowded = chart.kind == "stacked", number * len(chart.series) > _CROWDED
    labels.dLblPos = "ctr" if stacked else "outEnd"
    white = "FFFFFF" if stacked and shade != _LIGHT else "000000"
    text = ParagraphProperties(defRPr=CharacterProperties(sz=_SMALL if crowded else _SIZE, solidFill=white))
    labels.txPr = RichText(RichTextProperties(wrap="none"), p=[Paragraph(pPr=text, endParaRPr=CharacterProperties())])
    made.dLbls = labels
    return made


def _code(chart: Chart) -> str:
    """How figures are said; a part of nothing in a bar of parts is not."""
    return '0.0"%"' if chart.percent else "0;;" if chart.kind == "stacked" else "0"


def _texts(texts: Sequence[str]) -> Any:
    return StrData(len(texts), [StrVal(n, printable(text)) for n, text in enumerate(texts)])
