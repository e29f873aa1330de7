"""What an official document is made of: headings, text, tables, charts, attachments; Chinese days and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from engine.reports.charts import Chart

_DIGITS: Final = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; its number is given by its level and place: 一、 （一） 1. （1）."""

    text: str
    level: Literal[1, 2, 3, 4] = 1


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its heading repeated on every page; `widths` in millimetres, 156 together.

    Columns of nothing but figures are centred.
    """

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float] = ()


Block = Heading | Words | Grid | Chart


@dataclass(frozen=True, slots=True)
class Attachment:
    """What follows the signature on a page of its own, named in the document before it."""

    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Official:
    """A document. `title`: with its line breaks, words kept whole. `number`: 文号, '' for a paper that bears none.

    `to`: who it is for, '' for nobody; `signed` and `day` stand at its end, attachments behind them.
    """

    title: str
    number: str
    to: str
    blocks: Sequence[Block]
    signed: str
    day: date
    attachments: Sequence[Attachment] = ()


def numbered(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with each heading's number before its words."""
    places, found = [0, 0, 0, 0], list[Block]()
    for block in blocks:
        if isinstance(block, Heading):
            places[block.level - 1] += 1
            places[block.level :] = [0] * (4 - block.level)
            block = Heading(_number(block.level, places[block.level - 1]) + block.text, block.level)
        found.append(block)
    return found


def _number(level: int, place: int) -> str:
    forms = {1: f"{chinese_number(place)}、", 2: f"（{chinese_number(place)}）", 3: f"{place}.", 4: f"（{place}）"}
    return forms[level]


def chinese_day(day: date) -> str:
    """2022年6月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_number(number: int) -> str:
    """一, 十二, 二十: up to 99."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (
        _DIGITS[ones] if ones or not tens else ""
    )
